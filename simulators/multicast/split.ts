/** Several headers with separate receivers for one packet (§5). */
import { addAll, emptyBitmap, has } from "./bitmap.ts";
import { cluster } from "./cluster.ts";
import { holds } from "./cover.ts";
import type { Bitmap, GroupRules, Header, PRule, RuleLimits, TierRules, Topology } from "./model.ts";
import type { WayUp } from "./reach.ts";
import { branchesOf } from "./rules.ts";
import { headerFor } from "./sender.ts";
import type { Targets } from "./targets.ts";
import { leafOfHost, podOfHost, podOfLeaf, portOfLeaf } from "./topology.ts";

/** One header of a packet and whom it serves. */
export interface ServedHeader {
  readonly header: Header;
  /** Ascending, without the sender. */
  readonly receivers: readonly number[];
}

/**
 * One header for each of the chosen ways up, more where that would deliver twice.
 *
 * @param chosen Indices of `targets.ways` that together serve every target.
 */
export function splitHeaders(
  topology: Topology,
  limits: SplitLimits,
  rules: GroupRules,
  targets: Targets,
  chosen: readonly number[],
  reachable: readonly number[],
  sender: number,
): ServedHeader[] {
  return share(topology, targets, chosen, reachable, sender)
    .flatMap((one) => withRules(topology, limits, rules, targets, one))
    .map(({ way, receivers, own }) => {
      const up = { spine: way.spine, core: way.core < 0 ? ("any" as const) : way.core };
      return { header: headerFor(topology, own, receivers, sender, up), receivers };
    });
}

/** Receivers that one header serves by one way up. */
interface Share {
  readonly way: WayUp;
  readonly index: number;
  readonly receivers: readonly number[];
}

/** A pod goes to the first way that serves all of it; where there is none, each of its leaves to the first way that serves that. */
function share(topology: Topology, targets: Targets, chosen: readonly number[], reachable: readonly number[], sender: number): Share[] {
  const { leaves, served, ways } = targets;
  const serves = (way: number, index: number) => holds(served[way] ?? new Uint32Array(0), index);
  const ownerOf = new Map<number, number>();
  for (const mates of indicesByPod(topology, leaves)) {
    const ofAll = chosen.find((way) => mates.every((mate) => serves(way, mate)));
    for (const mate of mates) {
      const owner = ofAll ?? chosen.find((way) => serves(way, mate));
      if (owner !== undefined) ownerOf.set(leaves[mate] ?? 0, owner);
    }
  }
  const ownLeaf = leafOfHost(topology, sender);
  return chosen.flatMap((index, position) => {
    const way = ways[index];
    const receivers = reachable.filter((host) => {
      const leaf = leafOfHost(topology, host);
      return leaf === ownLeaf ? position === 0 : ownerOf.get(leaf) === index;
    });
    return way && receivers.length > 0 ? [{ way, index, receivers }] : [];
  });
}

/** The positions of the leaves of each pod. */
function indicesByPod(topology: Topology, leaves: readonly number[]): Iterable<readonly number[]> {
  const pods = new Map<number, number[]>();
  for (const [index, leaf] of leaves.entries()) {
    const pod = podOfLeaf(topology, leaf);
    const mates = pods.get(pod);
    if (mates) mates.push(index);
    else pods.set(pod, [index]);
  }
  return pods.values();
}

/**
 * The rules of a share. Where they would bring copies to leaves that another header serves, those leaves are told to be silent,
 * or, for want of leaf rules, the share is taken apart: parts with as many pods as have exact rules reach nobody else's leaves.
 * Without room for either the share stays as it is, and the walk shows what that does.
 */
function withRules(
  topology: Topology,
  limits: SplitLimits,
  rules: GroupRules,
  targets: Targets,
  one: Share,
): (Share & { own: GroupRules })[] {
  const own = rulesFor(topology, limits, rules, one.receivers);
  const others = othersReached(topology, rules, targets, one, own);
  if (others.length === 0) return [{ ...one, own }];
  const silenced = silence(topology, limits, own, others);
  if (silenced) return [{ ...one, own: silenced }];
  const room = limits.spineRules;
  if (room === 0) return [{ ...one, own }];
  const pods = [...new Set(one.receivers.map((host) => podOfHost(topology, host)))];
  const parts: (Share & { own: GroupRules })[] = [];
  for (let first = 0; first < pods.length; first += room) {
    const part = new Set(pods.slice(first, first + room));
    const receivers = one.receivers.filter((host) => part.has(podOfHost(topology, host)));
    parts.push({ ...one, receivers, own: rulesFor(topology, limits, rules, receivers) });
  }
  return parts;
}

