import type ts from "typescript";
import { unwrap } from "../../core/source/owners.ts";
import type { Names } from "./names.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/**
 * Where what an expression names comes from, as text: `fs.openSync`, `fs/promises.open`, `faultline/remote-file.fetchAdd`, `path.join`.
 * Modules without their `node:`; `fs.promises` is `fs/promises`; `promisify(fs.read)` is `promisified.read`. Names of the language as they are: `Promise.all`.
 */
export function originOf(names: Names, expression: ts.Expression, depth = 0): string | undefined {
  const { compiler } = names.parsed;
  const bare = unwrap(compiler, expression);
  if (depth > 8) return undefined;
  if (compiler.isIdentifier(bare)) return ofName(names, bare, depth);
  if (compiler.isPropertyAccessExpression(bare)) {
    const from = originOf(names, bare.expression, depth + 1);
    return from === undefined ? undefined : member(from, bare.name.text);
  }
  if (compiler.isAwaitExpression(bare)) return originOf(names, bare.expression, depth + 1);
  if (!compiler.isCallExpression(bare)) return undefined;
  const [argument] = bare.arguments;
  const isImport = bare.expression.kind === compiler.SyntaxKind.ImportKeyword;
  const isRequire = compiler.isIdentifier(bare.expression) && bare.expression.text === "require" && !names.declarationOf(bare.expression);
  if (argument && (isImport || isRequire)) return compiler.isStringLiteralLike(argument) ? moduleOf(argument.text) : undefined;
  if (!argument || originOf(names, bare.expression, depth + 1) !== "util.promisify") return undefined;
  const promisified = originOf(names, argument, depth + 1);
  return promisified?.startsWith("fs.") ? `promisified.${promisified.slice("fs.".length)}` : undefined;
}

const moduleOf = (specifier: string): string => specifier.replace(/^node:/, "");

function member(from: string, name: string): string {
  if (name === "default" && !from.includes(".")) return from;
  return from === "fs" && name === "promises" ? "fs/promises" : `${from}.${name}`;
}

function ofName(names: Names, use: ts.Identifier, depth: number): string | undefined {
  const { compiler } = names.parsed;
  const declaration = names.declarationOf(use);
  if (!declaration) return use.text;
  if (compiler.isImportSpecifier(declaration)) {
    const module = specifierOf(compiler, declaration.parent.parent.parent);
    return module && member(module, (declaration.propertyName ?? declaration.name).text);
  }
  if (compiler.isNamespaceImport(declaration)) return specifierOf(compiler, declaration.parent.parent);
  if (compiler.isImportClause(declaration)) return specifierOf(compiler, declaration.parent);
  if (compiler.isImportEqualsDeclaration(declaration)) {
    const { moduleReference } = declaration;
    if (!compiler.isExternalModuleReference(moduleReference)) return undefined;
    return compiler.isStringLiteralLike(moduleReference.expression) ? moduleOf(moduleReference.expression.text) : undefined;
  }
  if (names.isAssigned(declaration)) return undefined;
  if (compiler.isVariableDeclaration(declaration))
    return declaration.initializer ? originOf(names, declaration.initializer, depth + 1) : undefined;
  if (!compiler.isBindingElement(declaration) || !compiler.isObjectBindingPattern(declaration.parent)) return undefined;
  const holder = declaration.parent.parent;
  const key = declaration.propertyName ?? declaration.name;
  if (!compiler.isVariableDeclaration(holder) || !holder.initializer || !compiler.isIdentifier(key)) return undefined;
  const from = originOf(names, holder.initializer, depth + 1);
  return from && member(from, key.text);
}

const specifierOf = (compiler: TypeScript, declaration: ts.ImportDeclaration | ts.JSDocImportTag): string | undefined =>
  compiler.isStringLiteralLike(declaration.moduleSpecifier) ? moduleOf(declaration.moduleSpecifier.text) : undefined;
