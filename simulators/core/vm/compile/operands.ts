import type { FunctionCompiler } from "./context.ts";
import { assigns, type Node } from "./syntax.ts";

/** The value of `node`, which stays what it is while `later` is evaluated. */
export function stable(f: FunctionCompiler, node: Node, later: readonly Node[]): number {
  const register = f.evaluate(node);
  if (node.type !== "Identifier" || !f.isVariable(register) || !later.some((other) => assigns(other, node.name))) return register;
  const copy = f.register();
  f.move(copy, register);
  return copy;
}
