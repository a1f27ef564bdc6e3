/** What the underlay controller computes for groups (§5): p-rules, s-rules, default rules. */
import { addAll, addPort, emptyBitmap } from "./bitmap.ts";
import { type Branch, cluster, type Clustering } from "./cluster.ts";
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

/**
 * Encodes the groups in their order; broken ones are left out.
 *
 * @param plan `planGroup`, or something that remembers its answers.
 */
export function installGroups(
  topology: Topology,
  limits: Limits,
  groups: readonly Group[],
  installedRules: readonly InstalledRule[] = [],
  plan: typeof planGroup = planGroup,
): Installation {
  const tables = createTables(topology, limits, installedRules);
  const rules = groups.map((group, position) =>
    group.isBroken ? undefined : admitPlan(plan(topology, limits, group.receivers), tables, group, position),
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
  return admitPlan(planGroup(topology, limits, receivers), tables, key, group);
}

/** Which switches of a group share p-rules, and which have to look for room in a table: known before any table is. */
export interface GroupPlan {
  readonly pods: Clustering;
  readonly leaves: Clustering;
}

/** Rules 1 and 2 of §5. @param receivers Ascending host numbers. */
export function planGroup(topology: Topology, limits: RuleLimits, receivers: readonly number[]): GroupPlan {
  const { pods, leaves } = branchesOf(topology, receivers);
  const shared = { idsPerRule: limits.idsPerRule, redundancy: limits.redundancy };
  return {
    pods: cluster(pods, { ...shared, rules: limits.spineRules }),
    leaves: cluster(leaves, { ...shared, rules: limits.leafRules }),
  };
}

/** Rules 3 and 4: pods first, then leaves. */
function admitPlan(plan: GroupPlan, tables: Tables, key: GroupKey, group: number): GroupRules {
  const admit = (tier: Tier) => (branch: Branch) => tables.admit(tier, branch.id, key, branch.ports, group) !== "full";
  return { pods: admitTier(plan.pods, admit("pod")), leaves: admitTier(plan.leaves, admit("leaf")) };
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

function admitTier({ pRules, rest }: Clustering, admit: (branch: Branch) => boolean): TierRules {
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
