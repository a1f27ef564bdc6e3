import type { FunctionCompiler } from "./context.ts";

/** The settled value of the one in `value`, in `to`. */
export function emitAwait(f: FunctionCompiler, value: number, to: number): void {
  f.emit("await", [to, value]);
}
