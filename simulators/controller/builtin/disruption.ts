import type { JsonObject } from "../../../protocol/json.ts";
import { isSameJson } from "../cluster/frozen.ts";
import type { ApiRequest, Cluster, OwnerReference, StoredObject } from "../cluster/types.ts";
import { scaled } from "./deployment/limits.ts";
import { isReady } from "./pods.ts";
import { statusRequest } from "./requests.ts";
import { isEmptySelector, selects } from "./selector.ts";
import { defineBuiltin } from "./types.ts";
import { budgetsOf, controllerOf, isBeingDeleted, type Pod, type PodDisruptionBudget, podsOf } from "./views.ts";

/** How many pods each PodDisruptionBudget lets go (`pkg/controller/disruption`). */
export const disruptionController = defineBuiltin("disruption-controller", function* (cluster) {
  for (const budget of budgetsOf(cluster)) yield* sync(cluster, budget);
});

function* sync(cluster: Cluster, budget: PodDisruptionBudget): Iterable<ApiRequest> {
  const pods = podsOfBudget(cluster, budget);
  const expected = expectedPods(cluster, budget, pods);
  const status = expected === undefined ? closed(budget) : statusOf(budget, pods, expected);
  if (!isSameJson(status, budget.status)) yield statusRequest("policy/poddisruptionbudgets", budget, status);
}

/** An empty selector fits no pod in `policy/v1beta1`, and all pods since. */
function podsOfBudget(cluster: Cluster, { apiVersion, metadata, spec }: PodDisruptionBudget): readonly Pod[] {
  const { selector } = spec;
  if (selector === undefined || (isEmptySelector(selector) && apiVersion === "policy/v1beta1")) return [];
  return podsOf(cluster).filter((pod) => pod.metadata.namespace === metadata.namespace && selects(selector, pod.metadata.labels));
}

interface Expected {
  readonly pods: number;
  readonly healthy: number;
}

/** Undefined: the pods' workloads are not known, so nothing may be disturbed. */
function expectedPods(cluster: Cluster, { spec }: PodDisruptionBudget, pods: readonly Pod[]): Expected | undefined {
  const { maxUnavailable, minAvailable } = spec;
  if (maxUnavailable === undefined && typeof minAvailable === "number") return { pods: pods.length, healthy: minAvailable };
  if (maxUnavailable === undefined && minAvailable === undefined) return { pods: 0, healthy: 0 };
  const scale = expectedScale(cluster, pods);
  if (scale === undefined) return undefined;
  if (maxUnavailable !== undefined) return { pods: scale, healthy: Math.max(0, scale - scaled(maxUnavailable, scale, Math.ceil)) };
  return { pods: scale, healthy: scaled(minAvailable ?? 0, scale, Math.ceil) };
}

/** Sum of the sizes of the pods' workloads, each counted once. */
function expectedScale(cluster: Cluster, pods: readonly Pod[]): number | undefined {
  const sizes = new Map<string, number>();
  for (const pod of pods) {
    const workload = workloadOf(cluster, pod);
    const replicas = (workload?.["spec"] as { readonly replicas?: number } | undefined)?.replicas;
    if (workload === undefined || replicas === undefined) return undefined;
    sizes.set(workload.metadata.uid, replicas);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

const workloads: Readonly<Record<string, string>> = {
  ReplicaSet: "apps/replicasets",
  StatefulSet: "apps/statefulsets",
  Deployment: "apps/deployments",
  ReplicationController: "/replicationcontrollers",
};

function workloadOf(cluster: Cluster, pod: Pod): StoredObject | undefined {
  const owner = referred(cluster, pod, controllerOf(pod));
  if (owner?.kind !== "ReplicaSet") return owner;
  const above = controllerOf(owner);
  return above?.kind === "Deployment" ? referred(cluster, owner, above) : owner;
}

/** Any other kind counts if it has a size: a custom resource with a scale subresource. */
function referred(cluster: Cluster, object: StoredObject, reference: OwnerReference | undefined): StoredObject | undefined {
  if (reference === undefined) return undefined;
  const key = `${object.metadata.namespace ?? ""}/${reference.name}`;
  const resource = workloads[reference.kind];
  const found =
    resource === undefined
      ? cluster.resources.map((each) => cluster.get(each, key)).find((each) => each?.metadata.uid === reference.uid)
      : cluster.get(resource, key);
  return found?.metadata.uid === reference.uid ? found : undefined;
}

function statusOf(budget: PodDisruptionBudget, pods: readonly Pod[], expected: Expected): JsonObject {
  const evicted = awaited(budget, pods).disruptedPods ?? {};
  const healthy = pods.filter((pod) => isReady(pod) && !isBeingDeleted(pod) && evicted[pod.metadata.name] === undefined).length;
  const { disruptedPods: _, ...known } = budget.status ?? {};
  return {
    ...known,
    ...awaited(budget, pods),
    disruptionsAllowed: expected.pods <= 0 ? 0 : Math.max(0, healthy - expected.healthy),
    currentHealthy: healthy,
    desiredHealthy: expected.healthy,
    expectedPods: expected.pods,
    ...(budget.metadata.generation === undefined ? {} : { observedGeneration: budget.metadata.generation }),
  };
}

/** Pods that the server has let go and that are not being deleted yet. */
function awaited({ status }: PodDisruptionBudget, pods: readonly Pod[]): { readonly disruptedPods?: Readonly<Record<string, string>> } {
  const waiting = new Set(pods.filter((pod) => !isBeingDeleted(pod)).map(({ metadata }) => metadata.name));
  const left = Object.entries(status?.disruptedPods ?? {}).filter(([name]) => waiting.has(name));
  return left.length === 0 ? {} : { disruptedPods: Object.fromEntries(left) };
}

/** `failSafe`: all but the permission stays as it was. */
const closed = ({ status }: PodDisruptionBudget): JsonObject => ({
  currentHealthy: 0,
  desiredHealthy: 0,
  expectedPods: 0,
  ...status,
  disruptionsAllowed: 0,
});
