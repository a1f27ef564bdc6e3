/** What flows put on the links when nothing has failed: by the rules of the switches (§4), without following packets one by one. */
import { portsOf } from "./bitmap.ts";
import type { Flow, MulticastWay, UnicastWay } from "./flows.ts";
import { frameBytes } from "./header.ts";
import { headerBitsByLink } from "./header-parts.ts";
import type { LinkNumbers } from "./fabric-links.ts";
import type { Bitmap, GroupKey, Section, UpstreamPart } from "./model.ts";
import type { Tables, Tier } from "./tables.ts";
import { hostAt, leafAt, leafOfHost, planeOfSpine, podOfLeaf, podOfSpine, spineAt } from "./topology.ts";

/**
 * Receives what one round (each flow sends its packet once) puts on a link, in bits.
 * `even`: with each multipath choice divided evenly over the up-ports; `worst`: with every choice that can be made for this link made for it.
 */
export type AddBits = (link: number, even: number, worst: number) => void;

/**
 * Adds up one round of the flows of one stream.
 *
 * Senders of a group have the same downstream rules, so their copies are summed at pods and leaves first and spread to hosts once:
 * many senders to many receivers cost their sum, not their product.
 */
export function addRound(links: LinkNumbers, tables: Pick<Tables, "find">, flows: readonly Flow[], add: AddBits): void {
  const below: Downstream[] = [];
  for (const flow of flows) {
    if (flow.way.kind === "unicast") addUnicast(links, flow, flow.way, add);
    else addUpstream(links, tables, flow, flow.way, below, add);
  }
  for (const downstream of below) {
    addPods(links, tables, downstream, add);
    addLeaves(links, tables, downstream, add);
  }
}

/** Ports that a switch copies a downstream packet to: p-rule that names it, else s-rule, else default rule (§4). */
export function downstreamPorts(
  section: Section | undefined,
  tables: Pick<Tables, "find">,
  tier: Tier,
  id: number,
  key: GroupKey,
): Bitmap | undefined {
  const rule = section?.rules.find(({ ids }) => ids.includes(id));
  return rule?.ports ?? tables.find(tier, id, key)?.ports ?? section?.defaultPorts;
}

/** An up-port, and how much of one packet takes it. */
export interface Share {
  readonly port: number;
  readonly even: number;
  readonly worst: number;
}

/** Up-ports that a part names; all of them when it leaves the choice to the switch. */
export function upShares(part: UpstreamPart, width: number): readonly Share[] {
  return part.multipath ? evenShares(width) : portsOf(part.up).map((port) => ({ port, even: 1, worst: 1 }));
}

/** By number of ports: asked for by almost every sender. */
const shares: (readonly Share[])[] = [];

function evenShares(width: number): readonly Share[] {
  return (shares[width] ??= Array.from({ length: width }, (_, port) => ({ port, even: 1 / width, worst: 1 })));
}

// ---- on the way up ----

function addUpstream(
  links: LinkNumbers,
  tables: Pick<Tables, "find">,
  flow: Flow,
  { header, key }: MulticastWay,
  below: Downstream[],
  add: AddBits,
): void {
  const { topology } = links;
  const { ul, us, dc } = header;
  const downstream = downstreamOf(links, below, flow.bytes, header, key);
  const { frames } = downstream;
  const leaf = leafOfHost(topology, flow.sender);
  const pod = podOfLeaf(topology, leaf);
  add(links.hostUp(flow.sender), frames.hostUp, frames.hostUp);
  for (const port of portsOf(ul.down)) add(links.leafDown(hostAt(topology, leaf, port)), frames.leafDown, frames.leafDown);
  const planes = upShares(ul, topology.spinesPerPod);
  if (planes.length === 0) return;
  // Without US only the spine's own table is left (§4).
  const leaves = us ? us.down : tables.find("pod", pod, key)?.ports;
  const leafPorts = leaves ? portsOf(leaves) : [];
  for (const { port: plane, even, worst } of planes) {
    add(links.leafUp(leaf, plane), frames.leafUp * even, frames.leafUp * worst);
    for (const port of leafPorts)
      add(links.spineDown(leafAt(topology, pod, port), plane), frames.spineDown * even, frames.spineDown * worst);
  }
  const copies = copiesOf(planes);
  for (const port of leafPorts) increase(downstream.atLeaves, leafAt(topology, pod, port), copies);
  if (us) addCores(links, { us, dc, pod, planes, downstream }, add);
}

