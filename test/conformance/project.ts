import type { Json, JsonObject } from "../../protocol/json.ts";
import type { Cluster, StoredObject } from "../../simulators/controller/cluster/types.ts";

/** Resources whose objects are compared, by kind. */
export const compared: Readonly<Record<string, string>> = {
  ConfigMap: "/configmaps",
  Secret: "/secrets",
  Service: "/services",
  Pod: "/pods",
  PersistentVolumeClaim: "/persistentvolumeclaims",
  Deployment: "apps/deployments",
  StatefulSet: "apps/statefulsets",
  Job: "batch/jobs",
  PodDisruptionBudget: "policy/poddisruptionbudgets",
  Widget: "conformance.example.com/widgets",
  Gadget: "conformance.example.com/gadgets",
  Endpoints: "/endpoints",
  ReplicaSet: "apps/replicasets",
  ControllerRevision: "apps/controllerrevisions",
  Namespace: "/namespaces",
};

const statusFields: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas", "observedGeneration"],
  ReplicaSet: ["replicas", "readyReplicas", "availableReplicas", "observedGeneration"],
  StatefulSet: ["replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "observedGeneration"],
  Job: ["active", "succeeded", "failed"],
  PodDisruptionBudget: ["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"],
  Pod: ["phase"],
  PersistentVolumeClaim: ["phase"],
  Namespace: ["phase"],
};

interface Found {
  readonly kind: string;
  readonly object: StoredObject;
}

/** Symbols of the hashes in names, kept over a whole sequence: base name → hashes in order of creation. */
export type Symbols = Map<string, string[]>;

/** What is compared of the objects in the namespaces of a sequence, in the form of the recordings. */
export function project(cluster: Cluster, namespace: string, symbols: Symbols): readonly Json[] {
  const found = objectsIn(cluster, namespace);
  for (const { kind, object } of [...found].sort(byCreation)) {
    const hash = hashOf(kind, object);
    const { name } = object.metadata;
    if (hash === undefined || !name.endsWith(`-${hash}`)) continue;
    const base = name.slice(0, -hash.length - 1);
    const known = symbols.get(base) ?? [];
    if (!known.includes(hash)) symbols.set(base, [...known, hash]);
  }
  const uids = new Set(found.map(({ object }) => object.metadata.uid));
  const rows = found.map((each) => JSON.stringify(row(each, namespace, uids, symbols)));
  return rows.sort().map((text) => JSON.parse(text) as Json);
}

function objectsIn(cluster: Cluster, namespace: string): readonly Found[] {
  const isIn = (kind: string, { metadata }: StoredObject): boolean =>
    kind === "Namespace"
      ? metadata.labels?.["seq"] === namespace
      : metadata.namespace === namespace || metadata.namespace === `${namespace}-b`;
  return Object.entries(compared).flatMap(([kind, resource]) =>
    cluster
      .list(resource)
      .filter((object) => isIn(kind, object))
      .map((object) => ({ kind, object })),
  );
}

function byCreation(a: Found, b: Found): number {
  const [left, right] = [a.object.metadata, b.object.metadata];
  if (left.creationTimestamp !== right.creationTimestamp) return (left.creationTimestamp ?? "") < (right.creationTimestamp ?? "") ? -1 : 1;
  return Number(left.resourceVersion) - Number(right.resourceVersion);
}

function hashOf(kind: string, { metadata }: StoredObject): string | undefined {
  if (kind === "ReplicaSet") return metadata.labels?.["pod-template-hash"];
  return kind === "ControllerRevision" ? metadata.labels?.["controller.kubernetes.io/hash"] : undefined;
}

function symbolic(name: string, symbols: Symbols): string {
  for (const [base, hashes] of symbols) {
    for (const [index, hash] of hashes.entries()) {
      const [before, after] = [`${base}-${hash}`, `${base}-{H${index + 1}}`];
      if (name === before) return after;
      if (name.startsWith(`${before}-`)) return after + name.slice(before.length);
    }
  }
  return name;
}

