import type { Json } from "../../../protocol/json.ts";
import { isArray } from "../world/text.ts";

/**
 * The status of a custom resource as it counts when the ends of two runs are compared: `observedGeneration` as "is it the present one?", and without members
 * that are empty, which say no more than members that are missing.
 *
 * @returns Undefined: nothing is left of it.
 */
export function statusAsCompared(status: Json, generation: number): Json | undefined {
  return filled(relative(status, generation));
}

function relative(json: Json, generation: number): Json {
  if (typeof json !== "object" || json === null) return json;
  if (isArray(json)) return json.map((each) => relative(each, generation));
  const members = Object.entries(json).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
    if (key === "observedGeneration") return [[key, value === generation ? "<current>" : "<older>"]];
    const kept = filled(relative(value, generation));
    return kept === undefined ? [] : [[key, kept]];
  });
  return Object.fromEntries(members);
}

/** Elements of a list count even when they are empty. */
const filled = (json: Json): Json | undefined =>
  typeof json === "object" && json !== null && Object.keys(json).length === 0 ? undefined : json;
