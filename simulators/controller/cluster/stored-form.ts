import type { JsonObject } from "../../../protocol/json.ts";
import { isObject } from "./metadata.ts";
import type { Resource } from "./resources.ts";

/**
 * In what form the storage holds an object. Two forms of the same content are different bytes for the real server,
 * so that a write which changes nothing but the form makes a new resourceVersion.
 * `no bytes`: a Secret whose empty values a strategic merge patch has turned into missing ones.
 *
 * Recorded of Kubernetes 1.20. Followed only where the environment keeps `forms`: no controller could rely on it.
 */
export type StoredForm = "usual" | "no bytes";

export function formAfterStrategicMerge(resource: Resource, object: JsonObject): StoredForm {
  const data = object["data"];
  const isSecret = resource.group === "" && resource.plural === "secrets";
  return isSecret && isObject(data) && Object.values(data).includes("") ? "no bytes" : "usual";
}

/**
 * The values of an immutable Secret that a strategic merge patch has turned into missing ones, which the real server takes for other values:
 * null until the write has been judged (see `kinds/config.ts`).
 *
 * @param merged The result of the patch, as it was before it was read.
 */
export function withMissingBytes(resource: Resource, before: JsonObject, merged: JsonObject, object: JsonObject): JsonObject {
  const isFrozen = resource.group === "" && resource.plural === "secrets" && before["immutable"] === true;
  const [data, source, texts = {}] = [object["data"], merged["data"], merged["stringData"]];
  if (!isFrozen || !isObject(data) || !isObject(source)) return object;
  const isMissing = (name: string): boolean => source[name] === "" && !(isObject(texts) && name in texts);
  return { ...object, data: Object.fromEntries(Object.entries(data).map(([name, value]) => [name, isMissing(name) ? null : value])) };
}

/** As such a Secret is answered before it has been stored and read again. */
export function withoutEmptyBytes(secret: JsonObject): JsonObject {
  const data = Object.entries((secret["data"] ?? {}) as JsonObject);
  return { ...secret, data: Object.fromEntries(data.map(([name, value]) => [name, value === "" ? null : value])) };
}
