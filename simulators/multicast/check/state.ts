import { keyNumber } from "../config/addresses.ts";
import type { Fabric, Group, InstalledHeader } from "../model.ts";
import { type GroupPlan, installGroups, type Installation, planGroup } from "../rules.ts";
import { createMemo } from "./memo.ts";
import { createWalker, type Walker } from "../walk.ts";

/** A fabric with everything installed: what all checks look at. */
export interface State {
  readonly fabric: Fabric;
  readonly installation: Installation;
  /** Headers written by hand, by `headerKey`. Of two for one sender the first is in the table, as with table entries. */
  readonly headers: ReadonlyMap<string, InstalledHeader>;
  readonly walker: Walker;
}

export function stateOf(fabric: Fabric): State {
  const installation = installGroups(fabric.topology, fabric.limits, fabric.groups, fabric.installed.rules, rememberedPlan(fabric));
  const headers = new Map<string, InstalledHeader>();
  for (const header of fabric.installed.headers) {
    if (header.group === undefined || header.from === undefined) continue;
    const key = headerKey(header.group, header.from);
    if (!headers.has(key)) headers.set(key, header);
  }
  return { fabric, installation, headers, walker: createWalker(fabric.topology, installation.tables) };
}

/** `planGroup`, remembering by everything that a plan depends on. */
function rememberedPlan({ topology, limits }: Fabric): typeof planGroup {
  const { leavesPerPod, hostsPerLeaf } = topology;
  const { leafRules, spineRules, idsPerRule, redundancy } = limits;
  const settings = [leavesPerPod, hostsPerLeaf, leafRules, spineRules, idsPerRule, redundancy].join();
  return (_, __, receivers) => plans.get(`${settings}|${hostsText(receivers)}`, () => planGroup(topology, limits, receivers));
}

const plans = createMemo<GroupPlan>(20_000, 16_000_000);

/** A list of hosts as part of a key; made once for each list. */
export function hostsText(hosts: readonly number[]): string {
  let text = hostTexts.get(hosts);
  if (text === undefined) hostTexts.set(hosts, (text = hosts.join()));
  return text;
}

const hostTexts = new WeakMap<readonly number[], string>();

/** Forgets all plans: for tests and for measuring. */
export function forgetPlans(): void {
  plans.clear();
}

/** Who sends to a group: its senders, and whoever has a header for it written by hand. Ascending. */
export function sendersOf(state: State, group: Group): readonly number[] {
  if (state.headers.size === 0) return group.senders;
  const extra = [...state.headers.values()].flatMap(({ group: index, from }) =>
    index === group.index && from !== undefined ? [from] : [],
  );
  return [...new Set([...group.senders, ...extra])].sort((a, b) => a - b);
}

export const headerKey = (group: number, from: number): string => `${group}:${from}`;

/** Does no entry but the group's own lie in the tables under its key? */
export function hasOwnTables({ fabric }: State, group: Group): boolean {
  const { limits, installed } = fabric;
  if (installed.rules.some((rule) => rule.address === group.address)) return false;
  return groupsByKey(fabric).get(tableKey(limits.ruleKey, group)) === 1;
}

/** How many groups have a key; counted once for a fabric, since every group asks. */
function groupsByKey(fabric: Fabric): ReadonlyMap<number, number> {
  let counts = keyCounts.get(fabric);
  if (counts) return counts;
  keyCounts.set(fabric, (counts = new Map()));
  for (const group of fabric.groups) {
    const key = tableKey(fabric.limits.ruleKey, group);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const keyCounts = new WeakMap<Fabric, Map<number, number>>();

const tableKey = (ruleKey: Fabric["limits"]["ruleKey"], { tenant, address }: Group): number =>
  ruleKey === "address" ? address : keyNumber(tenant, address);

/** Groups that are checked: those whose members name hosts. */
export const soundGroups = (fabric: Fabric): readonly Group[] => fabric.groups.filter((group) => !group.isBroken);
