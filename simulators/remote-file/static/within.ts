import type ts from "typescript";
import type { TypeScript } from "../../core/source/typescript.ts";

/** Is there such a node in another one, or is it itself? */
export const hasNode = (compiler: TypeScript, node: ts.Node, isMeant: (node: ts.Node) => boolean): boolean =>
  isMeant(node) || (compiler.forEachChild(node, (child) => hasNode(compiler, child, isMeant)) ?? false);

/** The same, functions in it aside: what they do is done at another time. */
export const doesNode = (compiler: TypeScript, node: ts.Node, isMeant: (node: ts.Node) => boolean): boolean =>
  !compiler.isFunctionLike(node) &&
  (isMeant(node) || (compiler.forEachChild(node, (child) => doesNode(compiler, child, isMeant)) ?? false));

/** A statement after which another one than the next is done. */
export const isJump = (compiler: TypeScript, node: ts.Node): boolean =>
  compiler.isBreakStatement(node) ||
  compiler.isContinueStatement(node) ||
  compiler.isReturnStatement(node) ||
  compiler.isThrowStatement(node);
