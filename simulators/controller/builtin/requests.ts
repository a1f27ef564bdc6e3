import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { ApiRequest, StoredObject } from "../cluster/types.ts";

/** Name under which the built-in controllers write, as those of a real cluster do. */
const agent = "kube-controller-manager";

/** `apps/v1` → `/apis/apps/v1`, `v1` → `/api/v1`. */
const rootOf = (apiVersion: string): string => (apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`);

/** @param resource As a `Cluster` names it: `apps/statefulsets`. */
const pluralOf = (resource: string): string => resource.slice(resource.indexOf("/") + 1);

const collectionPath = (apiVersion: string, resource: string, namespace: string | undefined): string =>
  `${rootOf(apiVersion)}${namespace === undefined ? "" : `/namespaces/${namespace}`}/${pluralOf(resource)}`;

export const pathOf = (resource: string, { apiVersion, metadata }: StoredObject): string =>
  `${collectionPath(apiVersion, resource, metadata.namespace)}/${metadata.name}`;

export const createRequest = (
  resource: string,
  namespace: string | undefined,
  body: JsonObject & { readonly apiVersion: string },
): ApiRequest => ({
  method: "POST",
  path: collectionPath(body.apiVersion, resource, namespace),
  body,
  agent,
});

/** Writes the object with these members in place of its own. */
export const replaceRequest = (
  resource: string,
  object: StoredObject,
  members: JsonObject,
  subresource: "" | "/status" = "",
): ApiRequest => ({
  method: "PUT",
  path: `${pathOf(resource, object)}${subresource}`,
  body: { ...object, ...members },
  agent,
});

export const statusRequest = (resource: string, object: StoredObject, status: Json): ApiRequest =>
  replaceRequest(resource, object, { status }, "/status");

/** A merge patch; of the very object, not of another one under the same name. */
export const patchRequest = (resource: string, object: StoredObject, metadata: JsonObject): ApiRequest => ({
  method: "PATCH",
  path: pathOf(resource, object),
  type: "application/merge-patch+json",
  body: { metadata: { uid: object.metadata.uid, ...metadata } },
  agent,
});

export type Propagation = "Background" | "Foreground" | "Orphan";

export const deleteRequest = (resource: string, object: StoredObject, propagationPolicy?: Propagation): ApiRequest => ({
  method: "DELETE",
  path: pathOf(resource, object),
  body: {
    apiVersion: "v1",
    kind: "DeleteOptions",
    preconditions: { uid: object.metadata.uid },
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
  },
  agent,
});

/** The request as one of the kubelet or scheduler makes it. */
export const madeBy = (name: string, request: ApiRequest): ApiRequest => ({ ...request, agent: name });
