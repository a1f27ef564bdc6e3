import type ts from "typescript";
import { type FunctionNode, unwrap } from "./owners.ts";
import { type Parsed, stretchOf } from "./parse.ts";

export const isGenerator = ({ compiler }: Parsed, fn: FunctionNode): boolean =>
  (compiler.isFunctionDeclaration(fn) || compiler.isFunctionExpression(fn) || compiler.isMethodDeclaration(fn)) &&
  fn.asteriskToken !== undefined;

export const asyncKeyword = ({ compiler }: Parsed, fn: FunctionNode): ts.Node | undefined =>
  fn.modifiers?.find(({ kind }) => kind === compiler.SyntaxKind.AsyncKeyword);

export const isAsync = (parsed: Parsed, fn: FunctionNode): boolean => asyncKeyword(parsed, fn) !== undefined;

/** Is the return type written as a promise, at the function or in the type of its variable? */
export function returnsPromise(parsed: Parsed, fn: FunctionNode, type: ts.TypeNode | undefined): boolean {
  const { compiler } = parsed;
  const written = fn.type ?? (type && compiler.isFunctionTypeNode(type) ? type.type : undefined);
  if (!written || !compiler.isTypeReferenceNode(written)) return false;
  const { start, end } = stretchOf(parsed, written.typeName);
  return /^(?:globalThis\.)?Promise(?:Like)?$/.test(parsed.text.slice(start, end));
}

/** Parameters without which a call makes no sense; `this` is none. */
export function requiredParameters({ compiler }: Parsed, fn: FunctionNode): readonly ts.ParameterDeclaration[] {
  const isThis = (parameter: ts.ParameterDeclaration) => compiler.isIdentifier(parameter.name) && parameter.name.text === "this";
  return fn.parameters.filter((one) => !one.questionToken && !one.initializer && !one.dotDotDotToken && !isThis(one));
}

/** Does the module export a name that is declared at its top level: at the declaration, or in a list of its own? */
export function isExported({ compiler, source }: Parsed, name: string): boolean {
  return source.statements.some((statement) => {
    if (compiler.isExportDeclaration(statement) && !statement.moduleSpecifier) {
      const clause = statement.exportClause;
      return (
        clause !== undefined &&
        compiler.isNamedExports(clause) &&
        clause.elements.some((one) => (one.propertyName ?? one.name).text === name)
      );
    }
    if (compiler.isExportAssignment(statement)) {
      const value = unwrap(compiler, statement.expression);
      return compiler.isIdentifier(value) && value.text === name;
    }
    const isMarked =
      compiler.canHaveModifiers(statement) &&
      (compiler.getModifiers(statement) ?? []).some(({ kind }) => kind === compiler.SyntaxKind.ExportKeyword);
    if (!isMarked) return false;
    if (compiler.isFunctionDeclaration(statement)) return statement.name?.text === name;
    return (
      compiler.isVariableStatement(statement) &&
      statement.declarationList.declarations.some((one) => compiler.isIdentifier(one.name) && one.name.text === name)
    );
  });
}
