import { always, boolean, int32, int64, intOrString, list, map, pointer, quantity, string, struct, time, untyped } from "../schema.ts";
import { persistentVolumeClaim } from "./core.ts";
import { conditions, labelSelector, object, objectMeta, objectReference } from "./meta.ts";
import { podTemplate } from "./pods.ts";

export const deployment = object({
  spec: struct({
    replicas: pointer(int32),
    selector: pointer(labelSelector),
    template: podTemplate,
    strategy: {
      ...struct({
        type: string,
        rollingUpdate: pointer(struct({ maxUnavailable: pointer(intOrString), maxSurge: pointer(intOrString) })),
      }),
      retainKeys: true,
    },
    minReadySeconds: int32,
    revisionHistoryLimit: pointer(int32),
    paused: boolean,
    progressDeadlineSeconds: pointer(int32),
  }),
  status: struct({
    observedGeneration: int64,
    replicas: int32,
    updatedReplicas: int32,
    readyReplicas: int32,
    availableReplicas: int32,
    unavailableReplicas: int32,
    conditions: conditions("lastUpdateTime", "lastTransitionTime"),
    collisionCount: pointer(int32),
  }),
});

export const replicaSet = object({
  spec: struct({ replicas: pointer(int32), minReadySeconds: int32, selector: pointer(labelSelector), template: podTemplate }),
  status: struct({
    replicas: always(int32),
    fullyLabeledReplicas: int32,
    readyReplicas: int32,
    availableReplicas: int32,
    observedGeneration: int64,
    conditions: conditions("lastTransitionTime"),
  }),
});

export const statefulSet = object({
  spec: struct({
    replicas: pointer(int32),
    selector: pointer(labelSelector),
    template: podTemplate,
    volumeClaimTemplates: list(persistentVolumeClaim),
    serviceName: always(string),
    podManagementPolicy: string,
    updateStrategy: struct({ type: string, rollingUpdate: pointer(struct({ partition: pointer(int32) })) }),
    revisionHistoryLimit: pointer(int32),
  }),
  status: struct({
    observedGeneration: int64,
    replicas: always(int32),
    readyReplicas: int32,
    currentReplicas: int32,
    updatedReplicas: int32,
    currentRevision: string,
    updateRevision: string,
    collisionCount: pointer(int32),
    conditions: conditions("lastTransitionTime"),
  }),
});

export const daemonSet = object({
  spec: struct({
    selector: pointer(labelSelector),
    template: podTemplate,
    updateStrategy: struct({
      type: string,
      rollingUpdate: pointer(struct({ maxUnavailable: pointer(intOrString), maxSurge: pointer(intOrString) })),
    }),
    minReadySeconds: int32,
    revisionHistoryLimit: pointer(int32),
  }),
  status: struct({
    currentNumberScheduled: always(int32),
    numberMisscheduled: always(int32),
    desiredNumberScheduled: always(int32),
    numberReady: always(int32),
    observedGeneration: int64,
    updatedNumberScheduled: int32,
    numberAvailable: int32,
    numberUnavailable: int32,
    collisionCount: pointer(int32),
    conditions: conditions("lastTransitionTime"),
  }),
});

export const controllerRevision = object({ data: pointer(untyped), revision: always(int64) });

const jobSpec = struct({
  parallelism: pointer(int32),
  completions: pointer(int32),
  activeDeadlineSeconds: pointer(int64),
  backoffLimit: pointer(int32),
  selector: pointer(labelSelector),
  manualSelector: pointer(boolean),
  template: podTemplate,
  ttlSecondsAfterFinished: pointer(int32),
});

export const job = object({
  spec: jobSpec,
  status: struct({
    conditions: conditions("lastProbeTime", "lastTransitionTime"),
    startTime: pointer(time),
    completionTime: pointer(time),
    active: int32,
    succeeded: int32,
    failed: int32,
  }),
});

export const cronJob = object({
  spec: struct({
    schedule: always(string),
    startingDeadlineSeconds: pointer(int64),
    concurrencyPolicy: string,
    suspend: pointer(boolean),
    jobTemplate: always(struct({ metadata: objectMeta, spec: jobSpec })),
    successfulJobsHistoryLimit: pointer(int32),
    failedJobsHistoryLimit: pointer(int32),
  }),
  status: struct({ active: list(objectReference), lastScheduleTime: pointer(time) }),
});

export const podDisruptionBudget = object({
  spec: struct({
    minAvailable: pointer(intOrString),
    selector: pointer(labelSelector),
    maxUnavailable: pointer(intOrString),
  }),
  status: struct({
    observedGeneration: int64,
    disruptedPods: map(time),
    disruptionsAllowed: always(int32),
    currentHealthy: always(int32),
    desiredHealthy: always(int32),
    expectedPods: always(int32),
    conditions: conditions("lastTransitionTime"),
  }),
});

export const horizontalPodAutoscalerV1 = object({
  spec: struct({
    scaleTargetRef: always(struct({ kind: always(string), name: always(string), apiVersion: string })),
    minReplicas: pointer(int32),
    maxReplicas: always(int32),
    targetCPUUtilizationPercentage: pointer(int32),
  }),
  status: struct({
    observedGeneration: pointer(int64),
    lastScaleTime: pointer(time),
    currentReplicas: always(int32),
    desiredReplicas: always(int32),
    currentCPUUtilizationPercentage: pointer(int32),
  }),
});

const metricValue = struct({
  type: always(string),
  value: pointer(quantity),
  averageValue: pointer(quantity),
  averageUtilization: pointer(int32),
});
const metricIdentifier = struct({ name: always(string), selector: pointer(labelSelector) });
const scaleTarget = struct({ kind: always(string), name: always(string), apiVersion: string });

const metric = (value: string) => {
  const entry = always(metricValue);
  return struct({
    type: always(string),
    object: pointer(struct({ describedObject: always(scaleTarget), [value]: entry, metric: always(metricIdentifier) })),
    pods: pointer(struct({ metric: always(metricIdentifier), [value]: entry })),
    resource: pointer(struct({ name: always(string), [value]: entry })),
    containerResource: pointer(struct({ name: always(string), [value]: entry, container: always(string) })),
    external: pointer(struct({ metric: always(metricIdentifier), [value]: entry })),
  });
};

const scalingRules = struct({
  stabilizationWindowSeconds: pointer(int32),
  selectPolicy: pointer(string),
  policies: list(struct({ type: always(string), value: always(int32), periodSeconds: always(int32) })),
});

export const horizontalPodAutoscalerV2 = object({
  spec: struct({
    scaleTargetRef: always(scaleTarget),
    minReplicas: pointer(int32),
    maxReplicas: always(int32),
    metrics: list(metric("target")),
    behavior: pointer(struct({ scaleUp: pointer(scalingRules), scaleDown: pointer(scalingRules) })),
  }),
  status: struct({
    observedGeneration: pointer(int64),
    lastScaleTime: pointer(time),
    currentReplicas: int32,
    desiredReplicas: always(int32),
    currentMetrics: list(metric("current")),
    conditions: conditions("lastTransitionTime"),
  }),
});
