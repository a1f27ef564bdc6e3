import type { ApiRequest, Cluster } from "../../cluster/types.ts";
import { isActive } from "../pods.ts";
import { madeBy, pathOf } from "../requests.ts";
import { defineBuiltinOf } from "../types.ts";
import { claimsOf, isBeingDeleted, type Pod, podsOf } from "../views.ts";

/** The only node, as large as need be. */
export const nodeName = "node-1";

/** Gives each pod the node, as soon as the claims that it uses are there and not about to go. */
export const scheduler = defineBuiltinOf("scheduler", ["/persistentvolumeclaims", "/pods"], function* (cluster) {
  for (const pod of podsOf(cluster)) {
    if ((pod.spec.nodeName ?? "") === "" && isActive(pod) && hasItsClaims(cluster, pod)) yield bind(pod);
  }
});

const hasItsClaims = (cluster: Cluster, { metadata, spec }: Pod): boolean =>
  (spec.volumes ?? []).every(({ persistentVolumeClaim }) => {
    if (persistentVolumeClaim === undefined) return true;
    const isIt = (claim: Pod["metadata"]): boolean =>
      claim.namespace === metadata.namespace && claim.name === persistentVolumeClaim.claimName;
    const claim = claimsOf(cluster).find((each) => isIt(each.metadata));
    return claim !== undefined && !isBeingDeleted(claim);
  });

const bind = (pod: Pod): ApiRequest =>
  madeBy("kube-scheduler", {
    method: "POST",
    path: `${pathOf("/pods", pod)}/binding`,
    body: {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { name: pod.metadata.name, uid: pod.metadata.uid },
      target: { apiVersion: "v1", kind: "Node", name: nodeName },
    },
  });
