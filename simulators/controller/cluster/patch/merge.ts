import type { Json, JsonObject } from "../../../../protocol/json.ts";

/**
 * RFC 7386, as the Go library of Kubernetes 1.20 does it: where the document has no value, nulls are dropped from the patch, also out of lists;
 * a list of the patch that takes the place of a value is taken as it is.
 *
 * @returns A list when the patch is one: it takes the place of the document. undefined: the patch is neither.
 * @see github.com/evanphx/json-patch v4.9.0 merge.go
 */
export function mergePatch(document: JsonObject, patch: Json | undefined): Json | undefined {
  if (Array.isArray(patch)) return withoutNulls(patch as Json);
  return isDocument(patch) ? mergeDocuments(document, patch) : undefined;
}

const isDocument = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

function mergeDocuments(document: JsonObject, patch: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...document };
  for (const [name, value] of Object.entries(patch)) {
    const current = merged[name];
    if (value === null) delete merged[name];
    else if (current === undefined || current === null || !isDocument(current)) merged[name] = withoutNulls(value);
    else merged[name] = isDocument(value) ? mergeDocuments(current, value) : value;
  }
  return merged;
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).filter((item) => item !== null).map(withoutNulls);
  if (!isDocument(value)) return value;
  const kept = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutNulls(member)]));
}
