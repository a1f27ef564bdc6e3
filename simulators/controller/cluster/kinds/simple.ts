import type { JsonObject } from "../../../../protocol/json.ts";
import { type Cause, immutable, invalidValue, notSupported, required } from "../causes.ts";
import { isSameJson } from "../frozen.ts";
import { type NameRule, pathSegmentName, subdomainName } from "../names.ts";
import type { Strategy } from "../strategy.ts";
import { notNegative } from "./checks.ts";
import { defineStrategy, type KindRules, kindMetadata, metadataChange } from "./define.ts";
import { childOf, type DraftObject, draftAt, draftsAt, setDefault, setMissing } from "./draft.ts";
import type { StructType } from "./schema.ts";
import { objectAt, objectsAt, textAt } from "./read.ts";
import { endpoints, event, node, replicationController, serviceAccount } from "./tables/core.ts";
import { clusterRole, ingress, lease, networkPolicy, priorityClass, role, roleBinding, storageClass } from "./tables/others.ts";
import { controllerRevision, horizontalPodAutoscalerV1, horizontalPodAutoscalerV2 } from "./tables/workloads.ts";
import { defaultPodSpec } from "./pod-defaults.ts";

/** A kind of which the metadata and a few rules are checked. */
export interface SimpleRules extends Omit<KindRules, "validateUpdate" | "status"> {
  readonly type: StructType;
  /** Of an update alone. */
  readonly change?: (next: JsonObject, before: JsonObject) => readonly Cause[];
  readonly hasStatus?: true;
}

export function simple({ change, hasStatus, ...rules }: SimpleRules): Strategy {
  const rule = rules.nameRule ?? subdomainName;
  return defineStrategy({
    ...rules,
    validateUpdate: (next, before) => [
      ...kindMetadata(next, rules.isNamespaced ?? true, rule),
      ...(rules.validate?.(next) ?? []),
      ...metadataChange(next, before),
      ...(change?.(next, before) ?? []),
    ],
    ...(hasStatus ? { status: { validateUpdate: metadataChange } } : {}),
  });
}

/** A field that never changes. */
export const fixed =
  (name: string) =>
  (next: JsonObject, before: JsonObject): readonly Cause[] =>
    immutable(name, next[name], isSameJson(next[name], before[name]));

/** Names with colons and such, as roles have. */
const anySegment: NameRule = pathSegmentName;

export const serviceAccounts = simple({ type: serviceAccount });

export const endpointsOfServices = simple({
  type: endpoints,
  defaults(draft) {
    for (const subset of draftsAt(draft, "subsets")) for (const port of draftsAt(subset, "ports")) setDefault(port, "protocol", "TCP");
  },
});

export const events = simple({ type: event });

export const nodes = simple({
  type: node,
  isNamespaced: false,
  hasStatus: true,
  fieldLabels: { "spec.unschedulable": (object) => (objectAt(object, "spec")?.["unschedulable"] === true ? "true" : "false") },
});

export const replicationControllers = simple({
  type: replicationController,
  hasStatus: true,
  generationOf: ["spec"],
  defaults(draft) {
    const spec = childOf(draft, "spec");
    setMissing(spec, "replicas", 1);
    const template = draftAt(spec, "template");
    if (template) defaultPodSpec(childOf(template, "spec"));
  },
  validate: (object) => notNegative(objectAt(object, "spec"), "spec", "replicas", "minReadySeconds"),
  deletion: { defaultPolicy: "orphan" },
});

export const controllerRevisions = simple({
  type: controllerRevision,
  validate: ({ revision }) =>
    typeof revision === "number" && revision < 0 ? [invalidValue("revision", revision, "must be greater than or equal to 0")] : [],
  change: fixed("data"),
});

export const ingresses = simple({
  type: ingress,
  hasStatus: true,
  generationOf: ["spec"],
  validate(object) {
    const spec = objectAt(object, "spec");
    const isEmpty = objectsAt(spec, "rules").length === 0 && objectAt(spec, "defaultBackend") === undefined;
    return isEmpty ? [invalidValue("spec", spec, "either `defaultBackend` or `rules` must be specified")] : [];
  },
});

