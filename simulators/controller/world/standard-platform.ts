import { builtinControllers } from "../builtin/index.ts";
import { emptyCluster } from "../cluster/cluster.ts";
import { freeDefinition } from "../cluster/free.ts";
import { handle } from "../cluster/handle.ts";
import { definitions, registered, resourceOfKind } from "../cluster/registry.ts";
import { apiVersionOf, type Resource, storageName } from "../cluster/resources.ts";
import type { Cluster } from "../cluster/types.ts";
import type { KindName } from "../payload.ts";
import type { Platform, Served } from "./platform.ts";

/** The simulated API server with all controllers of a running cluster. */
export const standardPlatform: Platform = {
  handle,
  builtins: builtinControllers({ environment: "running" }),
  served(cluster, kind) {
    const resource = find(cluster, kind);
    return resource && servedAt(resource);
  },
  start(free) {
    let cluster: Cluster = emptyCluster;
    for (const { apiVersion, kind } of free) {
      if (!apiVersion.includes("/") || find(cluster, { apiVersion, kind })) continue;
      const definition = freeDefinition(apiVersion, kind);
      cluster = cluster.with(definitions, `/${definition.metadata.name}`, definition);
    }
    return cluster;
  },
};

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
