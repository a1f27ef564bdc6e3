import type { JsonObject } from "../../../protocol/json.ts";
import { served } from "./request.ts";
import { findRoute } from "./route.ts";
import { storageName } from "./resources.ts";
import { readSelection } from "./selection.ts";
import { badRequest, methodNotAllowed, noSuchResource, Refusal } from "./status.ts";
import type { ApiRequest, Cluster, ClusterChange, StoredObject } from "./types.ts";

/** A watch that has been opened: what it tells is for the caller to send. */
export interface Watch {
  /** Where it begins: events after this version; "": with the objects that are there, as `ADDED`. */
  readonly version: string;
  /** Events for the objects that are there. */
  initial(cluster: Cluster): readonly WatchEvent[];
  /** The event for a change; undefined: it is not about objects that are selected. */
  event(change: ClusterChange): WatchEvent | undefined;
}

export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: JsonObject;
}

/** Reads the request of a watch: a `GET` on a collection (or on one object) with `watch=true`. */
export function openWatch(cluster: Cluster, request: ApiRequest): Watch | Refusal {
  const route = findRoute(cluster, request.path);
  if (route.kind !== "resource") return noSuchResource();
  if (route.subresource !== "") return methodNotAllowed();
  const { resource, namespace, name } = route;
  const query = request.query ?? {};
  if (query["limit"] !== undefined && !/^-?\d*$/.test(query["limit"])) return badRequest("strconv.ParseInt: invalid syntax");
  const fields = [query["fieldSelector"] ?? "", name === "" ? "" : `metadata.name=${name}`].filter((part) => part !== "").join(",");
  const selection = readSelection(resource, { ...query, fieldSelector: fields });
  if (selection instanceof Refusal) return selection;
  const stored = storageName(resource);
  const matches = (object: StoredObject | undefined): boolean =>
    object !== undefined && (namespace === "" || object.metadata.namespace === namespace) && selection.matches(object);
  return {
    version: query["resourceVersion"] === "0" ? "" : (query["resourceVersion"] ?? ""),
    initial: (content) =>
      content
        .list(stored)
        .filter(matches)
        .map((object) => ({ type: "ADDED", object: served(resource, object) })),
    event(change) {
      if (change.resource !== stored) return undefined;
      const told = transition(change, matches(change.object), matches(change.before));
      return told === undefined ? undefined : { type: told.type, object: served(resource, told.object) };
    },
  };
}

/** An object that begins to match is added for the watcher; one that ceases to is deleted, and shown as it was, under the new version. */
function transition(
  { type, object, before }: ClusterChange,
  isMatch: boolean,
  wasMatch: boolean,
): { readonly type: WatchEvent["type"]; readonly object: StoredObject } | undefined {
  if (type === "DELETED") return wasMatch || isMatch ? { type, object } : undefined;
  if (isMatch) return { type: wasMatch ? "MODIFIED" : "ADDED", object };
  if (!wasMatch || before === undefined) return undefined;
  const { resourceVersion } = object.metadata;
  return { type: "DELETED", object: { ...before, metadata: { ...before.metadata, resourceVersion } } };
}
