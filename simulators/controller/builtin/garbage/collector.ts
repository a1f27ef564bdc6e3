import { definitions } from "../../cluster/registry.ts";
import type { ApiRequest, OwnerReference, StoredObject } from "../../cluster/types.ts";
import { withoutOwners } from "../adopt.ts";
import { Remembered } from "../remembered.ts";
import { deleteRequest, type Propagation, patchRequest } from "../requests.ts";
import { defineBuiltin } from "../types.ts";
import {
  blocks,
  classify,
  foregroundFinalizer,
  type Graph,
  graphOf,
  isDeletingDependents,
  isOrphaning,
  type Node,
  orphanFinalizer,
  shelvesOf,
} from "./graph.ts";

/** Deletes what has lost its owners (`pkg/controller/garbagecollector`). */
export const garbageCollector = defineBuiltin("generic-garbage-collector", (cluster) => {
  const shelves = shelvesOf(cluster);
  let text = String(numberOf(cluster.list(definitions)));
  for (const { number } of shelves) text += ` ${number}`;
  return known.of(text, () => [...collected(graphOf(cluster, shelves))]);
});

/** By the parts of the graph, and the definitions that tell where kinds are served: nothing else of a cluster is looked at. */
const known = new Remembered<readonly ApiRequest[]>();

const numbers = new WeakMap<readonly StoredObject[], number>();
let count = 0;

/** Of a list: the same array as long as nothing in it has changed. */
function numberOf(list: readonly StoredObject[]): number {
  const number = numbers.get(list) ?? count++;
  numbers.set(list, number);
  return number;
}

function* collected(graph: Graph): Iterable<ApiRequest> {
  // Dependents are let go before anything is deleted: an owner that orphans is solid until it has done so.
  for (const node of graph.going) if (isOrphaning(node.object)) yield* orphan(graph, node);
  // An owner that waits for its dependents has put them in the queue before itself.
  for (const node of graph.owned) yield* collect(graph, node);
  for (const node of graph.going) if (isDeletingDependents(node.object)) yield* finishForeground(graph, node);
}

function* orphan(graph: Graph, owner: Node): Iterable<ApiRequest> {
  const { uid } = owner.object.metadata;
  const dependents = graph.dependents(uid);
  for (const { resource, object } of dependents) yield withoutOwners(resource, object, (each) => each === uid);
  if (dependents.length === 0) yield withoutFinalizer(owner, orphanFinalizer);
}

function* finishForeground(graph: Graph, owner: Node): Iterable<ApiRequest> {
  const { uid } = owner.object.metadata;
  if (!graph.dependents(uid).some((dependent) => blocks(dependent, uid))) yield withoutFinalizer(owner, foregroundFinalizer);
}

function withoutFinalizer({ resource, object }: Node, name: string): ApiRequest {
  const finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== name);
  return patchRequest(resource, object, { finalizers: finalizers.length === 0 ? null : finalizers });
}

/** `attemptToDeleteItem`. */
function* collect(graph: Graph, node: Node): Iterable<ApiRequest> {
  const { resource, object } = node;
  const references = classify(graph, object);
  if (references === undefined) return;
  const { solid, dangling, waiting } = references;
  if (solid.length > 0) {
    const lost = new Set([...dangling, ...waiting].map(({ uid }) => uid));
    if (lost.size > 0) yield withoutOwners(resource, object, (uid) => lost.has(uid));
    return;
  }
  const dependents = graph.dependents(object.metadata.uid);
  if (waiting.length === 0 || dependents.length === 0) {
    yield deleteRequest(resource, object, policyOf(object.metadata.finalizers ?? []));
    return;
  }
  // In a circle each would wait for the other: this one no longer blocks its owners.
  const isCircle = dependents.some((dependent) => isDeletingDependents(dependent.object));
  if (isCircle && object.metadata.ownerReferences?.some(({ blockOwnerDeletion }) => blockOwnerDeletion === true)) {
    yield patchRequest(resource, object, { ownerReferences: (object.metadata.ownerReferences ?? []).map(unblocked) });
  }
  yield deleteRequest(resource, object, "Foreground");
}

const unblocked = (reference: OwnerReference): OwnerReference => ({ ...reference, blockOwnerDeletion: false });

/** What was asked for when the object's finalizers were set goes before the default. */
const policyOf = (finalizers: readonly string[]): Propagation =>
  finalizers.includes(orphanFinalizer) ? "Orphan" : finalizers.includes(foregroundFinalizer) ? "Foreground" : "Background";
