/** `node:util`. */
import { TextDecoder, TextEncoder } from "./encoding.ts";
import { AbortController } from "./web-events.ts";

type AnyFunction = (...args: never[]) => unknown;

export const inspect = Object.assign(
  (value: unknown, options?: object | boolean, depth?: number | null): string =>
    $inspect(value, typeof options === "object" ? options : { showHidden: options === true, ...(depth === undefined ? {} : { depth }) }),
  {
    custom: Symbol.for("nodejs.util.inspect.custom"),
    defaultOptions: {
      showHidden: false,
      depth: 2,
      colors: false,
      customInspect: true,
      maxArrayLength: 100,
      maxStringLength: 10_000,
      breakLength: 128,
      compact: 3,
    },
    colors: {},
    styles: {},
  },
);

export const format = (...args: unknown[]): string => $format(args);
export const formatWithOptions = (_options: object, ...args: unknown[]): string => $format(args);
export const isDeepStrictEqual = (first: unknown, second: unknown): boolean => $isDeepEqual(first, second, true);

const promisified = Symbol.for("nodejs.util.promisify.custom");

export const promisify = Object.assign(
  (original: AnyFunction & { readonly [promisified]?: AnyFunction }): AnyFunction => {
    if (typeof original !== "function") throw invalid("original", original);
    const custom = original[promisified];
    if (custom !== undefined) return custom;
    function wrapped(this: unknown, ...args: unknown[]): Promise<unknown> {
      return new Promise((resolve, reject) => {
        const done = (error: unknown, value: unknown): void => (error ? reject(error) : resolve(value));
        Reflect.apply(original, this, [...args, done]);
      });
    }
    Object.setPrototypeOf(wrapped, Object.getPrototypeOf(original) as object);
    return Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
  },
  { custom: promisified },
);

export function callbackify(original: AnyFunction): AnyFunction {
  if (typeof original !== "function") throw invalid("original", original);
  return function (this: unknown, ...args: unknown[]): void {
    const done = args.pop();
    if (typeof done !== "function") throw invalid("last argument", done);
    (Reflect.apply(original, this, args as never[]) as Promise<unknown>).then(
      (value) => $enqueue(done, [null, value]),
      (reason: unknown) => {
        const error =
          reason || Object.assign(new Error("Promise was rejected with a falsy value"), { code: "ERR_FALSY_VALUE_REJECTION", reason });
        $enqueue(done, [error]);
      },
    );
  };
}

export function inherits(constructor: AnyFunction, parent: AnyFunction): void {
  if (typeof constructor !== "function") throw invalid("ctor", constructor);
  if (typeof parent !== "function") throw invalid("superCtor", parent);
  Object.defineProperty(constructor, "super_", { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype as object, parent.prototype as object);
}

export function deprecate(original: AnyFunction, message: string, code?: string): AnyFunction {
  let isWarned = false;
  return function (this: unknown, ...args: never[]): unknown {
    if (!isWarned) {
      isWarned = true;
      $effect("process.emitWarning", `(node:1) ${code === undefined ? "" : `[${code}] `}DeprecationWarning: ${message}\n`);
    }
    return new.target === undefined ? Reflect.apply(original, this, args) : Reflect.construct(original, args, new.target);
  };
}

export const debuglog = (): AnyFunction & { enabled: boolean } => Object.assign((): void => {}, { enabled: false });
export const debug = debuglog;
export const stripVTControlCharacters = (text: string): string => text.replace(/\u001B\[[0-9;?]*[ -/]*[@-~]/g, "");
export const toUSVString = (text: unknown): string => $decodeText($utf8Encode(`${text}`), "utf-8", false, true);
export const styleText = (_format: unknown, text: string): string => text;
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
export const transferableAbortController = (): AbortController => new AbortController();

interface AbortSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", callback: () => void, options: { once: boolean }): void;
}

const kindIs =
  (...kinds: readonly string[]) =>
  (value: unknown): boolean =>
    kinds.includes($kind(value));

const arrayTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype) as object, Symbol.toStringTag)
  ?.get as AnyFunction;
const named =
  (name: string) =>
  (value: unknown): boolean =>
    Reflect.apply(arrayTag, value, []) === name;
const typedArrays = ["Int8", "Uint8", "Uint8Clamped", "Int16", "Uint16", "Int32", "Uint32", "Float32", "Float64", "BigInt64", "BigUint64"];

export const types = {
  isPromise: kindIs("promise"),
  isMap: kindIs("map"),
  isSet: kindIs("set"),
  isWeakMap: kindIs("weakmap"),
  isWeakSet: kindIs("weakset"),
  isDate: kindIs("date"),
  isRegExp: kindIs("regexp"),
  isNativeError: kindIs("error"),
  isMapIterator: kindIs("map-iterator"),
  isSetIterator: kindIs("set-iterator"),
  isGeneratorObject: kindIs("generator", "async-generator"),
  isGeneratorFunction: (value: unknown): boolean => $functionKind(value).endsWith("generator"),
  isAsyncFunction: (value: unknown): boolean => $functionKind(value).startsWith("async"),
  isTypedArray: kindIs("typed-array"),
  isArrayBufferView: (value: unknown): boolean => ArrayBuffer.isView(value),
  isArrayBuffer: kindIs("array-buffer"),
  isSharedArrayBuffer: kindIs("shared-array-buffer"),
  isAnyArrayBuffer: kindIs("array-buffer", "shared-array-buffer"),
  isDataView: kindIs("data-view"),
  isProxy: (): boolean => false,
  isExternal: (): boolean => false,
  isModuleNamespaceObject: kindIs("module"),
  isArgumentsObject: kindIs("arguments"),
  isBoxedPrimitive: kindIs("boolean", "number", "string", "symbol", "bigint"),
  isNumberObject: kindIs("number"),
  isStringObject: kindIs("string"),
  isBooleanObject: kindIs("boolean"),
  isBigIntObject: kindIs("bigint"),
  isSymbolObject: kindIs("symbol"),
  ...Object.fromEntries(typedArrays.map((name) => [`is${name}Array`, named(`${name}Array`)])),
};

export const isArray = Array.isArray;
export { TextDecoder, TextEncoder };

function invalid(name: string, value: unknown): TypeError {
  const got = value === undefined || value === null ? `${value}` : `type ${typeof value}`;
  const subject = name.includes(" ") ? `The ${name}` : `The "${name}" argument`;
  return Object.assign(new TypeError(`${subject} must be of type function. Received ${got}`), { code: "ERR_INVALID_ARG_TYPE" });
}

export default {
  TextDecoder,
  TextEncoder,
  aborted,
  callbackify,
  debug,
  debuglog,
  deprecate,
  format,
  formatWithOptions,
  inherits,
  inspect,
  isArray,
  isDeepStrictEqual,
  promisify,
  stripVTControlCharacters,
  styleText,
  toUSVString,
  transferableAbortController,
  types,
};
