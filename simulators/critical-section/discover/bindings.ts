import type ts from "typescript";
import { moduleName } from "./mentions.ts";
import type { Parsed } from "../../core/source/parse.ts";
import { isShadowed } from "../../core/source/scope.ts";
import { unwrap } from "../../core/source/owners.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/** What the library exports as values. */
export const libraryNames = [
  "criticalSection",
  "critical",
  "beginCritical",
  "endCritical",
  "SectionAborted",
  "external",
  "sleep",
  "currentThread",
  "currentCpu",
  "unpark",
] as const;

export type LibraryName = (typeof libraryNames)[number];

const isLibraryName = (name: string): name is LibraryName => libraryNames.some((known) => known === name);

/** Local names of what a file imports from `faultline/critical-section`. */
export interface Bindings {
  readonly names: ReadonlyMap<string, LibraryName>;
  /** `import * as`, `const … = require(…)`. */
  readonly namespaces: ReadonlySet<string>;
}

export function bindingsOf({ compiler, source }: Parsed): Bindings {
  const names = new Map<string, LibraryName>();
  const namespaces = new Set<string>();
  const bind = (local: string, imported: string): void => {
    if (isLibraryName(imported)) names.set(local, imported);
  };
  for (const statement of source.statements) {
    if (compiler.isImportDeclaration(statement) && isModule(compiler, statement.moduleSpecifier)) {
      const bindings = statement.importClause?.namedBindings;
      if (bindings && compiler.isNamespaceImport(bindings)) namespaces.add(bindings.name.text);
      else for (const { name, propertyName } of bindings?.elements ?? []) bind(name.text, (propertyName ?? name).text);
    } else if (compiler.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (!initializer || !isRequire(compiler, initializer)) continue;
        if (compiler.isIdentifier(name)) namespaces.add(name.text);
        else if (compiler.isObjectBindingPattern(name)) {
          for (const element of name.elements) {
            const imported = element.propertyName ?? element.name;
            if (compiler.isIdentifier(element.name) && compiler.isIdentifier(imported)) bind(element.name.text, imported.text);
          }
        }
      }
    }
  }
  return { names, namespaces };
}

const isModule = (compiler: TypeScript, node: ts.Node | undefined): boolean =>
  node !== undefined && compiler.isStringLiteralLike(node) && node.text === moduleName;

const isRequire = (compiler: TypeScript, node: ts.Expression): boolean =>
  compiler.isCallExpression(node) &&
  compiler.isIdentifier(node.expression) &&
  node.expression.text === "require" &&
  isModule(compiler, node.arguments[0]);

/** What of the library an expression is: `criticalSection`, an alias of it, `lib.criticalSection`. */
export function libraryNameOf(parsed: Parsed, bindings: Bindings, expression: ts.Expression): LibraryName | undefined {
  const { compiler } = parsed;
  const bare = unwrap(compiler, expression);
  if (compiler.isIdentifier(bare)) {
    const name = bindings.names.get(bare.text);
    return name !== undefined && !isShadowed(parsed, bare) ? name : undefined;
  }
  if (!compiler.isPropertyAccessExpression(bare) || !compiler.isIdentifier(bare.expression)) return undefined;
  const isNamespace = bindings.namespaces.has(bare.expression.text) && !isShadowed(parsed, bare.expression);
  return isNamespace && isLibraryName(bare.name.text) ? bare.name.text : undefined;
}

/** What of the library a call calls. */
export const libraryCall = (parsed: Parsed, bindings: Bindings, node: ts.Node): LibraryName | undefined =>
  parsed.compiler.isCallExpression(node) ? libraryNameOf(parsed, bindings, node.expression) : undefined;
