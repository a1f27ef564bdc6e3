import type { Json } from "../../protocol/json.ts";
import type { Change } from "../../protocol/trace.ts";

/** A state that may be written to: a copy of our own. */
export type Draft = { [name: string]: unknown };

/**
 * Applies changes in order to `state` itself; means the same as `applyChanges` (server/export/state.ts), which copies.
 * A long trace would copy its largest object once for every step.
 */
export function applyTo(state: Draft, changes: readonly Change[]): void {
  for (const { location, after } of changes) {
    const last = location.at(-1);
    if (last === undefined) {
      if (isRecord(after)) replaceAll(state, structuredClone(after));
      continue;
    }
    write(container(state, location), last, after === undefined ? undefined : structuredClone(after));
  }
}

/** The object or list that holds the last part of the location; made where it is not there. */
function container(state: Draft, location: Change["location"]): Draft | unknown[] {
  let at: Draft | unknown[] = state;
  for (const part of location.slice(0, -1)) {
    let inner = read(at, part);
    if (!isRecord(inner) && !Array.isArray(inner)) {
      inner = {};
      write(at, part, inner);
    }
    at = inner as Draft | unknown[];
  }
  return at;
}

function read(holder: Draft | unknown[], part: string | number): unknown {
  if (Array.isArray(holder)) return holder[Number(part)];
  return Object.hasOwn(holder, part) ? holder[part] : undefined;
}

function write(holder: Draft | unknown[], part: string | number, value: unknown): void {
  if (Array.isArray(holder)) return writeItem(holder, Number(part), value);
  // A trace may come from a file: "__proto__" is a name like any other.
  if (value !== undefined) Object.defineProperty(holder, part, { value, writable: true, enumerable: true, configurable: true });
  else delete holder[part];
}

/** The last item can go; an earlier one that goes leaves null, since the others keep their index. */
function writeItem(list: unknown[], index: number, value: unknown): void {
  if (!Number.isSafeInteger(index) || index < 0 || list.length < index) return;
  if (value !== undefined) list[index] = value;
  else if (index === list.length - 1) list.pop();
  else if (index < list.length) list[index] = null;
}

function replaceAll(state: Draft, by: Draft): void {
  for (const name of Object.keys(state)) delete state[name];
  Object.assign(state, by);
}

function isRecord(value: unknown): value is { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
