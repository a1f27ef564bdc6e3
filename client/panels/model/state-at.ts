import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Change, Step } from "../../../protocol/trace.ts";

/**
 * The state after `changes`, in order. `state` stays as it was, and what no change touches is shared with it,
 * so that two states can be compared by identity from the top down.
 * A location whose `after` is left out goes: a key of an object, the last item of an array (any other item becomes null).
 */
export function applyChanges(state: JsonObject, changes: readonly Change[]): JsonObject {
  const batch: Batch = { owned: new WeakSet() };
  let now: Json = state;
  for (const change of changes) now = withValue(now, change.location, 0, change.after, batch) ?? {};
  return isObject(now) ? now : {};
}

/** The state before each step of a window. Asking for neighbours costs one step's changes. */
export class StateReader {
  readonly #first: number;
  readonly #steps: readonly Step[];
  /** `#known[i]` is the state before step `#first + i`. */
  readonly #known: (JsonObject | undefined)[];

  /** @param state The state before step `first`. */
  constructor(first: number, steps: readonly Step[], state: JsonObject) {
    this.#first = first;
    this.#steps = steps;
    this.#known = [state];
  }

  /** @param step Index of a step of the window, or the one just behind it. */
  before(step: number): JsonObject {
    const wanted = step - this.#first;
    if (wanted < 0 || wanted > this.#steps.length) throw new RangeError(`step ${step} is not in this window`);
    let at = wanted;
    while (this.#known[at] === undefined) at -= 1;
    const changes = this.#steps.slice(at, wanted).flatMap((step) => step.changes);
    const state = applyChanges(this.#known[at] ?? {}, changes);
    this.#known[wanted] = state;
    return state;
  }
}

/** Objects and arrays made since the batch began: changed in place, so that many changes copy each of them once. */
interface Batch {
  readonly owned: WeakSet<object>;
}

function withValue(
  value: Json | undefined,
  location: Change["location"],
  depth: number,
  after: Json | undefined,
  batch: Batch,
): Json | undefined {
  const key = location[depth];
  if (key === undefined) return after;
  if (Array.isArray(value) && typeof key === "number") {
    const items = value as readonly Json[];
    return withItem(items, key, withValue(items[key], location, depth + 1, after, batch), batch);
  }
  const object = isObject(value) ? value : {};
  const name = String(key);
  const old = Object.hasOwn(object, name) ? object[name] : undefined;
  return withKey(object, name, withValue(old, location, depth + 1, after, batch), batch);
}

function withKey(object: JsonObject, name: string, value: Json | undefined, batch: Batch): JsonObject {
  const copy: { [name: string]: Json } = batch.owned.has(object) ? object : own({ ...object }, batch);
  if (value === undefined) delete copy[name];
  // Defined, not assigned: a key may be called __proto__.
  else Object.defineProperty(copy, name, { value, writable: true, enumerable: true, configurable: true });
  return copy;
}

function withItem(items: readonly Json[], at: number, value: Json | undefined, batch: Batch): readonly Json[] {
  const copy: Json[] = batch.owned.has(items) ? (items as Json[]) : own([...items], batch);
  if (value === undefined && at >= copy.length - 1) {
    copy.length = Math.min(copy.length, at);
    return copy;
  }
  while (copy.length < at) copy.push(null);
  copy[at] = value ?? null;
  return copy;
}

function own<Made extends object>(made: Made, batch: Batch): Made {
  batch.owned.add(made);
  return made;
}

/** An object, not an array and not null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
