/** Rules of comparison between an answer and what a vector expects (§9). */
import { shown } from "./read.ts";

/**
 * Differences as `path: got …, want …`; none: they agree. Only fields that `expect` has are compared.
 *
 * @param receivers Those of the vector without the sender, by the path of the object with `delivered`: what a `delivered` in words stands for.
 */
export function compareAnswers(answer: unknown, expect: unknown, receivers: ReadonlyMap<string, readonly number[]> = new Map()): string[] {
  return compare(answer, expect, "", receivers);
}

function compare(got: unknown, want: unknown, path: string, receivers: ReadonlyMap<string, readonly number[]>): string[] {
  if (isRange(want)) return compareRange(got, want, path);
  if (Array.isArray(want)) return compareList(got, want, path, receivers);
  if (!isRecord(want)) return Object.is(got, want) ? [] : [difference(path, got, want)];
  if (Array.isArray(got)) return compare(counted(got), want, path, receivers);
  if (!isRecord(got)) return [difference(path, got, want)];
  return Object.entries(want).flatMap(([name, value]) => {
    if (name === "note") return [];
    const at = path === "" ? name : `${path}.${name}`;
    if (value === 0 && got[name] === undefined && counts.test(path)) return [];
    if (unordered.has(name)) return compareSets(got[name], value, at, receivers);
    if (name === "bytesOnWire") return compareBytes(got[name], value, at);
    if (name === "delivered" && typeof value === "string") return compareDelivered(got, path, receivers);
    return compare(got[name], value, at, receivers);
  });
}

/** Objects by host or switch, in which 0 may be left out. */
const counts = /(^|\.)(copies|srulesAt|leafSRulesAt|podSRulesAt)$/;

/** Lists of names, for which the specification fixes no order. */
const unordered = new Set(["drops", "blackHoles"]);

function compareSets(got: unknown, want: unknown, path: string, receivers: ReadonlyMap<string, readonly number[]>): string[] {
  const sorted = (list: unknown): unknown => (Array.isArray(list) ? list.map(String).sort() : list);
  return compare(sorted(got), sorted(want), path, receivers);
}

function compareList(got: unknown, want: readonly unknown[], path: string, receivers: ReadonlyMap<string, readonly number[]>): string[] {
  if (!Array.isArray(got) || got.length !== want.length) return [difference(path, got, want)];
  if (!want.some((item) => typeof item === "object"))
    return want.every((item, index) => Object.is(item, got[index])) ? [] : [difference(path, got, want)];
  return want.flatMap((item, index) => compare(got[index], item, `${path}[${index}]`, receivers));
}

interface Range {
  readonly min?: number;
  readonly max?: number;
}

const isRange = (value: unknown): value is Range =>
  isRecord(value) &&
  ("min" in value || "max" in value) &&
  Object.entries(value).every(([name, bound]) => name === "note" || ((name === "min" || name === "max") && typeof bound === "number"));

/** Ends included. */
function compareRange(got: unknown, want: Range, path: string): string[] {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = want;
  return typeof got === "number" && min <= got && got <= max
    ? []
    : [`${path}: got ${shown(got)}, want ${want.min ?? "at most"}${want.min !== undefined ? " to " : " "}${want.max ?? "any"}`];
}

/** `{ inner, multicast, unicast }` against `{ inner, min, max, unicast }`. */
function compareBytes(got: unknown, want: unknown, path: string): string[] {
  if (!isRecord(want)) return compare(got, want, path, new Map());
  const { min, max, ...exact } = want;
  const range = { ...(min !== undefined ? { min } : {}), ...(max !== undefined ? { max } : {}) };
  const multicast = isRecord(got) ? got["multicast"] : undefined;
  return [...compare(got, exact, path, new Map()), ...(isRange(range) ? compareRange(multicast, range, `${path}.multicast`) : [])];
}

/** Words stand for all receivers without the sender. */
function compareDelivered(got: Record<string, unknown>, path: string, receivers: ReadonlyMap<string, readonly number[]>): string[] {
  const known = receivers.get(path);
  const all =
    known ?? [...numbersIn(got["delivered"]), ...numbersIn(got["unreachable"]), ...numbersIn(got["missing"])].sort((a, b) => a - b);
  return compare(got["delivered"], all, path === "" ? "delivered" : `${path}.delivered`, new Map());
}

const numbersIn = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((item): item is number => typeof item === "number") : [];

/** A list of switches as the number of entries at each. */
function counted(list: readonly unknown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of list) counts[String(item)] = (counts[String(item)] ?? 0) + 1;
  return counts;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const difference = (path: string, got: unknown, want: unknown): string => `${path}: got ${shown(got)}, want ${shown(want)}`;
