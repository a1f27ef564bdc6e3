/** Age of the newest statistics at a receiver, at worst (FL3014). */
import { has, isEqual } from "./bitmap.ts";
import { type Delay, type Destination, destinationsOf } from "./destinations.ts";
import { type LinkEnds, linkEnds, linkRates } from "./fabric-links.ts";
import type { Flow } from "./flows.ts";
import type { LinkLoads } from "./load.ts";
import type { Bitmap, Fabric, Topology, UpstreamPart } from "./model.ts";
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
  const ways = { topology: fabric.topology, loads, delay, throughCores: new Map<number, number>() };
  const destinations = destinationsOf(fabric.topology, tables, loads.links, delay);
  const drafts = new Map<number, Draft>();
  const bunches = new Map<readonly Destination[], Bunch[]>();
  for (const flow of flows) {
    const draft = drafts.get(flow.stream) ?? { ms: 0, from: -1, to: -1, pairs: 0, link: -1 };
    drafts.set(flow.stream, draft);
    const some = destinations(flow);
    const own = some.find(({ leaf }) => leaf === leafOfHost(fabric.topology, flow.sender));
    if (own) addOwnLeaf(ways, flow, own.receivers, draft);
    addToBunch(ways, bunches, some, flow);
  }
  for (const [some, bunchesThere] of bunches) {
    for (const bunch of bunchesThere) {
      const draft = drafts.get(bunch.flow.stream) as Draft;
      for (const destination of some) addDestination(ways, bunch, destination, draft);
    }
  }
  return [...drafts].sort(([a], [b]) => a - b).map(([stream, draft]) => finished(fabric.topology, stream, draft));
}

/** Sums of fractions end a few units in the last place beside the exact value: what is just as old as allowed is not too old. */
export const isTooOld = (ms: number, allowedMs: number): boolean => ms > allowedMs * (1 + 1e-9);

/** Flows of one stream from one leaf whose packets take the same ways beyond it. */
interface Bunch {
  /** The first of them. */
  readonly flow: Flow;
  /** Senders whose own link has a bound, and the slowest of them. */
  bounded: number;
  slowest: number;
  delay: number;
  /** Senders whose own link is over its rate; and the link of the first. */
  unbounded: number;
  over: number;
}

function addToBunch(
  { topology, loads, delay }: FabricWays,
  bunches: Map<readonly Destination[], Bunch[]>,
  destinations: readonly Destination[],
  flow: Flow,
): void {
  const there = bunches.get(destinations) ?? [];
  bunches.set(destinations, there);
  let bunch = there.find((one) => takesSameWays(topology, one.flow, flow));
  if (!bunch) {
    bunch = { flow, bounded: 0, slowest: -1, delay: 0, unbounded: 0, over: -1 };
    there.push(bunch);
  }
  const start = loads.links.hostUp(flow.sender);
  const own = delay(start);
  if (own === Number.POSITIVE_INFINITY) {
    bunch.unbounded += 1;
    if (bunch.over < 0) bunch.over = start;
    return;
  }
  bunch.bounded += 1;
  if (own <= bunch.delay) return;
  bunch.slowest = flow.sender;
  bunch.delay = own;
}

function takesSameWays(topology: Topology, a: Flow, b: Flow): boolean {
  if (a.stream !== b.stream || leafOfHost(topology, a.sender) !== leafOfHost(topology, b.sender)) return false;
  if (a.way.kind === "unicast" || b.way.kind === "unicast") return a.way.kind === b.way.kind;
  const [{ ul, us, dc }, other] = [a.way.header, b.way.header];
  return isSameUp(ul, other.ul) && isSameUp(us, other.us) && isSameBitmap(us?.down, other.us?.down) && isSameBitmap(dc, other.dc);
}

const isSameUp = (a: UpstreamPart | undefined, b: UpstreamPart | undefined): boolean =>
  a?.multipath === b?.multipath && isSameBitmap(a?.up, b?.up);

const isSameBitmap = (a: Bitmap | undefined, b: Bitmap | undefined): boolean =>
  a === undefined || b === undefined ? a === b : isEqual(a, b);

function delayOf(fabric: Fabric, { links, burstBits, isOver }: LinkLoads): Delay {
  const hop = fabric.hopMicroseconds / 1000;
  const rate = linkRates(fabric);
  const delays = new Float64Array(links.count);
  for (let link = 0; link < links.count; link += 1) {
    delays[link] = isOver(link) ? Number.POSITIVE_INFINITY : ((burstBits[link] ?? 0) / rate(link)) * 1000 + hop;
  }
  return (link) => delays[link] ?? 0;
}

interface FabricWays {
  readonly topology: Topology;
  readonly loads: LinkLoads;
  readonly delay: Delay;
  /** Worst delay from a spine through any core to the spine of another pod, by plane and both pods. */
  readonly throughCores: Map<number, number>;
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

function addDestination(ways: FabricWays, bunch: Bunch, destination: Destination, draft: Draft): void {
  const { topology, loads } = ways;
  const { flow, bounded, unbounded } = bunch;
  if (destination.leaf === leafOfHost(topology, flow.sender) || !isReached(topology, flow, destination)) return;
  const receivers = destination.bounded + destination.unbounded;
  addUnbounded(draft, unbounded * receivers, bunch.over);
  const between = delayBetween(ways, flow, destination.leaf);
  if (between === Number.POSITIVE_INFINITY) {
    addUnbounded(draft, bounded * receivers, linksBetween(ways, flow, destination.leaf).flat().find(loads.isOver) ?? -1);
    return;
  }
  addUnbounded(draft, bounded * destination.unbounded, destination.over);
  if (bounded === 0 || !destination.slowest) return;
  keepWorst(draft, flow.intervalMs + bunch.delay + between + destination.slowest.delay, bunch.slowest, destination.slowest.host);
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
function delayBetween(ways: FabricWays, { sender, way }: Flow, to: number): number {
  const { topology, loads, delay } = ways;
  const leaf = leafOfHost(topology, sender);
  const [pod, toPod] = [podOfLeaf(topology, leaf), podOfLeaf(topology, to)];
  const { ul, us } = way.kind === "multicast" ? way.header : { ul: anyPort, us: anyPort };
  let worst = 0;
  for (const { port: plane } of upShares(ul, topology.spinesPerPod)) {
    const outer = delay(loads.links.leafUp(leaf, plane)) + delay(loads.links.spineDown(to, plane));
    const inner = toPod === pod || !us ? 0 : coreDelay(ways, us, plane, pod, toPod);
    worst = Math.max(worst, outer + inner);
  }
  return worst;
}

function coreDelay(ways: FabricWays, us: UpstreamPart, plane: number, pod: number, toPod: number): number {
  const { topology, loads, delay, throughCores } = ways;
  const key = (plane * topology.pods + pod) * topology.pods + toPod;
  const known = us.multipath ? throughCores.get(key) : undefined;
  if (known !== undefined) return known;
  const [up, down] = [spineAt(topology, pod, plane), spineAt(topology, toPod, plane)];
  const delays = upShares(us, topology.coresPerSpine).map(
    ({ port }) => delay(loads.links.spineUp(up, port)) + delay(loads.links.coreDown(down, port)),
  );
  const worst = Math.max(...delays);
  if (us.multipath) throughCores.set(key, worst);
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
