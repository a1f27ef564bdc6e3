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

/** What is served below `/apis/GROUP/VERSION`. */
export function servedIn(cluster: Cluster, group: string, version: string): readonly Resource[] {
  const all = registered(cluster);
  const known = groups.get(all) ?? new Map<string, readonly Resource[]>();
  groups.set(all, known);
  const name = `${group}/${version}`;
  const served = known.get(name) ?? all.filter((resource) => resource.group === group && resource.version === version);
  if (served.length > 0) known.set(name, served);
  return served;
}

const groups = new WeakMap<readonly Resource[], Map<string, readonly Resource[]>>();

/** The resource of a kind as owner references name it; undefined: not served. */
export function resourceOfKind(cluster: Cluster, apiVersion: string, kind: string): Resource | undefined {
  const [group = "", version = ""] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  return servedIn(cluster, group, version).find((resource) => resource.kind === kind);
}
