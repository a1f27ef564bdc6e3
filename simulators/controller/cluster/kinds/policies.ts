import type { JsonObject } from "../../../../protocol/json.ts";
import type { Strategy } from "../strategy.ts";
import { childOf, type DraftObject, draftAt, draftsAt, setMissing } from "./draft.ts";
import { entriesAt, textAt } from "./read.ts";
import { fixed, simple } from "./simple.ts";
import { ingressClass, limitRange, resourceQuota, webhookConfiguration } from "./tables/policies.ts";

/** Quotas and limits are kept as they are written; nobody enforces them. */
export const resourceQuotas = simple({ type: resourceQuota, hasStatus: true });

/** `SetDefaults_LimitRangeItem`: the default of a container is its maximum, what it asks for the default or the minimum. */
export const limitRanges = simple({
  type: limitRange,
  defaults(draft) {
    for (const item of draftsAt(draftAt(draft, "spec"), "limits")) {
      if (textAt(item, "type") !== "Container") continue;
      for (const [name, amount] of entriesAt(item, "max")) setMissing(childOf(item, "default"), name, amount);
      for (const from of ["default", "min"])
        for (const [name, amount] of entriesAt(item, from)) setMissing(childOf(item, "defaultRequest"), name, amount);
    }
  },
});

export const ingressClasses = simple({
  type: ingressClass,
  isNamespaced: false,
  generationOf: ["spec"],
  change: (next, before) => fixed("spec")(controllerOf(next), controllerOf(before)),
});

const controllerOf = (object: JsonObject): JsonObject => ({ spec: textAt(object["spec"] as JsonObject | undefined, "controller") });

const webhookConfigurations = (isMutating: boolean): Strategy =>
  simple({
    type: webhookConfiguration,
    isNamespaced: false,
    generationOf: ["webhooks"],
    defaults: (draft) => {
      for (const webhook of draftsAt(draft, "webhooks")) completeWebhook(webhook, isMutating);
    },
  });

function completeWebhook(webhook: DraftObject, isMutating: boolean): void {
  setMissing(webhook, "failurePolicy", "Fail");
  setMissing(webhook, "matchPolicy", "Equivalent");
  for (const name of ["namespaceSelector", "objectSelector"]) setMissing(webhook, name, {});
  setMissing(webhook, "timeoutSeconds", 10);
  if (isMutating) setMissing(webhook, "reinvocationPolicy", "Never");
  for (const rule of draftsAt(webhook, "rules")) setMissing(rule, "scope", "*");
  const service = draftAt(webhook, "clientConfig", "service");
  if (service !== undefined) setMissing(service, "port", 443);
}

export const mutatingWebhooks = webhookConfigurations(true);
export const validatingWebhooks = webhookConfigurations(false);