export const networkPolicies = simple({
  type: networkPolicy,
  generationOf: ["spec"],
  defaults(draft) {
    const spec = childOf(draft, "spec");
    if (spec["policyTypes"] === undefined) spec["policyTypes"] = spec["egress"] === undefined ? ["Ingress"] : ["Ingress", "Egress"];
    for (const rule of [...draftsAt(spec, "ingress"), ...draftsAt(spec, "egress")])
      for (const port of draftsAt(rule, "ports")) setMissing(port, "protocol", "TCP");
  },
});

const subjectDefaults = (draft: DraftObject): void => {
  const group = "rbac.authorization.k8s.io";
  setDefault(childOf(draft, "roleRef"), "apiGroup", group);
  for (const subject of draftsAt(draft, "subjects"))
    if (textAt(subject, "kind") !== "ServiceAccount") setDefault(subject, "apiGroup", group);
};

export const roles = simple({ type: role, nameRule: anySegment });
export const clusterRoles = simple({ type: clusterRole, isNamespaced: false, nameRule: anySegment });
export const roleBindings = simple({ type: roleBinding, nameRule: anySegment, defaults: subjectDefaults, change: fixed("roleRef") });
export const clusterRoleBindings = simple({
  type: roleBinding,
  isNamespaced: false,
  nameRule: anySegment,
  defaults: subjectDefaults,
  change: fixed("roleRef"),
});

export const leases = simple({
  type: lease,
  validate: (object) => notNegative(objectAt(object, "spec"), "spec", "leaseDurationSeconds", "leaseTransitions"),
  allowsUnconditionalUpdate: false,
});

export const storageClasses = simple({
  type: storageClass,
  isNamespaced: false,
  defaults(draft) {
    setMissing(draft, "reclaimPolicy", "Delete");
    setMissing(draft, "volumeBindingMode", "Immediate");
  },
  validate: (object) => [
    ...(textAt(object, "provisioner") === "" ? [required("provisioner")] : []),
    ...(["Delete", "Retain"].includes(textAt(object, "reclaimPolicy"))
      ? []
      : [notSupported("reclaimPolicy", object["reclaimPolicy"], ["Delete", "Retain"])]),
  ],
  change: (next, before) =>
    ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"].flatMap((name) => fixed(name)(next, before)),
});

export const priorityClasses = simple({
  type: priorityClass,
  isNamespaced: false,
  defaults: (draft) => setMissing(draft, "preemptionPolicy", "PreemptLowerPriority"),
  change: (next, before) => ["value", "preemptionPolicy"].flatMap((name) => fixed(name)(next, before)),
});

const autoscalerCauses = (object: JsonObject): readonly Cause[] => {
  const spec = objectAt(object, "spec") ?? {};
  const target = objectAt(spec, "scaleTargetRef");
  const least = spec["minReplicas"];
  const most = spec["maxReplicas"];
  return [
    ...["kind", "name"].filter((name) => textAt(target, name) === "").map((name) => required(`spec.scaleTargetRef.${name}`)),
    ...(typeof least === "number" && least < 1 ? [invalidValue("spec.minReplicas", least, "must be greater than or equal to 1")] : []),
    ...(typeof most === "number" && most < 1 ? [invalidValue("spec.maxReplicas", most, "must be greater than 0")] : []),
    ...(typeof most === "number" && typeof least === "number" && most < least
      ? [invalidValue("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`")]
      : []),
  ];
};

const autoscalerDefaults = (draft: DraftObject): void => setMissing(childOf(draft, "spec"), "minReplicas", 1);

export const autoscalersV1 = simple({
  type: horizontalPodAutoscalerV1,
  hasStatus: true,
  defaults(draft) {
    autoscalerDefaults(draft);
    setMissing(childOf(draft, "spec"), "targetCPUUtilizationPercentage", 80);
  },
  validate: autoscalerCauses,
});

export const autoscalersV2 = simple({
  type: horizontalPodAutoscalerV2,
  hasStatus: true,
  defaults(draft) {
    autoscalerDefaults(draft);
    const target = { type: "Utilization", averageUtilization: 80 };
    setMissing(childOf(draft, "spec"), "metrics", [{ type: "Resource", resource: { name: "cpu", target } }]);
  },
  validate: autoscalerCauses,
});
