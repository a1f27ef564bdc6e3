/** Age of the newest statistics at a receiver, at worst (FL3014). */
import { has } from "./bitmap.ts";
import { type Delay, type Destination, destinationsOf } from "./destinations.ts";
import { type LinkEnds, linkEnds, linkRate } from "./fabric-links.ts";
import type { Flow } from "./flows.ts";
import type { LinkLoads } from "./load.ts";
import type { Fabric, Topology, UpstreamPart } from "./model.ts";
import { upShares } from "./replicate.ts";
import type { Tables } from "./tables.ts";
import { leafOfHost, podOfHost, podOfLeaf, portOfHost, portOfLeaf, spineAt } from "./topology.ts";

/** The oldest value that a receiver of one stream may have to work with, just before the next report arrives. */
export interface StreamAge {
  readonly stream: number;
  /** Over all receivers that have a bound; undefined: none has. */
  readonly worst?: { readonly ms: number; readonly from: number; readonly to: number };
  /** Pairs of sender and receiver without a bound, because a link that the packet may take is over its rate; and one such link. */
  readonly unbounded: { readonly pairs: number; readonly link?: LinkEnds };
}

/**
 * Worst age for each stream that sends anything, ascending by stream.
 *
 * Age = interval + for each link of the way (own frame time + `hopMicroseconds` + one frame time of every other flow that may use the link),
 * at the worst choice of up-ports. All flows report at once: no order of the queue is worse.
 * A receiver that the header does not reach has no age (FL3009 says so).
 */
export function worstAges(fabric: Fabric, tables: Pick<Tables, "find">, flows: readonly Flow[], loads: LinkLoads): readonly StreamAge[] {
  const delay = delayOf(fabric, loads);
  const fabricWays = { topology: fabric.topology, loads, delay, free: new Map<number, number>() };
  const destinations = destinationsOf(fabric.topology, tables, loads.links, delay);
  const drafts = new Map<number, Draft>();
  for (const flow of flows) {
    const draft = drafts.get(flow.stream) ?? { ms: 0, from: -1, to: -1, pairs: 0, link: -1 };
    drafts.set(flow.stream, draft);
    for (const destination of destinations(flow)) addDestination(fabricWays, flow, destination, draft);
  }
  return [...drafts].sort(([a], [b]) => a - b).map(([stream, draft]) => finished(fabric.topology, stream, draft));
}

function delayOf(fabric: Fabric, { burstBits, isOver }: LinkLoads): Delay {
  const hop = fabric.hopMicroseconds / 1000;
  return (link) => (isOver(link) ? Number.POSITIVE_INFINITY : ((burstBits[link] ?? 0) / linkRate(fabric, link)) * 1000 + hop);
}

interface FabricWays {
  readonly topology: Topology;
  readonly loads: LinkLoads;
  readonly delay: Delay;
  /** Worst delay between two leaves where the header leaves every choice to the switches, by `leafPair`. */
  readonly free: Map<number, number>;
}

interface Draft {
  ms: number;
  from: number;
  to: number;
  pairs: number;
  link: number;
}

function finished(topology: Topology, stream: number, { ms, from, to, pairs, link }: Draft): StreamAge {
  return {
    stream,
    ...(from < 0 ? {} : { worst: { ms, from, to } }),
    unbounded: { pairs, ...(link < 0 ? {} : { link: linkEnds(topology, link) }) },
  };
}

function addDestination(ways: FabricWays, flow: Flow, destination: Destination, draft: Draft): void {
  const { topology, loads, delay } = ways;
  if (destination.leaf === leafOfHost(topology, flow.sender)) {
    addOwnLeaf(ways, flow, destination.receivers, draft);
    return;
  }
  if (!isReached(topology, flow, destination)) return;
  const start = loads.links.hostUp(flow.sender);
  const up = delay(start) + delayBetween(ways, flow, destination.leaf);
  if (up === Number.POSITIVE_INFINITY) {
    const over = [start, ...linksBetween(ways, flow, destination.leaf).flat()].find(loads.isOver) ?? -1;
    addUnbounded(draft, destination.bounded + destination.unbounded, over);
    return;
  }
  if (destination.slowest) keepWorst(draft, flow.intervalMs + up + destination.slowest.delay, flow.sender, destination.slowest.host);
  addUnbounded(draft, destination.unbounded, destination.over);
}

