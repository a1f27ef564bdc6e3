import type { JsonObject } from "../../../protocol/json.ts";
import { registered } from "./registry.ts";
import type { Resource } from "./resources.ts";
import type { Cluster } from "./types.ts";

/** What the server says of itself at `/version`, `/api`, `/apis` and below; undefined: nothing is there. */
export function discover(cluster: Cluster, path: string): JsonObject | undefined {
  const [root, first, second] = path.split("/").filter((part) => part !== "");
  const all = registered(cluster);
  if (root === "version") return version;
  if (root === "api")
    return first === undefined ? { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] } : resourceList(all, "", first);
  if (first === undefined) return { kind: "APIGroupList", apiVersion: "v1", groups: groupsOf(all).map((group) => groupBody(all, group)) };
  return second === undefined ? { ...groupBody(all, first), kind: "APIGroup", apiVersion: "v1" } : resourceList(all, first, second);
}

const version: JsonObject = { major: "1", minor: "20", gitVersion: "v1.20.2", goVersion: "", compiler: "", platform: "" };

const groupsOf = (all: readonly Resource[]): readonly string[] =>
  [...new Set(all.map(({ group }) => group))].filter((group) => group !== "");

function groupBody(all: readonly Resource[], group: string): JsonObject {
  const names = [...new Set(all.filter((resource) => resource.group === group).map((resource) => resource.version))];
  const versions = names.map((name) => ({ groupVersion: `${group}/${name}`, version: name }));
  return { name: group, versions, preferredVersion: versions[0] ?? {} };
}

function resourceList(all: readonly Resource[], group: string, name: string): JsonObject {
  const served = all.filter((resource) => resource.group === group && resource.version === name);
  const groupVersion = group === "" ? name : `${group}/${name}`;
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: served.flatMap(resourceEntries) };
}

const allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

function resourceEntries(resource: Resource): readonly JsonObject[] {
  const { plural, singular, kind, isNamespaced: namespaced, shortNames = [] } = resource;
  const verbs = resource.strategy.deletion?.hasNoCollection === true ? allVerbs.filter((verb) => verb !== "deletecollection") : allVerbs;
  const names = shortNames.length === 0 ? {} : { shortNames };
  const main = { name: plural, singularName: resource.isCustom ? singular : "", namespaced, kind, verbs, ...names };
  return [main, ...resource.subresources.map((subresource) => subresourceEntry(resource, subresource))];
}

function subresourceEntry(resource: Resource, subresource: string): JsonObject {
  const entry = { name: `${resource.plural}/${subresource}`, singularName: "", namespaced: resource.isNamespaced };
  switch (subresource) {
    case "scale":
      return { ...entry, group: "autoscaling", version: "v1", kind: "Scale", verbs: ["get", "patch", "update"] };
    case "binding":
      return { ...entry, kind: "Binding", verbs: ["create"] };
    case "finalize":
      return { ...entry, kind: resource.kind, verbs: ["update"] };
    default:
      return { ...entry, kind: resource.kind, verbs: ["get", "patch", "update"] };
  }
}
