import type { FunctionNode } from "../../core/source/owners.ts";

/** What is known of a value at a point of a path. Nothing known: undefined. */
export type Value =
  | { readonly kind: "constant"; readonly value: string | number | bigint | boolean | null | undefined }
  /** A string that begins so. */
  | { readonly kind: "text"; readonly start: string }
  /** A number that has one value in each round of a loop, in order. */
  | { readonly kind: "series"; readonly loop: number; readonly list: readonly number[] }
  /** An open file: a `FileHandle` or a file number. */
  | { readonly kind: "handle"; readonly id: string }
  /** Part of the memory of one allocation. Bytes; what is not known is left out. */
  | { readonly kind: "buffer"; readonly id: string; readonly start?: number; readonly size?: number }
  /** `works`: what is under way as long as nobody has waited for it. */
  | { readonly kind: "promise"; readonly works: readonly string[]; readonly of?: Value }
  /** An array; `items` where each is known. */
  | { readonly kind: "list"; readonly works: readonly string[]; readonly items?: readonly (Value | undefined)[] }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Value> }
  | { readonly kind: "function"; readonly fn: FunctionNode };

export const constant = (value: string | number | bigint | boolean | null | undefined): Value => ({ kind: "constant", value });

/** Equal texts for equal values. */
export function keyOfValue(value: Value | undefined, idOf: (fn: FunctionNode) => number): string {
  if (!value) return "?";
  switch (value.kind) {
    case "constant":
      return `${typeof value.value}:${String(value.value)}`;
    case "text":
      return `text:${value.start}`;
    case "series":
      return `series:${value.loop}:${value.list.length}:${value.list[0]}:${value.list.at(-1)}`;
    case "handle":
      return `handle:${value.id}`;
    case "buffer":
      return `buffer:${value.id}:${value.start}:${value.size}`;
    case "promise":
      return `promise:${value.works.join(",")}(${keyOfValue(value.of, idOf)})`;
    case "list":
      return `list:${value.works.join(",")}[${(value.items ?? []).map((item) => keyOfValue(item, idOf)).join(";")}${value.items ? "" : "…"}]`;
    case "object":
      return `{${[...value.fields].map(([name, field]) => `${name}=${keyOfValue(field, idOf)}`).join(";")}}`;
    case "function":
      return `function:${idOf(value.fn)}`;
  }
}

/** Is it true as a condition? */
export function truthOf(value: Value | undefined): boolean | undefined {
  if (!value) return undefined;
  if (value.kind === "constant") return Boolean(value.value);
  if (value.kind === "text") return value.start === "" ? undefined : true;
  // A file number of ours is never 0.
  return value.kind === "series" ? undefined : true;
}

/** The handles that a value holds. */
export function handlesIn(value: Value | undefined): readonly string[] {
  if (value?.kind === "handle") return [value.id];
  if (value?.kind === "promise") return handlesIn(value.of);
  return partsOf(value).flatMap(handlesIn);
}

/** The works that a value stands for. */
export function worksIn(value: Value | undefined): readonly string[] {
  if (value?.kind === "promise") return [...value.works, ...worksIn(value.of)];
  return [...(value?.kind === "list" ? value.works : []), ...partsOf(value).flatMap(worksIn)];
}

function partsOf(value: Value | undefined): readonly (Value | undefined)[] {
  if (value?.kind === "list") return value.items ?? [];
  return value?.kind === "object" ? [...value.fields.values()] : [];
}

/** A plain number, or undefined. */
export const numberOf = (value: Value | undefined): number | undefined =>
  value?.kind === "constant"
    ? typeof value.value === "number"
      ? value.value
      : typeof value.value === "bigint" && BigInt(Number(value.value)) === value.value
        ? Number(value.value)
        : undefined
    : undefined;

/** Numbers that it takes on: one, or those of a series. */
export function numbersOf(value: Value | undefined): readonly number[] {
  const one = numberOf(value);
  return one !== undefined ? [one] : value?.kind === "series" ? value.list : [];
}

export const textOf = (value: Value | undefined): string | undefined =>
  value?.kind === "constant" && typeof value.value === "string" ? value.value : undefined;
