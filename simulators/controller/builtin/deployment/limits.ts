import type { Deployment } from "../views.ts";

export const wantedReplicas = ({ spec }: Deployment): number => spec.replicas ?? 1;

export const isRolling = ({ spec }: Deployment): boolean => (spec.strategy?.type ?? "RollingUpdate") === "RollingUpdate";

/** Pods that may exist beyond those wanted. */
export const maxSurge = (deployment: Deployment): number => (isRolling(deployment) ? fenceposts(deployment).surge : 0);

/** Pods that may be missing of those wanted. */
export function maxUnavailable(deployment: Deployment): number {
  const wanted = wantedReplicas(deployment);
  return isRolling(deployment) && wanted > 0 ? Math.min(fenceposts(deployment).unavailable, wanted) : 0;
}

/** `deploymentutil.ResolveFenceposts`: one of the two is not zero, or nothing could ever move. */
function fenceposts(deployment: Deployment): { readonly surge: number; readonly unavailable: number } {
  const wanted = wantedReplicas(deployment);
  const limits = deployment.spec.strategy?.rollingUpdate;
  const surge = scaled(limits?.maxSurge ?? "25%", wanted, Math.ceil);
  const unavailable = scaled(limits?.maxUnavailable ?? "25%", wanted, Math.floor);
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

/** A number, or a share of `total` (`intstr.GetScaledValueFromIntOrPercent`). */
export function scaled(value: number | string, total: number, round: (share: number) => number): number {
  if (typeof value === "number") return value;
  return /^[0-9]+%$/.test(value) ? round((Number(value.slice(0, -1)) * total) / 100) : 0;
}
