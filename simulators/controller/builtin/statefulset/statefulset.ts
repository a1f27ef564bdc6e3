import { isSameJson } from "../../cluster/frozen.ts";
import type { ApiRequest, Cluster } from "../../cluster/types.ts";
import { claim } from "../adopt.ts";
import { isRunningAndReady, phaseOf } from "../pods.ts";
import { createRequest, deleteRequest, replaceRequest, statusRequest } from "../requests.ts";
import { isEmptySelector } from "../selector.ts";
import { type BuiltinController, defineBuiltinOf } from "../types.ts";
import {
  counter,
  isBeingDeleted,
  isNamespaceClosed,
  type Pod,
  podsOf,
  type StatefulSet,
  type StatefulSetStatus,
  statefulSetsOf,
} from "../views.ts";
import { claimsOfPod, identityOf, isIdentical, ordinalOf, podOfSet, revisionOf } from "./identity.ts";
import { adoptRevisions, dropHistory, orphansOf, type Revisions, revisionsOfSet, templateOf } from "./revisions.ts";

/** What has come to the controller after 1.20, and is wanted in the search. */
export interface StatefulSetOptions {
  /** Claims that are missing while the pod waits for them are made again (since 1.26). */
  readonly makesMissingClaims: boolean;
}

/** Numbered pods with claims of their own, one after the other (`pkg/controller/statefulset`). */
export const statefulSetController = (options: StatefulSetOptions): BuiltinController =>
  defineBuiltinOf(
    "statefulset-controller",
    ["/namespaces", "apps/statefulsets", "apps/controllerrevisions", "/persistentvolumeclaims", "/pods"],
    function* (cluster) {
      for (const set of statefulSetsOf(cluster)) yield* sync(cluster, set, options);
    },
  );

function* sync(cluster: Cluster, set: StatefulSet, options: StatefulSetOptions): Iterable<ApiRequest> {
  if (isEmptySelector(set.spec.selector)) return;
  const orphans = orphansOf(cluster, set);
  if (!isBeingDeleted(set)) yield* adoptRevisions(set, orphans);
  const { owned, requests } = claim(set, "/pods", podsOf(cluster), ({ metadata }) => ordinalOf(set, metadata.name) !== undefined);
  yield* requests;
  const revisions = revisionsOfSet(cluster, set);
  if (revisions === undefined) return;
  if (!("update" in revisions)) {
    // A set that is going adopts nothing, and as long as there is something to adopt nothing else is done for it (`adoptOrphanRevisions`).
    if (!isBeingDeleted(set) || orphans.length === 0) yield revisions;
    return;
  }
  if (!isBeingDeleted(set)) yield* change(cluster, set, owned, revisions, options);
  const status = statusOf(set, owned, revisions);
  if (!isSameJson(status, set.status)) yield statusRequest("apps/statefulsets", set, status);
  yield* dropHistory(set, revisions, owned.map(revisionOf));
}

const isHealthy = (pod: Pod): boolean => isRunningAndReady(pod) && !isBeingDeleted(pod);

/** The next step towards the wanted pods (`updateStatefulSet`). */
function* change(
  cluster: Cluster,
  set: StatefulSet,
  pods: readonly Pod[],
  revisions: Revisions,
  options: StatefulSetOptions,
): Iterable<ApiRequest> {
  const wanted = set.spec.replicas ?? 1;
  const isOrdered = set.spec.podManagementPolicy !== "Parallel";
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod.metadata.name) ?? 0, pod]));
  for (let ordinal = 0; ordinal < wanted; ordinal += 1) {
    const pod = byOrdinal.get(ordinal);
    if (pod === undefined || (phaseOf(pod) === "Failed" && !isBeingDeleted(pod))) {
      yield* pod === undefined ? createPod(cluster, set, revisions, ordinal) : [deleteRequest("/pods", pod)];
      if (isOrdered) return;
      continue;
    }
    if (options.makesMissingClaims && phaseOf(pod) === "Pending") yield* createClaims(cluster, set, ordinal);
    if (!isHealthy(pod) && isOrdered) return;
    if (!isIdentical(set, pod, ordinal)) yield replaceRequest("/pods", pod, identityOf(set, pod, ordinal));
  }
  if (!(yield* condemn(byOrdinal, wanted, isOrdered))) return;
  yield* update(set, byOrdinal, wanted, revisions);
}

