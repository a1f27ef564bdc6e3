import type { JsonObject } from "../../../../protocol/json.ts";
import { type Cause, forbiddenValue, invalidValue, required } from "../causes.ts";
import { isSameJson } from "../frozen.ts";
import { subdomainName } from "../names.ts";
import type { Strategy, StrategyContext } from "../strategy.ts";
import { defineStrategy, kindMetadata, metadataChange } from "./define.ts";
import { childOf, type DraftObject, draftOf, restore, setMissing } from "./draft.ts";
import { defaultPod } from "./pod-defaults.ts";
import { validatePodSpec } from "./pod-validation.ts";
import { compareQuantities } from "./quantity.ts";
import { entriesAt, numberAt, objectAt, objectsAt, textAt } from "./read.ts";
import { pod } from "./tables/pods.ts";

const specText = (name: string) => (object: JsonObject) => textAt(objectAt(object, "spec"), name);
const statusText = (name: string) => (object: JsonObject) => textAt(objectAt(object, "status"), name);

export const pods: Strategy = defineStrategy({
  type: pod,
  defaults(draft) {
    defaultPod(draft);
    synchroniseAddresses(childOf(draft, "status"));
  },
  prepareForCreate(draft, context) {
    tolerateOutages(childOf(draft, "spec"));
    prioritise(childOf(draft, "spec"), context);
  },
  prepareForUpdate(draft, before) {
    const spec = childOf(draft, "spec");
    tolerateOutages(spec);
    for (const name of ["priority", "preemptionPolicy"]) if (spec[name] === undefined) restore(spec, name, objectAt(before, "spec"));
  },
  validate: (object) => validatePodSpec(objectAt(object, "spec") ?? {}, "spec"),
  validateUpdate: (next, before) => [
    ...metadataChange(next, before),
    ...kindMetadata(next, true, subdomainName),
    ...validatePodSpec(objectAt(next, "spec") ?? {}, "spec"),
    ...specChange(objectAt(next, "spec") ?? {}, objectAt(before, "spec") ?? {}),
  ],
  status: {
    initial: (draft) => ({ phase: "Pending", qosClass: qualityOf(draft) }),
    prepareForUpdate(draft, before) {
      const metadata = childOf(draft, "metadata");
      restore(metadata, "ownerReferences", objectAt(before, "metadata"));
    },
    validateUpdate: metadataChange,
  },
  deletion: { returnsObject: true, gracePeriod },
  fieldLabels: {
    "spec.nodeName": specText("nodeName"),
    "spec.restartPolicy": specText("restartPolicy"),
    "spec.schedulerName": specText("schedulerName"),
    "spec.serviceAccountName": specText("serviceAccountName"),
    "status.phase": statusText("phase"),
    "status.podIP": statusText("podIP"),
    "status.nominatedNodeName": statusText("nominatedNodeName"),
  },
});

/** `podIP` and the first of `podIPs` are one thing; the former counts. */
function synchroniseAddresses(status: DraftObject): void {
  const address = textAt(status, "podIP");
  const first = textAt(objectsAt(status, "podIPs")[0], "ip");
  if (address === "" && first !== "") status["podIP"] = first;
  if (address !== "" && address !== first) status["podIPs"] = [{ ip: address }];
}

/** Seconds between the request and the end of a pod: none when nothing of it runs. */
function gracePeriod(object: JsonObject, asked: number | undefined): number {
  const spec = objectAt(object, "spec");
  const phase = textAt(objectAt(object, "status"), "phase");
  if (textAt(spec, "nodeName") === "" || phase === "Failed" || phase === "Succeeded") return 0;
  return asked ?? numberAt(spec, "terminationGracePeriodSeconds") ?? 0;
}

/** A pod stays for five minutes on a node that is lost (the admission plugin DefaultTolerationSeconds). */
function tolerateOutages(spec: DraftObject): void {
  const tolerations = Array.isArray(spec["tolerations"]) ? spec["tolerations"] : [];
  for (const key of ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]) {
    const isTolerated = objectsAt(spec, "tolerations").some(
      (item) => ["", key].includes(textAt(item, "key")) && ["", "NoExecute"].includes(textAt(item, "effect")),
    );
    if (!isTolerated) tolerations.push({ key, operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 });
    spec["tolerations"] = tolerations;
  }
}

