/** What the underlay controller computes for groups (§5): p-rules, s-rules, default rules. */
import { addAll, addPort, emptyBitmap } from "./bitmap.ts";
import { type Branch, cluster } from "./cluster.ts";
import type { Bitmap, Group, GroupKey, GroupRules, InstalledRule, Limits, RuleLimits, SRule, TierRules, Topology } from "./model.ts";
import { type Collision, createTables, type FullTable, type Tables, type Tier } from "./tables.ts";
import { leafOfHost, podOfLeaf, portOfHost, portOfLeaf } from "./topology.ts";

/** The rules of all groups, and the tables that they filled. */
export interface Installation {
  /** By index of the group; undefined for a broken one. */
  readonly rules: readonly (GroupRules | undefined)[];
  readonly tables: Tables;
  /** Tables of size 1 or more that had no room, and for whom. */
  readonly full: readonly FullTable[];
  readonly collisions: readonly Collision[];
}

/** Encodes the groups in their order; broken ones are left out. */
export function installGroups(
  topology: Topology,
  limits: Limits,
  groups: readonly Group[],
  installedRules: readonly InstalledRule[] = [],
): Installation {
  const tables = createTables(topology, limits, installedRules);
  const rules = groups.map((group, position) =>
    group.isBroken ? undefined : encodeGroup(topology, limits, group.receivers, tables, group, position),
  );
  return { rules, tables, full: tables.full(), collisions: tables.collisions() };
}

/**
 * The rules of one group; its s-rules are written into `tables`.
 *
 * @param receivers Ascending host numbers.
 * @param group Index that the tables' entries and complaints name.
 */
export function encodeGroup(
  topology: Topology,
  limits: RuleLimits,
  receivers: readonly number[],
  tables: Tables,
  key: GroupKey,
  group = 0,
): GroupRules {
  const { pods, leaves } = branchesOf(topology, receivers);
  const shared = { idsPerRule: limits.idsPerRule, redundancy: limits.redundancy };
  const admit = (tier: Tier) => (branch: Branch) => tables.admit(tier, branch.id, key, branch.ports, group) !== "full";
  return {
    pods: encodeTier(pods, { ...shared, rules: limits.spineRules }, admit("pod")),
    leaves: encodeTier(leaves, { ...shared, rules: limits.leafRules }, admit("leaf")),
  };
}

/** For each pod its leaves with receivers, for each leaf its hosts with receivers; ascending. */
export function branchesOf(topology: Topology, receivers: readonly number[]): { pods: readonly Branch[]; leaves: readonly Branch[] } {
  const pods = new Map<number, Bitmap>();
  const leaves = new Map<number, Bitmap>();
  for (const host of receivers) {
    const leaf = leafOfHost(topology, host);
    addTo(leaves, leaf, portOfHost(topology, host), topology.hostsPerLeaf);
    addTo(pods, podOfLeaf(topology, leaf), portOfLeaf(topology, leaf), topology.leavesPerPod);
  }
  return { pods: sorted(pods), leaves: sorted(leaves) };
}

/** How many rules of each sort, as test vectors and `faultline multicast paths` name them. */
export interface RuleCounts {
  readonly leafPRules: number;
  readonly podPRules: number;
  readonly leafSRules: number;
  readonly podSRules: number;
  readonly leafDefault: boolean;
  readonly podDefault: boolean;
}

export function countRules({ leaves, pods }: GroupRules): RuleCounts {
  return {
    leafPRules: leaves.pRules.length,
    podPRules: pods.pRules.length,
    leafSRules: leaves.sRules.length,
    podSRules: pods.sRules.length,
    leafDefault: leaves.defaultPorts !== undefined,
    podDefault: pods.defaultPorts !== undefined,
  };
}

function encodeTier(branches: readonly Branch[], limits: Parameters<typeof cluster>[1], admit: (branch: Branch) => boolean): TierRules {
  const { pRules, rest } = cluster(branches, limits);
  const sRules: SRule[] = [];
  const defaultIds: number[] = [];
  let defaultPorts: Bitmap | undefined;
  for (const branch of rest) {
    if (admit(branch)) {
      sRules.push({ id: branch.id, ports: branch.ports });
      continue;
    }
    defaultIds.push(branch.id);
    defaultPorts ??= new Uint32Array(branch.ports.length);
    addAll(defaultPorts, branch.ports);
  }
  return { pRules, sRules, defaultIds, ...(defaultPorts ? { defaultPorts } : {}) };
}

function addTo(bitmaps: Map<number, Bitmap>, id: number, port: number, width: number): void {
  const bitmap = bitmaps.get(id) ?? emptyBitmap(width);
  addPort(bitmap, port);
  bitmaps.set(id, bitmap);
}

const sorted = (bitmaps: ReadonlyMap<number, Bitmap>): Branch[] =>
  [...bitmaps].sort(([a], [b]) => a - b).map(([id, ports]) => ({ id, ports }));
