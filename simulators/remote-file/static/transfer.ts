import type ts from "typescript";
import { unwrap } from "../../core/source/owners.ts";
import type { Action } from "./actions.ts";
import { bytesOf } from "./text-bytes.ts";
import type { Names } from "./names.ts";
import type { Extent } from "./point.ts";
import { numberOf, numbersOf, textOf, type Value } from "./values.ts";
import type { TypeScript } from "../../core/source/typescript.ts";

/** What a read or write moves, as far as it is known. */
export interface Transfer {
  readonly extents: readonly Extent[];
  /** Bytes, when they are known. */
  readonly length?: number;
  /** The length is written, or all of what is written is known. */
  readonly isLengthGiven: boolean;
  readonly offsets: readonly number[];
  readonly positionGiven: boolean;
}

const nothing: Transfer = { extents: [], isLengthGiven: false, offsets: [], positionGiven: false };

/** The parts of a buffer and of the file that the arguments of a read, write, atomic or whole write name. */
export function transferOf(names: Names, action: Action, valueOf: (node: ts.Expression) => Value | undefined): Transfer {
  const { compiler } = names.parsed;
  const [data, ...rest] = action.rest;
  if (action.kind === "atomic") {
    const offsets = data ? numbersOf(valueOf(data)) : [];
    return { extents: [], length: 8, isLengthGiven: true, offsets, positionGiven: true };
  }
  if (action.kind === "truncate") {
    const length = data && numberOf(valueOf(data));
    return { ...nothing, ...(length === undefined ? {} : { length, isLengthGiven: true, offsets: [0] }) };
  }
  if (action.kind === "writeWhole" || action.kind === "appendWhole") return whole(data && valueOf(data));
  if (action.kind !== "read" && action.kind !== "write") return nothing;
  if (action.name.startsWith("readv") || action.name.startsWith("writev"))
    return vectors(data && valueOf(data), rest[0] && valueOf(rest[0]));
  const field = (object: ts.Expression | undefined, name: string): ts.Expression | undefined =>
    object && compiler.isObjectLiteralExpression(object) ? fieldOf(compiler, object, name) : undefined;
  const first = data && unwrap(compiler, data);
  const second = rest[0] && unwrap(compiler, rest[0]);
  if (first && compiler.isObjectLiteralExpression(first)) {
    const buffer = field(first, "buffer");
    return parts(buffer && valueOf(buffer), field(first, "offset"), field(first, "length"), field(first, "position"), valueOf);
  }
  const value = first && valueOf(first);
  if (second && compiler.isObjectLiteralExpression(second))
    return parts(value, field(second, "offset"), field(second, "length"), field(second, "position"), valueOf);
  if (value?.kind === "constant" || value?.kind === "text") {
    const text = textOf(value);
    const position = rest[0] && valueOf(rest[0]);
    const length = text === undefined ? {} : { length: bytesOf(text), isLengthGiven: true };
    return { ...nothing, ...length, offsets: numbersOf(position), positionGiven: position !== undefined };
  }
  return parts(value, rest[0], rest[1], rest[2], valueOf);
}

function fieldOf(compiler: TypeScript, object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const property of object.properties) {
    if (!property.name || !(compiler.isIdentifier(property.name) || compiler.isStringLiteral(property.name))) continue;
    if (property.name.text !== name) continue;
    if (compiler.isPropertyAssignment(property)) return property.initializer;
    if (compiler.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}

function parts(
  buffer: Value | undefined,
  offset: ts.Expression | undefined,
  length: ts.Expression | undefined,
  position: ts.Expression | undefined,
  valueOf: (node: ts.Expression) => Value | undefined,
): Transfer {
  const from = offset ? numberOrNothing(valueOf(offset), 0) : 0;
  const bytes = length ? numberOrNothing(valueOf(length), undefined) : undefined;
  const rest = buffer?.kind === "buffer" && buffer.size !== undefined && from !== undefined ? buffer.size - from : undefined;
  const isWhole = !length;
  const size = isWhole ? rest : bytes;
  const where = position && valueOf(position);
  const extents: Extent[] = [];
  if (buffer?.kind === "buffer") {
    const base = buffer.start === undefined || from === undefined ? undefined : buffer.start + from;
    const extent = isWhole ? (rest ?? Number.POSITIVE_INFINITY) : bytes;
    extents.push({ id: buffer.id, ...(base === undefined ? {} : { start: base }), ...(extent === undefined ? {} : { size: extent }) });
  }
  return {
    extents,
    ...(size === undefined ? {} : { length: size }),
    isLengthGiven: bytes !== undefined,
    offsets: numbersOf(where),
    positionGiven: numbersOf(where).length > 0,
  };
}

/** `null` and `undefined` stand for the default. */
function numberOrNothing(value: Value | undefined, usual: number | undefined): number | undefined {
  if (value?.kind === "constant" && (value.value === undefined || value.value === null)) return usual;
  return numberOf(value);
}

function whole(value: Value | undefined): Transfer {
  const text = textOf(value);
  if (text !== undefined) return { ...nothing, length: bytesOf(text), isLengthGiven: true, offsets: [0], positionGiven: true };
  if (value?.kind !== "buffer") return nothing;
  const { id, start, size } = value;
  const extent = { id, ...(start === undefined ? {} : { start }), size: size ?? Number.POSITIVE_INFINITY };
  return {
    extents: [extent],
    ...(size === undefined ? {} : { length: size, isLengthGiven: true }),
    isLengthGiven: size !== undefined,
    offsets: [0],
    positionGiven: true,
  };
}

function vectors(list: Value | undefined, position: Value | undefined): Transfer {
  const items = list?.kind === "list" ? list.items : undefined;
  const buffers = (items ?? []).flatMap((item) => (item?.kind === "buffer" ? [item] : []));
  const sizes = buffers.map(({ size }) => size);
  const isKnown = items !== undefined && buffers.length === items.length && sizes.every((size) => size !== undefined);
  const extents = buffers.map(({ id, start, size }) => ({
    id,
    ...(start === undefined ? {} : { start }),
    size: size ?? Number.POSITIVE_INFINITY,
  }));
  const length = isKnown ? sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) : undefined;
  return {
    extents,
    ...(length === undefined ? {} : { length }),
    isLengthGiven: isKnown,
    offsets: numbersOf(position),
    positionGiven: numbersOf(position).length > 0,
  };
}
