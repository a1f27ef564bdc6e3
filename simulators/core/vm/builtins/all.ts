import type { Builtins } from "../realm.ts";
import { booleanBuiltins } from "./boolean.ts";
import { errorBuiltins } from "./error.ts";
import { functionBuiltins } from "./function.ts";
import { globalBuiltins } from "./global.ts";
import { objectBuiltins } from "./object.ts";
import { reflectBuiltins } from "./reflect.ts";
import { symbolBuiltins } from "./symbol.ts";

/** Every group of builtins, in the order of the global object's properties. */
export const allBuiltins: readonly Builtins[] = [
  objectBuiltins,
  functionBuiltins,
  errorBuiltins,
  booleanBuiltins,
  symbolBuiltins,
  reflectBuiltins,
  globalBuiltins,
];
