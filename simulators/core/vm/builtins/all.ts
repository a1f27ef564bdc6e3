import type { Builtins } from "../realm.ts";

/** Every group of builtins, in the order of the global object's properties. */
export const allBuiltins: readonly Builtins[] = [];
