import type { Json, JsonObject } from "../../../protocol/json.ts";
import { type Cause, invalidValue } from "./causes.ts";
import { isObject } from "./metadata.ts";
import type { ScalePaths } from "./resources.ts";

/** The value at a path such as `.spec.replicas`. */
export function valueAt(object: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = object;
  for (const name of namesIn(path)) value = isObject(value) ? value[name] : undefined;
  return value;
}

/** The object with another value at a path; objects on the way are made. */
export function withValueAt(object: JsonObject, path: string, value: Json): JsonObject {
  const [name, ...rest] = namesIn(path);
  if (name === undefined) return object;
  const inner = object[name];
  return { ...object, [name]: rest.length === 0 ? value : withValueAt(isObject(inner) ? inner : {}, rest.join("."), value) };
}

const namesIn = (path: string): readonly string[] => path.split(".").filter((name) => name !== "");

const largestReplicas = 2 ** 31 - 1;

/** What a custom resource's replicas must be for its scale subresource; causes carry the path as the definition writes it. */
export function validateScalePaths(object: JsonObject, scale: ScalePaths | undefined, which: "all" | "status"): readonly Cause[] {
  if (scale === undefined) return [];
  const selector = scale.selector === undefined ? undefined : valueAt(object, scale.selector);
  return [
    ...(which === "all" ? replicasCauses(object, scale.specReplicas) : []),
    ...replicasCauses(object, scale.statusReplicas),
    ...(selector === undefined || typeof selector === "string"
      ? []
      : [invalidValue(scale.selector ?? "", selector, "accessor error: not a string")]),
  ];
}

function replicasCauses(object: JsonObject, path: string): readonly Cause[] {
  const names = namesIn(path);
  const parent = valueAt(object, names.slice(0, -1).join("."));
  const value = valueAt(object, path);
  if (parent !== undefined && !isObject(parent)) return [invalidValue(path, 0, "accessor error: not a map")];
  if (value === undefined) return [];
  if (typeof value !== "number" || !Number.isInteger(value)) return [invalidValue(path, 0, "accessor error: not an integer")];
  if (value < 0) return [invalidValue(path, value, "should be a non-negative integer")];
  return value > largestReplicas ? [invalidValue(path, value, `should be less than or equal to ${largestReplicas}`)] : [];
}
