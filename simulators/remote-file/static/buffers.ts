import type ts from "typescript";
import { unwrap } from "../../core/source/owners.ts";
import { bytesOf } from "./text-bytes.ts";
import type { Names } from "./names.ts";
import { originOf } from "./origin.ts";
import type { Extent } from "./point.ts";
import { numberOf, textOf, type Value } from "./values.ts";

type ValueOf = (node: ts.Expression) => Value | undefined;

const elementSizes: Readonly<Record<string, number>> = {
  Uint8Array: 1,
  Int8Array: 1,
  Uint8ClampedArray: 1,
  Uint16Array: 2,
  Int16Array: 2,
  Uint32Array: 4,
  Int32Array: 4,
  Float32Array: 4,
  Float64Array: 8,
  BigInt64Array: 8,
  BigUint64Array: 8,
};

/** The buffer that a call or `new` makes, or the view of one. Undefined: neither. @param id Of new memory. */
export function bufferMade(
  names: Names,
  node: ts.CallExpression | ts.NewExpression,
  id: string,
  valueOf: ValueOf,
): (Value & { readonly kind: "buffer" }) | undefined {
  const { compiler } = names.parsed;
  const origin = originOf(names, node.expression)?.replace(/^buffer\./, "");
  const [first, second, third] = node.arguments ?? [];
  const value = first && valueOf(first);
  const made = (size: number | undefined): Value & { readonly kind: "buffer" } => ({
    kind: "buffer",
    id,
    start: 0,
    ...(size === undefined ? {} : { size }),
  });
  if (compiler.isNewExpression(node)) {
    if (origin === "ArrayBuffer" || origin === "SharedArrayBuffer") return made(numberOf(value));
    const unit = origin === "DataView" ? 1 : elementSizes[origin ?? ""];
    if (unit === undefined) return undefined;
    if (value?.kind === "buffer")
      return view(value, second && valueOf(second), third && valueOf(third), unit, second === undefined, third === undefined);
    const count = numberOf(value) ?? (value?.kind === "list" ? value.items?.length : undefined);
    return made(count === undefined ? undefined : count * unit);
  }
  if (origin?.startsWith("Buffer.alloc")) return made(numberOf(value));
  if (origin === "Buffer.from") {
    // Only of an `ArrayBuffer` it is a view; buffers and texts are copied. Which of both a name is, is not known: then nothing is.
    if (value?.kind === "buffer") return made(second ? undefined : value.size);
    const text = second ? undefined : textOf(value);
    return made(text === undefined ? (value?.kind === "list" ? value.items?.length : undefined) : bytesOf(text));
  }
  if (origin === "Buffer.concat") return made(undefined);
  const callee = unwrap(compiler, node.expression);
  if (!compiler.isPropertyAccessExpression(callee) || callee.name.text !== "subarray") return undefined;
  const whole = valueOf(callee.expression);
  if (whole?.kind !== "buffer") return undefined;
  const [from, to] = [first ? numberOf(value) : 0, second ? numberOf(valueOf(second)) : undefined];
  if (from === undefined || from < 0 || whole.start === undefined || (to !== undefined && to < 0)) return { kind: "buffer", id: whole.id };
  const size = second ? (to === undefined ? undefined : to - from) : whole.size === undefined ? undefined : whole.size - from;
  return { kind: "buffer", id: whole.id, start: whole.start + from, ...(size === undefined ? {} : { size }) };
}

function view(
  buffer: Value & { readonly kind: "buffer" },
  offset: Value | undefined,
  count: Value | undefined,
  unit: number,
  isFromStart: boolean,
  isToEnd: boolean,
): Value & { readonly kind: "buffer" } {
  const from = isFromStart ? 0 : numberOf(offset);
  if (from === undefined || buffer.start === undefined) return { kind: "buffer", id: buffer.id };
  const number = numberOf(count);
  const size = isToEnd ? (buffer.size === undefined ? undefined : buffer.size - from) : number === undefined ? undefined : number * unit;
  return { kind: "buffer", id: buffer.id, start: buffer.start + from, ...(size === undefined ? {} : { size }) };
}

const fixedWrites = /^(?:write|set)(?:Big)?(?:U?[Ii]nt|Float|Double)(8|16|32|64)?(?:LE|BE)?$/;

/** The part of a buffer that a call of a method changes: `row.writeDoubleLE(x, 8)`, `target.fill(0)`, `source.copy(target)`. */
export function changedBy(names: Names, node: ts.CallExpression, valueOf: ValueOf): Extent | undefined {
  const { compiler } = names.parsed;
  const callee = unwrap(compiler, node.expression);
  const [first, second] = node.arguments;
  const origin = originOf(names, node.expression) ?? "";
  if (/^(?:crypto\.randomFillSync|crypto\.getRandomValues|crypto\.randomFill)$/.test(origin)) return first && wholeOf(valueOf(first));
  if (/^Atomics\.(?:add|and|compareExchange|exchange|or|store|sub|xor)$/.test(origin)) return first && wholeOf(valueOf(first));
  if (!compiler.isPropertyAccessExpression(callee)) return undefined;
  const name = callee.name.text;
  if (name === "copy") {
    const source = valueOf(callee.expression);
    return source?.kind === "buffer" && first ? wholeOf(valueOf(first), second && numberOf(valueOf(second))) : undefined;
  }
  const buffer = valueOf(callee.expression);
  if (buffer?.kind !== "buffer") return undefined;
  if (/^(?:fill|set|copyWithin|reverse|sort|swap(?:16|32|64)|write)$/.test(name)) return wholeOf(buffer);
  const [, bits] = fixedWrites.exec(name) ?? [];
  if (!fixedWrites.test(name)) return undefined;
  const isView = name.startsWith("set");
  const at = isView ? first : second;
  const offset = at ? numberOf(valueOf(at)) : 0;
  if (offset === undefined || buffer.start === undefined) return { id: buffer.id };
  const size = bits === undefined ? (name.includes("Double") ? 8 : name.includes("Float") ? 4 : 1) : Number(bits) / 8;
  return { id: buffer.id, start: buffer.start + offset, size };
}

export function wholeOf(value: Value | undefined, offset = 0): Extent | undefined {
  if (value?.kind !== "buffer") return undefined;
  const { id, start, size } = value;
  return {
    id,
    ...(start === undefined ? {} : { start: start + offset }),
    size: size === undefined ? Number.POSITIVE_INFINITY : size - offset,
  };
}
