import { claimProtectionController } from "./claim-protection.ts";
import { deploymentController } from "./deployment/deployment.ts";
import { disruptionController } from "./disruption.ts";
import { endpointsController } from "./endpoints.ts";
import { garbageCollector } from "./garbage/collector.ts";
import { jobController } from "./job.ts";
import { namespaceController } from "./namespace.ts";
import { replicaSetController } from "./replicaset.ts";
import { kubelet } from "./running/kubelet.ts";
import { loadBalancers } from "./running/load-balancers.ts";
import { scheduler } from "./running/scheduler.ts";
import { volumeBinder } from "./running/volumes.ts";
import { statefulSetController } from "./statefulset/statefulset.ts";
import type { BuiltinController, BuiltinOptions } from "./types.ts";

export { settle, step } from "./settle.ts";
export type { BuiltinController, BuiltinOptions } from "./types.ts";

/** The controllers of a cluster, in the order in which they take their turns. */
export function builtinControllers({ environment, assignsLoadBalancers = false }: BuiltinOptions): readonly BuiltinController[] {
  const isRunning = environment === "running";
  return [
    garbageCollector,
    namespaceController,
    deploymentController,
    replicaSetController,
    statefulSetController({ makesMissingClaims: isRunning }),
    jobController,
    claimProtectionController,
    ...(isRunning ? [volumeBinder, scheduler, kubelet] : []),
    ...(isRunning && assignsLoadBalancers ? [loadBalancers] : []),
    endpointsController,
    disruptionController,
  ];
}
