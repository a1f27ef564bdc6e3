import { customResources } from "./custom.ts";
import { builtinResources } from "./kinds/index.ts";
import { type Resource, storageName } from "./resources.ts";
import type { Cluster, StoredObject } from "./types.ts";

/** Where the definitions of custom resources lie. */
export const definitions = storageName({ group: "apiextensions.k8s.io", plural: "customresourcedefinitions" });

/** Everything that the server serves: built-in kinds, and those that the cluster's CustomResourceDefinitions make. */
export function registered(cluster: Cluster): readonly Resource[] {
  const crds = cluster.list(definitions);
  const known = remembered.get(crds);
  if (known !== undefined) return known;
  const all = Object.freeze([...builtinResources, ...crds.flatMap(customResources)]);
  remembered.set(crds, all);
  return all;
}

/** By the list of definitions, which is the same array as long as none has changed. */
const remembered = new WeakMap<readonly StoredObject[], readonly Resource[]>();

/** The resource of a kind as owner references name it; undefined: not served. */
export function resourceOfKind(cluster: Cluster, apiVersion: string, kind: string): Resource | undefined {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  return registered(cluster).find((resource) => resource.group === group && resource.version === version && resource.kind === kind);
}
