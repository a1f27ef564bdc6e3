import type { JsonObject } from "../../../../protocol/json.ts";
import { type Cause, invalidValue } from "../causes.ts";
import type { Strategy } from "../strategy.ts";
import { countOrPercent, notMoreThanAll, notNegative } from "./checks.ts";
import { defineStrategy } from "./define.ts";
import { objectAt } from "./read.ts";
import { validateLabelSelector } from "./selectors.ts";
import { podDisruptionBudget } from "./tables/workloads.ts";

/** Kubernetes 1.20 checks neither their metadata nor, through `/status`, their counts. */
export const podDisruptionBudgets: Strategy = defineStrategy({
  type: podDisruptionBudget,
  generationOf: ["spec"],
  metadataCauses: () => [],
  validate: budgetCauses,
  validateUpdate: budgetCauses,
  allowsUnconditionalUpdate: false,
  status: { validateUpdate: () => [] },
});

function budgetCauses(object: JsonObject): readonly Cause[] {
  const spec = objectAt(object, "spec") ?? {};
  const isBoth = spec["minAvailable"] !== undefined && spec["maxUnavailable"] !== undefined;
  const selector = objectAt(spec, "selector");
  return [
    ...(isBoth ? [invalidValue("spec", spec, "minAvailable and maxUnavailable cannot be both set")] : []),
    ...["minAvailable", "maxUnavailable"].flatMap((name) => [
      ...countOrPercent(spec[name], `spec.${name}`),
      ...notMoreThanAll(spec[name], `spec.${name}`),
    ]),
    ...(selector ? validateLabelSelector(selector, "spec.selector") : []),
    ...notNegative(objectAt(object, "status"), "status", "disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"),
  ];
}
