import type { Json } from "../../../protocol/json.ts";
import type { Change } from "../../../protocol/trace.ts";

/**
 * What changed between two states: the deepest places that differ, in the order of the former state, what was added last.
 * Arrays are compared index by index. A place that was or is not there has no `before` or `after`.
 */
export function diff(before: Json, after: Json, location: readonly (string | number)[] = []): readonly Change[] {
  if (Array.isArray(before) && Array.isArray(after)) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, i) => i).flatMap((i) =>
      diffMember(before[i] as Json | undefined, after[i] as Json | undefined, [...location, i]),
    );
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...Object.keys(before), ...Object.keys(after).filter((key) => !Object.hasOwn(before, key))];
    return keys.flatMap((key) => diffMember(own(before, key), own(after, key), [...location, key]));
  }
  return Object.is(before, after) ? [] : [{ location, before, after }];
}

function diffMember(before: Json | undefined, after: Json | undefined, location: readonly (string | number)[]): readonly Change[] {
  if (before === undefined) return after === undefined ? [] : [{ location, after }];
  if (after === undefined) return [{ location, before }];
  return diff(before, after, location);
}

const own = (object: Readonly<Record<string, Json>>, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

const isObject = (value: Json): value is Readonly<Record<string, Json>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