/** Receivers under the sender's own leaf are served by UL, for each sender without itself. */
function addOwnLeaf({ topology, loads, delay }: FabricWays, flow: Flow, receivers: readonly number[], draft: Draft): void {
  const { way, sender, intervalMs } = flow;
  const start = loads.links.hostUp(sender);
  for (const host of receivers) {
    if (host === sender) continue;
    if (way.kind === "multicast" && !has(way.header.ul.down, portOfHost(topology, host))) continue;
    const last = loads.links.leafDown(host);
    const ms = intervalMs + delay(start) + delay(last);
    if (ms === Number.POSITIVE_INFINITY) addUnbounded(draft, 1, loads.isOver(start) ? start : last);
    else keepWorst(draft, ms, sender, host);
  }
}

function keepWorst(draft: Draft, ms: number, from: number, to: number): void {
  if (ms <= draft.ms) return;
  draft.ms = ms;
  draft.from = from;
  draft.to = to;
}

function addUnbounded(draft: Draft, pairs: number, link: number): void {
  if (pairs === 0) return;
  draft.pairs += pairs;
  if (draft.link < 0) draft.link = link;
}

function isReached(topology: Topology, flow: Flow, { leaf, bounded, unbounded, isOnPodRule, isInPodTable }: Destination): boolean {
  if (flow.way.kind === "unicast") return true;
  const { ul, us, dc } = flow.way.header;
  const pod = podOfLeaf(topology, leaf);
  if (bounded + unbounded === 0 || !goesUp(ul)) return false;
  if (pod === podOfHost(topology, flow.sender)) return us ? has(us.down, portOfLeaf(topology, leaf)) : isInPodTable;
  return us !== undefined && goesUp(us) && dc !== undefined && has(dc, pod) && isOnPodRule;
}

const goesUp = (part: UpstreamPart): boolean => part.multipath || part.up.some((word) => word !== 0);

// ---- between two leaves ----

/** Milliseconds from the sender's leaf to another one, at the worst choice of planes and cores. */
function delayBetween(ways: FabricWays, flow: Flow, to: number): number {
  const { topology, free } = ways;
  const isInPod = podOfLeaf(topology, to) === podOfHost(topology, flow.sender);
  const isFree = flow.way.kind === "unicast" || (flow.way.header.ul.multipath && (isInPod || flow.way.header.us?.multipath === true));
  const key = leafOfHost(topology, flow.sender) * 65_536 + to;
  const known = isFree ? free.get(key) : undefined;
  if (known !== undefined) return known;
  const delays = linksBetween(ways, flow, to).map((path) => path.reduce((sum, link) => sum + ways.delay(link), 0));
  const worst = Math.max(...delays);
  if (isFree) free.set(key, worst);
  return worst;
}

/** Each way that the packet may take between the two leaves, as its links. */
function linksBetween({ topology, loads }: FabricWays, { sender, way }: Flow, to: number): readonly (readonly number[])[] {
  const { links } = loads;
  const leaf = leafOfHost(topology, sender);
  const pod = podOfHost(topology, sender);
  const toPod = podOfLeaf(topology, to);
  const { ul, us } = way.kind === "multicast" ? way.header : { ul: anyPort, us: anyPort };
  const cores = us ? upShares(us, topology.coresPerSpine) : [];
  return upShares(ul, topology.spinesPerPod).flatMap(({ port: plane }) => {
    const first = links.leafUp(leaf, plane);
    const last = links.spineDown(to, plane);
    if (toPod === pod) return [[first, last]];
    const [up, down] = [spineAt(topology, pod, plane), spineAt(topology, toPod, plane)];
    return cores.map(({ port }) => [first, links.spineUp(up, port), links.coreDown(down, port), last]);
  });
}

const anyPort: UpstreamPart = { down: new Uint32Array(0), up: new Uint32Array(0), multipath: true };