function nameOf({ metadata }: StoredObject, namespace: string, symbols: Symbols): string {
  const prefix = metadata["generateName"];
  const isGenerated =
    typeof prefix === "string" && metadata.labels?.["statefulset.kubernetes.io/pod-name"] === undefined && metadata.name.startsWith(prefix);
  return (isGenerated ? `${symbolic(prefix, symbols)}*` : symbolic(metadata.name, symbols)).replaceAll(namespace, "NS");
}

/** The value at a path, read without types. */
function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let found = value;
  for (const part of path)
    found = typeof found === "object" && found !== null ? (found as Readonly<Record<string, Json>>)[part] : undefined;
  return found;
}

const listAt = (value: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
};

function row({ kind, object }: Found, namespace: string, uids: ReadonlySet<string>, symbols: Symbols): JsonObject {
  const { metadata } = object;
  const out: Record<string, Json | undefined> = { kind, name: nameOf(object, namespace, symbols) };
  if (metadata.namespace !== undefined && metadata.namespace !== namespace) out["ns"] = metadata.namespace.replaceAll(namespace, "NS");
  const owners = (metadata.ownerReferences ?? []).map((owner) => ({
    kind: owner.kind,
    name: symbolic(owner.name, symbols),
    ...(owner.controller ? { controller: true } : {}),
    ...(owner.blockOwnerDeletion ? { block: true } : {}),
    live: uids.has(owner.uid),
  }));
  if (owners.length > 0) out["owners"] = owners.sort((a, b) => (a.kind + a.name < b.kind + b.name ? -1 : 1));
  if (metadata.deletionTimestamp !== undefined) out["deleting"] = true;
  if (metadata.finalizers?.length) out["finalizers"] = [...metadata.finalizers].sort();
  if (metadata.labels?.["app"]) out["app"] = metadata.labels["app"];
  if (at(object, "spec", "replicas") !== undefined) out["replicas"] = at(object, "spec", "replicas");
  const details = detailsOf(kind, object);
  Object.assign(out, details);
  // A failed job also ends its other pods: the counters depend on timing.
  const isFailed = listAt(details, "conditions").includes("Failed");
  const counters = (statusFields[kind] ?? []).filter(
    (field) => at(object, "status", field) !== undefined && !(isFailed && (field === "failed" || field === "active")),
  );
  if (counters.length > 0) out["status"] = Object.fromEntries(counters.map((field) => [field, at(object, "status", field) ?? null]));
  return JSON.parse(JSON.stringify(out)) as JsonObject;
}

const isTrue = (condition: Json): boolean => at(condition, "status") === "True";

/** What is told of the objects of one kind alone. */
function detailsOf(kind: string, object: StoredObject): JsonObject {
  const conditions = listAt(object, "status", "conditions");
  const imageOf = (...path: readonly string[]): Json => at(object, ...path, "containers", 0, "image") ?? null;
  const sum = (field: string): number =>
    listAt(object, "subsets").reduce<number>((total, subset) => total + listAt(subset, field).length, 0);
  switch (kind) {
    case "Namespace": {
      const specFinalizers = at(object, "spec", "finalizers");
      return specFinalizers === undefined ? {} : { specFinalizers };
    }
    case "Pod": {
      const claims = listAt(object, "spec", "volumes").flatMap((volume) => at(volume, "persistentVolumeClaim", "claimName") ?? []);
      const ready = conditions.some((condition) => at(condition, "type") === "Ready" && isTrue(condition));
      return { image: imageOf("spec"), ready, ...(claims.length > 0 ? { claims } : {}) };
    }
    case "PersistentVolumeClaim":
      return { storage: at(object, "spec", "resources", "requests", "storage") ?? null };
    case "ReplicaSet":
    case "Deployment":
    case "StatefulSet":
      return { image: imageOf("spec", "template", "spec") };
    case "ControllerRevision":
      return { revision: object["revision"] ?? null };
    case "Endpoints":
      return { addresses: sum("addresses"), notReady: sum("notReadyAddresses") };
    case "Job":
      return {
        conditions: conditions
          .filter(isTrue)
          .map((condition) => at(condition, "type") as string)
          .sort(),
      };
    default:
      return {};
  }
}
