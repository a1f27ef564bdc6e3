import type { PendingCall, Strand } from "../process/types.ts";
import { variant } from "../world/layout.ts";
import type { World } from "../world/world.ts";
import type { ObjectChange } from "./types.ts";

/** What a reconcile would do from here on, if nobody else acted: on a copy of the cluster. */
export interface Hypothesis {
  readonly changes: readonly ObjectChange[];
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
  for (let calls = 0; calls < mostCalls && now.pending.length > 0; calls += 1) {
    const due = firstDue(now.pending);
    const delivered = world.attempt(() => world.strands.deliver(now, due, { ...start, cluster, external }, variant.normal));
    if (delivered === undefined) break;
    if (delivered.cluster >= 0) cluster = delivered.cluster;
    if (delivered.external >= 0) external = delivered.external;
    changes.push(...delivered.changes);
    now = delivered.strand;
  }
  return { changes, isActiveOutside: external !== start.external, last: now };
}

/** A reconcile with more calls is judged by the first ones. */
const mostCalls = 500;

function firstDue(pending: readonly PendingCall[]): number {
  const time = ({ target }: PendingCall): number => (target.kind === "timer" ? target.milliseconds : -1);
  return pending.reduce((best, call, index) => (time(call) < time(pending[best] as PendingCall) ? index : best), 0);
}
