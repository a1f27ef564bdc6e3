/** What the controller does about failures (§5): which headers a sender uses after its update. */
import { addAll, isEqual } from "./bitmap.ts";
import { cluster } from "./cluster.ts";
import { type Bits, bitsOf, holds, smallestCover } from "./cover.ts";
import type { Bitmap, Failures, GroupRules, Header, RuleLimits, TierRules, Topology } from "./model.ts";
import { comesDownTo, entersPod, liveWaysUp, reachability, type WayUp } from "./reach.ts";
import { branchesOf } from "./rules.ts";
import { headerFor, type UpChoice } from "./sender.ts";
import { leafOfHost, podOfHost, podOfLeaf } from "./topology.ts";

/** One header of a packet and whom it serves. */
export interface ServedHeader {
  readonly header: Header;
  /** Ascending, without the sender. */
  readonly receivers: readonly number[];
}

/** A sender's headers after the controller's update. */
export interface Update {
  /** Separate receivers; together every reachable one. None when nobody is reachable. */
  readonly headers: readonly ServedHeader[];
  /** Receivers besides the sender without a live up-down path, ascending. */
  readonly unreachable: readonly number[];
  /** Least number of headers with separate receivers, over all sets of ways up. */
  readonly minHeaders: number;
  /** False: the search for `minHeaders` was given up at its bound (see `cover.ts`); it is then the best number found. */
  readonly isExact: boolean;
}

/**
 * The headers of one sender, on the intact fabric or after the controller's update.
 *
 * One header when one way up serves everybody reachable, with multipath where every live choice does; else one for each way of a smallest set of them.
 * Where a pod has to be split between headers and `spineRules` has no room for exact rules, more headers than `minHeaders` are used.
 * With `spineRules` 0 a split pod is served by its s-rule or the default rule, which know nothing of the split: the walk shows what that does.
 */
export function updatedHeaders(
  topology: Topology,
  limits: Pick<RuleLimits, "spineRules" | "idsPerRule" | "redundancy">,
  rules: GroupRules,
  receivers: readonly number[],
  sender: number,
  failures: Failures,
): Update {
  const { reachable, unreachable } = reachability(topology, failures, sender, receivers);
  if (reachable.length === 0) return { headers: [], unreachable, minHeaders: 0, isExact: true };
  const targets = targetsOf(topology, failures, sender, reachable);
  const up = singleChoice(topology, targets);
  if (up) {
    return {
      headers: [{ header: headerFor(topology, rules, reachable, sender, up), receivers: reachable }],
      unreachable,
      minHeaders: 1,
      isExact: true,
    };
  }
  const { chosen, isExact } = smallestCover(targets.served, targets.leaves.length);
  const shares = share(topology, targets, chosen, reachable, sender).flatMap((one) =>
    splitFurther(topology, limits.spineRules, targets, one),
  );
  const headers = shares.map(({ way, receivers: own }) => ({
    header: headerFor(topology, rulesFor(topology, limits, rules, own), own, sender, {
      spine: way.spine,
      core: way.core < 0 ? "any" : way.core,
    }),
    receivers: own,
  }));
  return { headers, unreachable, minHeaders: chosen.length, isExact };
}

/** Leaves besides the sender's with reachable receivers, and what each way up serves of them. */
interface Targets {
  readonly leaves: readonly number[];
  readonly goesBeyondPod: boolean;
  readonly ways: readonly WayUp[];
  /** By way: bits over `leaves`. */
  readonly served: readonly Bits[];
}

function targetsOf(topology: Topology, failures: Failures, sender: number, reachable: readonly number[]): Targets {
  const ownLeaf = leafOfHost(topology, sender);
  const pod = podOfHost(topology, sender);
  const leaves = [...new Set(reachable.map((host) => leafOfHost(topology, host)))].filter((leaf) => leaf !== ownLeaf);
  const ways = leaves.length === 0 ? [] : liveWaysUp(topology, failures, sender);
  const goesBeyondPod = leaves.some((leaf) => podOfLeaf(topology, leaf) !== pod);
  return { leaves, goesBeyondPod, ways, served: servedBy(topology, failures, pod, ways, leaves) };
}

