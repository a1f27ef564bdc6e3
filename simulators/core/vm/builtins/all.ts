import { preludeBuiltins } from "../prelude/helpers.ts";
import type { Builtins } from "../realm.ts";
import { arrayBuiltins } from "./array.ts";
import { bigintBuiltins } from "./bigint.ts";
import { booleanBuiltins } from "./boolean.ts";
import { errorBuiltins } from "./error.ts";
import { functionBuiltins } from "./function.ts";
import { globalBuiltins } from "./global.ts";
import { iteratorBuiltins } from "./iterator.ts";
import { jsonBuiltins } from "./json.ts";
import { mathBuiltins } from "./math.ts";
import { notModelledBuiltins } from "./not-modelled.ts";
import { numberBuiltins } from "./number.ts";
import { objectBuiltins } from "./object.ts";
import { reflectBuiltins } from "./reflect.ts";
import { regexpBuiltins } from "./regexp.ts";
import { stringBuiltins } from "./string.ts";
import { symbolBuiltins } from "./symbol.ts";

/** Every group of builtins, in the order of the global object's properties. */
export const allBuiltins: readonly Builtins[] = [
  objectBuiltins,
  functionBuiltins,
  arrayBuiltins,
  numberBuiltins,
  bigintBuiltins,
  stringBuiltins,
  regexpBuiltins,
  mathBuiltins,
  jsonBuiltins,
  iteratorBuiltins,
  preludeBuiltins,
  errorBuiltins,
  booleanBuiltins,
  symbolBuiltins,
  reflectBuiltins,
  globalBuiltins,
  notModelledBuiltins,
];
