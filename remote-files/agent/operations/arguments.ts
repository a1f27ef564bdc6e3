import { host, nullFile } from "../host.ts";

/** What a read or write is about, once Node's several ways to say it are out of the way. */
export interface Range {
  readonly buffer: NodeJS.ArrayBufferView;
  readonly offset: number;
  readonly length: number;
  /** Null: where the file stands. */
  readonly position: number | null;
}

/** `sync` and `callback` forms take no length for 0 bytes, the promise form for the rest of the buffer. */
export type Form = "sync" | "callback" | "promise";

/**
 * The arguments of `read` behind the file number.
 *
 * @throws As Node, whose own function looks at them first, on the null device.
 */
export function readRange(args: readonly unknown[], form: Form): Range {
  const [first, second] = args;
  if (!isView(first)) return fromOptions({ buffer: Buffer.alloc(16_384), ...(first as object | null) }, form);
  const hasOptions =
    (typeof second === "object" && second !== null) || (form !== "promise" && args.length <= 2) || (form === "sync" && second === null);
  if (hasOptions) return fromOptions({ ...(second as object | null), buffer: first }, form);
  return explicit(args, form);
}

function explicit([buffer, offset, length, position]: readonly unknown[], form: Form): Range {
  const view = buffer as NodeJS.ArrayBufferView;
  const from = (offset as number | null | undefined) ?? 0;
  const wanted = form === "promise" ? ((length as number | null | undefined) ?? view.byteLength - from) : (length as number) | 0;
  return checkedRead({ buffer: view, offset: from, length: wanted, position: form === "promise" ? lenient(position) : position }, form);
}

/** The promise form takes anything for a position. */
const lenient = (position: unknown): unknown => (typeof position === "number" && isCount(position) ? position : null);

function fromOptions({ buffer, offset, length, position = null }: ReadOptions, form: Form): Range {
  const from = offset ?? 0;
  return checkedRead({ buffer, offset: from, length: length ?? buffer.byteLength - from, position }, form);
}

interface ReadOptions {
  readonly buffer: NodeJS.ArrayBufferView;
  readonly offset?: number;
  readonly length?: number;
  readonly position?: number | bigint | null;
}

function checkedRead({ position, ...range }: Omit<Range, "position"> & { readonly position: unknown }, form: Form): Range {
  const { buffer, offset, length } = range;
  const isPlain = isPlainRange(buffer, offset, length, position);
  // The forms differ in what they look at, and so do versions of Node. The promise form's has been looked at: it takes a handle.
  if (!isPlain && form === "callback") host.read(nullFile(), buffer, offset, length, position as number, () => undefined);
  else if (!isPlain && form === "sync") host.readSync(nullFile(), buffer, offset, length, position as number);
  return { ...range, position: positionOf(position) };
}

/** Nothing about these is odd. */
export const isPlainRange = (buffer: unknown, offset: unknown, length: unknown, position: unknown): boolean =>
  isView(buffer) && isWithin(offset, length, buffer.byteLength) && isPlainPosition(position);

/** The arguments of `write` behind the file number: bytes or text. @throws As Node. */
export function writeRange(args: readonly unknown[]): Range {
  const [data, second, third, fourth] = args;
  if (!isView(data)) return textRange(data, second, third);
  if (typeof second === "object") {
    const { offset, length, position } = (second ?? {}) as { offset?: number; length?: number; position?: number };
    return checkedWrite(data, offset, length, position);
  }
  return checkedWrite(data, second, third, fourth);
}

function textRange(text: unknown, position: unknown, encoding: unknown): Range {
  const isPlain = typeof text === "string" && (encoding === undefined || encoding === "utf8");
  if (!isPlain) host.writeSync(nullFile(), text as string, null, encoding as BufferEncoding);
  const known = typeof encoding === "string" && Buffer.isEncoding(encoding) ? encoding : "utf8";
  const buffer = Buffer.from(text as string, known);
  return { buffer, offset: 0, length: buffer.length, position: positionOf(typeof position === "number" ? position : null) };
}

function checkedWrite(buffer: NodeJS.ArrayBufferView, offset: unknown, length: unknown, position: unknown): Range {
  const from = typeof offset === "number" ? offset : 0;
  const wanted = typeof length === "number" ? length : buffer.byteLength - from;
  if (!isWithin(from, wanted, buffer.byteLength) || (offset !== undefined && offset !== null && typeof offset !== "number"))
    host.writeSync(nullFile(), buffer, offset as number, length as number);
  return { buffer, offset: from, length: wanted, position: positionOf(typeof position === "number" ? position : null) };
}

/** Several buffers, for `readv` and `writev`. @throws As Node. */
export function vector(
  buffers: unknown,
  position: unknown,
): { readonly buffers: readonly NodeJS.ArrayBufferView[]; readonly position: number | null } {
  if (!Array.isArray(buffers) || !buffers.every(isView)) host.readvSync(nullFile(), buffers as NodeJS.ArrayBufferView[]);
  return { buffers: buffers as NodeJS.ArrayBufferView[], position: positionOf(typeof position === "number" ? position : null) };
}

export const isView = (value: unknown): value is NodeJS.ArrayBufferView => ArrayBuffer.isView(value);

const isWithin = (offset: unknown, length: unknown, size: number): boolean =>
  isCount(offset) && isCount(length) && offset + length <= size && length < 2 ** 31 && (size > 0 || length === 0);

const isCount = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

const isPlainPosition = (position: unknown): boolean => position === null || position === undefined || isCount(position);

/** As Node's bindings: what is no whole number from 0 on means where the file stands. */
function positionOf(position: unknown): number | null {
  const number = typeof position === "bigint" ? Number(position) : position;
  return isCount(number) ? number : null;
}
