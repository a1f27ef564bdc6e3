import { preludeBuiltins } from "../prelude/helpers.ts";
import type { Builtins } from "../realm.ts";
import { arrayBuiltins } from "./array.ts";
import { bufferBuiltins } from "./array-buffer.ts";
import { atomicsBuiltins } from "./atomics.ts";
import { bigintBuiltins } from "./bigint.ts";
import { booleanBuiltins } from "./boolean.ts";
import { dataViewBuiltins } from "./data-view.ts";
import { dateBuiltins } from "./date.ts";
import { environmentBuiltins } from "./environment.ts";
import { errorBuiltins } from "./error.ts";
import { functionBuiltins } from "./function.ts";
import { globalBuiltins } from "./global.ts";
import { iteratorBuiltins } from "./iterator.ts";
import { jsonBuiltins } from "./json.ts";
import { mapBuiltins } from "./map.ts";
import { mathBuiltins } from "./math.ts";
import { notModelledBuiltins } from "./not-modelled.ts";
import { numberBuiltins } from "./number.ts";
import { objectBuiltins } from "./object.ts";
import { promiseBuiltins } from "./promise-builtins.ts";
import { reflectBuiltins } from "./reflect.ts";
import { regexpBuiltins } from "./regexp.ts";
import { setBuiltins } from "./set.ts";
import { stringBuiltins } from "./string.ts";
import { symbolBuiltins } from "./symbol.ts";
import { typedArrayBuiltins, typedArrayKindBuiltins } from "./typed-array-builtins.ts";
import { collectionBuiltins, weakBuiltins } from "./weak.ts";

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
  promiseBuiltins,
  mapBuiltins,
  setBuiltins,
  weakBuiltins,
  collectionBuiltins,
  bufferBuiltins,
  typedArrayBuiltins,
  ...typedArrayKindBuiltins,
  dataViewBuiltins,
  atomicsBuiltins,
  dateBuiltins,
  globalBuiltins,
  notModelledBuiltins,
  ...environmentBuiltins,
];
