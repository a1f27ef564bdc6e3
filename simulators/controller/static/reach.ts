import type ts from "typescript";
import type { FunctionNode } from "../../core/source/owners.ts";
import type { ApiCall } from "./calls.ts";
import type { Look } from "./look.ts";

/** Functions that make an API call themselves or through other functions of the file. */
export function functionsThatReach(look: Look, calls: readonly ApiCall[]): ReadonlySet<ts.Node> {
  const { compiler } = look;
  const reaching = new Set<ts.Node>();
  const mark = (node: ts.Node): void => {
    for (let fn = look.functionAround(node) as ts.Node | undefined; fn && !reaching.has(fn); fn = look.functionAround(fn)) reaching.add(fn);
  };
  for (const { node } of calls) mark(node);
  for (let before = -1; before !== reaching.size; ) {
    before = reaching.size;
    for (const node of look.below(look.parsed.source)) {
      if (!compiler.isCallExpression(node) || !compiler.isIdentifier(node.expression)) continue;
      const declared = look.declaration(node.expression.text);
      const fn = declared && functionOf(compiler, declared);
      if (fn && reaching.has(fn)) mark(node);
    }
  }
  return reaching;
}

/** The function that a declaration is, or holds. */
export function functionOf(compiler: typeof ts, declared: ts.Node): FunctionNode | undefined {
  if (compiler.isFunctionDeclaration(declared)) return declared;
  if (!compiler.isVariableDeclaration(declared) || !declared.initializer) return undefined;
  return compiler.isArrowFunction(declared.initializer) || compiler.isFunctionExpression(declared.initializer)
    ? declared.initializer
    : undefined;
}
