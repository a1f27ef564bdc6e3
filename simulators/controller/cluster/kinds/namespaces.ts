import type { JsonObject } from "../../../../protocol/json.ts";
import { type Cause, invalidValue } from "../causes.ts";
import { labelName, qualifiedNameProblems } from "../names.ts";
import type { Strategy } from "../strategy.ts";
import { defineStrategy, kindMetadata, metadataChange } from "./define.ts";
import { childOf, restore, setDefault } from "./draft.ts";
import { objectAt, stringsAt, textAt } from "./read.ts";
import { namespace } from "./tables/core.ts";

export const namespaces: Strategy = defineStrategy({
  type: namespace,
  isNamespaced: false,
  nameRule: labelName,
  defaults: (draft) => setDefault(childOf(draft, "status"), "phase", "Active"),
  prepareForCreate(draft) {
    const spec = childOf(draft, "spec");
    const finalizers = stringsAt(spec, "finalizers");
    if (!finalizers.includes("kubernetes")) spec["finalizers"] = [...finalizers, "kubernetes"];
  },
  prepareForUpdate: (draft, before) => restore(childOf(draft, "spec"), "finalizers", objectAt(before, "spec")),
  validate: (object) => finalizerCauses(object),
  validateUpdate: (next, before) => [...kindMetadata(next, false, labelName), ...finalizerCauses(next), ...metadataChange(next, before)],
  status: {
    initial: () => ({ phase: "Active" }),
    validateUpdate: (next, before) => [...metadataChange(next, before), ...phaseCauses(next)],
  },
  deletion: { returnsObject: true },
  fieldLabels: { "status.phase": (object) => textAt(objectAt(object, "status"), "phase") },
});

const finalizerCauses = (object: JsonObject): readonly Cause[] =>
  stringsAt(objectAt(object, "spec"), "finalizers").flatMap((name) => [
    ...qualifiedNameProblems(name).map((text) => invalidValue("spec.finalizers", name, text)),
    ...(name.includes("/") || name === "kubernetes"
      ? []
      : [invalidValue("spec.finalizers", name, "name is neither a standard finalizer name nor is it fully qualified")]),
  ]);

function phaseCauses(object: JsonObject): readonly Cause[] {
  const isGoing = objectAt(object, "metadata")?.["deletionTimestamp"] !== undefined;
  const phase = textAt(objectAt(object, "status"), "phase");
  if (phase === (isGoing ? "Terminating" : "Active")) return [];
  const text = isGoing
    ? "may only be 'Terminating' if `deletionTimestamp` is not empty"
    : "may only be 'Active' if `deletionTimestamp` is empty";
  return [invalidValue("status.Phase", phase, text)];
}
