import type { SourceSpan } from "../../../protocol/source.ts";
import type { PendingCall, Strand } from "../process/types.ts";
import { event, variant } from "../world/layout.ts";
import type { Chance } from "../world/strands.ts";
import type { World } from "../world/world.ts";
import type { ObjectChange } from "./types.ts";

/** What a reconcile would do from here on, if nobody else acted: on a copy of the cluster. */
export interface Hypothesis {
  readonly changes: readonly ObjectChange[];
  /** Where the first of them was asked for. */
  readonly at?: SourceSpan;
  /** The cluster and the systems outside afterwards. */
  readonly cluster: number;
  readonly external: number;
  /** It changed something outside. */
  readonly isActiveOutside: boolean;
  readonly last: Strand;
}

export interface Start {
  readonly cluster: number;
  readonly external: number;
  readonly graves: number;
  readonly by: number;
}

/** Runs a strand to its end: every call at once, every answer true. */
export function runOn(world: World, strand: Strand, start: Start): Hypothesis {
  const changes: ObjectChange[] = [];
  let now = strand;
  let { cluster, external } = start;
  let at: SourceSpan | undefined;
  for (let calls = 0; calls < mostCalls && now.pending.length > 0; calls += 1) {
    const due = firstDue(now.pending);
    const delivered = world.attempt(() => world.strands.deliver(now, due, { ...start, cluster, external }, variant.normal));
    if (delivered === undefined) break;
    if (delivered.cluster >= 0) cluster = delivered.cluster;
    if (delivered.external >= 0) external = delivered.external;
    if (changes.length === 0 && delivered.changes.length > 0) at = now.pending[due]?.at[0];
    changes.push(...delivered.changes);
    now = delivered.strand;
  }
  return { changes, ...(at ? { at } : {}), cluster, external, isActiveOutside: external !== start.external, last: now };
}

/**
 * One more reconcile of a key, as an event of the resource would start it.
 *
 * @param key Number of the key. @param chance Absent: at the same moment as all others.
 * @returns Undefined: user code cannot be run on.
 */
export function reconcileOn(world: World, key: number, start: Start, chance: Chance = {}): Hypothesis | undefined {
  const name = world.keys[key] as string;
  const object = world.resourceOf(world.contents.clusterOf(start.cluster), name);
  const strand = world.attempt(() => world.strands.start(name, object, event.modified, 0, start.cluster, chance));
  return strand && runOn(world, strand, start);
}

/** A reconcile with more calls is judged by the first ones. */
const mostCalls = 500;

function firstDue(pending: readonly PendingCall[]): number {
  const time = ({ target, look }: PendingCall): number => (look ? -2 : target.kind === "timer" ? target.milliseconds : -1);
  return pending.reduce((best, call, index) => (time(call) < time(pending[best] as PendingCall) ? index : best), 0);
}
