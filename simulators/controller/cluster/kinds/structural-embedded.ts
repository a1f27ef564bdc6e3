import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { type Cause, invalidValue, required } from "../causes.ts";
import { isObject } from "./draft.ts";
import type { Schema } from "./structural-schema.ts";

/**
 * What is wrong with the type of the whole objects that a schema puts inside another (`x-kubernetes-embedded-resource`).
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta/validation.go
 */
export function embeddedCauses(value: Json | undefined, schema: Schema | undefined, path: string): readonly Cause[] {
  if (schema === undefined || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => embeddedCauses(item, schema.items, `${path}[${index}]`));
  if (!isObject(value)) return [];
  const additional = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  const inside = Object.entries(value).flatMap(([name, member]) => {
    const property = schema.properties.get(name);
    const at = property === undefined ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`;
    return embeddedCauses(member, property ?? additional, at);
  });
  return [...(schema.isEmbeddedResource ? ["apiVersion", "kind"].flatMap((name) => typeCauses(value, name, path)) : []), ...inside];
}

function typeCauses(value: JsonObject, name: string, path: string): readonly Cause[] {
  const given = value[name];
  if (given === undefined) return [required(`${path}.${name}`, "must not be empty")];
  if (typeof given !== "string") return [invalidValue(`${path}.${name}`, given, "must be a string")];
  return given === "" ? [invalidValue(`${path}.${name}`, given, "must not be empty")] : [];
}
