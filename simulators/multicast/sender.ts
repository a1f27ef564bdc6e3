import { addPort, emptyBitmap, isEmpty } from "./bitmap.ts";
import type { Bitmap, GroupRules, Header, Section, TierRules, Topology, UpstreamPart } from "./model.ts";
import { leafOfHost, podOfHost, portOfHost, portOfLeaf } from "./topology.ts";

/** Which up-ports a header names (§3): `any` sets the multipath bit. */
export interface UpChoice {
  readonly spine: "any" | number;
  readonly core: "any" | number;
}

/**
 * The header of one sender (§3): UL alone when all other receivers are under its leaf; UL, US, DL when all are in its pod; else all six parts.
 *
 * DS and DL are those of the group; UL, US and DC are the sender's own. A header without a receiver but the sender copies to nobody.
 *
 * @param receivers Those to serve; ascending, with or without the sender.
 */
export function headerFor(
  topology: Topology,
  rules: GroupRules,
  receivers: readonly number[],
  sender: number,
  up: UpChoice = { spine: "any", core: "any" },
): Header {
  const spread = spreadFrom(topology, receivers, sender);
  const goesBeyondPod = !isEmpty(spread.pods);
  const goesUp = goesBeyondPod || !isEmpty(spread.leaves);
  const ul = upstream(spread.hosts, topology.spinesPerPod, goesUp ? up.spine : undefined);
  if (!goesUp) return { ul };
  const us = upstream(spread.leaves, topology.coresPerSpine, goesBeyondPod ? up.core : undefined);
  const dl = sectionOf(rules.leaves);
  return goesBeyondPod ? { ul, us, dc: spread.pods, ds: sectionOf(rules.pods), dl } : { ul, us, dl };
}

/** What a header carries of the rules of a tier. */
export function sectionOf({ pRules, defaultPorts }: TierRules): Section {
  return { rules: pRules, ...(defaultPorts ? { defaultPorts } : {}) };
}

/** Where a sender's receivers are: hosts of its leaf, other leaves of its pod, other pods. */
interface Spread {
  readonly hosts: Bitmap;
  readonly leaves: Bitmap;
  readonly pods: Bitmap;
}

function spreadFrom(topology: Topology, receivers: readonly number[], sender: number): Spread {
  const spread = {
    hosts: emptyBitmap(topology.hostsPerLeaf),
    leaves: emptyBitmap(topology.leavesPerPod),
    pods: emptyBitmap(topology.pods),
  };
  const ownLeaf = leafOfHost(topology, sender);
  const ownPod = podOfHost(topology, sender);
  for (const host of receivers) {
    const leaf = leafOfHost(topology, host);
    const pod = podOfHost(topology, host);
    if (pod !== ownPod) addPort(spread.pods, pod);
    else if (leaf !== ownLeaf) addPort(spread.leaves, portOfLeaf(topology, leaf));
    else if (host !== sender) addPort(spread.hosts, portOfHost(topology, host));
  }
  return spread;
}

function upstream(down: Bitmap, upWidth: number, choice: "any" | number | undefined): UpstreamPart {
  const up = emptyBitmap(upWidth);
  if (typeof choice === "number") addPort(up, choice);
  return { down, up, multipath: choice === "any" };
}
