import type ts from "typescript";
import { type Bindings, libraryCall } from "./bindings.ts";
import type { Declarations } from "./declarations.ts";
import { type FunctionNode, unwrap } from "../../core/source/owners.ts";
import type { Parsed } from "../../core/source/parse.ts";
import { declares } from "../../core/source/scope.ts";
import type { Tag } from "../../core/source/tags.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/** A place in the file that marks a section. */
export type Section =
  /** `criticalSection(body)`; `fn` is the body when it is written there, or is the name of a function of this file. */
  | { readonly kind: "call"; readonly call: ts.CallExpression; readonly fn?: FunctionNode }
  /** `@criticalSection`. */
  | { readonly kind: "tag"; readonly fn: FunctionNode; readonly tag: Tag }
  /** `using _ = critical()`: the statements of the block behind it. */
  | {
      readonly kind: "using";
      readonly call: ts.CallExpression;
      readonly statement: ts.VariableStatement;
      readonly rest: readonly ts.Statement[];
    }
  /** `critical()` whose result nobody has. */
  | { readonly kind: "dropped"; readonly call: ts.CallExpression }
  /** `critical()` in any other place. */
  | { readonly kind: "held"; readonly call: ts.CallExpression }
  | { readonly kind: "begin" | "end"; readonly call: ts.CallExpression };

/** Every section form of a file, in the order of the text; tagged functions first. */
export function sectionsOf(parsed: Parsed, bindings: Bindings, { sections }: Declarations): readonly Section[] {
  const { compiler, source } = parsed;
  const found: Section[] = sections.map(({ fn, tag }) => ({ kind: "tag", fn, tag }));
  if (bindings.names.size + bindings.namespaces.size === 0) return found;
  const visit = (node: ts.Node): void => {
    if (compiler.isCallExpression(node)) {
      const section = sectionAt(parsed, bindings, node);
      if (section) found.push(section);
    }
    compiler.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function sectionAt(parsed: Parsed, bindings: Bindings, call: ts.CallExpression): Section | undefined {
  const called = libraryCall(parsed, bindings, call);
  if (called === "critical") return criticalAt(parsed, call);
  if (called === "beginCritical") return { kind: "begin", call };
  if (called === "endCritical") return { kind: "end", call };
  if (called !== "criticalSection") return undefined;
  const body = call.arguments[0] && functionNamed(parsed, call.arguments[0]);
  return { kind: "call", call, ...(body ? { fn: body } : {}) };
}

function criticalAt({ compiler }: Parsed, call: ts.CallExpression): Section {
  if (compiler.isExpressionStatement(call.parent)) return { kind: "dropped", call };
  const declaration = call.parent;
  const list = declaration.parent;
  if (!compiler.isVariableDeclaration(declaration) || !compiler.isVariableDeclarationList(list)) return { kind: "held", call };
  const statement = list.parent;
  const isUsing = (list.flags & compiler.NodeFlags.Using) !== 0;
  if (!isUsing || !compiler.isVariableStatement(statement)) return { kind: "held", call };
  const block = statement.parent;
  if (!compiler.isBlock(block) && !compiler.isSourceFile(block) && !compiler.isCaseOrDefaultClause(block)) return { kind: "held", call };
  const statements: readonly ts.Statement[] = block.statements;
  return { kind: "using", call, statement, rest: statements.slice(statements.indexOf(statement) + 1) };
}

/** The function that an expression is: written there, or declared once in this file and named here. */
export function functionNamed({ compiler }: Parsed, expression: ts.Expression): FunctionNode | undefined {
  const bare = unwrap(compiler, expression);
  if (compiler.isArrowFunction(bare) || compiler.isFunctionExpression(bare)) return bare;
  if (!compiler.isIdentifier(bare)) return undefined;
  for (let node: ts.Node = bare.parent; ; node = node.parent) {
    const statements = compiler.isSourceFile(node) || compiler.isBlock(node) ? node.statements : [];
    for (const statement of statements) {
      const fn = declared(compiler, statement, bare.text);
      if (fn) return fn;
    }
    if (compiler.isSourceFile(node) || declares(compiler, node, bare.text)) return undefined;
  }
}

function declared(compiler: TypeScript, statement: ts.Statement, name: string): FunctionNode | undefined {
  if (compiler.isFunctionDeclaration(statement)) return statement.name?.text === name && statement.body ? statement : undefined;
  if (!compiler.isVariableStatement(statement) || (statement.declarationList.flags & compiler.NodeFlags.Const) === 0) return undefined;
  for (const { name: pattern, initializer } of statement.declarationList.declarations) {
    if (!compiler.isIdentifier(pattern) || pattern.text !== name || !initializer) continue;
    const bare = unwrap(compiler, initializer);
    if (compiler.isArrowFunction(bare) || compiler.isFunctionExpression(bare)) return bare;
  }
  return undefined;
}
