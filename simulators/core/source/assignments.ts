import type ts from "typescript";
import type { TypeScript } from "./typescript.ts";

/** `a = b`, `a += b`, `a ??= b`. */
export function isAssignment(compiler: TypeScript, node: ts.Node): node is ts.BinaryExpression {
  if (!compiler.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return compiler.SyntaxKind.FirstAssignment <= kind && kind <= compiler.SyntaxKind.LastAssignment;
}
