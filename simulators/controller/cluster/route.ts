import { servedIn } from "./registry.ts";
import type { Resource } from "./resources.ts";
import type { Cluster } from "./types.ts";

/** What a path stands for. */
export type Route =
  | {
      readonly kind: "resource";
      readonly resource: Resource;
      /** "" : none, or all. */
      readonly namespace: string;
      readonly name: string;
      readonly subresource: string;
    }
  /** `/api`, `/apis/apps/v1`, `/version`: answered by `discovery.ts`. */
  | { readonly kind: "discovery" }
  /** Inside a group and version that is served, but no resource of it. `isCustom`: the group has custom resources only. */
  | { readonly kind: "unknown"; readonly isCustom: boolean }
  /** No group or version that is served: plain text. */
  | { readonly kind: "none" };

/** Reads a path, decoded and without query. */
export function findRoute(cluster: Cluster, path: string): Route {
  const [root, ...rest] = path.split("/").filter((part) => part !== "");
  if (root === "version" && rest.length === 0) return { kind: "discovery" };
  if (root === "api") return inGroup(cluster, "", rest);
  if (root === "apis") return rest[0] === undefined ? { kind: "discovery" } : inGroup(cluster, rest[0], rest.slice(1));
  return { kind: "none" };
}

/** Below `namespaces/NAME` these are of the namespace itself. */
const namespaceParts = new Set(["status", "finalize"]);

function inGroup(cluster: Cluster, group: string, [version, ...parts]: readonly string[]): Route {
  if (version === undefined) return { kind: "discovery" };
  const served = servedIn(cluster, group, version);
  if (served.length === 0) return { kind: "none" };
  if (parts.length === 0) return { kind: "discovery" };
  const isInside = parts[0] === "namespaces" && parts.length > 2 && !namespaceParts.has(parts[2] ?? "");
  const namespace = isInside ? (parts[1] ?? "") : "";
  const [plural, name = "", subresource = "", ...more] = isInside ? parts.slice(2) : parts;
  const resource = served.find((candidate) => candidate.plural === plural);
  const isCustom = served.every((candidate) => candidate.isCustom);
  if (resource === undefined || more.length > 0) return { kind: "unknown", isCustom };
  // A cluster-wide kind has no path below a namespace; a namespaced one is reached without only as a collection.
  if (isInside !== resource.isNamespaced && (isInside || name !== "")) return { kind: "unknown", isCustom };
  return { kind: "resource", resource, namespace, name, subresource };
}
