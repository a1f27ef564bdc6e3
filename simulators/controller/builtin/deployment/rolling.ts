import type { ApiRequest } from "../../cluster/types.ts";
import type { Deployment, ReplicaSet } from "../views.ts";
import { maxSurge, maxUnavailable, wantedReplicas } from "./limits.ts";
import { availableOf, isActive, total, wantedOf } from "./replica-sets.ts";
import { scaleTo } from "./scale.ts";

/** New pods, as many as may be there at once (`reconcileNewReplicaSet`). */
export function* rollForward(deployment: Deployment, current: ReplicaSet, old: readonly ReplicaSet[]): Iterable<ApiRequest> {
  const wanted = wantedReplicas(deployment);
  if (wantedOf(current) > wanted) return yield* scaleTo(deployment, current, wanted);
  const room = wanted + maxSurge(deployment) - total([...old, current], wantedOf);
  if (wantedOf(current) < wanted && room > 0) {
    yield* scaleTo(deployment, current, wantedOf(current) + Math.min(room, wanted - wantedOf(current)));
  }
}

/** Old pods go as long as enough are available, unhealthy ones first (`reconcileOldReplicaSets`). */
export function* rollOldDown(deployment: Deployment, current: ReplicaSet, old: readonly ReplicaSet[]): Iterable<ApiRequest> {
  const active = old.filter(isActive);
  const minimum = wantedReplicas(deployment) - maxUnavailable(deployment);
  const unavailable = wantedOf(current) - availableOf(current);
  const surplus = total([...old, current], wantedOf) - minimum - unavailable;
  if (active.length === 0 || surplus <= 0) return;
  const unhealthy = active.find((set) => wantedOf(set) > availableOf(set));
  if (unhealthy !== undefined) {
    yield* scaleTo(deployment, unhealthy, wantedOf(unhealthy) - Math.min(surplus, wantedOf(unhealthy) - availableOf(unhealthy)));
  }
  const spare = total([...active, current], availableOf) - minimum;
  const oldest = active[0];
  if (spare > 0 && oldest !== undefined)
    yield* scaleTo(deployment, oldest, Math.max(0, wantedOf(oldest) - Math.min(spare, wantedOf(oldest))));
}
