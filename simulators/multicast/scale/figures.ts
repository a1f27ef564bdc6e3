/** The published evaluation's figures (specification §10) for one generated workload. */
import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import type { Generate, Limits, Topology } from "../model.ts";
import { checkDelivery } from "./deliver.ts";
import { createGroupEncoder, encodeGroup } from "./encode.ts";
import { forEachGroup, planWorkload } from "./generate.ts";
import type { Spread } from "./percentiles.ts";
import type { GroupSummary } from "./summary.ts";
import { type TakenEntries, tableRoom } from "./tables.ts";
import { Tally } from "./tally.ts";
import { drawEvents, type ScaleChurn, UpdateTally } from "./updates.ts";

/** Plain data. Percentages are 0 to 100, ratios are to the ideal tree. */
export interface ScaleFigures {
  readonly workload: {
    readonly tenants: number;
    readonly vms: number;
    /** VMs for which no host had room. */
    readonly unplacedVms: number;
    readonly groups: number;
    /** Members are VMs; hosts are counted once for each group. */
    readonly members: number;
    readonly meanHosts: number;
    readonly meanLeaves: number;
    readonly meanPods: number;
  };
  /** Receivers that no rule reaches: 0 unless the encoder is wrong. */
  readonly missed: number;
  /** Groups served by p-rules alone, in percent. */
  readonly covered: { readonly leaves: number; readonly pods: number; readonly both: number };
  /** Groups with a default rule, in percent. */
  readonly onDefault: { readonly leaves: number; readonly pods: number };
  /** s-rules in each switch, those of others left out. */
  readonly tables: { readonly leaf: Spread; readonly spine: Spread };
  /** Bytes on `hostUp`: FL-MC/1 for a sender that is a member, and the published layout, which always has all parts. */
  readonly headers: {
    readonly mean: number;
    readonly max: number;
    /** Groups over `headerBytes`, in percent. */
    readonly overBudget: number;
    readonly published: { readonly mean: number; readonly max: number };
  };
  readonly traffic: { readonly published: TrafficFigures; readonly exact: TrafficFigures };
  /** Copies to hosts without a member, in percent of the wanted ones. */
  readonly overDelivery: number;
  /** Groups that a failure concerns, in percent: a core (all that span pods), a spine (by its pod). */
  readonly affected: { readonly core: number; readonly spine: { readonly mean: number; readonly min: number; readonly max: number } };
  /** Groups to look at first; undefined: there are no groups. */
  readonly worst: { readonly header: WorstGroup | undefined; readonly overDelivery: WorstGroup | undefined };
  /** Updates per second and switch; absent when no events were asked for. */
  readonly updates?: {
    readonly events: number;
    readonly eventsPerSecond: number;
    readonly core: 0;
    readonly spine: Spread;
    readonly leaf: Spread;
    readonly host: Spread;
  };
}

/** A generated group. Groups are counted over all tenants. */
export interface WorstGroup extends GroupSummary {
  readonly group: number;
  readonly tenant: number;
}

/** Ratios to the ideal tree: transmissions, and bytes on the wire for inner frames of two sizes. */
export interface TrafficFigures {
  readonly links: number;
  readonly unicast: number;
  readonly bytes64: number;
  readonly bytes1500: number;
}

export type ScaleResult =
  | { readonly kind: "done"; readonly figures: ScaleFigures }
  | { readonly kind: "stopped"; readonly limit: Limit; readonly groups: number };

export interface ScaleOptions {
  /** Entries that the groups of the configuration have taken, beside `limits.occupied`. */
  readonly taken?: TakenEntries;
  readonly churn?: ScaleChurn;
}

/** 10,000 events at the published rate. */
export const publishedChurn: ScaleChurn = { events: 10_000, eventsPerSecond: 1000 };

/**
 * Generates the workload, encodes every group in order, checks that each receiver is reached, and adds up the figures.
 * Deterministic in its arguments; keeps some counters for each switch and 16 bytes for a group.
 */
export function measureScale(
  topology: Topology,
  limits: Limits,
  generate: Generate,
  budget: Budget,
  options: ScaleOptions = {},
): ScaleResult {
  const workload = planWorkload(topology, generate, budget);
  const events = workload && drawEvents(workload, options.churn?.events ?? 0, budget);
  if (!workload || !events) return { kind: "stopped", limit: budget.stop() ?? "cancelled", groups: 0 };
  const encoder = createGroupEncoder(topology, limits);
  const room = tableRoom(topology, limits, limits.occupied, options.taken ?? { leaves: new Map(), pods: new Map() });
  const start = { leaves: room.leaves.slice(), pods: room.pods.slice() };
  const tally = new Tally(topology, limits.headerBytes, workload.groupOffsets[generate.tenants] ?? 0);
  const updates = new UpdateTally(encoder, generate.seed);
  const stopped = forEachGroup(workload, budget, (group, hosts, size) => {
    const many = events.get(group);
    if (many !== undefined) updates.simulate(group, hosts, size, many, room, budget);
    encodeGroup(encoder, hosts, size, room);
    tally.add(encoder, hosts, size, checkDelivery(encoder, hosts, size));
  });
  if (stopped) return { kind: "stopped", ...stopped };
  if (updates.stopped) return { kind: "stopped", limit: updates.stopped, groups: workload.groupOffsets[generate.tenants] ?? 0 };
  const used = {
    leaves: start.leaves.map((free, id) => free - (room.leaves[id] ?? 0)),
    pods: start.pods.map((free, id) => free - (room.pods[id] ?? 0)),
  };
  return {
    kind: "done",
    figures: { ...tally.figures(workload, used), ...(options.churn ? { updates: updates.rates(options.churn) } : {}) },
  };
}
