import type { JsonObject } from "../../../../protocol/json.ts";
import { isSameJson } from "../../cluster/frozen.ts";
import type { ApiRequest } from "../../cluster/types.ts";
import { statusRequest } from "../requests.ts";
import { type Condition, counter, type Deployment, type DeploymentStatus, type ReplicaSet } from "../views.ts";
import { maxUnavailable, wantedReplicas } from "./limits.ts";
import { availableOf, type Generations, total, wantedOf } from "./replica-sets.ts";

/** `progressDeadlineSeconds` of a deployment that never gives up. */
const noDeadline = 2147483647;

/** Writes the status, if it is not so. `follows`: the roll-out goes on, so that its progress is told. */
export function* writeStatus(deployment: Deployment, sets: Generations, follows: "progress" | "counters"): Iterable<ApiRequest> {
  const counters = countersOf(deployment, sets);
  const conditions = conditionsOf(deployment, sets, counters, follows);
  const status: JsonObject = { ...counters, ...(conditions.length === 0 ? {} : { conditions }) };
  if (!isSameJson(status, deployment.status)) yield statusRequest("apps/deployments", deployment, status);
}

/** `calculateStatus`. */
function countersOf(deployment: Deployment, { current, old }: Generations): DeploymentStatus {
  const all = current === undefined ? old : [...old, current];
  const available = total(all, availableOf);
  const pods = (set: ReplicaSet): number => set.status?.replicas ?? 0;
  const { collisionCount } = deployment.status ?? {};
  return {
    ...counter("observedGeneration", deployment.metadata.generation ?? 0),
    ...counter("replicas", total(all, pods)),
    ...counter("updatedReplicas", current === undefined ? 0 : pods(current)),
    ...counter(
      "readyReplicas",
      total(all, ({ status }) => status?.readyReplicas ?? 0),
    ),
    ...counter("availableReplicas", available),
    ...counter("unavailableReplicas", Math.max(0, total(all, wantedOf) - available)),
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
}

/** Are all pods of the present template, and available? */
export const isComplete = (deployment: Deployment, status: DeploymentStatus = {}): boolean =>
  (status.updatedReplicas ?? 0) === wantedReplicas(deployment) &&
  (status.replicas ?? 0) === wantedReplicas(deployment) &&
  (status.availableReplicas ?? 0) === wantedReplicas(deployment) &&
  (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0);

function conditionsOf(
  deployment: Deployment,
  sets: Generations,
  status: DeploymentStatus,
  follows: "progress" | "counters",
): readonly (JsonObject & Condition)[] {
  const before = deployment.status?.conditions ?? [];
  const isEnough = (status.availableReplicas ?? 0) >= wantedReplicas(deployment) - maxUnavailable(deployment);
  const withAvailable = set(deployment, before, {
    type: "Available",
    status: isEnough ? "True" : "False",
    reason: isEnough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
    message: isEnough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
  });
  const progress = progressOf(deployment, sets, status, follows);
  if (progress === "none") return withAvailable.filter(({ type }) => type !== "Progressing");
  return progress === undefined ? withAvailable : set(deployment, withAvailable, progress);
}

/** The condition `Progressing` as it is to be; undefined leaves it as it is. */
function progressOf(
  deployment: Deployment,
  { current }: Generations,
  status: DeploymentStatus,
  follows: "progress" | "counters",
): Message | "none" | undefined {
  if ((deployment.spec.progressDeadlineSeconds ?? noDeadline) === noDeadline) return follows === "progress" ? "none" : undefined;
  const { name } = deployment.metadata;
  const before = deployment.status?.conditions?.find(({ type }) => type === "Progressing");
  if (deployment.spec.paused === true) {
    return before?.reason === "DeploymentPaused" ? undefined : progressing("Unknown", "DeploymentPaused", "Deployment is paused");
  }
  if (before?.reason === "DeploymentPaused") return progressing("Unknown", "DeploymentResumed", "Deployment is resumed");
  if (follows === "counters" || current === undefined) return undefined;
  if (isComplete(deployment, status)) {
    return progressing("True", "NewReplicaSetAvailable", `ReplicaSet "${current.metadata.name}" has successfully progressed.`);
  }
  const wasComplete = status.replicas === status.updatedReplicas && before?.reason === "NewReplicaSetAvailable";
  if (wasComplete) return undefined;
  if (hasProgressed(status, deployment.status)) {
    return progressing("True", "ReplicaSetUpdated", `ReplicaSet "${current.metadata.name}" is progressing.`);
  }
  return before === undefined
    ? progressing("True", "NewReplicaSetCreated", `Created new replica set "${current.metadata.name}" of ${name}`)
    : undefined;
}

/** `deploymentutil.DeploymentProgressing`. */
function hasProgressed(now: DeploymentStatus, before: DeploymentStatus = {}): boolean {
  const outdated = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus): number => replicas - updatedReplicas;
  return (
    (now.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    outdated(now) < outdated(before) ||
    (now.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (now.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

type Message = Condition & { readonly message: string };

const progressing = (status: string, reason: string, message: string): Message => ({ type: "Progressing", status, reason, message });

/** Nothing changes as long as status and reason are those that were there. Times are the deployment's own: controllers have no clock. */
function set(deployment: Deployment, conditions: readonly (JsonObject & Condition)[], next: Message): readonly (JsonObject & Condition)[] {
  const before = conditions.find(({ type }) => type === next.type);
  if (before?.status === next.status && before.reason === next.reason) return conditions;
  const time = deployment.metadata.creationTimestamp ?? "2026-01-01T00:00:00Z";
  return [...conditions.filter(({ type }) => type !== next.type), { ...next, lastUpdateTime: time, lastTransitionTime: time }];
}
