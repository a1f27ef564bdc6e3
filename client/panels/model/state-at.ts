import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Change, Step } from "../../../protocol/trace.ts";

/**
 * The state after `changes`, in order. `state` stays as it was, and what no change touches is shared with it,
 * so that two states can be compared by identity from the top down.
 * A location whose `after` is left out goes: a key of an object, the last item of an array (any other item becomes null).
 */
export function applyChanges(state: JsonObject, changes: readonly Change[]): JsonObject {
  let now: Json = state;
  for (const change of changes) now = withValue(now, change.location, 0, change.after) ?? {};
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
    let state = this.#known[at] ?? {};
    for (; at < wanted; at += 1) {
      state = applyChanges(state, this.#steps[at]?.changes ?? []);
      this.#known[at + 1] = state;
    }
    return state;
  }
}

function withValue(value: Json | undefined, location: Change["location"], depth: number, after: Json | undefined): Json | undefined {
  const key = location[depth];
  if (key === undefined) return after;
  if (Array.isArray(value) && typeof key === "number") return withItem(value as readonly Json[], key, location, depth, after);
  const object = isObject(value) ? value : {};
  const name = String(key);
  const old = Object.hasOwn(object, name) ? object[name] : undefined;
  const next = withValue(old, location, depth + 1, after);
  if (next === undefined) return without(object, name);
  return { ...object, [name]: next };
}

function withItem(items: readonly Json[], at: number, location: Change["location"], depth: number, after: Json | undefined): Json {
  const next = withValue(items[at], location, depth + 1, after);
  if (next === undefined && at >= items.length - 1) return items.slice(0, at);
  const copy = [...items];
  while (copy.length < at) copy.push(null);
  copy[at] = next ?? null;
  return copy;
}

function without(object: JsonObject, name: string): JsonObject {
  const { [name]: _gone, ...rest } = object;
  return rest;
}

/** An object, not an array and not null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