interface AtSpines {
  readonly us: UpstreamPart;
  readonly dc: Bitmap | undefined;
  readonly pod: number;
  readonly planes: readonly Share[];
  readonly downstream: Downstream;
}

function addCores(links: LinkNumbers, { us, dc, pod, planes, downstream }: AtSpines, add: AddBits): void {
  const { topology } = links;
  const { frames } = downstream;
  const cores = upShares(us, topology.coresPerSpine);
  const copies = copiesOf(cores);
  const pods = dc ? portsOf(dc) : [];
  for (const { port: plane, even, worst } of planes) {
    for (const core of cores) {
      const own = links.spineUp(spineAt(topology, pod, plane), core.port);
      add(own, frames.spineUp * even * core.even, frames.spineUp * worst * core.worst);
      for (const other of pods) {
        const down = links.coreDown(spineAt(topology, other, plane), core.port);
        add(down, frames.coreDown * even * core.even, frames.coreDown * worst * core.worst);
      }
    }
    for (const other of cores.length === 0 ? [] : pods) {
      const spine = spineAt(topology, other, plane);
      const waiting = downstream.atSpines.get(spine) ?? { even: 0, worst: 0 };
      downstream.atSpines.set(spine, { even: waiting.even + even * copies, worst: waiting.worst + worst * copies });
    }
  }
  for (const other of pods) increase(downstream.atPods, other, copiesOf(planes) * copies);
}

/** Copies of one packet that go up, whatever the choices. */
const copiesOf = (shares: readonly Share[]): number => Math.round(shares.reduce((sum, { even }) => sum + even, 0));

// ---- on the way down ----

/** Copies of flows of one stream with the same downstream rules, so with headers of the same size. */
interface Downstream {
  readonly key: GroupKey;
  readonly ds: Section | undefined;
  readonly dl: Section | undefined;
  /** Which of US, DC, DS and DL the headers have, as bits. */
  readonly parts: number;
  readonly frames: FrameBits;
  /** By spine: copies that a core sends down to it. */
  readonly atSpines: Map<number, { readonly even: number; readonly worst: number }>;
  /** By pod and by leaf: copies, whatever the choices. */
  readonly atPods: Map<number, number>;
  readonly atLeaves: Map<number, number>;
}

function downstreamOf(links: LinkNumbers, known: Downstream[], bytes: number, header: MulticastWay["header"], key: GroupKey): Downstream {
  const { ds, dl } = header;
  const parts = [header.us, header.dc, ds, dl].reduce((bits, part, bit) => (part ? bits | (1 << bit) : bits), 0);
  const same = known.find(
    (one) => one.parts === parts && isSameKey(one.key, key) && isSameSection(one.ds, ds) && isSameSection(one.dl, dl),
  );
  if (same) return same;
  const frames = frameBits(links, bytes, header);
  const downstream = { key, ds, dl, parts, frames, atSpines: new Map(), atPods: new Map(), atLeaves: new Map() };
  known.push(downstream);
  return downstream;
}

