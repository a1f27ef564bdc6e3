import { builtinControllers } from "../builtin/index.ts";
import { emptyCluster } from "../cluster/cluster.ts";
import { freeDefinition } from "../cluster/free.ts";
import { handle } from "../cluster/handle.ts";
import { definitions, registered, resourceOfKind } from "../cluster/registry.ts";
import { apiVersionOf, type Resource, storageName } from "../cluster/resources.ts";
import type { JsonObject } from "../../../protocol/json.ts";
import { deepFreeze } from "../cluster/frozen.ts";
import type { ApiRequest, Cluster, StoredObject } from "../cluster/types.ts";
import type { KindName } from "../payload.ts";
import type { Platform, Served } from "./platform.ts";

/** The simulated API server with all controllers of a running cluster. */
export const standardPlatform: Platform = {
  handle: (cluster, request, environment) => handle(cluster, withStorageClass(cluster, request), environment),
  builtins: builtinControllers({ environment: "running", assignsLoadBalancers: true }),
  served(cluster, kind) {
    const resource = find(cluster, kind);
    return resource && servedAt(resource);
  },
  start(free) {
    let cluster: Cluster = emptyCluster.with(storageClasses, "/standard", standardClass);
    for (const { apiVersion, kind } of free) {
      if (!apiVersion.includes("/") || find(cluster, { apiVersion, kind })) continue;
      const definition = freeDefinition(apiVersion, kind);
      cluster = cluster.with(definitions, `/${definition.metadata.name}`, definition);
    }
    return cluster;
  },
};

const storageClasses = "storage.k8s.io/storageclasses";

/** As managed clusters have one: of claims that name no other, and able to grow. */
const standardClass = deepFreeze({
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: {
    name: "standard",
    uid: "storage-class-standard",
    resourceVersion: "1",
    annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
  },
  provisioner: "simulated.faultline/volumes",
  reclaimPolicy: "Delete",
  allowVolumeExpansion: true,
  volumeBindingMode: "Immediate",
}) as StoredObject;

/** What the admission plugin `DefaultStorageClass` puts into a new claim. */
function withStorageClass(cluster: Cluster, request: ApiRequest): ApiRequest {
  if (request.method !== "POST" || !claims.test(request.path) || cluster.get(storageClasses, "/standard") === undefined) return request;
  const { body } = request;
  if (typeof body !== "object" || body === null || Array.isArray(body)) return request;
  const claim = body as JsonObject;
  const spec = claim["spec"];
  if (typeof spec !== "object" || spec === null || Array.isArray(spec) || "storageClassName" in spec) return request;
  return { ...request, body: { ...claim, spec: { ...(spec as JsonObject), storageClassName: "standard" } } };
}

const claims = /^\/api\/v1\/namespaces\/[^/]+\/persistentvolumeclaims$/;

function find(cluster: Cluster, { apiVersion, kind }: KindName): Resource | undefined {
  return apiVersion === "" ? registered(cluster).find((resource) => resource.kind === kind) : resourceOfKind(cluster, apiVersion, kind);
}

function servedAt(resource: Resource): Served {
  const { isNamespaced, plural, group } = resource;
  const root = `${group === "" ? "/api" : "/apis"}/${apiVersionOf(resource)}`;
  return {
    resource: storageName(resource),
    isNamespaced,
    path: (namespace) => (isNamespaced ? `${root}/namespaces/${namespace ?? "default"}/${plural}` : `${root}/${plural}`),
  };
}
