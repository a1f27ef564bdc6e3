import type { JsonObject } from "../../../../protocol/json.ts";
import { isSameJson } from "../../cluster/frozen.ts";
import type { ApiRequest, Cluster } from "../../cluster/types.ts";
import { claim, controllerReference } from "../adopt.ts";
import { contentHash } from "../hash.ts";
import { isFinished } from "../pods.ts";
import { createRequest, deleteRequest, replaceRequest, statusRequest } from "../requests.ts";
import { isEmptySelector } from "../selector.ts";
import { defineBuiltinOf } from "../types.ts";
import {
  controllerOf,
  type Deployment,
  deploymentsOf,
  isBeingDeleted,
  isNamespaceClosed,
  podsOf,
  type ReplicaSet,
  replicaSetsOf,
} from "../views.ts";
import { isRolling, maxSurge, wantedReplicas } from "./limits.ts";
import {
  annotationsOf,
  type Generations,
  generationsOf,
  hashLabel,
  isActive,
  isSameTemplate,
  nextRevision,
  revisionAnnotation,
  total,
  wantedOf,
} from "./replica-sets.ts";
import { rollForward, rollOldDown } from "./rolling.ts";
import { isScalingEvent, scaleProportionally, scaleTo } from "./scale.ts";
import { isComplete, writeStatus } from "./status.ts";

/** Rolls pod templates out through ReplicaSets (`pkg/controller/deployment`). */
export const deploymentController = defineBuiltinOf(
  "deployment-controller",
  ["/namespaces", "apps/deployments", "apps/replicasets", "/pods"],
  function* (cluster) {
    for (const deployment of deploymentsOf(cluster)) yield* sync(cluster, deployment);
  },
);

function* sync(cluster: Cluster, deployment: Deployment): Iterable<ApiRequest> {
  if (isEmptySelector(deployment.spec.selector)) return;
  const { owned, requests } = claim(deployment, "apps/replicasets", replicaSetsOf(cluster));
  yield* requests;
  const sets = generationsOf(deployment, owned);
  if (isBeingDeleted(deployment)) return yield* writeStatus(deployment, sets, "counters");
  yield* keepRevision(deployment, sets);
  if (deployment.spec.paused === true || isScalingEvent(deployment, sets)) {
    yield* scaleProportionally(deployment, sets);
    if (deployment.spec.paused === true) yield* dropHistory(deployment, sets);
    return yield* writeStatus(deployment, sets, "counters");
  }
  yield* isRolling(deployment) ? roll(cluster, deployment, sets) : recreate(cluster, deployment, sets);
  if (isComplete(deployment, deployment.status)) yield* dropHistory(deployment, sets);
  yield* writeStatus(deployment, sets, "progress");
}

/** The current ReplicaSet carries the highest revision and the deployment's annotations, the deployment that revision. */
function* keepRevision(deployment: Deployment, { current, old }: Generations): Iterable<ApiRequest> {
  if (current === undefined) return;
  const annotations = annotationsOf(deployment, current, nextRevision(old));
  const { minReadySeconds = 0 } = deployment.spec;
  if (!isSameJson(annotations, current.metadata.annotations ?? {}) || minReadySeconds !== (current.spec.minReadySeconds ?? 0)) {
    const spec = { ...current.spec, ...(minReadySeconds === 0 ? {} : { minReadySeconds }) };
    yield replaceRequest("apps/replicasets", current, { metadata: { ...current.metadata, annotations }, spec });
  }
  const revision = current.metadata.annotations?.[revisionAnnotation];
  if (revision !== undefined && deployment.metadata.annotations?.[revisionAnnotation] !== revision) {
    const annotations = { ...deployment.metadata.annotations, [revisionAnnotation]: revision };
    // Through the status, where a changed annotation does not count as a new generation.
    const { status = {} } = deployment;
    yield replaceRequest("apps/deployments", deployment, { metadata: { ...deployment.metadata, annotations }, status }, "/status");
  }
}

function* roll(cluster: Cluster, deployment: Deployment, sets: Generations): Iterable<ApiRequest> {
  const { current } = sets;
  if (current === undefined) return yield* createCurrent(cluster, deployment, sets);
  yield* rollForward(deployment, current, sets.old);
  yield* rollOldDown(deployment, current, sets.old);
}

/** All old pods go before the first new one comes. */
function* recreate(cluster: Cluster, deployment: Deployment, sets: Generations): Iterable<ApiRequest> {
  for (const set of sets.old.filter(isActive)) yield* scaleTo(deployment, set, 0);
  if (sets.old.some(isActive) || hasOldPods(cluster, sets)) return;
  if (sets.current === undefined) yield* createCurrent(cluster, deployment, sets);
  else if (wantedOf(sets.current) !== wantedReplicas(deployment)) yield* scaleTo(deployment, sets.current, wantedReplicas(deployment));
}

function hasOldPods(cluster: Cluster, { old }: Generations): boolean {
  const owners = new Set(old.map(({ metadata }) => metadata.uid));
  return (
    total(old, ({ status }) => status?.replicas ?? 0) > 0 ||
    podsOf(cluster).some((pod) => owners.has(controllerOf(pod)?.uid ?? "") && !isFinished(pod))
  );
}

/** Makes the ReplicaSet of the present template; under another name if somebody else's has that one. */
function* createCurrent(cluster: Cluster, deployment: Deployment, { old }: Generations): Iterable<ApiRequest> {
  const { namespace } = deployment.metadata;
  if (isNamespaceClosed(cluster, namespace)) return;
  const body = currentReplicaSet(deployment, old);
  const holder = cluster.get("apps/replicasets", `${namespace ?? ""}/${body.metadata.name}`) as ReplicaSet | undefined;
  if (holder === undefined) return yield createRequest("apps/replicasets", namespace, body);
  const isOurs = controllerOf(holder)?.uid === deployment.metadata.uid && isSameTemplate(holder.spec.template, deployment.spec.template);
  if (isOurs) return;
  const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
  yield statusRequest("apps/deployments", deployment, { ...deployment.status, collisionCount });
}

function currentReplicaSet(
  deployment: Deployment,
  old: readonly ReplicaSet[],
): JsonObject & { readonly apiVersion: string; readonly metadata: JsonObject & { readonly name: string } } {
  const { template, selector, minReadySeconds } = deployment.spec;
  const hash = contentHash(template, deployment.status?.collisionCount ?? 0);
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const room = wantedReplicas(deployment) + maxSurge(deployment) - total(old, wantedOf);
  const replicas = isRolling(deployment) ? Math.max(0, Math.min(room, wantedReplicas(deployment))) : wantedReplicas(deployment);
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      labels,
      annotations: annotationsOf(deployment, undefined, nextRevision(old)),
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

/** Old ReplicaSets without pods go, the oldest first, once there are more than the history is to hold. */
function* dropHistory(deployment: Deployment, { old }: Generations): Iterable<ApiRequest> {
  const kept = old.filter((set) => !isBeingDeleted(set));
  const surplus = kept.length - (deployment.spec.revisionHistoryLimit ?? 10);
  for (const set of kept.slice(0, Math.max(0, surplus))) {
    const isIdle = (set.status?.replicas ?? 0) === 0 && !isActive(set);
    if (isIdle && (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0)) yield deleteRequest("apps/replicasets", set);
  }
}