function* createPod(cluster: Cluster, set: StatefulSet, revisions: Revisions, ordinal: number): Iterable<ApiRequest> {
  if (isNamespaceClosed(cluster, set.metadata.namespace)) return;
  yield* createClaims(cluster, set, ordinal);
  const { type = "RollingUpdate", rollingUpdate } = set.spec.updateStrategy ?? {};
  const stays = type === "RollingUpdate" && ordinal < (rollingUpdate ? (rollingUpdate.partition ?? 0) : (set.status?.currentReplicas ?? 0));
  const revision = stays ? revisions.current : revisions.update;
  yield createRequest("/pods", set.metadata.namespace, podOfSet(set, templateOf(revision), revision.metadata.name, ordinal));
}

function* createClaims(cluster: Cluster, set: StatefulSet, ordinal: number): Iterable<ApiRequest> {
  const { namespace } = set.metadata;
  if (isNamespaceClosed(cluster, namespace)) return;
  for (const body of claimsOfPod(set, ordinal)) {
    const isThere = cluster.get("/persistentvolumeclaims", `${namespace ?? ""}/${body.metadata.name}`) !== undefined;
    if (!isThere) yield createRequest("/persistentvolumeclaims", namespace, body);
  }
}

/** Pods beyond the wanted ones go, the last first. @returns Whether the update may go on in the same round. */
function* condemn(byOrdinal: ReadonlyMap<number, Pod>, wanted: number, isOrdered: boolean): Generator<ApiRequest, boolean> {
  const ordinals = [...byOrdinal.keys()].sort((a, b) => a - b);
  const firstUnhealthy = ordinals.find((ordinal) => !isHealthy(byOrdinal.get(ordinal) as Pod));
  for (const ordinal of ordinals.reverse()) {
    if (ordinal < wanted) break;
    const pod = byOrdinal.get(ordinal) as Pod;
    if (isBeingDeleted(pod)) {
      if (isOrdered) return false;
      continue;
    }
    if (isOrdered && !isRunningAndReady(pod) && ordinal !== firstUnhealthy) return false;
    yield deleteRequest("/pods", pod);
    if (isOrdered) return false;
  }
  return true;
}

/** The last pod of an older template goes, once all behind it are healthy. */
function* update(set: StatefulSet, byOrdinal: ReadonlyMap<number, Pod>, wanted: number, revisions: Revisions): Iterable<ApiRequest> {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type === "OnDelete") return;
  for (let ordinal = wanted - 1; ordinal >= (rollingUpdate?.partition ?? 0); ordinal -= 1) {
    const pod = byOrdinal.get(ordinal);
    if (pod === undefined) return;
    if (revisionOf(pod) !== revisions.update.metadata.name && !isBeingDeleted(pod)) return yield deleteRequest("/pods", pod);
    if (!isHealthy(pod)) return;
  }
}

function statusOf(set: StatefulSet, pods: readonly Pod[], { current, update: latest }: Revisions): StatefulSetStatus {
  const count = (revision: string): number => pods.filter((pod) => !isBeingDeleted(pod) && revisionOf(pod) === revision).length;
  const ready = pods.filter(isRunningAndReady).length;
  const updated = count(latest.metadata.name);
  // `completeRollingUpdate`
  const isComplete =
    (set.spec.updateStrategy?.type ?? "RollingUpdate") === "RollingUpdate" && updated === pods.length && ready === pods.length;
  const { collisionCount = 0 } = set.status ?? {};
  return {
    ...counter("observedGeneration", set.metadata.generation ?? 0),
    replicas: pods.length,
    ...counter("readyReplicas", ready),
    ...counter("currentReplicas", isComplete ? updated : count(current.metadata.name)),
    ...counter("updatedReplicas", updated),
    currentRevision: isComplete ? latest.metadata.name : current.metadata.name,
    updateRevision: latest.metadata.name,
    collisionCount,
  };
}