/** By way: bits over `leaves`. Ways of one plane that enter every pod share theirs, or 1,024 ways to 8,192 leaves would take a second. */
function servedBy(topology: Topology, failures: Failures, senderPod: number, ways: readonly WayUp[], leaves: readonly number[]): Bits[] {
  const podOf = leaves.map((leaf) => podOfLeaf(topology, leaf));
  const pods = [...new Set(podOf)];
  const planes = new Map<number, Bits>();
  return ways.map((way) => {
    const plane = planes.get(way.spine) ?? bitsOf(leaves.length, (index) => comesDownTo(topology, failures, way.spine, leaves[index] ?? 0));
    planes.set(way.spine, plane);
    const cutOff = pods.filter((pod) => !entersPod(topology, failures, senderPod, way, pod));
    return cutOff.length === 0 ? plane : bitsOf(leaves.length, (index) => holds(plane, index) && !cutOff.includes(podOf[index] ?? 0));
  });
}

/** How one header names its ways up, multipath where every live choice serves all; undefined when one header is not enough. */
function singleChoice(topology: Topology, { leaves, goesBeyondPod, ways, served }: Targets): UpChoice | undefined {
  if (leaves.length === 0) return { spine: "any", core: "any" };
  const all = bitsOf(leaves.length, () => true);
  const good = ways.filter((_, index) => isEqual(served[index] ?? all, all) && served[index] !== undefined);
  if (good.length === 0) return undefined;
  if (good.length === ways.length) return { spine: "any", core: "any" };
  const isGood = (spine: number, core: number) => good.some((way) => way.spine === spine && way.core === core);
  const spines = [...new Set(ways.map((way) => way.spine))];
  if (!goesBeyondPod) return { spine: good[0]?.spine ?? 0, core: "any" };
  for (let core = 0; core < topology.coresPerSpine; core++) if (spines.every((spine) => isGood(spine, core))) return { spine: "any", core };
  const whole = spines.find((spine) => ways.every((way) => way.spine !== spine || isGood(way.spine, way.core)));
  if (whole !== undefined) return { spine: whole, core: "any" };
  return good[0];
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
 * Takes a share apart where the pod rules of one header could lead to leaves that another header serves.
 * That cannot happen while every pod of the share has an exact p-rule.
 */
function splitFurther(topology: Topology, spineRules: number, targets: Targets, one: Share): Share[] {
  const pods = [...new Set(one.receivers.map((host) => podOfHost(topology, host)))];
  if (pods.length <= spineRules || spineRules === 0 || !hasSplitPod(topology, targets, one, pods)) return [one];
  const parts: Share[] = [];
  for (let first = 0; first < pods.length; first += spineRules) {
    const part = new Set(pods.slice(first, first + spineRules));
    parts.push({ ...one, receivers: one.receivers.filter((host) => part.has(podOfHost(topology, host))) });
  }
  return parts;
}

/** Is some leaf of these pods served by another header? */
function hasSplitPod(topology: Topology, { leaves }: Targets, one: Share, pods: readonly number[]): boolean {
  const own = new Set(one.receivers.map((host) => leafOfHost(topology, host)));
  return leaves.some((leaf) => pods.includes(podOfLeaf(topology, leaf)) && !own.has(leaf));
}

/**
 * The group's rules cut down to some of its receivers: nobody is named who was not named before, so nobody gets more.
 * Pods get exact rules where there is room. Entries in the tables stay as they are.
 */
function rulesFor(
  topology: Topology,
  limits: Pick<RuleLimits, "spineRules" | "idsPerRule" | "redundancy">,
  rules: GroupRules,
  receivers: readonly number[],
): GroupRules {
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
