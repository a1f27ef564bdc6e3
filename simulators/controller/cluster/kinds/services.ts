import type { JsonObject } from "../../../../protocol/json.ts";
import { isSameJson } from "../frozen.ts";
import type { Cause } from "../causes.ts";
import { label1035Name } from "../names.ts";
import type { Strategy } from "../strategy.ts";
import { defineStrategy, kindMetadata, metadataChange } from "./define.ts";
import { childOf, type DraftObject, draftsAt, restore, setDefault, setMissing } from "./draft.ts";
import { numberAt, objectAt, objectsAt, stringsAt, textAt } from "./read.ts";
import { allocateService, needsHealthCheck, needsNodePort } from "./service-allocation.ts";
import { addressChange, validateIngress, validateServiceSpec } from "./service-validation.ts";
import { service } from "./tables/core.ts";

export const services: Strategy = defineStrategy({
  type: service,
  nameRule: label1035Name,
  defaults: (draft) => defaultSpec(childOf(draft, "spec")),
  prepareForCreate(draft) {
    const spec = childOf(draft, "spec");
    const address = textAt(spec, "clusterIP");
    if (address !== "" && stringsAt(spec, "clusterIPs").length === 0) spec["clusterIPs"] = [address];
  },
  prepareForUpdate(draft, before) {
    const spec = childOf(draft, "spec");
    const old = objectAt(before, "spec") ?? {};
    synchronise(spec, old);
    dropUnneeded(spec, old);
  },
  validate: (object) => validateServiceSpec(objectAt(object, "spec") ?? {}),
  validateUpdate: (next, before) => [
    ...metadataChange(next, before),
    ...addressChange(objectAt(next, "spec") ?? {}, objectAt(before, "spec") ?? {}),
    ...whole(next),
  ],
  allocate: allocateService,
  status: {
    allowsCreateOnUpdate: true,
    validateUpdate: (next, before) => [...metadataChange(next, before), ...validateIngress(next)],
  },
  judgesFirst: true,
  deletion: { hasNoCollection: true, alwaysStatus: true },
});

const whole = (object: JsonObject): readonly Cause[] => [
  ...kindMetadata(object, true, label1035Name),
  ...validateServiceSpec(objectAt(object, "spec") ?? {}),
];

/** Three hours, as iptables had it. */
const affinitySeconds = 10800;

function defaultSpec(spec: DraftObject): void {
  setDefault(spec, "sessionAffinity", "None");
  if (spec["sessionAffinity"] === "None") delete spec["sessionAffinityConfig"];
  if (spec["sessionAffinity"] === "ClientIP")
    setMissing(childOf(childOf(spec, "sessionAffinityConfig"), "clientIP"), "timeoutSeconds", affinitySeconds);
  setDefault(spec, "type", "ClusterIP");
  for (const port of draftsAt(spec, "ports")) {
    setDefault(port, "protocol", "TCP");
    setDefault(port, "targetPort", numberAt(port, "port") ?? 0);
  }
  if (needsNodePort(spec)) setDefault(spec, "externalTrafficPolicy", "Cluster");
}

/** `clusterIP` and the first of `clusterIPs` are one thing: a client may know only the first (`NormalizeClusterIPs`). */
function synchronise(spec: DraftObject, old: JsonObject): void {
  const address = textAt(spec, "clusterIP");
  const isSameAddress = address === textAt(old, "clusterIP");
  if (stringsAt(spec, "clusterIPs").length === 0 && isSameAddress) restore(spec, "clusterIPs", old);
  if (isSameAddress || !hasSameAddresses(spec, old)) return;
  if (address === "") delete spec["clusterIPs"];
  else spec["clusterIPs"] = [address];
}

/** What the new type has no use for, where the client has not touched it (`dropTypeDependentFields`). */
function dropUnneeded(spec: DraftObject, old: JsonObject): void {
  if (needsAddress(old) && !needsAddress(spec) && hasSameAddresses(spec, old) && textAt(spec, "clusterIP") === textAt(old, "clusterIP")) {
    delete spec["clusterIP"];
    delete spec["clusterIPs"];
  }
  if (needsNodePort(old) && !needsNodePort(spec) && isSameJson(nodePorts(spec), nodePorts(old)))
    for (const port of draftsAt(spec, "ports")) delete port["nodePort"];
  if (needsHealthCheck(old) && !needsHealthCheck(spec) && spec["healthCheckNodePort"] === old["healthCheckNodePort"])
    delete spec["healthCheckNodePort"];
}

const hasSameAddresses = (spec: JsonObject, old: JsonObject): boolean =>
  isSameJson(stringsAt(spec, "clusterIPs"), stringsAt(old, "clusterIPs"));

const nodePorts = (spec: JsonObject): readonly number[] =>
  objectsAt(spec, "ports")
    .map((port) => numberAt(port, "nodePort") ?? 0)
    .filter((port) => port !== 0)
    .sort((a, b) => a - b);

const needsAddress = (spec: JsonObject): boolean => textAt(spec, "type") !== "ExternalName";
