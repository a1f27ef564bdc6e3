import { noFailures } from "../elements.ts";
import { decodeHeader, headerBytes } from "../header.ts";
import { headerBitsByLink, headerParts } from "../header-parts.ts";
import type { Group, Topology } from "../model.ts";
import { byHash } from "../walk.ts";
import { Collector } from "./collector.ts";
import { branchMaps } from "./deviations.ts";
import type { GroupFacts } from "./findings.ts";
import { tryPacket, type TrialResult } from "./packet.ts";
import { type Frame, frameOf } from "./packets.ts";
import { sendersOf, type State } from "./state.ts";

/**
 * What the packets of every sender of a group do with nothing failed, over all choices of up-ports.
 *
 * @param poll Called for each packet; throws to end it.
 */
export function examineIntact(state: State, group: Group, poll: (packets: number) => void): GroupFacts {
  const { topology } = state.fabric;
  const collector = new Collector();
  const branches = branchMaps(topology, group.receivers);
  const exactSenders = new Set<number>();
  const wrongSenders = new Set<number>();
  let facts: Sizes = nothingYet;
  for (const sender of sendersOf(state, group)) {
    const frame = frameOf(state, group, sender);
    weighHeader(state, frame, sender, collector);
    const wanted = group.receivers.filter((host) => host !== sender);
    const result = tryPacket(state, { group, sender, frames: [frame], failures: noFailures, wanted, branches }, collector);
    if (result.isExact && !frame.installed) exactSenders.add(sender);
    if (!result.isExact) wrongSenders.add(sender);
    facts = withPacket(topology, facts, frame, sender, wanted.length, result);
    poll(result.walks);
  }
  return { ...facts, findings: collector.findings(), exactSenders, wrongSenders };
}

type Sizes = Omit<GroupFacts, "findings" | "exactSenders" | "wrongSenders">;

const nothingYet: Sizes = {
  packets: 0,
  isComplete: true,
  largestHeader: { from: -1, bits: 0, byLink: {} },
  mostLinks: 0,
  mostSpurious: 0,
  fewestDelivered: Number.POSITIVE_INFINITY,
  mostDelivered: 0,
};

function withPacket(topology: Topology, facts: Sizes, frame: Frame, from: number, wanted: number, result: TrialResult): Sizes {
  const { bits } = frame.encoded;
  const isLargest = bits > facts.largestHeader.bits;
  return {
    packets: facts.packets + result.walks,
    isComplete: facts.isComplete && result.isComplete,
    largestHeader: isLargest ? { from, bits, byLink: bitsByLink(topology, frame) } : facts.largestHeader,
    mostLinks: Math.max(facts.mostLinks, result.mostLinks),
    mostSpurious: Math.max(facts.mostSpurious, result.mostSpurious),
    fewestDelivered: Math.min(facts.fewestDelivered, result.fewestDelivered),
    mostDelivered: Math.max(facts.mostDelivered, wanted),
  };
}

function bitsByLink(topology: Topology, { encoded }: Frame): GroupFacts["largestHeader"]["byLink"] {
  const decoded = decodeHeader(topology, encoded.bytes, encoded.bits);
  return decoded.kind === "header" ? headerBitsByLink(topology, decoded.header) : { hostUp: encoded.bits };
}

/** Offers a header that is over the budget. */
export function weighHeader(state: State, { encoded }: Frame, from: number, collector: Collector): void {
  const { topology, limits } = state.fabric;
  if (headerBytes(encoded.bits) <= limits.headerBytes) return;
  collector.offer("over-budget", from, encoded.bits, () => {
    const decoded = decodeHeader(topology, encoded.bytes, encoded.bits);
    const parts = decoded.kind === "header" ? headerParts(topology, decoded.header).map(({ part, bits }) => ({ part, bits })) : [];
    return { kind: "over-budget", way: { from, choices: [byHash] }, bits: encoded.bits, parts };
  });
}
