import type { JsonObject } from "../../../../protocol/json.ts";
import { type Cause, forbiddenValue, invalidValue, notSupported, required } from "../causes.ts";
import { isSameJson } from "../frozen.ts";
import { validateAnnotations, validateLabels } from "../metadata.ts";
import { subdomainName } from "../names.ts";
import type { Strategy } from "../strategy.ts";
import { notNegative } from "./checks.ts";
import { defaultClaim } from "./claims.ts";
import { defineStrategy, kindMetadata, metadataChange } from "./define.ts";
import { childOf, draftOf, draftsAt, restore, setDefault, setMissing } from "./draft.ts";
import { numberAt, objectAt, textAt } from "./read.ts";
import { statefulSet } from "./tables/workloads.ts";
import { defaultTemplate, selectorCauses, templateLabelCauses } from "./workloads.ts";

export const statefulSets: Strategy = defineStrategy({
  type: statefulSet,
  generationOf: ["spec"],
  defaults(draft) {
    const spec = childOf(draft, "spec");
    defaultTemplate(spec);
    for (const claim of draftsAt(spec, "volumeClaimTemplates")) {
      defaultClaim(claim);
      setDefault(claim, "apiVersion", "v1");
      setDefault(claim, "kind", "PersistentVolumeClaim");
    }
    setDefault(spec, "podManagementPolicy", "OrderedReady");
    const strategy = childOf(spec, "updateStrategy");
    if (textAt(strategy, "type") === "") {
      strategy["type"] = "RollingUpdate";
      childOf(strategy, "rollingUpdate");
    }
    if (strategy["type"] === "RollingUpdate" && strategy["rollingUpdate"] !== undefined)
      setMissing(childOf(strategy, "rollingUpdate"), "partition", 0);
    setMissing(spec, "replicas", 1);
    setMissing(spec, "revisionHistoryLimit", 10);
  },
  validate: specCauses,
  validateUpdate: (next, before) => [
    ...kindMetadata(next, true, subdomainName),
    ...specCauses(next),
    ...metadataChange(next, before),
    ...specChange(next, before),
  ],
  status: {
    validateUpdate: (next, before) => [...statusCauses(next), ...metadataChange(next, before)],
  },
});

/** `ValidateStatefulSetSpec`: the pods of the template are judged only when they are made. */
function specCauses(object: JsonObject): readonly Cause[] {
  const spec = objectAt(object, "spec") ?? {};
  const template = objectAt(spec, "template");
  const policy = textAt(spec, "podManagementPolicy");
  const restart = textAt(objectAt(template, "spec"), "restartPolicy");
  return [
    ...(policy === "OrderedReady" || policy === "Parallel"
      ? []
      : [invalidValue("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'")]),
    ...strategyCauses(objectAt(spec, "updateStrategy"), "spec.updateStrategy"),
    ...notNegative(spec, "spec", "replicas"),
    ...selectorCauses(spec, "statefulset"),
    ...templateLabelCauses(spec),
    ...validateLabels(objectAt(template, "metadata")?.["labels"], "spec.template.labels"),
    ...validateAnnotations(objectAt(template, "metadata")?.["annotations"], "spec.template.annotations"),
    ...(restart === "Always" ? [] : [notSupported("spec.template.spec.restartPolicy", restart, ["Always"])]),
    ...(objectAt(template, "spec")?.["activeDeadlineSeconds"] === undefined
      ? []
      : [forbiddenValue("spec.template.spec.activeDeadlineSeconds", "activeDeadlineSeconds in StatefulSet is not Supported")]),
  ];
}

function strategyCauses(strategy: JsonObject | undefined, field: string): readonly Cause[] {
  const type = textAt(strategy, "type");
  const rolling = objectAt(strategy, "rollingUpdate");
  if (type === "") return [required(field)];
  if (type === "RollingUpdate") return notNegative(rolling, `${field}.rollingUpdate`, "partition");
  if (type !== "OnDelete") return [invalidValue(field, type, "must be 'RollingUpdate' or 'OnDelete'")];
  return rolling ? [invalidValue(`${field}.rollingUpdate`, rolling, "only allowed for updateStrategy 'RollingUpdate'")] : [];
}

/** `ValidateStatefulSetUpdate`. */
function specChange(next: JsonObject, before: JsonObject): readonly Cause[] {
  const spec = objectAt(next, "spec") ?? {};
  const old = objectAt(before, "spec") ?? {};
  const allowed = draftOf(spec);
  for (const name of ["replicas", "template", "updateStrategy"]) restore(allowed, name, old);
  const text = "updates to statefulset spec for fields other than 'replicas', 'template', and 'updateStrategy' are forbidden";
  return [...(isSameJson(allowed, old) ? [] : [forbiddenValue("spec", text)]), ...notNegative(spec, "spec", "replicas")];
}

function statusCauses(object: JsonObject): readonly Cause[] {
  const status = objectAt(object, "status");
  const count = (name: string): number => numberAt(status, name) ?? 0;
  const parts = ["readyReplicas", "currentReplicas", "updatedReplicas"];
  return [
    ...notNegative(status, "status", "replicas", ...parts, "observedGeneration", "collisionCount"),
    ...parts
      .filter((name) => count(name) > count("replicas"))
      .map((name) => invalidValue(`status.${name}`, count(name), "cannot be greater than status.replicas")),
  ];
}
