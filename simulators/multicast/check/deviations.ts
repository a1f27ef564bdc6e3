import { has, popcount } from "../bitmap.ts";
import { type Hop, pathTo } from "../explain.ts";
import { branchesOf } from "../rules.ts";
import type { Bitmap, GroupRules, Section, Topology } from "../model.ts";
import { leafOfHost, podOfHost, podOfLeaf, portOfHost, portOfLeaf } from "../topology.ts";

/** How a copy came to a host that nobody meant. */
export interface Deviation {
  readonly host: number;
  /** The arrival at the first switch that sent it on to where no receiver is. */
  readonly first: Hop;
  /** Some switch on the way sent it there by a default rule: with a rule of its own for each switch the host would get nothing. */
  readonly isByDefault: boolean;
  /** Every such switch did so by a default rule or by a p-rule within the redundancy limit. */
  readonly isExplained: boolean;
}

/** Where the receivers of a group are, as bitmaps of the switches. */
export interface Branches {
  readonly leaves: ReadonlyMap<number, Bitmap>;
  readonly pods: ReadonlyMap<number, Bitmap>;
}

export function branchMaps(topology: Topology, receivers: readonly number[]): Branches {
  const { leaves, pods } = branchesOf(topology, receivers);
  return {
    leaves: new Map(leaves.map(({ id, ports }) => [id, ports])),
    pods: new Map(pods.map(({ id, ports }) => [id, ports])),
  };
}

/** Whom a packet is meant for. */
export interface Aim {
  readonly topology: Topology;
  readonly branches: Branches;
  readonly sender: number;
}

export interface Intent extends Aim {
  /** R: bits. */
  readonly redundancy: number;
  /** Sections of the header that the switches read; undefined when the bits are no header. */
  readonly pods: Section | undefined;
  readonly leaves: Section | undefined;
}

/** One for each host that got a copy and is no receiver, in the order of arrival; of several copies of a host the first. */
export function deviationsOf(intent: Intent, hops: readonly Hop[]): Deviation[] {
  const seen = new Set<number>();
  return hops.flatMap((hop, index) => {
    if (hop.to.kind !== "host" || !hop.isSent || seen.has(hop.to.id) || isReceiver(intent, hop.to.id)) return [];
    seen.add(hop.to.id);
    return [explainCopy(intent, pathTo(hops, index), hop.to.id)];
  });
}

/**
 * Would a host that gets a packet unasked not get it, if each switch had a rule of its own?
 * The short answer for the controller's own header where the tables hold nothing foreign: there only default rules and
 * redundancy send copies astray. `packet.test.ts` compares it with `deviationsOf`.
 */
export function isByDefaultRule(topology: Topology, { pods, leaves }: GroupRules, branches: Branches, host: number): boolean {
  const leaf = leafOfHost(topology, host);
  const pod = podOfLeaf(topology, leaf);
  if (pods.defaultIds.includes(pod) && !branches.leaves.has(leaf)) return true;
  return !leaves.pRules.some(({ ids }) => ids.includes(leaf)) && !leaves.sRules.some(({ id }) => id === leaf);
}

function explainCopy(intent: Intent, path: readonly Hop[], host: number): Deviation {
  const astray = path.filter((_, index) => {
    const next = path[index + 1];
    return next !== undefined && !isWanted(intent, next);
  });
  const [first] = astray;
  if (!first) throw new Error(`host ${host} got a copy that every switch was right to send`);
  return {
    host,
    first,
    isByDefault: astray.some((hop) => hop.rule === "default"),
    isExplained: astray.every((hop) => hop.rule === "default" || isWithinRedundancy(intent, hop)),
  };
}

function isReceiver({ topology, branches, sender }: Aim, host: number): boolean {
  return host !== sender && hasReceiver(branches.leaves.get(leafOfHost(topology, host)), portOfHost(topology, host));
}

/** Does this transmission lead to a receiver that a right header would serve by it? On the way up every one is taken as right. */
export function isWanted({ topology, branches, sender }: Aim, { from, to, link }: Hop): boolean {
  switch (link) {
    case "hostUp":
    case "leafUp":
    case "spineUp":
      return true;
    case "coreDown": {
      const pod = Math.floor(to.id / topology.spinesPerPod);
      return branches.pods.has(pod) && pod !== podOfHost(topology, sender);
    }
    case "spineDown":
      return (
        to.id !== leafOfHost(topology, sender) && hasReceiver(branches.pods.get(podOfLeaf(topology, to.id)), portOfLeaf(topology, to.id))
      );
    case "leafDown":
      return from.kind === "leaf" && isReceiver({ topology, branches, sender }, to.id);
  }
}

const hasReceiver = (ports: Bitmap | undefined, port: number): boolean => ports !== undefined && has(ports, port);

/** A p-rule whose bits beyond those of its switches are at most R (§5, rule 2). */
function isWithinRedundancy(intent: Intent, hop: Hop): boolean {
  if (hop.rule !== "p-rule") return false;
  const isPod = hop.reads?.part === "DS";
  const rule = (isPod ? intent.pods : intent.leaves)?.rules[hop.reads?.row ?? -1];
  if (!rule) return false;
  const own = isPod ? intent.branches.pods : intent.branches.leaves;
  const surplus = rule.ids.reduce((sum, id) => sum + popcount(rule.ports) - common(rule.ports, own.get(id)), 0);
  return surplus <= intent.redundancy;
}

function common(a: Bitmap, b: Bitmap | undefined): number {
  return b ? popcount(a.map((word, index) => word & (b[index] ?? 0))) : 0;
}
