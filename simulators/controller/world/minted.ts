import type { Json, JsonObject } from "../../../protocol/json.ts";
import { canonicalText, isArray } from "./text.ts";

/** What an operation of a system leaves and answers. */
export interface Left {
  readonly state: Json;
  readonly answer: Json;
}

/**
 * Ids that systems outside give out by counting: `rec-1`, then `rec-2`. Like uids they differ from history to history, and that is no difference.
 * Which number counts is tried: an operation that raises it is repeated where it has counted further, and an id is what then comes out otherwise.
 */
export class Minted {
  /** By system: paths of numbers that count. */
  readonly #counters = new Map<string, Set<string>>();
  readonly #systems = new Map<string, string>();

  /** @param again The operation in another state; undefined: it throws there. */
  learn(system: string, before: Json, left: Left, again: (state: Json) => Left | undefined): void {
    for (const path of raised(before, left.state)) {
      const shifted = again(shiftedAt(before, path));
      const ids = new Set<string>();
      if (shifted === undefined || !isShifted(left.state, shifted.state, ids, { before, counter: path })) continue;
      // What is only answered is a number of something, and no name.
      if (ids.size === 0 || !isShifted(left.answer, shifted.answer, ids)) continue;
      this.#counters.set(system, (this.#counters.get(system) ?? new Set()).add(path.join("\n")));
      for (const id of ids) this.#systems.set(id, system);
    }
  }

  /** Of a text or number that is an id; undefined: it is none. Mere digits are one only where a field says so. */
  symbolOf(value: string | number, key: string | undefined, living: ReadonlySet<string>): string | undefined {
    const text = String(value);
    const system = this.#systems.get(text);
    if (system === undefined || (/^\d+$/.test(text) && !/id$/i.test(key ?? ""))) return undefined;
    return living.has(text) ? `<id of ${system}>` : `<former id of ${system}>`;
  }

  /** The states of all systems without numbers that count, and with ids as symbols. */
  withoutIds(states: Json): Json {
    if (this.#counters.size === 0 || !isRecord(states)) return states;
    return Object.fromEntries(Object.entries(states).map(([system, state]) => [system, this.#without(state, system, [])]));
  }

  #without(json: Json, system: string, path: readonly string[]): Json {
    const key = path.at(-1);
    if (typeof json === "string" || typeof json === "number") {
      if (this.#counters.get(system)?.has(path.join("\n"))) return "<count>";
      return this.symbolOf(json, key, everything) ?? json;
    }
    if (typeof json !== "object" || json === null) return json;
    if (isArray(json)) return json.map((each) => this.#without(each, system, key === undefined ? path : [...path, key]));
    const named = Object.entries(json).map(([name, value]) => [this.#keyOf(name), this.#without(value, system, [...path, name])] as const);
    return uniquely(named);
  }

  #keyOf(name: string): string {
    const system = this.#systems.get(name);
    return system === undefined ? name : `<id of ${system}>`;
  }
}

/** Everything that stands in a value, as texts. */
export function textsIn(json: Json, texts = new Set<string>()): ReadonlySet<string> {
  if (typeof json === "string" || typeof json === "number") texts.add(String(json));
  else if (typeof json === "object" && json !== null) {
    if (!isArray(json)) for (const key of Object.keys(json)) texts.add(key);
    for (const value of Object.values(json)) textsIn(value, texts);
  }
  return texts;
}

const everything: ReadonlySet<string> = new (class extends Set<string> {
  override has(): boolean {
    return true;
  }
})();

/** Entries whose keys have become the same, in an order that depends on their values alone. */
function uniquely(entries: readonly (readonly [key: string, value: Json])[]): JsonObject {
  const sorted = entries.map(([key, value]) => ({ key, value, text: canonicalText(value) })).sort((a, b) => (a.text < b.text ? -1 : 1));
  const found: Record<string, Json> = {};
  for (const { key, value } of sorted) {
    let name = key;
    for (let count = 2; name in found; count += 1) name = `${key} ${count}`;
    found[name] = value;
  }
  return found;
}

/** Whole numbers that are higher afterwards, below records. */
function raised(before: Json, after: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof before === "number" && typeof after === "number") return Number.isInteger(before) && before < after ? [path] : [];
  if (!isRecord(before) || !isRecord(after)) return [];
  return Object.entries(before).flatMap(([key, value]) => (key in after ? raised(value, after[key] as Json, [...path, key]) : []));
}

/** Far from what anything counts to within a run. */
const shift = 7_000;

function shiftedAt(json: Json, [key, ...rest]: readonly string[]): Json {
  if (key === undefined) return (json as number) + shift;
  const record = json as JsonObject;
  return { ...record, [key]: shiftedAt(record[key] as Json, rest) };
}

interface Past {
  /** What was there before the operation: it has its name already. */
  readonly before: Json | undefined;
  /** Where the number is that counts; undefined: elsewhere. */
  readonly counter: readonly string[] | undefined;
}

/** Whether `b` is `a` but for what counts, and for new things whose names are made of it. */
function isShifted(a: Json, b: Json, ids: Set<string>, past: Past = { before: undefined, counter: undefined }): boolean {
  const { before, counter } = past;
  if (typeof a === "number" && typeof b === "number" && counter?.length === 0) return b === a + shift;
  if (a === b) return true;
  if (isRecord(a) && isRecord(b)) return isShiftedRecord(a, b, ids, past);
  if (isList(a) && isList(b)) {
    const known = isList(before) ? before : [];
    return a.length === b.length && a.every((each, at) => isShifted(each, b[at] as Json, ids, { before: known[at], counter: undefined }));
  }
  if (before !== undefined) return false;
  if (typeof a === "string" && typeof b === "string") return isShiftedText(a, b, ids);
  if (typeof a !== "number" || typeof b !== "number") return false;
  ids.add(String(a));
  return b === a + shift;
}

function isShiftedRecord(a: JsonObject, b: JsonObject, ids: Set<string>, { before, counter }: Past): boolean {
  const [ours, theirs] = [Object.entries(a), Object.entries(b)];
  const known = isRecord(before) ? before : {};
  return (
    ours.length === theirs.length &&
    ours.every(([key, value], at) => {
      const [other = "", twin = null] = theirs[at] ?? [];
      const inside: Past = { before: known[key], counter: counter?.[0] === key ? counter.slice(1) : undefined };
      return isShiftedText(key, other, ids) && isShifted(value, twin, ids, inside);
    })
  );
}

function isShiftedText(a: string, b: string, ids: Set<string>): boolean {
  if (a === b) return true;
  ids.add(a);
  return a.split(/\d+/).join() === b.split(/\d+/).join();
}

const isList = (json: Json | undefined): json is readonly Json[] => typeof json === "object" && json !== null && isArray(json);
const isRecord = (json: Json | undefined): json is JsonObject => typeof json === "object" && json !== null && !isArray(json);
