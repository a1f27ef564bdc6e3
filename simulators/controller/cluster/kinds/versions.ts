import type { JsonObject } from "../../../../protocol/json.ts";
import { apiVersionOf, type Resource } from "../resources.ts";
import { draftOf } from "./draft.ts";
import { numberAt, objectAt, objectsAt, textAt } from "./read.ts";

/**
 * Resources that are served in several versions read objects that were written in another one.
 *
 * The versions of most kinds have the same fields; those of HorizontalPodAutoscaler are converted.
 */
export function readingOtherVersions(resources: readonly Resource[]): readonly Resource[] {
  const isAlone = (resource: Resource): boolean =>
    resources.filter(({ group, plural }) => group === resource.group && plural === resource.plural).length === 1;
  return resources.map((resource) => (isAlone(resource) ? resource : { ...resource, fromVersion: reader(resource) }));
}

function reader(resource: Resource): (object: JsonObject) => JsonObject {
  const apiVersion = apiVersionOf(resource);
  const read = new WeakMap<JsonObject, JsonObject>();
  return (object) => {
    if (object["apiVersion"] === apiVersion) return object;
    const known = read.get(object);
    if (known !== undefined) return known;
    const converted = { ...(conversions[apiVersion]?.(object) ?? object), apiVersion };
    const decoded = resource.strategy.decode(converted);
    const shown = "object" in decoded ? decoded.object : converted;
    read.set(object, shown);
    return shown;
  };
}

const conversions: Readonly<Record<string, (object: JsonObject) => JsonObject>> = {
  "autoscaling/v1": withProcessorTarget,
  "autoscaling/v2": withMetrics,
};

/** Version 1 knows one metric, the share of the processor. */
function withProcessorTarget(object: JsonObject): JsonObject {
  const spec = draftOf(objectAt(object, "spec") ?? {});
  const status = draftOf(objectAt(object, "status") ?? {});
  const wanted = processorShare(objectAt(object, "spec"), "metrics", "target");
  const current = processorShare(objectAt(object, "status"), "currentMetrics", "current");
  if (wanted !== undefined) spec["targetCPUUtilizationPercentage"] = wanted;
  if (current !== undefined) status["currentCPUUtilizationPercentage"] = current;
  return { ...object, spec, status };
}

function processorShare(parent: JsonObject | undefined, list: string, value: string): number | undefined {
  const metric = objectsAt(parent, list).find((item) => textAt(objectAt(item, "resource"), "name") === "cpu");
  return numberAt(objectAt(metric, "resource", value), "averageUtilization");
}

function withMetrics(object: JsonObject): JsonObject {
  const spec = draftOf(objectAt(object, "spec") ?? {});
  const status = draftOf(objectAt(object, "status") ?? {});
  const wanted = numberAt(spec, "targetCPUUtilizationPercentage");
  const current = numberAt(status, "currentCPUUtilizationPercentage");
  if (wanted !== undefined)
    spec["metrics"] = [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: wanted } } }];
  if (current !== undefined)
    status["currentMetrics"] = [
      { type: "Resource", resource: { name: "cpu", current: { type: "Utilization", averageUtilization: current } } },
    ];
  return { ...object, spec, status };
}
