import type { Json, JsonObject } from "../../../protocol/json.ts";
import type { Cluster, OwnerReference, StoredObject } from "../cluster/types.ts";

/*
 * What the controllers read of the objects of built-in kinds. The server has decoded and defaulted what is stored;
 * a field is optional here where Kubernetes leaves it out.
 */

export type Labels = Readonly<Record<string, string>>;

export type LabelSelector = JsonObject & {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
};

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

export type PodTemplate = JsonObject & {
  readonly metadata?: JsonObject & { readonly labels?: Labels; readonly annotations?: Labels; readonly finalizers?: readonly string[] };
  readonly spec: PodSpec;
};

export type PodSpec = JsonObject & {
  readonly nodeName?: string;
  readonly restartPolicy?: string;
  readonly hostname?: string;
  readonly subdomain?: string;
  readonly containers: readonly Container[];
  readonly volumes?: readonly (JsonObject & { readonly name: string; readonly persistentVolumeClaim?: { readonly claimName: string } })[];
  readonly readinessGates?: readonly { readonly conditionType: string }[];
};

export type Container = JsonObject & {
  readonly name: string;
  readonly image?: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[];
};

export type Pod = StoredObject & {
  readonly spec: PodSpec;
  readonly status?: JsonObject & {
    readonly phase?: string;
    readonly podIP?: string;
    readonly conditions?: readonly Condition[];
  };
};

export type ReplicaSet = StoredObject & {
  readonly spec: JsonObject & {
    readonly replicas?: number;
    readonly minReadySeconds?: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
  };
  readonly status?: JsonObject & {
    readonly replicas?: number;
    readonly fullyLabeledReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly observedGeneration?: number;
  };
};

export type Deployment = StoredObject & {
  readonly spec: JsonObject & {
    readonly replicas?: number;
    readonly minReadySeconds?: number;
    readonly paused?: boolean;
    readonly progressDeadlineSeconds?: number;
    readonly revisionHistoryLimit?: number;
    readonly selector: LabelSelector;
    readonly strategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
    };
    readonly template: PodTemplate;
  };
  readonly status?: DeploymentStatus;
};

export type DeploymentStatus = JsonObject & {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly unavailableReplicas?: number;
  readonly collisionCount?: number;
  readonly conditions?: readonly (JsonObject & Condition)[];
};

export type StatefulSet = StoredObject & {
  readonly spec: JsonObject & {
    readonly replicas?: number;
    readonly serviceName?: string;
    readonly podManagementPolicy?: string;
    readonly revisionHistoryLimit?: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
    readonly volumeClaimTemplates?: readonly ClaimTemplate[];
  };
  readonly status?: StatefulSetStatus;
};

export type ClaimTemplate = JsonObject & {
  readonly metadata: JsonObject & { readonly name: string; readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec: JsonObject;
};

export type StatefulSetStatus = JsonObject & {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly readyReplicas?: number;
  readonly currentReplicas?: number;
  readonly updatedReplicas?: number;
  readonly currentRevision?: string;
  readonly updateRevision?: string;
  readonly collisionCount?: number;
};

export type ControllerRevision = StoredObject & { readonly revision: number; readonly data: Json };

export type Job = StoredObject & {
  readonly spec: JsonObject & {
    readonly parallelism?: number;
    readonly completions?: number;
    readonly backoffLimit?: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
  };
  readonly status?: JsonObject & {
    readonly active?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly conditions?: readonly (JsonObject & Condition)[];
  };
};

export type Service = StoredObject & {
  readonly spec: JsonObject & {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly selector?: Labels;
    readonly publishNotReadyAddresses?: boolean;
    readonly ports?: readonly {
      readonly name?: string;
      readonly port: number;
      readonly protocol?: string;
      readonly targetPort?: number | string;
    }[];
  };
  readonly status?: JsonObject & { readonly loadBalancer?: { readonly ingress?: readonly JsonObject[] } };
};

export type PodDisruptionBudget = StoredObject & {
  readonly spec: JsonObject & {
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
    readonly selector?: LabelSelector;
  };
  readonly status?: JsonObject & { readonly disruptedPods?: Readonly<Record<string, string>> };
};

export type PersistentVolumeClaim = StoredObject & {
  readonly spec: JsonObject & { readonly accessModes?: readonly string[]; readonly resources?: { readonly requests?: JsonObject } };
  readonly status?: JsonObject & { readonly phase?: string };
};

export type Namespace = StoredObject & {
  readonly spec?: JsonObject & { readonly finalizers?: readonly string[] };
  readonly status?: JsonObject & { readonly phase?: string };
};

export const podsOf = (cluster: Cluster): readonly Pod[] => cluster.list("/pods") as readonly Pod[];
export const replicaSetsOf = (cluster: Cluster): readonly ReplicaSet[] => cluster.list("apps/replicasets") as readonly ReplicaSet[];
export const deploymentsOf = (cluster: Cluster): readonly Deployment[] => cluster.list("apps/deployments") as readonly Deployment[];
export const statefulSetsOf = (cluster: Cluster): readonly StatefulSet[] => cluster.list("apps/statefulsets") as readonly StatefulSet[];
export const revisionsOf = (cluster: Cluster): readonly ControllerRevision[] =>
  cluster.list("apps/controllerrevisions") as readonly ControllerRevision[];
export const jobsOf = (cluster: Cluster): readonly Job[] => cluster.list("batch/jobs") as readonly Job[];
export const servicesOf = (cluster: Cluster): readonly Service[] => cluster.list("/services") as readonly Service[];
export const budgetsOf = (cluster: Cluster): readonly PodDisruptionBudget[] =>
  cluster.list("policy/poddisruptionbudgets") as readonly PodDisruptionBudget[];
export const claimsOf = (cluster: Cluster): readonly PersistentVolumeClaim[] =>
  cluster.list("/persistentvolumeclaims") as readonly PersistentVolumeClaim[];
export const namespacesOf = (cluster: Cluster): readonly Namespace[] => cluster.list("/namespaces");

/** The reference to the one that controls the object. */
export const controllerOf = (object: StoredObject): OwnerReference | undefined =>
  object.metadata.ownerReferences?.find(({ controller }) => controller === true);

export const isBeingDeleted = (object: StoredObject): boolean => object.metadata.deletionTimestamp !== undefined;

/** Is anything refused that would be made in this namespace? One that is not stored is not watched over by anybody. */
export const isNamespaceClosed = (cluster: Cluster, namespace: string | undefined): boolean => {
  const found = cluster.get("/namespaces", `/${namespace ?? ""}`);
  return found !== undefined && isBeingDeleted(found);
};

/** A number that the server leaves out when it is zero. */
export const counter = (name: string, value: number): JsonObject => (value === 0 ? {} : { [name]: value });
