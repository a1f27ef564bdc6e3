import { madeBy, statusRequest } from "../requests.ts";
import { defineBuiltinOf } from "../types.ts";
import { claimsOf, isBeingDeleted, type PersistentVolumeClaim } from "../views.ts";

/** Every claim gets what it asks for. */
export const volumeBinder = defineBuiltinOf("persistentvolume-binder", ["/persistentvolumeclaims"], function* (cluster) {
  for (const claim of claimsOf(cluster)) {
    if ((claim.status?.phase ?? "Pending") === "Pending" && !isBeingDeleted(claim)) yield bind(claim);
  }
});

function bind(claim: PersistentVolumeClaim) {
  const { accessModes = [], resources } = claim.spec;
  const status = {
    ...claim.status,
    phase: "Bound",
    accessModes,
    ...(resources?.requests === undefined ? {} : { capacity: resources.requests }),
  };
  return madeBy("kube-controller-manager", statusRequest("/persistentvolumeclaims", claim, status));
}
