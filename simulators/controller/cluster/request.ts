import type { JsonObject } from "../../../protocol/json.ts";
import { objectKey, type Resource, storageName } from "./resources.ts";
import type { ApiRequest, Cluster, ClusterChange, Environment, Handled, Metadata, StoredObject } from "./types.ts";

/** A request whose path has been read: what one of the operations gets. */
export interface Call {
  readonly cluster: Cluster;
  readonly request: ApiRequest;
  readonly environment: Environment;
  readonly resource: Resource;
  /** "" for cluster-wide kinds and for lists over all namespaces. */
  readonly namespace: string;
  /** "" for collections. */
  readonly name: string;
}

/** What a write leaves: changes are told to watches in this order. */
export interface Written {
  readonly cluster: Cluster;
  readonly changes: readonly ClusterChange[];
}

export const queryOf = (call: Call, name: string): string => call.request.query?.[name] ?? "";

/** `metadata` of an object that has some. */
export const metadataOf = (object: JsonObject): Metadata => object["metadata"] as Metadata;

/** The object with some of its metadata replaced; undefined removes a member. */
export function withMetadata(object: JsonObject, members: Readonly<Record<string, JsonObject[string] | undefined>>): JsonObject {
  const metadata: Record<string, JsonObject[string]> = { ...metadataOf(object) };
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) delete metadata[name];
    else metadata[name] = value;
  }
  return { ...object, metadata };
}

export const storedAt = (call: Call, name = call.name): StoredObject | undefined => {
  const object = call.cluster.get(storageName(call.resource), objectKey(call.namespace, name));
  return object === undefined ? undefined : served(call.resource, object);
};

/** A stored object as a version of its resource shows it. */
export function served(resource: Resource, object: StoredObject): StoredObject {
  return resource.fromVersion === undefined ? object : (resource.fromVersion(object) as StoredObject);
}

export const answered = (cluster: Cluster, code: number, body: JsonObject, changes: readonly ClusterChange[] = []): Handled => ({
  cluster,
  answer: { code, body },
  changes,
});

/** Name of the field manager of a write without apply: from the query, else from the user agent up to its first slash. */
export function managerOf(request: ApiRequest): string {
  const asked = request.query?.["fieldManager"];
  if (asked !== undefined && asked !== "") return asked;
  const agent = (request.agent ?? "unknown").split("/")[0] ?? "";
  return (agent === "" ? "unknown" : agent).slice(0, 128);
}
