/** How many tables and headers the controller has to write while members join and leave (§5, churn; FL3017). */
import type { Limit } from "../../protocol/report.ts";
import type { Budget } from "../core/budget.ts";
import { Random } from "../core/random.ts";
import { eventSource } from "./churn/events.ts";
import { createController, type UpdateCounts } from "./churn/controller.ts";
import type { Churn, Fabric } from "./model.ts";

/** Updates at all switches of one kind. Rates are updates per second and switch at `eventsPerSecond`. */
export interface UpdateLoad {
  readonly updates: number;
  readonly meanRate: number;
  /** Smallest number among the switches with most updates; undefined: there were none. */
  readonly busiest?: { readonly id: number; readonly updates: number; readonly rate: number };
}

export interface ChurnReport {
  /** Events that were simulated; fewer than asked when `stopped`. */
  readonly events: number;
  readonly joins: number;
  readonly leaves: number;
  readonly leaf: UpdateLoad;
  readonly spine: UpdateLoad;
  /** Hypervisor switches: one update for each sender whose header changed. */
  readonly host: UpdateLoad;
  /** Cores have no tables: always 0. */
  readonly core: 0;
  readonly stopped?: Limit;
}

/**
 * Simulates `fabric.churn` on all sound groups; each event counts exactly as computing all rules again after it would.
 * Senders stay those of the configuration: who joins only receives.
 */
export function simulateChurn(fabric: Fabric, churn: Churn, budget: Budget): ChurnReport {
  const groups = fabric.groups.filter(({ isBroken }) => !isBroken);
  const controller = createController(fabric, groups);
  const source = eventSource(fabric.topology, churn, groups, new Random(churn.seed));
  const seen = { events: 0, joins: 0, leaves: 0 };
  let stopped: Limit | undefined;
  while (0 < groups.length && seen.events < churn.events) {
    stopped = budget.stop();
    if (stopped) break;
    const event = source.next();
    seen.events += 1;
    if (seen.events % 1000 === 0) budget.progress({ done: seen.events, total: churn.events, unit: "events" });
    if (!event) continue;
    seen[event.kind === "join" ? "joins" : "leaves"] += 1;
    controller.update(event.group, source.members(event.group));
  }
  return { ...seen, ...loadsOf(fabric, controller.counts, seen.events, churn.eventsPerSecond), core: 0, ...(stopped ? { stopped } : {}) };
}

function loadsOf(
  { topology }: Fabric,
  { leaves, pods, hosts }: UpdateCounts,
  events: number,
  eventsPerSecond: number,
): Pick<ChurnReport, "leaf" | "spine" | "host"> {
  const perSecond = events === 0 ? 0 : eventsPerSecond / events;
  const pod = updateLoad(pods, perSecond);
  return {
    leaf: updateLoad(leaves, perSecond),
    // An s-rule for a pod is written into each of its spines.
    spine: {
      ...pod,
      updates: pod.updates * topology.spinesPerPod,
      ...(pod.busiest ? { busiest: { ...pod.busiest, id: pod.busiest.id * topology.spinesPerPod } } : {}),
    },
    host: updateLoad(hosts, perSecond),
  };
}

function updateLoad(counts: Uint32Array, perSecond: number): UpdateLoad {
  const updates = counts.reduce((sum, count) => sum + count, 0);
  const most = counts.reduce((largest, count) => Math.max(largest, count), 0);
  return {
    updates,
    meanRate: (updates / counts.length) * perSecond,
    ...(0 < most ? { busiest: { id: counts.indexOf(most), updates: most, rate: most * perSecond } } : {}),
  };
}
