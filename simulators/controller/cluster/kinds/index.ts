import type { Resource } from "../resources.ts";
import type { Strategy } from "../strategy.ts";
import { podDisruptionBudgets } from "./budgets.ts";
import { persistentVolumeClaims, persistentVolumes } from "./claims.ts";
import { configMaps, secrets } from "./config.ts";
import { customResourceDefinitions } from "./definitions.ts";
import { cronJobs, jobs } from "./jobs.ts";
import { namespaces } from "./namespaces.ts";
import { pods } from "./pods.ts";
import * as policyKinds from "./policies.ts";
import type { StructType } from "./schema.ts";
import { services } from "./services.ts";
import * as kinds from "./simple.ts";
import { statefulSets } from "./stateful-sets.ts";
import * as core from "./tables/core.ts";
import * as others from "./tables/others.ts";
import { pod } from "./tables/pods.ts";
import * as policies from "./tables/policies.ts";
import * as workloads from "./tables/workloads.ts";
import { readingOtherVersions } from "./versions.ts";
import { daemonSets, deployments, replicaSets } from "./workloads.ts";

const admission = "admissionregistration.k8s.io/v1";

/** The kinds that every cluster serves, each version by itself; the preferred version of a group first. */
export const builtinResources: readonly Resource[] = readingOtherVersions([
  clusterWide("v1", "Namespace", core.namespace, namespaces, "ns", ["status", "finalize"]),
  namespaced("v1", "ConfigMap", core.configMap, configMaps, "cm"),
  namespaced("v1", "Secret", core.secret, secrets),
  namespaced("v1", "Service", core.service, services, "svc", ["status"]),
  { ...namespaced("v1", "Endpoints", core.endpoints, kinds.endpointsOfServices, "ep"), plural: "endpoints" },
  namespaced("v1", "Pod", pod, pods, "po", ["status", "binding", "eviction"]),
  namespaced("v1", "PersistentVolumeClaim", core.persistentVolumeClaim, persistentVolumeClaims, "pvc", ["status"]),
  clusterWide("v1", "PersistentVolume", core.persistentVolume, persistentVolumes, "pv", ["status"]),
  namespaced("v1", "ServiceAccount", core.serviceAccount, kinds.serviceAccounts, "sa"),
  namespaced("v1", "Event", core.event, kinds.events, "ev"),
  clusterWide("v1", "Node", core.node, kinds.nodes, "no", ["status"]),
  scalable(namespaced("v1", "ReplicationController", core.replicationController, kinds.replicationControllers, "rc", ["status"])),
  scalable(namespaced("apps/v1", "Deployment", workloads.deployment, deployments, "deploy", ["status"])),
  scalable(namespaced("apps/v1", "ReplicaSet", workloads.replicaSet, replicaSets, "rs", ["status"])),
  scalable(namespaced("apps/v1", "StatefulSet", workloads.statefulSet, statefulSets, "sts", ["status"])),
  namespaced("apps/v1", "DaemonSet", workloads.daemonSet, daemonSets, "ds", ["status"]),
  namespaced("apps/v1", "ControllerRevision", workloads.controllerRevision, kinds.controllerRevisions),
  namespaced("batch/v1", "Job", workloads.job, jobs, undefined, ["status"]),
  namespaced("batch/v1", "CronJob", workloads.cronJob, cronJobs, "cj", ["status"]),
  namespaced("batch/v1beta1", "CronJob", workloads.cronJob, cronJobs, "cj", ["status"]),
  namespaced("policy/v1", "PodDisruptionBudget", workloads.podDisruptionBudget, podDisruptionBudgets, "pdb", ["status"]),
  namespaced("policy/v1beta1", "PodDisruptionBudget", workloads.podDisruptionBudget, podDisruptionBudgets, "pdb", ["status"]),
  { ...namespaced("networking.k8s.io/v1", "Ingress", others.ingress, kinds.ingresses, "ing", ["status"]), plural: "ingresses" },
  {
    ...namespaced("networking.k8s.io/v1", "NetworkPolicy", others.networkPolicy, kinds.networkPolicies, "netpol"),
    plural: "networkpolicies",
  },
  namespaced("rbac.authorization.k8s.io/v1", "Role", others.role, kinds.roles),
  namespaced("rbac.authorization.k8s.io/v1", "RoleBinding", others.roleBinding, kinds.roleBindings),
  clusterWide("rbac.authorization.k8s.io/v1", "ClusterRole", others.clusterRole, kinds.clusterRoles),
  clusterWide("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", others.roleBinding, kinds.clusterRoleBindings),
  namespaced("coordination.k8s.io/v1", "Lease", others.lease, kinds.leases),
  { ...clusterWide("storage.k8s.io/v1", "StorageClass", others.storageClass, kinds.storageClasses, "sc"), plural: "storageclasses" },
  namespaced("autoscaling/v1", "HorizontalPodAutoscaler", workloads.horizontalPodAutoscalerV1, kinds.autoscalersV1, "hpa", ["status"]),
  namespaced("autoscaling/v2", "HorizontalPodAutoscaler", workloads.horizontalPodAutoscalerV2, kinds.autoscalersV2, "hpa", ["status"]),
  {
    ...clusterWide("scheduling.k8s.io/v1", "PriorityClass", others.priorityClass, kinds.priorityClasses, "pc"),
    plural: "priorityclasses",
  },
  namespaced("v1", "ResourceQuota", policies.resourceQuota, policyKinds.resourceQuotas, "quota", ["status"]),
  namespaced("v1", "LimitRange", policies.limitRange, policyKinds.limitRanges, "limits"),
  { ...clusterWide("networking.k8s.io/v1", "IngressClass", policies.ingressClass, policyKinds.ingressClasses), plural: "ingressclasses" },
  clusterWide(admission, "MutatingWebhookConfiguration", policies.webhookConfiguration, policyKinds.mutatingWebhooks),
  clusterWide(admission, "ValidatingWebhookConfiguration", policies.webhookConfiguration, policyKinds.validatingWebhooks),
  clusterWide("apiextensions.k8s.io/v1", "CustomResourceDefinition", others.customResourceDefinition, customResourceDefinitions, "crd", [
    "status",
  ]),
]);

function namespaced(
  apiVersion: string,
  kind: string,
  type: StructType,
  strategy: Strategy,
  shortName?: string,
  subresources: Resource["subresources"] = [],
): Resource {
  const slash = apiVersion.indexOf("/");
  const singular = kind.toLowerCase();
  return {
    group: slash < 0 ? "" : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    plural: `${singular}s`,
    singular,
    ...(shortName === undefined ? {} : { shortNames: [shortName] }),
    isNamespaced: true,
    subresources,
    isCustom: false,
    type,
    strategy,
  };
}

function clusterWide(...args: Parameters<typeof namespaced>): Resource {
  return { ...namespaced(...args), isNamespaced: false };
}

function scalable(resource: Resource): Resource {
  return {
    ...resource,
    subresources: [...resource.subresources, "scale"],
    scale: { specReplicas: ".spec.replicas", statusReplicas: ".status.replicas", selector: ".spec.selector" },
  };
}
