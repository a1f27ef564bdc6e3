import type { Json, JsonObject } from "../../protocol/json.ts";

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Fields that only some versions of the server have, by kind. */
const versionFields: Readonly<Record<string, readonly string[]>> = {
  Namespace: ["metadata/labels/kubernetes.io~1metadata.name"],
  Service: ["spec/ipFamilies", "spec/ipFamily", "spec/ipFamilyPolicy", "spec/internalTrafficPolicy", "spec/allocateLoadBalancerNodePorts"],
  StatefulSet: ["spec/persistentVolumeClaimRetentionPolicy", "spec/minReadySeconds", "status/availableReplicas"],
  Deployment: ["status/terminatingReplicas"],
  Job: [
    "spec/completionMode",
    "spec/suspend",
    "spec/podReplacementPolicy",
    "status/ready",
    "status/uncountedTerminatedPods",
    "status/terminating",
  ],
  PersistentVolumeClaim: ["spec/dataSourceRef"],
};

export const isList = (value: Json | undefined): value is JsonObject =>
  isPlain(value) &&
  Array.isArray(value["items"]) &&
  isPlain(value["metadata"]) &&
  typeof value["kind"] === "string" &&
  value["kind"].endsWith("List");

export const isObjectBody = (value: Json | undefined): value is JsonObject =>
  isPlain(value) && isPlain(value["metadata"]) && typeof value["kind"] === "string" && !isList(value) && value["kind"] !== "Status";

const isPlain = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** An answer without what only some servers say, with sorted members and `T` for times. */
export function cleanBody(body: Json, isTracked: boolean): Json {
  if (isList(body)) {
    const kind = textOf(body["kind"]).slice(0, -"List".length);
    const items = (body["items"] as readonly JsonObject[]).map((item) => cleanObject(item, textOf(item["kind"]) || kind, isTracked));
    return scrub({ ...body, items, metadata: without(body["metadata"] as JsonObject, ["selfLink"]) });
  }
  return scrub(isObjectBody(body) ? cleanObject(body, textOf(body["kind"]), isTracked) : body);
}

function cleanObject(object: JsonObject, kind: string, isTracked: boolean): JsonObject {
  const metadata = without((object["metadata"] ?? {}) as JsonObject, isTracked ? ["selfLink"] : ["selfLink", "managedFields"]);
  const entries = metadata["managedFields"];
  const known = {
    ...object,
    metadata: Array.isArray(entries) ? { ...metadata, managedFields: managers(entries as readonly JsonObject[]) } : metadata,
  };
  return (versionFields[kind] ?? []).reduce((result, path) => drop(result, path.split("/")), known as JsonObject);
}

function managers(entries: readonly JsonObject[]): readonly JsonObject[] {
  const key = (entry: JsonObject) => `${textOf(entry["manager"])}${textOf(entry["operation"])}${textOf(entry["apiVersion"])}`;
  return entries
    .map(({ manager = null, operation = null, apiVersion = null, fieldsV1 = {} }) => ({ manager, operation, apiVersion, fieldsV1 }))
    .toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

const without = (object: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

function drop(object: JsonObject, [token = "", ...rest]: readonly string[]): JsonObject {
  const name = token.replaceAll("~1", "/");
  const member = object[name];
  if (rest.length === 0) return without(object, [name]);
  return isPlain(member) ? { ...object, [name]: drop(member, rest) } : object;
}

function scrub(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(scrub);
  if (isPlain(value)) {
    const members = Object.entries(value).filter(([name, member]) => name !== "creationTimestamp" || member !== null);
    return Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([name, member]) => [name, scrub(member)]));
  }
  return typeof value === "string" && time.test(value) ? "T" : value;
}

export const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");
