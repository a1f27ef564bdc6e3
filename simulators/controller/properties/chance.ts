import { event } from "../world/layout.ts";
import type { Chance } from "../world/strands.ts";
import type { World } from "../world/world.ts";
import { changedObjects } from "./difference.ts";
import type { Violation } from "./found.ts";
import { type Hypothesis, reconcileOn, type Start } from "./hypothetical.ts";
import type { Difference, ObjectChange, WrongObject } from "./types.ts";

/**
 * At rest, where one more reconcile writes nothing at the same moment: whether one writes that comes a millisecond later or draws other random values, and
 * the next one after it again. A millisecond is what an event takes at least, and no age that is counted in seconds passes its limit by it; a time in
 * whole seconds comes to rest within its second, and is no finding.
 *
 * Where the write's own event calls for the next reconcile the cluster never comes to rest (`converges`). Where nothing calls for it that is a write at a
 * fixed point (`quiescent`), unless the reconcile asks to be called again after some time: then it is a heartbeat, and meant.
 *
 * @param key Number of the key.
 */
export function writtenAnew(world: World, key: number, start: Start): Violation | undefined {
  const { process } = world;
  const written = process.readsClock ? writtenWith(world, key, start, "time") : undefined;
  return written ?? (process.drawsRandom ? writtenWith(world, key, start, "random value") : undefined);
}

function writtenWith(world: World, key: number, start: Start, of: "time" | "random value"): Violation | undefined {
  const chance = (number: number): Chance => (of === "time" ? { later: number } : { draw: number });
  const first = reconcileOn(world, key, start, chance(1));
  if (first === undefined || !isWriting(first)) return undefined;
  const { cluster, external } = first;
  const second = reconcileOn(world, key, { ...start, cluster, external }, chance(2));
  if (second === undefined || !isWriting(second)) return undefined;
  const isTold = isToldOf(world, key, first.changes) && isToldOf(world, key, second.changes);
  const { ending } = second.last;
  if (!isTold && ending?.kind === "returned" && ending.requeueAfterSeconds !== undefined) return undefined;
  const detail = { kind: "anew", of, isTold, ...(first.at ? { at: first.at } : {}) } as const;
  return { property: isTold ? "converges" : "quiescent", detail, objects: changedObjects(lasting(first.changes)).map(withoutVersions) };
}

const isWriting = ({ changes }: Hypothesis): boolean => lasting(changes).length > 0;

/** Events are a log: each tells of its moment. */
const lasting = (changes: readonly ObjectChange[]): readonly ObjectChange[] =>
  changes.filter(({ resource }) => resource !== "/events" && resource !== "events.k8s.io/events");

/** The events of these changes call for a reconcile of this key. */
function isToldOf(world: World, key: number, changes: readonly ObjectChange[]): boolean {
  const { own, others } = world.impacts.of(changes);
  return (
    own.some((each) => each.key === key && each.event !== event.deleted) || others.some((each) => each.key === key && each.kinds.length > 0)
  );
}

/** What the server counts on with every write tells nothing. */
const withoutVersions = (object: WrongObject): WrongObject => ({ ...object, differences: object.differences.filter(isTelling) });

const isTelling = ({ path: [first, second] }: Difference): boolean =>
  first !== "metadata" || (second !== "resourceVersion" && second !== "generation" && second !== "managedFields");