function addPods(links: LinkNumbers, tables: Pick<Tables, "find">, downstream: Downstream, add: AddBits): void {
  const { topology } = links;
  const { key, ds, atSpines, atPods, atLeaves, frames } = downstream;
  const leavesOf = new Map<number, readonly number[]>();
  for (const [pod, copies] of atPods) {
    const ports = downstreamPorts(ds, tables, "pod", pod, key);
    const leaves = ports ? portsOf(ports).map((port) => leafAt(topology, pod, port)) : [];
    leavesOf.set(pod, leaves);
    for (const leaf of leaves) increase(atLeaves, leaf, copies);
  }
  for (const [spine, { even, worst }] of atSpines) {
    const plane = planeOfSpine(topology, spine);
    for (const leaf of leavesOf.get(podOfSpine(topology, spine)) ?? []) {
      add(links.spineDown(leaf, plane), frames.spineDown * even, frames.spineDown * worst);
    }
  }
}

function addLeaves(links: LinkNumbers, tables: Pick<Tables, "find">, { key, dl, atLeaves, frames }: Downstream, add: AddBits): void {
  for (const [leaf, copies] of atLeaves) {
    const ports = downstreamPorts(dl, tables, "leaf", leaf, key);
    for (const port of ports ? portsOf(ports) : []) {
      add(links.leafDown(hostAt(links.topology, leaf, port)), frames.leafDown * copies, frames.leafDown * copies);
    }
  }
}

const isSameKey = (a: GroupKey, b: GroupKey): boolean => a.tenant === b.tenant && a.address === b.address;
/** Headers of one group share the lists of their rules: the same list, the same section. */
const isSameSection = (a: Section | undefined, b: Section | undefined): boolean =>
  a?.rules === b?.rules && a?.defaultPorts === b?.defaultPorts;

function increase(counts: Map<number, number>, id: number, by: number): void {
  counts.set(id, (counts.get(id) ?? 0) + by);
}

// ---- unicast ----

function addUnicast(links: LinkNumbers, flow: Flow, way: UnicastWay, add: AddBits): void {
  const { topology } = links;
  const bits = 8 * frameBytes(0, flow.bytes);
  const leaf = leafOfHost(topology, flow.sender);
  for (const host of way.receivers) {
    const to = leafOfHost(topology, host);
    add(links.hostUp(flow.sender), bits, bits);
    add(links.leafDown(host), bits, bits);
    if (to !== leaf) addBetweenLeaves(links, leaf, to, bits, add);
  }
}

function addBetweenLeaves(links: LinkNumbers, leaf: number, to: number, bits: number, add: AddBits): void {
  const { topology } = links;
  const { spinesPerPod, coresPerSpine } = topology;
  const [pod, toPod] = [podOfLeaf(topology, leaf), podOfLeaf(topology, to)];
  const cores = toPod === pod ? 0 : coresPerSpine;
  for (let plane = 0; plane < spinesPerPod; plane += 1) {
    add(links.leafUp(leaf, plane), bits / spinesPerPod, bits);
    add(links.spineDown(to, plane), bits / spinesPerPod, bits);
    for (let core = 0; core < cores; core += 1) {
      add(links.spineUp(spineAt(topology, pod, plane), core), bits / (spinesPerPod * coresPerSpine), bits);
      add(links.coreDown(spineAt(topology, toPod, plane), core), bits / (spinesPerPod * coresPerSpine), bits);
    }
  }
}

// ---- sizes ----

/** Bits of the whole frame on each kind of link. */
interface FrameBits {
  readonly hostUp: number;
  readonly leafUp: number;
  readonly spineUp: number;
  readonly coreDown: number;
  readonly spineDown: number;
  readonly leafDown: number;
}

/** A hand-written header may lead further up than its parts: then nothing but the type bit, and DL if there is one, is left. */
function frameBits({ topology }: LinkNumbers, bytes: number, header: MulticastWay["header"]): FrameBits {
  const bits = headerBitsByLink(topology, header);
  const frame = (left: number): number => 8 * frameBytes(left, bytes);
  const below = bits.spineDown ?? 1;
  return {
    hostUp: frame(bits.hostUp ?? 0),
    leafUp: frame(bits.leafUp ?? 1),
    spineUp: frame(bits.spineUp ?? below),
    coreDown: frame(bits.coreDown ?? below),
    spineDown: frame(below),
    leafDown: frame(0),
  };
}
