import type { JsonObject } from "../../../protocol/json.ts";
import { isSameJson } from "../cluster/frozen.ts";
import type { ApiRequest, Cluster } from "../cluster/types.ts";
import { claim } from "./adopt.ts";
import { byExpendability, isActive, isReady, podFromTemplate } from "./pods.ts";
import { createRequest, deleteRequest, statusRequest } from "./requests.ts";
import { selects } from "./selector.ts";
import { defineBuiltinOf } from "./types.ts";
import { counter, isBeingDeleted, isNamespaceClosed, type Pod, podsOf, type ReplicaSet, replicaSetsOf } from "./views.ts";

/** Keeps as many pods as each ReplicaSet asks for (`pkg/controller/replicaset`). */
export const replicaSetController = defineBuiltinOf(
  "replicaset-controller",
  ["/namespaces", "apps/replicasets", "/pods"],
  function* (cluster) {
    for (const set of replicaSetsOf(cluster)) yield* sync(cluster, set);
  },
);

function* sync(cluster: Cluster, set: ReplicaSet): Iterable<ApiRequest> {
  const { owned, requests } = claim(set, "/pods", podsOf(cluster).filter(isActive));
  yield* requests;
  if (!isBeingDeleted(set)) yield* scale(cluster, set, owned);
  const status = statusOf(set, owned);
  if (!isSameJson(status, set.status)) yield statusRequest("apps/replicasets", set, status);
}

function* scale(cluster: Cluster, set: ReplicaSet, pods: readonly Pod[]): Iterable<ApiRequest> {
  const wanted = set.spec.replicas ?? 1;
  if (pods.length < wanted && !isNamespaceClosed(cluster, set.metadata.namespace)) {
    yield createRequest("/pods", set.metadata.namespace, podFromTemplate(set.spec.template, set));
  }
  const first = pods.length > wanted ? [...pods].sort(byExpendability)[0] : undefined;
  if (first !== undefined) yield deleteRequest("/pods", first);
}

function statusOf(set: ReplicaSet, pods: readonly Pod[]): JsonObject {
  const labels = set.spec.template.metadata?.labels;
  const ready = pods.filter(isReady).length;
  const { conditions } = set.status ?? {};
  return {
    replicas: pods.length,
    ...counter(
      "fullyLabeledReplicas",
      pods.filter(({ metadata }) => selects({ ...(labels && { matchLabels: labels }) }, metadata.labels)).length,
    ),
    ...counter("readyReplicas", ready),
    ...counter("availableReplicas", ready),
    ...counter("observedGeneration", set.metadata.generation ?? 0),
    ...(conditions === undefined ? {} : { conditions }),
  };
}
