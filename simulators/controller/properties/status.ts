import type { JsonObject } from "../../../protocol/json.ts";
import type { StoredObject } from "../cluster/types.ts";
import { controllerOf } from "../world/kinds.ts";
import { isArray } from "../world/text.ts";
import type { World } from "../world/world.ts";
import type { Violation } from "./found.ts";
import { isCustom, type NormalObject, type NormalWorld, normalWorld } from "./normal.ts";
import { canonicalText } from "../world/text.ts";
import type { ObjectChange, WrongObject } from "./types.ts";

/** Where the status says that the resource is ready; undefined: nowhere. */
export function readyClaim(
  object: StoredObject | undefined,
): { readonly where: string; readonly generation: number | undefined } | undefined {
  const status = object?.["status"];
  if (typeof status !== "object" || status === null || isArray(status)) return undefined;
  const { conditions, phase, observedGeneration } = status;
  const whole = typeof observedGeneration === "number" ? observedGeneration : undefined;
  if (phase === "Ready" || phase === "Available") return { where: `phase ${phase}`, generation: whole };
  if (conditions === undefined || typeof conditions !== "object" || conditions === null || !isArray(conditions)) return undefined;
  for (const condition of conditions as readonly JsonObject[]) {
    const { type, status: value, observedGeneration: own } = condition;
    if ((type === "Ready" || type === "Available") && value === "True") {
      return { where: `condition ${type}`, generation: typeof own === "number" ? own : whole };
    }
  }
  return undefined;
}

/** The change of the resource by which a reconcile writes that it is ready. */
export function writesReady(
  world: World,
  slot: number,
  changes: readonly ObjectChange[],
): { readonly where: string; readonly generation: number } | undefined {
  for (const { resource, key, before, after } of changes) {
    if (resource !== world.kinds.resource.served.resource || key !== world.keyOf(slot) || after === undefined) continue;
    const claim = readyClaim(after);
    if (claim === undefined || canonicalText(before?.["status"]) === canonicalText(after["status"])) continue;
    return { where: claim.where, generation: claim.generation ?? after.metadata.generation ?? 0 };
  }
  return undefined;
}

/** Objects that a ready resource needs and that are not there, not as they should be, or not available: by resource and name. */
export function lacking(
  world: World,
  slot: number,
  reference: NormalWorld,
  cluster: number,
  external: number,
): ReadonlyMap<string, WrongObject> {
  const present = new Map(normalWorld(world, cluster, external).objects.map((object) => [`${object.resource} ${object.name}`, object]));
  const wrong = new Map<string, WrongObject>();
  for (const needed of reference.objects) {
    if (world.uids.makerOf(needed.object.metadata.uid) !== world.makerOf(slot) || isBuiltinMade(needed.resource, needed.object)) continue;
    const { resource, key, name } = needed;
    const found = present.get(`${resource} ${name}`);
    if (found === undefined) wrong.set(`${resource} ${name}`, { resource, key, problem: "missing", differences: [] });
    else if (fixedPart(found) !== fixedPart(needed) || !isAvailable(found.object)) {
      wrong.set(`${resource} ${name}`, { resource, key, problem: "different", differences: [] });
    }
  }
  return wrong;
}

/** Claims and pods of workloads come and go with them. */
export const isBuiltinMade = (resource: string, object: StoredObject): boolean =>
  resource === "/persistentvolumeclaims" && (object.metadata.ownerReferences ?? []).length === 0
    ? true
    : !isCustom(object.apiVersion) && workloads.has(controllerOf(object)?.kind ?? "");

const workloads = new Set(["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob"]);

/** Uids are no part of it: a child of a former namesake is replaced, but there. */
function fixedPart({ content }: NormalObject): string {
  const { status: _, ...rest } = content as JsonObject;
  return canonicalText(rest).replace(/<uid of (former )?[^>]*>/g, "<uid>");
}

function isAvailable(object: StoredObject): boolean {
  const { kind, metadata } = object;
  const spec = (object["spec"] ?? {}) as JsonObject;
  const status = (object["status"] ?? {}) as JsonObject;
  switch (kind) {
    case "Deployment":
    case "ReplicaSet":
      return isSeen(status, metadata.generation) && (status["availableReplicas"] ?? 0) === (spec["replicas"] ?? 1);
    case "StatefulSet":
      return isSeen(status, metadata.generation) && (status["readyReplicas"] ?? 0) === (spec["replicas"] ?? 1);
    default:
      return true;
  }
}

const isSeen = (status: JsonObject, generation: number | undefined): boolean =>
  generation === undefined || status["observedGeneration"] === undefined || status["observedGeneration"] === generation;

export function readyViolation(where: string, wrong: Iterable<WrongObject>): Violation {
  return { property: "status-honest", detail: { kind: "ready", where }, objects: [...wrong] };
}
