import type { StoredObject } from "../cluster/types.ts";
import { controllerOf, groupOf, isOneOf } from "../world/kinds.ts";
import { maker } from "../world/makers.ts";
import type { StepInfo, World } from "../world/world.ts";
import type { Violation } from "./found.ts";
import { runOn, type Start } from "./hypothetical.ts";
import type { ObjectChange, WrongObject } from "./types.ts";

/** `owned-only`: a reconcile touches what is not its own. */
export function foreignWrite(world: World, slot: number, changes: readonly ObjectChange[]): Violation | undefined {
  for (const { resource, key, before, after } of changes) {
    if (before === undefined || isOneOf(world.setup.manages, before) || isOwnResource(world, slot, resource, key)) continue;
    const by = world.uids.makerOf(before.metadata.uid);
    const other = otherOwner(world, slot, before);
    if (by === world.makerOf(slot) && other === undefined) continue;
    const problem: WrongObject["problem"] = after === undefined || isNewlyDeleted(before, after) ? "deleted" : "changed";
    const madeBy = other ?? makerName(world, by);
    return { property: "owned-only", detail: { kind: "foreign", madeBy }, objects: [{ resource, key, problem, differences: [] }] };
  }
  return undefined;
}

const isOwnResource = (world: World, slot: number, resource: string, key: string): boolean =>
  resource === world.kinds.resource.served.resource && key === world.keyOf(slot);

/** Another resource of the kind that the object's controlling owner reference names. */
function otherOwner(world: World, slot: number, object: StoredObject): string | undefined {
  const owner = controllerOf(object);
  const { apiVersion, kind } = world.setup.resource;
  if (owner === undefined || owner.kind !== kind || groupOf(owner.apiVersion) !== groupOf(apiVersion)) return undefined;
  // The object may be of another namespace, or of none: then the reference means nothing to the cluster, but it says whose the object is.
  const key = world.keyOf(slot);
  return key.slice(key.indexOf("/") + 1) === owner.name ? undefined : `${kind} ${world.kinds.keyOf(object.metadata.namespace, owner.name)}`;
}

function makerName(world: World, by: number): string {
  if (by === maker.world) return "was there before";
  if (by === maker.user) return "the user";
  if (by === maker.somebody) return "somebody else";
  return `${world.setup.resource.kind} ${world.keys[by - maker.firstKey] ?? ""}`;
}

const isNewlyDeleted = (before: StoredObject, after: StoredObject): boolean =>
  before.metadata.deletionTimestamp === undefined && after.metadata.deletionTimestamp !== undefined;

type Destructive = "delete" | "scale-down" | "finalizer";

/** How a change destroys something; undefined: it does not. */
export function destructive({ before, after }: ObjectChange): Destructive | undefined {
  if (before === undefined) return undefined;
  const left = new Set(after?.metadata.finalizers ?? []);
  if (before.metadata.deletionTimestamp !== undefined && (before.metadata.finalizers ?? []).some((each) => !left.has(each)))
    return "finalizer";
  if (after === undefined || after.metadata.uid !== before.metadata.uid || isNewlyDeleted(before, after)) return "delete";
  if ((before.metadata.finalizers ?? []).some((each) => !left.has(each))) return "finalizer";
  const [was, is] = [replicasOf(before), replicasOf(after)];
  return was !== undefined && is !== undefined && is < was ? "scale-down" : undefined;
}

function replicasOf(object: StoredObject): number | undefined {
  const { replicas } = (object["spec"] ?? {}) as { readonly replicas?: unknown };
  return typeof replicas === "number" ? replicas : undefined;
}

/**
 * `stale-safe`: a destructive write that the reconcile would not make, had it been shown what the server held.
 *
 * @param start The world before the call.
 */
export function staleWrite(world: World, info: StepInfo, start: Start): Violation | undefined {
  const { call, changes } = info;
  if (call === undefined || call.twin === 0 || call.isTogether) return undefined;
  for (const change of changes) {
    const write = destructive(change);
    if (write === undefined) continue;
    const { resource, key } = change;
    const twin = runOn(world, world.strands.get(call.twin - 1), start);
    const isSame = twin.changes.some((each) => each.resource === resource && each.key === key && destructive(each) !== undefined);
    if (isSame) continue;
    const problem = write === "delete" ? "deleted" : "changed";
    return { property: "stale-safe", detail: { kind: "stale", write }, objects: [{ resource, key, problem, differences: [] }] };
  }
  return undefined;
}

/** `finalizer`: somebody else's is taken away. */
export function foreignFinalizer(world: World, changes: readonly ObjectChange[]): Violation | undefined {
  for (const { resource, key, before, after } of changes) {
    const left = new Set(after?.metadata.finalizers ?? []);
    const finalizer = before?.metadata.finalizers?.find((each) => !left.has(each) && world.surroundings.foreignFinalizers.has(each));
    if (finalizer === undefined) continue;
    return {
      property: "finalizer",
      detail: { kind: "finalizer-foreign", finalizer },
      objects: [{ resource, key, problem: "changed", differences: [] }],
    };
  }
  return undefined;
}

/**
 * `finalizer`: an effect that nobody but the controller takes back comes before the finalizer.
 *
 * @param own Finalizers that reconciles add.
 * @param cluster The cluster before the call.
 */
export function lateFinalizer(
  world: World,
  slot: number,
  info: StepInfo,
  own: ReadonlySet<string>,
  cluster: number,
): Violation | undefined {
  if (own.size === 0 || info.call === undefined) return undefined;
  const resource = world.resourceOf(world.contents.clusterOf(cluster), world.keyOf(slot));
  if (resource === undefined || resource.metadata.finalizers?.some((each) => own.has(each))) return undefined;
  const made = info.changes.find(
    ({ before, after }) => before === undefined && after !== undefined && (after.metadata.ownerReferences ?? []).length === 0,
  );
  if (made === undefined && info.call.delivered.external <= 0) return undefined;
  const objects: readonly WrongObject[] =
    made === undefined ? [] : [{ resource: made.resource, key: made.key, problem: "unexpected", differences: [] }];
  return { property: "finalizer", detail: { kind: "finalizer-late" }, objects };
}

/** Finalizers that this change adds to the resource. */
export function addedFinalizers(world: World, slot: number, changes: readonly ObjectChange[]): readonly string[] {
  return changes.flatMap(({ resource, key, before, after }) => {
    if (!isOwnResource(world, slot, resource, key) || after === undefined) return [];
    const had = new Set(before?.metadata.finalizers ?? []);
    return (after.metadata.finalizers ?? []).filter((each) => !had.has(each));
  });
}
