import type { ApiRequest, Cluster } from "../cluster/types.ts";
import { replaceRequest } from "./requests.ts";
import { defineBuiltinOf } from "./types.ts";
import { claimsOf, isBeingDeleted, type PersistentVolumeClaim, podsOf } from "./views.ts";

const protection = "kubernetes.io/pvc-protection";

/** Keeps claims that scheduled pods use (`pkg/controller/volume/pvcprotection`). */
export const claimProtectionController = defineBuiltinOf(
  "pvc-protection-controller",
  ["/persistentvolumeclaims", "/pods"],
  function* (cluster) {
    for (const claim of claimsOf(cluster)) yield* sync(cluster, claim);
  },
);

function* sync(cluster: Cluster, claim: PersistentVolumeClaim): Iterable<ApiRequest> {
  const finalizers = claim.metadata.finalizers ?? [];
  const isProtected = finalizers.includes(protection);
  if (isBeingDeleted(claim) === !isProtected) return;
  if (isProtected && isUsed(cluster, claim)) return;
  const next = isProtected ? finalizers.filter((each) => each !== protection) : [...finalizers, protection];
  yield replaceRequest("/persistentvolumeclaims", claim, { metadata: { ...claim.metadata, finalizers: next } });
}

const isUsed = (cluster: Cluster, { metadata }: PersistentVolumeClaim): boolean =>
  podsOf(cluster).some(
    (pod) =>
      pod.metadata.namespace === metadata.namespace &&
      (pod.spec.nodeName ?? "") !== "" &&
      pod.spec.volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === metadata.name),
  );
