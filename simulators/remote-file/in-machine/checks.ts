import { Buffer } from "host:buffer";
import { coded } from "./errors.ts";

/** Arguments as Node's `fs` looks at them: wrong ones are refused with its codes and words. @see Node 20, `lib/internal/validators.js` */

/** @param expected Types in small letters, classes with a capital; a phrase stands for itself. */
export function wrongType(name: string, expected: string | readonly string[], actual: unknown): TypeError {
  const property = name.includes(".") ? "property" : "argument";
  const message = `The "${name}" ${property} must be ${kindsOf(typeof expected === "string" ? [expected] : expected)}. Received ${shownType(actual)}`;
  return coded(new TypeError(message), "ERR_INVALID_ARG_TYPE");
}

const primitives: readonly string[] = ["string", "function", "number", "object", "boolean", "bigint", "symbol"];

function kindsOf(expected: readonly string[]): string {
  const types = expected
    .map((kind) => (kind === "Object" || kind === "Function" ? kind.toLowerCase() : kind))
    .filter((kind) => primitives.includes(kind));
  const classes = expected.filter(
    (kind) => !primitives.includes(kind.toLowerCase()) && /^[A-Z][a-z0-9]*(?:[A-Z][A-Za-z0-9]*)*$/.test(kind),
  );
  const others = expected.filter((kind) => !primitives.includes(kind.toLowerCase()) && !classes.includes(kind));
  const parts = [
    ...(types.length > 0 ? [`${types.length > 1 ? "one of type" : "of type"} ${listed(types)}`] : []),
    ...(classes.length > 0 ? [`an instance of ${listed(classes)}`] : []),
    ...(others.length > 0 ? [othersOf(others)] : []),
  ];
  return parts.join(" or ");
}

function othersOf(others: readonly string[]): string {
  const [first = ""] = others;
  if (others.length > 1) return `one of ${listed(others)}`;
  return first === first.toLowerCase() ? first : `an ${first}`;
}

function listed(words: readonly string[]): string {
  if (words.length < 3) return words.join(" or ");
  return `${words.slice(0, -1).join(", ")}, or ${words.at(-1)}`;
}

function shownType(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value === "object") {
    const { constructor } = value as { readonly constructor?: { readonly name?: string } };
    return constructor && "name" in constructor ? `an instance of ${constructor.name}` : $inspect(value, { depth: -1 });
  }
  if (typeof value === "bigint") return `type bigint (${value}n)`;
  if (typeof value === "number") return `type number (${Object.is(value, -0) ? "-0" : value})`;
  if (typeof value === "boolean" || typeof value === "symbol") return `type ${typeof value} (${String(value)})`;
  if (typeof value !== "string") return typeof value;
  const text = value.length > 28 ? `${value.slice(0, 25)}...` : value;
  return `type string (${text.includes("'") ? JSON.stringify(text) : `'${text}'`})`;
}

export function wrongValue(name: string, value: unknown, reason = "is invalid"): TypeError {
  const shown = $inspect(value, undefined);
  const cut = shown.length > 128 ? `${shown.slice(0, 128)}...` : shown;
  const property = name.includes(".") ? "property" : "argument";
  return coded(new TypeError(`The ${property} '${name}' ${reason}. Received ${cut}`), "ERR_INVALID_ARG_VALUE");
}

export function outOfRange(name: string, range: string, value: number | bigint): RangeError {
  const message = `The value of "${name}" is out of range. It must be ${range}. Received ${shownNumber(value)}`;
  return coded(new RangeError(message), "ERR_OUT_OF_RANGE");
}

function shownNumber(value: number | bigint): string {
  const isLarge =
    typeof value === "bigint" ? value > 2n ** 32n || value < -(2n ** 32n) : Number.isInteger(value) && Math.abs(value) > 2 ** 32;
  const text = Object.is(value, -0) ? "-0" : `${value}`;
  return (isLarge ? text.replace(/\B(?=(\d{3})+$)/g, "_") : text) + (typeof value === "bigint" ? "n" : "");
}

/** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function checkInteger(
  value: unknown,
  name: string,
  least = Number.MIN_SAFE_INTEGER,
  most = Number.MAX_SAFE_INTEGER,
): asserts value is number {
  if (typeof value !== "number") throw wrongType(name, "number", value);
  if (!Number.isInteger(value)) throw outOfRange(name, "an integer", value);
  if (value < least || value > most) throw outOfRange(name, `>= ${least} && <= ${most}`, value);
}

const largestInt32 = 2 ** 31 - 1;

export function checkInt32(value: unknown, name: string, least = -largestInt32 - 1): asserts value is number {
  checkInteger(value, name, least, largestInt32);
}

export function checkUint32(value: unknown, name: string): asserts value is number {
  checkInteger(value, name, 0, 2 ** 32 - 1);
}

export function checkBoolean(value: unknown, name: string): asserts value is boolean {
  if (typeof value !== "boolean") throw wrongType(name, "boolean", value);
}

export function checkFunction(value: unknown, name: string): void {
  if (typeof value !== "function") throw wrongType(name, "function", value);
}

/** Undefined is left to the caller. */
export function checkObject(value: unknown, name: string, mayBeNull = false): void {
  if ((value === null && !mayBeNull) || typeof value !== "object" || Array.isArray(value)) throw wrongType(name, "Object", value);
}

export const isView = (value: unknown): value is ArrayBufferView => ArrayBuffer.isView(value);

export function checkView(value: unknown, name = "buffer"): asserts value is ArrayBufferView {
  if (!isView(value)) throw wrongType(name, ["Buffer", "TypedArray", "DataView"], value);
}

export function checkViews(value: unknown): asserts value is readonly ArrayBufferView[] {
  if (!Array.isArray(value) || !value.every(isView)) throw wrongType("buffers", "ArrayBufferView[]", value);
}

/** What is no view has to be a text. */
export function checkText(value: unknown, name: string): asserts value is string {
  if (typeof value !== "string") throw wrongType(name, ["string", "Buffer", "TypedArray", "DataView"], value);
}

export function checkFd(fd: unknown): number {
  if (Object.is(fd, -0)) return 0;
  checkInt32(fd, "fd", 0);
  return fd;
}

/** @param otherwise What an absent mode means; undefined: it must be there. */
export function modeOf(mode: unknown, otherwise?: number): number {
  const given = mode ?? otherwise;
  if (typeof given !== "string") {
    checkUint32(given, "mode");
    return given;
  }
  const reason = "must be a 32-bit unsigned integer or an octal string";
  if (!/^[0-7]+$/.test(given)) throw wrongValue("mode", given, reason);
  const number = Number.parseInt(given, 8);
  checkUint32(number, "mode");
  return number;
}

/** The options of a function: a name of an encoding, or an object. Functions are none. */
export function optionsOf(given: unknown): Readonly<Record<string, unknown>> {
  if (given === undefined || given === null || typeof given === "function") return {};
  if (typeof given !== "string" && typeof given !== "object") throw wrongType("options", ["string", "Object"], given);
  const options = (typeof given === "string" ? { encoding: given } : given) as Readonly<Record<string, unknown>>;
  const { encoding, signal } = options;
  if (encoding && encoding !== "buffer" && !Buffer.isEncoding(encoding)) throw wrongValue("encoding", encoding, "is invalid encoding");
  if (signal !== undefined && (signal === null || typeof signal !== "object" || !("aborted" in signal)))
    throw wrongType("options.signal", "AbortSignal", signal);
  return options;
}

/** Modes of `access` and `copyFile`, as Node's bindings look at them. */
export function smallMode(mode: unknown): number {
  if (mode === undefined || mode === null) return 0;
  if (typeof mode !== "number" || (mode | 0) !== mode)
    throw coded(new TypeError("mode must be int32 or null/undefined"), "ERR_INVALID_ARG_TYPE");
  if (mode < 0 || mode > 7) throw coded(new RangeError("mode is out of range: >= 0 && <= 7"), "ERR_OUT_OF_RANGE");
  return mode;
}

/** A text that cannot be written in an encoding. */
export function checkEncoding(text: string, encoding: unknown): void {
  if (String(encoding).toLowerCase() === "hex" && text.length % 2 !== 0)
    throw wrongValue("encoding", encoding, `is invalid for data of length ${text.length}`);
}

/** Seconds since 1970 of what `utimes` takes: nothing is done with them. */
export function checkTime(time: unknown, name = "time"): void {
  if (typeof time === "string" && !Number.isNaN(Number(time))) return;
  if (typeof time === "number" && Number.isFinite(time)) return;
  if (time instanceof Date) return;
  throw wrongType(name, ["Date", "Time in seconds"], time);
}
