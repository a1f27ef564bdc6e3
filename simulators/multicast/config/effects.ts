import type ts from "typescript";
import type { TypeScript } from "../../core/source/typescript.ts";

/**
 * The first thing that runs while the module loads and could change an object that is written as a literal in it: a call,
 * an assignment, a `delete`. Bodies of functions run only when something calls them, so they are not looked into.
 *
 * @param harmless The call of `defineMulticast`, which changes nothing.
 */
export function firstEffect(compiler: TypeScript, source: ts.SourceFile, harmless: ts.CallExpression): ts.Node | undefined {
  const visit = (node: ts.Node): ts.Node | undefined => {
    if (compiler.isFunctionLike(node) || compiler.isTypeNode(node)) return undefined;
    if (node !== harmless && isEffect(compiler, node)) return node;
    return compiler.forEachChild(node, visit);
  };
  return compiler.forEachChild(source, visit);
}

function isEffect(compiler: TypeScript, node: ts.Node): boolean {
  if (compiler.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return compiler.SyntaxKind.FirstAssignment <= kind && kind <= compiler.SyntaxKind.LastAssignment;
  }
  if (compiler.isPrefixUnaryExpression(node)) return isStep(compiler, node.operator);
  return (
    compiler.isCallExpression(node) ||
    compiler.isNewExpression(node) ||
    compiler.isTaggedTemplateExpression(node) ||
    compiler.isDeleteExpression(node) ||
    compiler.isPostfixUnaryExpression(node) ||
    compiler.isDecorator(node) ||
    compiler.isAwaitExpression(node) ||
    // `for (x.y of …)` assigns.
    compiler.isForOfStatement(node) ||
    compiler.isForInStatement(node)
  );
}

const isStep = (compiler: TypeScript, operator: ts.PrefixUnaryOperator): boolean =>
  operator === compiler.SyntaxKind.PlusPlusToken || operator === compiler.SyntaxKind.MinusMinusToken;
