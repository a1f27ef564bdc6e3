import { type Draft, type DraftObject, draftOf } from "./draft.ts";
import { decodeMetadata } from "./object-meta.ts";
import type { Schema } from "./structural-schema.ts";

/** Removes what the schema of a custom resource does not know; `apiVersion`, `kind` and `metadata` stay as they are. */
export function pruneObject(object: DraftObject, schema: Schema): void {
  pruneFields(object, schema, true);
}

function pruneValue(value: Draft | undefined, schema: Schema): void {
  if (Array.isArray(value)) {
    if (schema.items) for (const item of value) pruneValue(item, schema.items);
    else if (!schema.preservesUnknown) for (const item of value) emptyObjects(item);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  pruneFields(value, schema, schema.isEmbeddedResource);
  if (schema.isEmbeddedResource) trimMetadata(value);
}

/** Of an object inside another: what no metadata has is dropped. What cannot be read is left for validation. */
function trimMetadata(object: DraftObject): void {
  const { metadata } = object;
  if (metadata === undefined) return;
  const decoded = decodeMetadata(metadata);
  if ("object" in decoded) object["metadata"] = draftOf(decoded.object);
}

function pruneFields(object: DraftObject, schema: Schema, isResource: boolean): void {
  const additional = schema.additionalProperties;
  for (const name of Object.keys(object)) {
    if (isResource && (name === "apiVersion" || name === "kind" || name === "metadata")) continue;
    const property = schema.properties.get(name);
    if (property) pruneValue(object[name], property);
    else if (typeof additional === "object") pruneValue(object[name], additional);
    else if (additional !== true && !schema.preservesUnknown) delete object[name];
  }
}

/** Items without a schema: nothing of an object is known. */
function emptyObjects(value: Draft): void {
  if (Array.isArray(value)) for (const item of value) emptyObjects(item);
  else if (typeof value === "object" && value !== null) for (const name of Object.keys(value)) delete value[name];
}
