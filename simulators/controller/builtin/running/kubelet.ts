import type { JsonObject } from "../../../../protocol/json.ts";
import type { ApiRequest, Cluster } from "../../cluster/types.ts";
import { isFinished, isRunningAndReady, phaseOf } from "../pods.ts";
import { deleteRequest, madeBy, statusRequest } from "../requests.ts";
import { defineBuiltinOf } from "../types.ts";
import { isBeingDeleted, type Pod, podsOf } from "../views.ts";

/**
 * The node: a pod that has come to it runs and is ready, one after the other; one that is to go is stopped and goes;
 * one that is not restarted for ever (as those of a Job) has run successfully in the end.
 */
export const kubelet = defineBuiltinOf("kubelet", ["/pods"], function* (cluster) {
  for (const pod of podsOf(cluster)) {
    if ((pod.spec.nodeName ?? "") === "") continue;
    if (isBeingDeleted(pod)) yield* stop(pod);
    else if (phaseOf(pod) === "Pending") yield madeBy("kubelet", statusRequest("/pods", pod, runningStatus(cluster, pod)));
    else if (isRunningAndReady(pod) && (pod.spec.restartPolicy ?? "Always") !== "Always" && !isFinished(pod)) {
      yield madeBy("kubelet", statusRequest("/pods", pod, succeededStatus(pod)));
    }
  }
});

/** A pod that is held by a finalizer after its containers have stopped is stopped no second time. */
function* stop(pod: Pod): Iterable<ApiRequest> {
  if (pod.metadata["deletionGracePeriodSeconds"] === 0) return;
  const request = deleteRequest("/pods", pod);
  yield madeBy("kubelet", { ...request, body: { ...(request.body as JsonObject), gracePeriodSeconds: 0 } });
}

function runningStatus(cluster: Cluster, pod: Pod): JsonObject {
  const time = pod.metadata.creationTimestamp ?? "2026-01-01T00:00:00Z";
  const podIP = freeAddress(cluster);
  return {
    ...pod.status,
    phase: "Running",
    conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({
      type,
      status: "True",
      lastTransitionTime: time,
    })),
    hostIP: "10.0.0.1",
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: time,
    containerStatuses: containerStatuses(pod, true, { running: { startedAt: time } }),
  };
}

function succeededStatus(pod: Pod): JsonObject {
  const time = pod.metadata.creationTimestamp ?? "2026-01-01T00:00:00Z";
  const conditions = pod.status?.conditions ?? [];
  return {
    ...pod.status,
    phase: "Succeeded",
    conditions: conditions.map((each) =>
      each.type === "Ready" || each.type === "ContainersReady" ? { ...each, status: "False", reason: "PodCompleted" } : { ...each },
    ),
    containerStatuses: containerStatuses(pod, false, {
      terminated: { exitCode: 0, reason: "Completed", startedAt: time, finishedAt: time },
    }),
  };
}

const containerStatuses = (pod: Pod, isUp: boolean, state: JsonObject): readonly JsonObject[] =>
  pod.spec.containers.map(({ name, image = "" }) => ({ name, image, imageID: image, ready: isUp, started: isUp, restartCount: 0, state }));

/** The lowest address that no pod has. */
function freeAddress(cluster: Cluster): string {
  const taken = new Set(podsOf(cluster).map(({ status }) => status?.podIP));
  for (let number = 1; ; number += 1) {
    const address = `10.244.${number >> 8}.${number & 255}`;
    if (!taken.has(address)) return address;
  }
}
