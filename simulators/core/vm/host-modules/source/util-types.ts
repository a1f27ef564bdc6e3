/** `node:util/types`. */
import { types } from "host:util";

export const {
  isPromise,
  isMap,
  isSet,
  isWeakMap,
  isWeakSet,
  isDate,
  isRegExp,
  isNativeError,
  isMapIterator,
  isSetIterator,
  isGeneratorObject,
  isGeneratorFunction,
  isAsyncFunction,
  isTypedArray,
  isArrayBufferView,
  isArrayBuffer,
  isSharedArrayBuffer,
  isAnyArrayBuffer,
  isDataView,
  isProxy,
  isArgumentsObject,
  isBoxedPrimitive,
  isNumberObject,
  isStringObject,
  isBooleanObject,
  isBigIntObject,
  isSymbolObject,
  isUint8Array,
} = types;
export default types;
