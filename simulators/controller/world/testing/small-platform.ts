import type { JsonObject } from "../../../../protocol/json.ts";
import type { BuiltinController } from "../../builtin/types.ts";
import { defineBuiltin } from "../../builtin/types.ts";
import { emptyCluster } from "../../cluster/cluster.ts";
import type { ApiRequest, Cluster, ClusterChange, Environment, Handle, Handled, Metadata, StoredObject } from "../../cluster/types.ts";
import { resourceOfPath } from "../kinds.ts";
import type { Platform } from "../platform.ts";

/**
 * A server of a hundred lines for tests of the search: every kind is served, nothing is validated. It keeps what the search relies on: versions, uids,
 * generation, finalizers, preconditions, status apart from spec.
 */
export const smallHandle: Handle = (cluster, request, environment) => {
  const { resource, namespace, name, isStatus } = parse(request.path);
  const key = `${namespace}/${name}`;
  const old = cluster.get(resource, key);
  switch (request.method) {
    case "GET": {
      if (name !== "") return old ? answered(cluster, 200, old) : missing(cluster);
      const items = cluster.list(resource).filter((object) => namespace === "" || object.metadata.namespace === namespace);
      return answered(cluster, 200, {
        kind: "List",
        apiVersion: "v1",
        metadata: { resourceVersion: environment.mint.listVersion() },
        items,
      });
    }
    case "POST":
      return create({ cluster, request, environment, resource, namespace });
    case "PUT":
    case "PATCH":
      return old ? change({ cluster, request, environment, resource, key, old, isStatus }) : missing(cluster);
    case "DELETE":
      return old ? remove(cluster, resource, key, old, request, environment) : missing(cluster);
  }
};

/** Served as they are named: `Widget` of `g/v1` at `g/widgets`. */
export function smallPlatform(builtins: readonly BuiltinController[] = [smallCollector]): Platform {
  return {
    handle: smallHandle,
    builtins,
    served: (_, { apiVersion, kind }) => {
      const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
      const plural = `${kind.toLowerCase()}s`;
      const root = group === "" ? `/api/${version}` : `/apis/${apiVersion}`;
      const isNamespaced = kind !== "Namespace";
      return {
        resource: `${group}/${plural}`,
        isNamespaced,
        path: (namespace) => (isNamespaced ? `${root}/namespaces/${namespace}/${plural}` : `${root}/${plural}`),
      };
    },
    start: () => emptyCluster,
  };
}

/** Deletes what has lost all its owners. */
export const smallCollector = defineBuiltin("generic-garbage-collector", function* (cluster) {
  const uids = new Set(cluster.resources.flatMap((resource) => cluster.list(resource).map(({ metadata }) => metadata.uid)));
  for (const resource of cluster.resources) {
    for (const { metadata } of cluster.list(resource)) {
      const owners = metadata.ownerReferences ?? [];
      if (owners.length === 0 || owners.some(({ uid }) => uids.has(uid))) continue;
      yield { method: "DELETE", path: pathOf(resource, metadata.namespace, metadata.name) };
    }
  }
});

export const pathOf = (resource: string, namespace: string | undefined, name: string): string => {
  const [group = "", plural = ""] = resource.split("/");
  return `${group === "" ? "/api/v1" : `/apis/${group}/v1`}/namespaces/${namespace ?? ""}/${plural}/${name}`;
};

interface Parsed {
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly isStatus: boolean;
}

function parse(path: string): Parsed {
  const parts = path.split("/").filter((part) => part !== "");
  const rest = parts.slice(parts[0] === "api" ? 2 : 3);
  const isInside = rest[0] === "namespaces" && rest.length > 2;
  const [, namespace = "", , name = "", sub] = isInside ? rest : ["", "", "", rest[1], rest[2]];
  return { resource: resourceOfPath(path), namespace, name: name ?? "", isStatus: sub === "status" };
}

const answered = (cluster: Cluster, code: number, body: JsonObject): Handled => ({ cluster, answer: { code, body }, changes: [] });
const missing = (cluster: Cluster): Handled => refused(cluster, 404, "NotFound");
const refused = (cluster: Cluster, code: number, reason: string): Handled =>
  answered(cluster, code, { kind: "Status", status: "Failure", reason, code });

interface Creation {
  readonly cluster: Cluster;
  readonly request: ApiRequest;
  readonly environment: Environment;
  readonly resource: string;
  readonly namespace: string;
}

