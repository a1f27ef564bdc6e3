import type ts from "typescript";
import type { TypeScript } from "../../core/source/typescript.ts";
import { constantNamed } from "./constants.ts";
import { firstEffect } from "./effects.ts";
import { evaluate, type Stop, unwrap } from "./literal.ts";
import type { ConfigTree, SyntaxProblem } from "../../core/config/node.ts";
import { syntaxErrors } from "../../core/source/syntax-errors.ts";

/** Offsets in the text. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What a TypeScript file says of multicast. */
export type Reading =
  /** Nothing: `defineMulticast` is not called. */
  | { readonly kind: "none" }
  /** It is called, but not for the default export. `at`: the call's name. */
  | { readonly kind: "not-exported"; readonly at: Stretch }
  /** The argument is no literal. `cause`: the first thing that cannot be read without running it. */
  | { readonly kind: "dynamic"; readonly at: Stretch; readonly cause: Stop }
  | { readonly kind: "literal"; readonly at: Stretch; readonly tree: ConfigTree };

/** May this text have a configuration? Cheap; decides whether the compiler is loaded. */
export function mentionsMulticast(text: string): boolean {
  return text.includes("defineMulticast") && text.includes(moduleName);
}

const moduleName = "faultline/multicast";

/** Reads `export default defineMulticast({…})` without running it. */
export function readTypeScript(compiler: TypeScript, path: string, text: string): Reading {
  try {
    return new File(compiler, path, text).read();
  } catch (error) {
    // The compiler's parser recurses: brackets thousands deep end its stack. That text is the user's mistake, not ours.
    if (!(error instanceof RangeError)) throw error;
    const start = text.indexOf("defineMulticast");
    const at = { start, end: start + "defineMulticast".length };
    return {
      kind: "literal",
      at,
      tree: { format: "typescript", problems: [{ ...at, message: "This file is nested too deeply to be read" }] },
    };
  }
}

class File {
  readonly compiler: TypeScript;
  readonly source: ts.SourceFile;
  /** Local names of `defineMulticast`, and of namespaces that have it. */
  readonly names = new Set<string>();
  readonly namespaces = new Set<string>();

  constructor(compiler: TypeScript, path: string, text: string) {
    this.compiler = compiler;
    const kind = /\.[cm]?[jt]sx$/.test(path) ? compiler.ScriptKind.TSX : compiler.ScriptKind.TS;
    const options = { languageVersion: compiler.ScriptTarget.ESNext, jsDocParsingMode: compiler.JSDocParsingMode.ParseNone };
    this.source = compiler.createSourceFile(path, text, options, false, kind);
    this.source.statements.forEach((statement) => this.readImport(statement));
  }

  read(): Reading {
    if (this.names.size + this.namespaces.size === 0) return { kind: "none" };
    const exported = this.defaultExport();
    const call = exported && this.callIn(exported);
    if (!exported || !call) {
      const other = this.anyCall(this.source);
      return other ? { kind: "not-exported", at: this.stretch(other.expression) } : { kind: "none" };
    }
    const at = this.stretch(call.expression);
    const problems = this.syntaxProblems();
    const [argument] = call.arguments;
    if (!argument)
      return { kind: "literal", at, tree: { format: "typescript", problems: [{ ...at, message: "A configuration is missing here" }] } };
    const value = evaluate(this.compiler, this.source, argument);
    if (problems.length > 0) return { kind: "literal", at, tree: { format: "typescript", problems } };
    if (value.kind === "stop") return { kind: "dynamic", at, cause: value };
    // A literal that nobody has a name for cannot be changed by anybody.
    const isReachable = value.usesConstants || unwrap(this.compiler, exported) !== call;
    const effect = isReachable ? firstEffect(this.compiler, this.source, call) : undefined;
    if (effect)
      return {
        kind: "dynamic",
        at,
        cause: { kind: "stop", ...this.stretch(effect), message: "may change what the configuration is made of" },
      };
    return { kind: "literal", at, tree: { format: "typescript", root: value.node, problems: [] } };
  }

  readImport(statement: ts.Statement): void {
    const { compiler } = this;
    if (!compiler.isImportDeclaration(statement) || !compiler.isStringLiteral(statement.moduleSpecifier)) return;
    const bindings = statement.importClause?.namedBindings;
    if (statement.moduleSpecifier.text !== moduleName || !bindings) return;
    if (compiler.isNamespaceImport(bindings)) this.namespaces.add(bindings.name.text);
    else {
      for (const { name, propertyName } of bindings.elements) {
        if ((propertyName ?? name).text === "defineMulticast") this.names.add(name.text);
      }
    }
  }

  /** `export default X`, or `export { X as default }`. */
  defaultExport(): ts.Expression | undefined {
    const { compiler } = this;
    for (const statement of this.source.statements) {
      if (compiler.isExportAssignment(statement) && !statement.isExportEquals) return statement.expression;
      if (!compiler.isExportDeclaration(statement) || statement.moduleSpecifier || !statement.exportClause) continue;
      if (!compiler.isNamedExports(statement.exportClause)) continue;
      const specifier = statement.exportClause.elements.find(({ name }) => name.text === "default");
      const local = specifier?.propertyName;
      if (local && compiler.isIdentifier(local)) return local;
    }
    return undefined;
  }

  /** The call that an expression is, directly or by the name of a constant. */
  callIn(expression: ts.Expression): ts.CallExpression | undefined {
    const bare = unwrap(this.compiler, expression);
    if (this.isOurCall(bare)) return bare;
    if (!this.compiler.isIdentifier(bare)) return undefined;
    const value = constantNamed(this.compiler, this.source, bare.text);
    const initializer = value && unwrap(this.compiler, value);
    return initializer && this.isOurCall(initializer) ? initializer : undefined;
  }

  isOurCall(node: ts.Node): node is ts.CallExpression {
    const { compiler } = this;
    if (!compiler.isCallExpression(node)) return false;
    const callee = node.expression;
    if (compiler.isIdentifier(callee)) return this.names.has(callee.text);
    if (!compiler.isPropertyAccessExpression(callee) || !compiler.isIdentifier(callee.expression)) return false;
    return this.namespaces.has(callee.expression.text) && callee.name.text === "defineMulticast";
  }

  anyCall(node: ts.Node): ts.CallExpression | undefined {
    if (this.isOurCall(node)) return node;
    return this.compiler.forEachChild(node, (child) => this.anyCall(child));
  }

  /** What the parser found wrong: nobody can say what a broken module exports. */
  syntaxProblems(): readonly SyntaxProblem[] {
    return syntaxErrors(this.source).map(({ message, ...stretch }) => ({ ...stretch, message: `TypeScript: ${message}` }));
  }

  stretch(node: ts.Node): Stretch {
    return { start: node.getStart(this.source), end: node.end };
  }
}
