import type { JsonObject } from "../../../protocol/json.ts";
import { isSameJson } from "../cluster/frozen.ts";
import type { ApiRequest, Cluster } from "../cluster/types.ts";
import { claim } from "./adopt.ts";
import { byExpendability, isActive, phaseOf, podFromTemplate } from "./pods.ts";
import { createRequest, deleteRequest, statusRequest } from "./requests.ts";
import { defineBuiltinOf } from "./types.ts";
import { counter, isBeingDeleted, isNamespaceClosed, type Job, jobsOf, type Pod, podsOf } from "./views.ts";

/** Runs pods to their end (`pkg/controller/job` of 1.20, which counts the pods that are there). */
export const jobController = defineBuiltinOf("job-controller", ["/namespaces", "batch/jobs", "/pods"], function* (cluster) {
  for (const job of jobsOf(cluster)) yield* sync(cluster, job);
});

const isOver = ({ status }: Job): boolean =>
  status?.conditions?.some(({ type, status: is }) => (type === "Complete" || type === "Failed") && is === "True") ?? false;

function* sync(cluster: Cluster, job: Job): Iterable<ApiRequest> {
  if (isOver(job)) return;
  const { owned, requests } = claim(job, "/pods", podsOf(cluster));
  yield* requests;
  const active = owned.filter(isActive);
  const succeeded = owned.filter((pod) => phaseOf(pod) === "Succeeded").length;
  const failed = owned.filter((pod) => phaseOf(pod) === "Failed").length;
  if (isFailing(job, active.length, failed)) {
    for (const pod of active) yield deleteRequest("/pods", pod);
    yield* writeStatus(job, { active: 0, succeeded, failed, end: "Failed" });
    return;
  }
  if (!isBeingDeleted(job)) yield* manage(cluster, job, active, succeeded);
  yield* writeStatus(job, {
    active: active.length,
    succeeded,
    failed,
    ...(isDone(job, active.length, succeeded) ? { end: "Complete" } : {}),
  });
}

/** A pod has failed since the last status was written, and it was one too many. */
const isFailing = ({ spec, status }: Job, active: number, failed: number): boolean =>
  failed > (status?.failed ?? 0) && active !== (spec.parallelism ?? 1) && failed > (spec.backoffLimit ?? 6);

const isDone = ({ spec }: Job, active: number, succeeded: number): boolean =>
  spec.completions === undefined ? succeeded > 0 && active === 0 : succeeded >= spec.completions;

/** One pod more or less (`manageJob`). */
function* manage(cluster: Cluster, job: Job, active: readonly Pod[], succeeded: number): Iterable<ApiRequest> {
  const { parallelism = 1, completions } = job.spec;
  const surplus = active.length > parallelism ? [...active].sort(byExpendability)[0] : undefined;
  if (surplus !== undefined) return yield deleteRequest("/pods", surplus);
  const wanted = completions === undefined ? (succeeded > 0 ? active.length : parallelism) : Math.min(completions - succeeded, parallelism);
  if (active.length < wanted && !isNamespaceClosed(cluster, job.metadata.namespace)) {
    yield createRequest("/pods", job.metadata.namespace, podFromTemplate(job.spec.template, job));
  }
}

interface Counts {
  readonly active: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly end?: "Complete" | "Failed";
}

function* writeStatus(job: Job, { active, succeeded, failed, end }: Counts): Iterable<ApiRequest> {
  const before = job.status ?? {};
  const isChanged = active !== (before.active ?? 0) || succeeded !== (before.succeeded ?? 0) || failed !== (before.failed ?? 0);
  if (!isChanged && end === undefined) return;
  const time = job.metadata.creationTimestamp ?? "2026-01-01T00:00:00Z";
  const { active: _, succeeded: __, failed: ___, ...rest } = before;
  const status: JsonObject = {
    ...rest,
    startTime: before.startTime ?? time,
    ...counter("active", active),
    ...counter("succeeded", succeeded),
    ...counter("failed", failed),
    ...(end === undefined ? {} : { conditions: [...(before.conditions ?? []), conditionOf(end, time)] }),
    ...(end === "Complete" ? { completionTime: time } : {}),
  };
  if (!isSameJson(status, job.status)) yield statusRequest("batch/jobs", job, status);
}

const conditionOf = (end: "Complete" | "Failed", time: string): JsonObject => ({
  type: end,
  status: "True",
  lastProbeTime: time,
  lastTransitionTime: time,
  ...(end === "Failed" ? { reason: "BackoffLimitExceeded", message: "Job has reached the specified backoff limit" } : {}),
});