function create({ cluster, request, environment: { mint }, resource, namespace }: Creation): Handled {
  const { status: _, ...body } = request.body as JsonObject;
  const given = body["metadata"] as Partial<Metadata>;
  const isTaken = (name: string): boolean => cluster.get(resource, `${namespace}/${name}`) !== undefined;
  const prefix = given["generateName"] as string | undefined;
  const name = given.name ?? `${prefix}${mint.suffix(resource, namespace, prefix ?? "", isTaken)}`;
  if (isTaken(name)) return refused(cluster, 409, "AlreadyExists");
  const key = `${namespace}/${name}`;
  const fixed = {
    name,
    ...(namespace === "" ? {} : { namespace }),
    uid: mint.uid(resource, key),
    creationTimestamp: mint.now(),
    generation: 1,
  };
  const metadata = { ...given, ...fixed, resourceVersion: mint.version(resource, key, undefined) };
  const object = { ...body, metadata } as StoredObject;
  return done(cluster, { type: "ADDED", resource, key, object }, 201);
}

interface Changing {
  readonly cluster: Cluster;
  readonly request: ApiRequest;
  readonly environment: Environment;
  readonly resource: string;
  readonly key: string;
  readonly old: StoredObject;
  readonly isStatus: boolean;
}

function change({ cluster, request, environment: { mint }, resource, key, old, isStatus }: Changing): Handled {
  const body = request.body as JsonObject;
  const given = (body["metadata"] ?? {}) as Partial<Metadata>;
  if (given.resourceVersion !== undefined && given.resourceVersion !== old.metadata.resourceVersion)
    return refused(cluster, 409, "Conflict");
  if (given.uid !== undefined && given.uid !== old.metadata.uid) return refused(cluster, 409, "Conflict");
  const wanted: JsonObject =
    request.method === "PUT" ? body : { ...(old as JsonObject), ...body, metadata: { ...old.metadata, ...given } as JsonObject };
  const { uid, creationTimestamp, deletionTimestamp, generation = 1, name, namespace, resourceVersion } = old.metadata;
  const kept = {
    uid,
    name,
    ...(namespace ? { namespace } : {}),
    ...(creationTimestamp ? { creationTimestamp } : {}),
    ...(deletionTimestamp ? { deletionTimestamp } : {}),
  };
  const stored: JsonObject = { ...old };
  const holder = isStatus ? wanted : stored;
  const status = holder["status"];
  const { status: _, ...rest } = isStatus ? stored : wanted;
  const content: JsonObject = { ...rest, ...(status === undefined ? {} : { status }) };
  const metadata = isStatus ? old.metadata : { ...(wanted["metadata"] as JsonObject), ...kept, generation, resourceVersion };
  const isSame = JSON.stringify({ ...content, metadata }) === JSON.stringify(old);
  if (isSame) return answered(cluster, 200, old);
  const isNew = !isStatus && JSON.stringify(content["spec"]) !== JSON.stringify(old["spec"]);
  const next = { ...metadata, generation: isNew ? generation + 1 : generation, resourceVersion: mint.version(resource, key, old) };
  const object = { ...content, metadata: next } as StoredObject;
  const isLast = deletionTimestamp !== undefined && (object.metadata.finalizers ?? []).length === 0;
  return done(cluster, { type: isLast ? "DELETED" : "MODIFIED", resource, key, object, before: old }, 200);
}

function remove(cluster: Cluster, resource: string, key: string, old: StoredObject, { body }: ApiRequest, { mint }: Environment): Handled {
  const { preconditions } = (body ?? {}) as { readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string } };
  if (preconditions?.uid !== undefined && preconditions.uid !== old.metadata.uid) return refused(cluster, 409, "Conflict");
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== old.metadata.resourceVersion)
    return refused(cluster, 409, "Conflict");
  const version = (): string => mint.version(resource, key, old);
  if ((old.metadata.finalizers ?? []).length === 0) {
    return done(
      cluster,
      { type: "DELETED", resource, key, object: { ...old, metadata: { ...old.metadata, resourceVersion: version() } }, before: old },
      200,
    );
  }
  if (old.metadata.deletionTimestamp !== undefined) return answered(cluster, 200, old);
  const metadata = { ...old.metadata, deletionTimestamp: mint.now(), resourceVersion: version() };
  return done(cluster, { type: "MODIFIED", resource, key, object: { ...old, metadata }, before: old }, 200);
}

function done(cluster: Cluster, change: ClusterChange, code: number): Handled {
  const { resource, key, object, type } = change;
  return {
    cluster: cluster.with(resource, key, type === "DELETED" ? undefined : object),
    answer: { code, body: object },
    changes: [change],
  };
}