/**
 * Leaves of other headers that a header with these rules would deliver under, ascending:
 * the rule of their pod leads to them, and without a rule of their own they deliver by their entry or by the default.
 */
function othersReached(topology: Topology, rules: GroupRules, { leaves, served }: Targets, one: Share, own: GroupRules): number[] {
  const named = new Set(one.receivers.map((host) => leafOfHost(topology, host)));
  const pods = new Set(one.receivers.map((host) => podOfHost(topology, host)));
  const withEntry = new Set(rules.leaves.sRules.map(({ id }) => id));
  return leaves.filter((leaf, index) => {
    const pod = podOfLeaf(topology, leaf);
    if (named.has(leaf) || !pods.has(pod) || !holds(served[one.index] ?? new Uint32Array(0), index)) return false;
    const ports = portsFor(own.pods, pod);
    return ports !== undefined && has(ports, portOfLeaf(topology, leaf)) && (withEntry.has(leaf) || own.leaves.defaultPorts !== undefined);
  });
}

/** A p-rule without ports comes before entry and default. Undefined: there is no room for it. */
function silence(topology: Topology, limits: SplitLimits, own: GroupRules, leaves: readonly number[]): GroupRules | undefined {
  const silent: PRule[] = [];
  for (let first = 0; first < leaves.length; first += limits.idsPerRule) {
    silent.push({ ids: leaves.slice(first, first + limits.idsPerRule), ports: emptyBitmap(topology.hostsPerLeaf) });
  }
  const pRules = [...own.leaves.pRules, ...silent].sort((a, b) => (a.ids[0] ?? 0) - (b.ids[0] ?? 0));
  return pRules.length <= limits.leafRules ? { ...own, leaves: { ...own.leaves, pRules } } : undefined;
}

/** What a switch does by the rules of its tier. */
function portsFor(tier: TierRules, id: number): Bitmap | undefined {
  return (tier.pRules.find(({ ids }) => ids.includes(id)) ?? tier.sRules.find((rule) => rule.id === id))?.ports ?? tier.defaultPorts;
}

/** Of the limits of §5 those that a header has to keep to. */
export type SplitLimits = Pick<RuleLimits, "leafRules" | "spineRules" | "idsPerRule" | "redundancy">;

/**
 * The group's rules cut down to some of its receivers: nobody is named who was not named before, so nobody gets more.
 * Pods get exact rules where there is room. Entries in the tables stay as they are.
 */
function rulesFor(topology: Topology, limits: SplitLimits, rules: GroupRules, receivers: readonly number[]): GroupRules {
  const { pods, leaves } = branchesOf(topology, receivers);
  const isExact = pods.length <= limits.spineRules;
  const exact = { pRules: cluster(pods, { ...limits, rules: limits.spineRules }).pRules, sRules: [], defaultIds: [] };
  return { pods: isExact ? exact : cutDown(rules.pods, pods), leaves: cutDown(rules.leaves, leaves) };
}

function cutDown(tier: TierRules, branches: readonly { readonly id: number; readonly ports: Bitmap }[]): TierRules {
  const own = new Map(branches.map(({ id, ports }) => [id, ports]));
  const unionOf = (ids: readonly number[]): Bitmap | undefined => {
    let ports: Bitmap | undefined;
    for (const id of ids) {
      const part = own.get(id);
      if (!part) continue;
      if (ports) addAll(ports, part);
      else ports = part.slice();
    }
    return ports;
  };
  const pRules = tier.pRules.flatMap(({ ids }) => {
    const ports = unionOf(ids);
    return ports ? [{ ids: ids.filter((id) => own.has(id)), ports }] : [];
  });
  const defaultPorts = unionOf(tier.defaultIds);
  return {
    pRules: pRules.sort((a, b) => (a.ids[0] ?? 0) - (b.ids[0] ?? 0)),
    sRules: tier.sRules.filter(({ id }) => own.has(id)),
    defaultIds: tier.defaultIds.filter((id) => own.has(id)),
    ...(defaultPorts ? { defaultPorts } : {}),
  };
}
