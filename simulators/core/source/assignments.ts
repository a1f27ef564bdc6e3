import type ts from "typescript";

/** `a = b`, `a += b`, `a ??= b`. */
export function isAssignment(compiler: typeof ts, node: ts.Node): node is ts.BinaryExpression {
  if (!compiler.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return compiler.SyntaxKind.FirstAssignment <= kind && kind <= compiler.SyntaxKind.LastAssignment;
}
