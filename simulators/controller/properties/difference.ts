import type { Json, JsonObject } from "../../../protocol/json.ts";
import { canonicalText, isArray } from "../world/text.ts";
import type { NormalObject, NormalWorld } from "./normal.ts";
import type { Difference, ObjectChange, WrongObject } from "./types.ts";

/** Where two values differ, recursively; at most `most` places. */
export function differences(expected: Json | undefined, actual: Json | undefined, most = 20): readonly Difference[] {
  const found: Difference[] = [];
  const compare = (path: readonly (string | number)[], left: Json | undefined, right: Json | undefined): void => {
    if (found.length >= most || canonicalText(left) === canonicalText(right)) return;
    if (isRecord(left) && isRecord(right)) {
      for (const key of [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()) compare([...path, key], left[key], right[key]);
    } else if (left !== undefined && right !== undefined && isList(left) && isList(right)) {
      for (let index = 0; index < Math.max(left.length, right.length); index += 1) compare([...path, index], left[index], right[index]);
    } else {
      found.push({ path, ...(left === undefined ? {} : { expected: left }), ...(right === undefined ? {} : { actual: right }) });
    }
  };
  compare([], expected, actual);
  return found;
}

/** What a write has changed, object by object. */
export const changedObjects = (changes: readonly ObjectChange[]): readonly WrongObject[] =>
  changes.map(({ resource, key, before, after }) => {
    const problem = before === undefined ? "unexpected" : after === undefined ? "deleted" : "changed";
    return { resource, key, problem, differences: before && after ? differences(before, after) : [] };
  });

const isRecord = (json: Json | undefined): json is JsonObject => typeof json === "object" && json !== null && !isArray(json);
const isList = (json: Json): json is readonly Json[] => typeof json === "object" && json !== null && isArray(json);

/**
 * The objects in which an end differs from the one that is right.
 *
 * @param counts Objects that are compared.
 */
export function wrongObjects(
  expected: NormalWorld,
  actual: NormalWorld,
  counts: (object: NormalObject) => boolean,
): readonly WrongObject[] {
  const missing = byName(expected.objects.filter(counts));
  const wrong: WrongObject[] = [];
  const left: NormalObject[] = [];
  for (const object of actual.objects.filter(counts)) {
    const twins = missing.get(nameOf(object)) ?? [];
    const same = twins.findIndex(({ text }) => text === object.text);
    if (same >= 0) twins.splice(same, 1);
    else left.push(object);
  }
  for (const object of left) {
    const { resource, key } = object;
    const twin = missing.get(nameOf(object))?.shift();
    if (twin === undefined) wrong.push({ resource, key, problem: "unexpected", differences: [] });
    else wrong.push({ resource, key, problem: "different", differences: differences(twin.content, object.content) });
  }
  for (const rest of missing.values()) {
    for (const { resource, key } of rest) wrong.push({ resource, key, problem: "missing", differences: [] });
  }
  return wrong;
}

const nameOf = ({ resource, name }: NormalObject): string => `${resource} ${name}`;

function byName(objects: readonly NormalObject[]): Map<string, NormalObject[]> {
  const all = new Map<string, NormalObject[]>();
  for (const object of objects) {
    const known = all.get(nameOf(object));
    if (known) known.push(object);
    else all.set(nameOf(object), [object]);
  }
  return all;
}