/** The priority of the pod's class, or of the default class (the admission plugin Priority). */
function prioritise(spec: DraftObject, { cluster }: StrategyContext): void {
  const name = textAt(spec, "priorityClassName");
  const builtIn: Readonly<Record<string, number>> = { "system-cluster-critical": 2000000000, "system-node-critical": 2000001000 };
  const chosen =
    name === ""
      ? cluster.list("scheduling.k8s.io/priorityclasses").find((item) => item["globalDefault"] === true)
      : cluster.get("scheduling.k8s.io/priorityclasses", `/${name}`);
  if (name === "" && chosen) spec["priorityClassName"] = chosen.metadata.name;
  setMissing(spec, "priority", numberAt(chosen, "value") ?? builtIn[name] ?? 0);
  setMissing(spec, "preemptionPolicy", textAt(chosen, "preemptionPolicy") || "PreemptLowerPriority");
}

/** `GetPodQOS`: what the pod is promised of processor and memory. */
function qualityOf(draft: JsonObject): string {
  const spec = objectAt(draft, "spec");
  const containers = [...objectsAt(spec, "containers"), ...objectsAt(spec, "initContainers")];
  const asked = (container: JsonObject, kind: string) =>
    entriesAt(objectAt(container, "resources"), kind).filter(
      ([name, amount]) => (name === "cpu" || name === "memory") && compareQuantities(amount, "0") > 0,
    );
  if (containers.every((container) => asked(container, "requests").length === 0 && asked(container, "limits").length === 0))
    return "BestEffort";
  const isGuaranteed = containers.every((container) => {
    const limits = new Map(asked(container, "limits"));
    return (
      limits.size === 2 && asked(container, "requests").every(([name, amount]) => compareQuantities(amount, limits.get(name) ?? "0") === 0)
    );
  });
  return isGuaranteed ? "Guaranteed" : "Burstable";
}

/** What of a spec may change (`ValidatePodUpdate`): images, a shorter deadline, further tolerations. */
function specChange(next: JsonObject, before: JsonObject): readonly Cause[] {
  const images = imageCauses(next, before);
  if (images.isFinal) return images.causes;
  const deadline = deadlineCauses(next, before);
  if (deadline.isFinal) return [...images.causes, ...deadline.causes];
  const allowed = draftOf(next);
  restore(allowed, "activeDeadlineSeconds", before);
  restore(allowed, "tolerations", before);
  for (const list of ["containers", "initContainers"]) {
    const olds = objectsAt(before, list);
    objectsAt(allowed, list).forEach((container, index) => restore(container as DraftObject, "image", olds[index]));
  }
  return [
    ...images.causes,
    ...deadline.causes,
    ...tolerationChange(next, before),
    ...(isSameJson(allowed, before) ? [] : [forbiddenValue("spec", unchangeable)]),
  ];
}

const unchangeable =
  "pod updates may not change fields other than `spec.containers[*].image`, `spec.initContainers[*].image`, `spec.activeDeadlineSeconds` or `spec.tolerations` (only additions to existing tolerations)";

/** `isFinal`: the real server looks no further. */
interface Judged {
  readonly causes: readonly Cause[];
  readonly isFinal: boolean;
}

function imageCauses(next: JsonObject, before: JsonObject): Judged {
  const causes: Cause[] = [];
  for (const list of ["containers", "initContainers"]) {
    const containers = objectsAt(next, list);
    if (containers.length !== objectsAt(before, list).length)
      return { causes: [...causes, forbiddenValue(`spec.${list}`, "pod updates may not add or remove containers")], isFinal: true };
    containers.forEach((container, index) => {
      if (textAt(container, "image").trim() === "") causes.push(required(`spec.${list}[${index}].image`));
    });
  }
  return { causes, isFinal: false };
}

function deadlineCauses(next: JsonObject, before: JsonObject): Judged {
  const field = "spec.activeDeadlineSeconds";
  const deadline = numberAt(next, "activeDeadlineSeconds");
  const old = numberAt(before, "activeDeadlineSeconds");
  if (deadline === undefined) {
    const causes = old === undefined ? [] : [invalidValue(field, null, "must not update from a positive integer to nil value")];
    return { causes, isFinal: false };
  }
  if (deadline < 0 || deadline > 2147483647)
    return { causes: [invalidValue(field, deadline, "must be between 0 and 2147483647, inclusive")], isFinal: true };
  if (old !== undefined && old < deadline)
    return { causes: [invalidValue(field, deadline, "must be less than or equal to previous value")], isFinal: true };
  return { causes: [], isFinal: false };
}

/** Those that were there must stay, with any number of seconds. */
function tolerationChange(next: JsonObject, before: JsonObject): readonly Cause[] {
  const timeless = (item: JsonObject): JsonObject => ({ ...item, tolerationSeconds: null });
  const tolerations = objectsAt(next, "tolerations").map(timeless);
  const isKept = objectsAt(before, "tolerations").every((old) => tolerations.some((item) => isSameJson(item, timeless(old))));
  return isKept ? [] : [forbiddenValue("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds")];
}
