import type ts from "typescript";
import type { Parsed } from "../../core/source/parse.ts";

/** The statement of a block that a node is part of, when no function lies between. */
export function statementAt({ compiler }: Parsed, node: ts.Node): ts.Statement | undefined {
  for (let at = node; !compiler.isFunctionLike(at) && !compiler.isSourceFile(at); at = at.parent)
    if (compiler.isBlock(at.parent) || compiler.isSourceFile(at.parent)) return at as ts.Statement;
  return undefined;
}
