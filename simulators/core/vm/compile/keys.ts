import { canonicalKey } from "../value.ts";
import type { FunctionCompiler } from "./context.ts";
import type { Node } from "./syntax.ts";

/** The key of a property, evaluated; `name` if the text tells it. */
export function keyRegister(f: FunctionCompiler, node: Node, name: string | undefined): number {
  const key = f.register();
  if (name !== undefined) return f.constant(key, canonicalKey(name));
  f.emit("toPropertyKey", [key, f.evaluate(node)]);
  return key;
}
