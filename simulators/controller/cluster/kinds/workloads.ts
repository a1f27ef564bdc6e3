import type { JsonObject } from "../../../../protocol/json.ts";
import { type Cause, forbiddenValue, immutable, invalidValue, notSupported, required } from "../causes.ts";
import { isSameJson } from "../frozen.ts";
import { subdomainName } from "../names.ts";
import type { Strategy } from "../strategy.ts";
import { countOrPercent, notMoreThanAll, notNegative } from "./checks.ts";
import { defineStrategy, kindMetadata, metadataChange } from "./define.ts";
import { childOf, type DraftObject, restore, setDefault, setMissing } from "./draft.ts";
import { defaultPodSpec } from "./pod-defaults.ts";
import { validatePodTemplate } from "./pod-validation.ts";
import { entriesAt, numberAt, objectAt, textAt } from "./read.ts";
import { isEmptySelector, selectorMatches, validateLabelSelector } from "./selectors.ts";
import { daemonSet, deployment, replicaSet } from "./tables/workloads.ts";

export const deployments: Strategy = defineStrategy({
  type: deployment,
  generationOf: ["spec", "annotations"],
  defaults(draft) {
    const spec = childOf(draft, "spec");
    defaultTemplate(spec);
    setMissing(spec, "replicas", 1);
    defaultRollout(childOf(spec, "strategy"), { maxUnavailable: "25%", maxSurge: "25%" });
    setMissing(spec, "revisionHistoryLimit", 10);
    setMissing(spec, "progressDeadlineSeconds", 600);
  },
  validate: deploymentCauses,
  validateUpdate: (next, before) => [...metadataChange(next, before), ...deploymentCauses(next), ...sameSelector(next, before)],
  status: {
    prepareForUpdate: (draft, before) => restore(childOf(draft, "metadata"), "labels", objectAt(before, "metadata")),
    validateUpdate: (next, before) => [
      ...metadataChange(next, before),
      ...replicaCauses(next, ["replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas"]),
      ...collisionCauses(next, before),
    ],
  },
});

export const replicaSets: Strategy = defineStrategy({
  type: replicaSet,
  generationOf: ["spec"],
  defaults(draft) {
    const spec = childOf(draft, "spec");
    defaultTemplate(spec);
    setMissing(spec, "replicas", 1);
  },
  validate: replicaSetCauses,
  validateUpdate: (next, before) => [
    ...kindMetadata(next, true, subdomainName),
    ...replicaSetCauses(next),
    ...metadataChange(next, before),
    ...replicaSetCauses(next),
    ...sameSelector(next, before),
  ],
  status: {
    validateUpdate: (next, before) => [
      ...metadataChange(next, before),
      ...replicaCauses(next, ["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas"]),
    ],
  },
});

export const daemonSets: Strategy = defineStrategy({
  type: daemonSet,
  generationOf: ["spec"],
  defaults(draft) {
    const spec = childOf(draft, "spec");
    defaultTemplate(spec);
    defaultRollout(childOf(spec, "updateStrategy"), { maxUnavailable: 1 });
    setMissing(spec, "revisionHistoryLimit", 10);
  },
  validate: daemonSetCauses,
  validateUpdate: (next, before) => [
    ...kindMetadata(next, true, subdomainName),
    ...daemonSetCauses(next),
    ...metadataChange(next, before),
    ...daemonSetCauses(next),
    ...sameSelector(next, before),
  ],
  status: {
    validateUpdate: (next, before) => [
      ...metadataChange(next, before),
      ...notNegative(
        objectAt(next, "status"),
        "status",
        "currentNumberScheduled",
        "numberMisscheduled",
        "desiredNumberScheduled",
        "numberReady",
        "updatedNumberScheduled",
        "numberAvailable",
        "numberUnavailable",
      ),
    ],
  },
});

/** Defaults of `spec.template`. */
export const defaultTemplate = (spec: DraftObject): void => defaultPodSpec(childOf(childOf(spec, "template"), "spec"));

function defaultRollout(strategy: DraftObject, defaults: Readonly<Record<string, string | number>>): void {
  setDefault(strategy, "type", "RollingUpdate");
  if (strategy["type"] !== "RollingUpdate") return;
  const rolling = childOf(strategy, "rollingUpdate");
  for (const [name, value] of Object.entries(defaults)) setMissing(rolling, name, value);
}

