import { resourceOfKind } from "../../cluster/registry.ts";
import type { Cluster, OwnerReference, StoredObject } from "../../cluster/types.ts";
import { isBeingDeleted } from "../views.ts";

export const orphanFinalizer = "orphan";
export const foregroundFinalizer = "foregroundDeletion";

export interface Node {
  readonly resource: string;
  readonly object: StoredObject;
}

/** Who owns whom. */
export interface Graph {
  readonly cluster: Cluster;
  readonly nodes: readonly Node[];
  /** Objects that name the one with this uid as an owner, in whatever namespace. */
  dependents(uid: string): readonly Node[];
  withUid(uid: string): Node | undefined;
}

/** Events are no part of it: the collector does not watch them. */
export function graphOf(cluster: Cluster): Graph {
  const nodes: Node[] = [];
  const dependents = new Map<string, Node[]>();
  const byUid = new Map<string, Node>();
  for (const resource of cluster.resources) {
    if (resource.endsWith("/events")) continue;
    for (const object of cluster.list(resource)) {
      const node = { resource, object };
      nodes.push(node);
      byUid.set(object.metadata.uid, node);
      for (const uid of new Set(object.metadata.ownerReferences?.map((reference) => reference.uid))) {
        const known = dependents.get(uid);
        if (known === undefined) dependents.set(uid, [node]);
        else known.push(node);
      }
    }
  }
  return { cluster, nodes, dependents: (uid) => dependents.get(uid) ?? [], withUid: (uid) => byUid.get(uid) };
}

const hasFinalizer = ({ metadata }: StoredObject, name: string): boolean => metadata.finalizers?.includes(name) ?? false;

export const isOrphaning = (object: StoredObject): boolean => isBeingDeleted(object) && hasFinalizer(object, orphanFinalizer);

/** Does it wait for its dependents to go first? */
export const isDeletingDependents = (object: StoredObject): boolean => isBeingDeleted(object) && hasFinalizer(object, foregroundFinalizer);

export const blocks = ({ object }: Node, ownerUid: string): boolean =>
  object.metadata.ownerReferences?.some(({ uid, blockOwnerDeletion }) => uid === ownerUid && blockOwnerDeletion === true) ?? false;

export interface References {
  /** Owners that are there and stay. */
  readonly solid: readonly OwnerReference[];
  /** Owners that are not there: gone, replaced under the same name, or in another namespace. */
  readonly dangling: readonly OwnerReference[];
  /** Owners that wait for their dependents to go. */
  readonly waiting: readonly OwnerReference[];
}

/**
 * `classifyReferences`.
 *
 * @returns undefined: one of them cannot be looked up, its kind is not served or lies in namespaces while the dependent does not. Nothing is done then.
 */
export function classify(graph: Graph, object: StoredObject): References | undefined {
  const solid: OwnerReference[] = [];
  const dangling: OwnerReference[] = [];
  const waiting: OwnerReference[] = [];
  for (const reference of object.metadata.ownerReferences ?? []) {
    const owner = ownerAt(graph, object, reference);
    if (owner === undefined && !isLookedUp(graph, object, reference)) return undefined;
    if (owner === undefined) dangling.push(reference);
    else if (isDeletingDependents(owner)) waiting.push(reference);
    else solid.push(reference);
  }
  return { solid, dangling, waiting };
}

function isLookedUp({ cluster }: Graph, { metadata }: StoredObject, { apiVersion, kind }: OwnerReference): boolean {
  const resource = resourceOfKind(cluster, apiVersion, kind);
  return resource !== undefined && (!resource.isNamespaced || metadata.namespace !== undefined);
}

/** The owner under the very coordinates of the reference: group, kind, name, uid, and the namespace of the dependent. */
function ownerAt(graph: Graph, dependent: StoredObject, { uid, apiVersion, kind, name }: OwnerReference): StoredObject | undefined {
  const owner = graph.withUid(uid)?.object;
  const isMeant =
    owner !== undefined &&
    owner.kind === kind &&
    owner.metadata.name === name &&
    groupOf(owner.apiVersion) === groupOf(apiVersion) &&
    (owner.metadata.namespace === undefined || owner.metadata.namespace === dependent.metadata.namespace);
  return isMeant ? owner : undefined;
}

const groupOf = (apiVersion: string): string => (apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "");
