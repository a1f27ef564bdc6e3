import type ts from "typescript";
import { isAssignment } from "./assignments.ts";
import type { Parsed } from "./parse.ts";
import { boundNames, declares } from "./scope.ts";
import type { TypeScript } from "./typescript.ts";

/**
 * The text of a condition whose value cannot change within the function: names that are never assigned, literals, comparisons.
 * Undefined for any other. Two tests of the same fact go the same way.
 */
export function factOf(parsed: Parsed, condition: ts.Expression): string | undefined {
  if (!isStable(parsed, condition)) return undefined;
  return condition.getText(parsed.source).replace(/\s+/g, " ");
}

function isStable(parsed: Parsed, node: ts.Expression): boolean {
  const { compiler } = parsed;
  if (compiler.isParenthesizedExpression(node)) return isStable(parsed, node.expression);
  if (compiler.isIdentifier(node)) return node.text === "undefined" || isNeverAssigned(parsed, node);
  if (compiler.isNumericLiteral(node) || compiler.isStringLiteralLike(node) || node.kind === compiler.SyntaxKind.NullKeyword) return true;
  if (compiler.isTypeOfExpression(node)) return isStable(parsed, node.expression);
  return (
    compiler.isBinaryExpression(node) &&
    isComparison(compiler, node.operatorToken.kind) &&
    isStable(parsed, node.left) &&
    isStable(parsed, node.right)
  );
}

function isComparison({ SyntaxKind }: TypeScript, kind: ts.SyntaxKind): boolean {
  const first = SyntaxKind.LessThanToken;
  const last = SyntaxKind.ExclamationEqualsEqualsToken;
  return first <= kind && kind <= last;
}

/** Declared by `const`, or a parameter or variable of this function that nothing writes to. Declared once: otherwise two names may share a text. */
function isNeverAssigned(parsed: Parsed, use: ts.Identifier): boolean {
  const { compiler } = parsed;
  let scope: ts.Node = use.parent;
  while (!compiler.isSourceFile(scope) && !declares(compiler, scope, use.text)) scope = scope.parent;
  // A module's variable, an import or a global can be changed by anybody, unless it is constant.
  return compiler.isSourceFile(scope)
    ? isModuleConstant(parsed, use.text)
    : writesTo(compiler, scope, use.text) === 0 && !isInLoop(compiler, scope);
}

function isModuleConstant({ compiler, source }: Parsed, name: string): boolean {
  return source.statements.some(
    (statement) =>
      compiler.isVariableStatement(statement) &&
      (statement.declarationList.flags & compiler.NodeFlags.Const) !== 0 &&
      statement.declarationList.declarations.some((declaration) => boundNames(compiler, declaration.name).includes(name)),
  );
}

/** A variable of a loop's body is another one in each round. */
function isInLoop(compiler: TypeScript, scope: ts.Node): boolean {
  for (let node = scope; !compiler.isFunctionLike(node) && !compiler.isSourceFile(node); node = node.parent) {
    if (compiler.isIterationStatement(node, false)) return true;
  }
  return false;
}

/** Assignments, increments and loops that write a name, nested functions included. */
function writesTo(compiler: TypeScript, node: ts.Node, name: string): number {
  const { SyntaxKind } = compiler;
  let writes = 0;
  const isIt = (target: ts.Node): boolean =>
    (compiler.isIdentifier(target) && target.text === name) ||
    (compiler.isObjectLiteralExpression(target) || compiler.isArrayLiteralExpression(target)
      ? containsName(compiler, target, name)
      : false);
  const visit = (inner: ts.Node): void => {
    const isWrite = isAssignment(compiler, inner) && isIt(inner.left);
    const isStep =
      (compiler.isPrefixUnaryExpression(inner) || compiler.isPostfixUnaryExpression(inner)) &&
      (inner.operator === SyntaxKind.PlusPlusToken || inner.operator === SyntaxKind.MinusMinusToken) &&
      isIt(inner.operand);
    const isEach = (compiler.isForInStatement(inner) || compiler.isForOfStatement(inner)) && isIt(inner.initializer);
    if (isWrite || isStep || isEach) writes += 1;
    compiler.forEachChild(inner, visit);
  };
  visit(node);
  return writes;
}

function containsName(compiler: TypeScript, node: ts.Node, name: string): boolean {
  if (compiler.isIdentifier(node)) return node.text === name;
  return compiler.forEachChild(node, (child) => containsName(compiler, child, name)) ?? false;
}