/** `ValidateDeploymentSpec`. */
function deploymentCauses(object: JsonObject): readonly Cause[] {
  const spec = objectAt(object, "spec") ?? {};
  const deadline = numberAt(spec, "progressDeadlineSeconds");
  return [
    ...notNegative(spec, "spec", "replicas"),
    ...selectorCauses(spec, "deployment"),
    ...templateCauses(spec),
    ...strategyCauses(objectAt(spec, "strategy"), "spec.strategy"),
    ...notNegative(spec, "spec", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"),
    ...(deadline !== undefined && deadline <= (numberAt(spec, "minReadySeconds") ?? 0)
      ? [invalidValue("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds")]
      : []),
  ];
}

function replicaSetCauses(object: JsonObject): readonly Cause[] {
  const spec = objectAt(object, "spec") ?? {};
  return [...notNegative(spec, "spec", "replicas", "minReadySeconds"), ...selectorCauses(spec, "deployment"), ...templateCauses(spec)];
}

function daemonSetCauses(object: JsonObject): readonly Cause[] {
  const spec = objectAt(object, "spec") ?? {};
  const strategy = objectAt(spec, "updateStrategy");
  const type = textAt(strategy, "type");
  const rolling = objectAt(strategy, "rollingUpdate");
  const at = "spec.updateStrategy.rollingUpdate.maxUnavailable";
  return [
    ...selectorCauses(spec, "daemonset"),
    ...templateCauses(spec),
    ...notNegative(spec, "spec", "minReadySeconds", "revisionHistoryLimit"),
    ...(type === "RollingUpdate"
      ? [...countOrPercent(rolling?.["maxUnavailable"], at), ...notMoreThanAll(rolling?.["maxUnavailable"], at)]
      : type === "OnDelete"
        ? []
        : [notSupported("spec.updateStrategy", type, ["RollingUpdate", "OnDelete"])]),
  ];
}

/** @param noun As messages call the kind. */
export function selectorCauses(spec: JsonObject, noun: string): readonly Cause[] {
  const selector = objectAt(spec, "selector");
  if (!selector) return [required("spec.selector")];
  return [
    ...validateLabelSelector(selector, "spec.selector"),
    ...(isEmptySelector(selector) ? [invalidValue("spec.selector", selector, `empty selector is invalid for ${noun}`)] : []),
  ];
}

/** The template of a workload that never ends (`ValidatePodTemplateSpecForReplicaSet`). */
function templateCauses(spec: JsonObject): readonly Cause[] {
  const template = objectAt(spec, "template");
  const policy = textAt(objectAt(template, "spec"), "restartPolicy");
  return [
    ...templateLabelCauses(spec),
    ...validatePodTemplate(template, "spec.template"),
    ...(policy === "Always" ? [] : [notSupported("spec.template.spec.restartPolicy", policy, ["Always"])]),
    ...(objectAt(template, "spec")?.["activeDeadlineSeconds"] === undefined
      ? []
      : [forbiddenValue("spec.template.spec.activeDeadlineSeconds", "activeDeadlineSeconds in ReplicaSet is not Supported")]),
  ];
}

/** The selector must match the labels of the template. */
export function templateLabelCauses(spec: JsonObject): readonly Cause[] {
  const labels = objectAt(spec, "template", "metadata", "labels");
  const selector = objectAt(spec, "selector");
  if (selectorMatches(selector, Object.fromEntries(entriesAt(objectAt(spec, "template", "metadata"), "labels")))) return [];
  return [invalidValue("spec.template.metadata.labels", labels, "`selector` does not match template `labels`")];
}

function strategyCauses(strategy: JsonObject | undefined, field: string): readonly Cause[] {
  const type = textAt(strategy, "type");
  const rolling = objectAt(strategy, "rollingUpdate");
  const at = `${field}.rollingUpdate`;
  if (type === "Recreate") return rolling ? [forbiddenValue(at, "may not be specified when strategy `type` is 'Recreate'")] : [];
  if (type !== "RollingUpdate") return [notSupported(field, type, ["Recreate", "RollingUpdate"])];
  if (!rolling) return [required(at, "this should be defaulted and never be nil")];
  const isStuck = isNone(rolling["maxUnavailable"]) && isNone(rolling["maxSurge"]);
  return [
    ...countOrPercent(rolling["maxUnavailable"], `${at}.maxUnavailable`),
    ...countOrPercent(rolling["maxSurge"], `${at}.maxSurge`),
    ...(isStuck ? [invalidValue(`${at}.maxUnavailable`, rolling["maxUnavailable"], "may not be 0 when `maxSurge` is 0")] : []),
    ...notMoreThanAll(rolling["maxUnavailable"], `${at}.maxUnavailable`),
  ];
}

const isNone = (value: JsonObject[string] | undefined): boolean => value === 0 || (typeof value === "string" && /^0+%$/.test(value));

const sameSelector = (next: JsonObject, before: JsonObject): readonly Cause[] => {
  const selector = objectAt(next, "spec")?.["selector"];
  return immutable("spec.selector", selector, isSameJson(selector, objectAt(before, "spec")?.["selector"]));
};

/** Counts of a status: none negative, none above `replicas`, none available that is not ready. */
function replicaCauses(object: JsonObject, names: readonly string[]): readonly Cause[] {
  const status = objectAt(object, "status");
  const count = (name: string): number => numberAt(status, name) ?? 0;
  const above = (name: string, limit: string): readonly Cause[] =>
    count(name) > count(limit)
      ? [invalidValue(`status.${name}`, count(name), `cannot be greater than ${limit === "replicas" ? "status.replicas" : limit}`)]
      : [];
  const parts = names.filter((name) => name !== "replicas" && name !== "unavailableReplicas");
  return [
    ...notNegative(status, "status", ...names, "observedGeneration", "collisionCount"),
    ...parts.flatMap((name) => above(name, "replicas")),
    ...above("availableReplicas", "readyReplicas"),
  ];
}

function collisionCauses(next: JsonObject, before: JsonObject): readonly Cause[] {
  const count = numberAt(objectAt(next, "status"), "collisionCount");
  const old = numberAt(objectAt(before, "status"), "collisionCount");
  if (old === undefined || (count ?? -1) >= old) return [];
  return [invalidValue("status.collisionCount", count, "cannot be decremented")];
}
