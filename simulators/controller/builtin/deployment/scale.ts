import { isSameJson } from "../../cluster/frozen.ts";
import type { ApiRequest } from "../../cluster/types.ts";
import { replaceRequest } from "../requests.ts";
import type { Deployment, ReplicaSet } from "../views.ts";
import { isRolling, maxSurge, wantedReplicas } from "./limits.ts";
import { availableOf, desiredOf, type Generations, isActive, maximumOf, sizeAnnotations, total, wantedOf } from "./replica-sets.ts";

/** Sets the size of a ReplicaSet, and notes that of its deployment; nothing if both are so. */
export function* scaleTo(deployment: Deployment, set: ReplicaSet, replicas: number): Iterable<ApiRequest> {
  const annotations = { ...set.metadata.annotations, ...sizeAnnotations(deployment) };
  if (replicas === wantedOf(set) && isSameJson(annotations, set.metadata.annotations)) return;
  yield replaceRequest("apps/replicasets", set, { metadata: { ...set.metadata, annotations }, spec: { ...set.spec, replicas } });
}

/** Was the deployment scaled since its active ReplicaSets were sized? */
export const isScalingEvent = (deployment: Deployment, { current, old }: Generations): boolean =>
  [...old, ...(current === undefined ? [] : [current])]
    .filter(isActive)
    .some((set) => desiredOf(set) !== undefined && desiredOf(set) !== wantedReplicas(deployment));

/** Spreads the size of the deployment over its ReplicaSets (`DeploymentController.scale`). */
export function* scaleProportionally(deployment: Deployment, { current, old }: Generations): Iterable<ApiRequest> {
  const only = activeOrLatest(current, old);
  if (only !== undefined) {
    if (wantedOf(only) !== wantedReplicas(deployment)) yield* scaleTo(deployment, only, wantedReplicas(deployment));
    return;
  }
  if (current !== undefined && isSaturated(deployment, current)) {
    for (const set of old.filter(isActive)) yield* scaleTo(deployment, set, 0);
    return;
  }
  if (!isRolling(deployment)) return;
  for (const [set, size] of sizes(deployment, [...old, ...(current === undefined ? [] : [current])].filter(isActive))) {
    yield* scaleTo(deployment, set, size);
  }
}

/** The one that has pods, or the newest if none has; undefined if several have. */
function activeOrLatest(current: ReplicaSet | undefined, old: readonly ReplicaSet[]): ReplicaSet | undefined {
  const active = [...old, ...(current === undefined ? [] : [current])].filter(isActive);
  return active.length === 0 ? (current ?? old.at(-1)) : active.length === 1 ? active[0] : undefined;
}

const isSaturated = (deployment: Deployment, set: ReplicaSet): boolean =>
  wantedOf(set) === wantedReplicas(deployment) &&
  desiredOf(set) === wantedReplicas(deployment) &&
  availableOf(set) === wantedReplicas(deployment);

/** What each active ReplicaSet gets of the change; what is left over goes to the largest. */
function sizes(deployment: Deployment, active: readonly ReplicaSet[]): readonly (readonly [ReplicaSet, number])[] {
  const wanted = wantedReplicas(deployment);
  const change = (wanted > 0 ? wanted + maxSurge(deployment) : 0) - total(active, wantedOf);
  // Larger first; of equal ones the newer when growing, the older when shrinking.
  const ages = new Map(active.map((set, age) => [set, age]));
  const sorted = [...active].sort((a, b) => wantedOf(b) - wantedOf(a) || ((ages.get(b) ?? 0) - (ages.get(a) ?? 0)) * (change > 0 ? 1 : -1));
  let given = 0;
  const parts = sorted.map((set) => {
    const part = change === 0 ? 0 : proportion(deployment, set, change, given);
    given += part;
    return part;
  });
  return sorted.map((set, index) => {
    const leftover = index === 0 && change !== 0 ? change - given : 0;
    return [set, Math.max(0, wantedOf(set) + (parts[index] ?? 0) + leftover)];
  });
}

/** `deploymentutil.GetProportion`. */
function proportion(deployment: Deployment, set: ReplicaSet, change: number, given: number): number {
  if (wantedOf(set) === 0 || change === given) return 0;
  const share = fraction(deployment, set);
  return change > 0 ? Math.min(share, change - given) : Math.max(share, change - given);
}

function fraction(deployment: Deployment, set: ReplicaSet): number {
  const wanted = wantedReplicas(deployment);
  if (wanted === 0) return -wantedOf(set);
  const before = maximumOf(set) ?? deployment.status?.replicas ?? 0;
  // An empty record would divide by zero; Go's result is then as large as can be, and is cut by the caller.
  if (before === 0) return Number.MAX_SAFE_INTEGER;
  return Math.round((wantedOf(set) * (wanted + maxSurge(deployment))) / before) - wantedOf(set);
}
