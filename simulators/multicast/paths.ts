/** The answer of `faultline multicast paths` (§9): the way of one packet of a group, with nothing failed or under one failure entry. */
import type { JsonObject } from "../../protocol/json.ts";
import type { HeaderPart, Link } from "../../protocol/picture.ts";
import { blackHoleOf, type Told } from "./check/blame.ts";
import { addCopies, type Copies, judge } from "./check/delivery.ts";
import { tell } from "./check/packet.ts";
import { type Answer, type Frame, framesUnder, rulesOf } from "./check/packets.ts";
import { type State, stateOf } from "./check/state.ts";
import { noFailures } from "./elements.ts";
import { decodeHeader, frameBytes, hexOf } from "./header.ts";
import { headerBitsByLink, headerParts } from "./header-parts.ts";
import { addressText } from "./hypervisor.ts";
import type { Fabric, FailureEntry, Failures, Group } from "./model.ts";
import { nodeId, parsePlace } from "./names.ts";
import { countRules, type RuleCounts } from "./rules.ts";
import { hostCount } from "./topology.ts";
import { idealLinks, type LinkCounts, unicastLinks } from "./transmissions.ts";
import { byHash, bytesOnWire, totalLinks } from "./walk.ts";

/** Which packet. */
export interface PathsQuestion {
  /** Its name, or `tenant/address`. */
  readonly group: string;
  /** `p0.l3.h7` or a host number. It need not be among the senders. */
  readonly from: string;
  /** Index of an entry of `failures` that names what is down. */
  readonly failure?: number;
}

/** Shape and names are fixed by §9. Hosts are numbers, ascending; the switches choose up-ports by their hash. */
export interface PathsAnswer {
  readonly schema: "faultline-multicast-paths/1";
  readonly group: string;
  readonly tenant: number;
  readonly address: string;
  readonly from: number;
  readonly delivered: readonly number[];
  readonly spurious: readonly number[];
  readonly unreachable: readonly number[];
  /** Reachable receivers without a copy. */
  readonly missing: readonly number[];
  readonly copies: { readonly [host: string]: number };
  readonly headers: readonly PathsHeader[];
  readonly rules: RuleCounts;
  readonly hops: readonly PathsHop[];
  /** Only when a header written by hand makes more copies than are listed: how many are not. */
  readonly hopsLeftOut?: number;
  readonly links: { readonly ideal: LinkCounts; readonly unicast: number; readonly elmo: number };
  readonly bytesOnWire: { readonly inner: number; readonly multicast: number; readonly unicast: number };
  readonly events: readonly PathsEvent[];
}

export interface PathsHeader {
  readonly hex: string;
  readonly headerBits: Partial<Record<Link, number>>;
  /** Without the type bit. */
  readonly parts: readonly Pick<HeaderPart, "part" | "at" | "bits">[];
  readonly receivers: readonly number[];
}

export interface PathsHop {
  /** Index of the header. */
  readonly header: number;
  readonly from: string;
  readonly to: string;
  readonly link: Link;
  readonly headerBits: number;
  readonly frameBytes: number;
  readonly rule: string;
  readonly out: readonly string[];
}

export type PathsEvent =
  /** A copy was dropped at the sending end of a dead link; without `to` the switch had no live up-port. */
  | { readonly kind: "drop"; readonly header: number; readonly from: string; readonly to?: string }
  /** Receivers that get nothing though they can be reached, and the last node on the way that had the packet. */
  | { readonly kind: "black-hole"; readonly at: string; readonly receivers: readonly number[] }
  | { readonly kind: "loop"; readonly header: number; readonly at: string };

export type PathsResult =
  | { readonly kind: "answer"; readonly answer: PathsAnswer }
  /** The question names what is not there; says what to do. */
  | { readonly kind: "unknown"; readonly message: string };

/** @returns The answer is plain JSON: see `pathsJson`. */
export function pathsAnswer(fabric: Fabric, question: PathsQuestion): PathsResult {
  const group = findGroup(fabric, question.group);
  if (!group) return unknown(`no group ${question.group}; there are: ${fabric.groups.map(({ name }) => name).join(", ") || "none"}`);
  if (group.isBroken) return unknown(`group ${group.name} has members that name no host; mend them first (FL3016)`);
  const from = findHost(fabric, question.from);
  if (from === undefined)
    return unknown(`${question.from} is no host of the fabric: write p0.l0.h0 or a number below ${hostCount(fabric.topology)}`);
  const entry = question.failure === undefined ? undefined : fabric.failures[question.failure];
  if (question.failure !== undefined && !entry)
    return unknown(`no failure entry ${question.failure}; there are ${fabric.failures.length}, from 0`);
  if (entry?.kind === "every")
    return unknown(`failure entry ${question.failure} stands for many cases; name one that says what is down (at)`);
  return { kind: "answer", answer: answerOf(stateOf(fabric), group, from, entry) };
}

/** The same as JSON data. */
export const pathsJson = (answer: PathsAnswer): JsonObject => JSON.parse(JSON.stringify(answer)) as JsonObject;

const unknown = (message: string): PathsResult => ({ kind: "unknown", message });

function findGroup({ groups }: Fabric, text: string): Group | undefined {
  return groups.find(({ name }) => name === text) ?? groups.find(({ tenant, address }) => `${tenant}/${addressText(address)}` === text);
}

function findHost({ topology }: Fabric, text: string): number | undefined {
  if (/^\d{1,7}$/.test(text)) return Number(text) < hostCount(topology) ? Number(text) : undefined;
  const place = parsePlace(topology, text);
  return place?.kind === "host" ? place.id : undefined;
}

function answerOf(state: State, group: Group, from: number, entry: Extract<FailureEntry, { kind: "set" }> | undefined): PathsAnswer {
  const { fabric } = state;
  const { topology } = fabric;
  const failures = entry?.failures ?? noFailures;
  const frames = framesUnder(state, group, from, failures, entry?.reaction ?? "none");
  const told = tell(
    state,
    { frames: frames.frames, failures },
    frames.frames.map(() => byHash),
  );
  const sum = walkAll(state, frames, failures, innerBytesOf(fabric, group));
  const { missing, spurious } = judge(sum.copies, frames.wanted);
  const unicast = unicastLinks(topology, group.receivers, from);
  const hops = told.flatMap((one, header) => hopsOf(one, header, sum.inner));
  return {
    schema: "faultline-multicast-paths/1",
    group: group.name,
    tenant: group.tenant,
    address: addressText(group.address),
    from,
    delivered: frames.wanted.filter((host) => sum.copies.has(host)),
    spurious,
    unreachable: frames.unreachable,
    missing,
    copies: Object.fromEntries([...sum.copies].sort(([a], [b]) => a - b)),
    headers: frames.frames.map((frame, index) => headerOf(state, frame, frames.served[index] ?? [])),
    rules: countRules(rulesOf(state, group)),
    hops,
    ...(hops.length < sum.links ? { hopsLeftOut: sum.links - hops.length } : {}),
    links: { ideal: idealLinks(topology, group.receivers, from), unicast, elmo: sum.links },
    bytesOnWire: { inner: sum.inner, multicast: sum.bytes, unicast: unicast * frameBytes(0, sum.inner) },
    events: eventsOf(state, group, from, told, missing),
  };
}

/** Bytes of the inner frame of the group's own reports, else the default of `streams[].bytes`. */
function innerBytesOf({ streams }: Fabric, group: Group): number {
  return streams.find((stream) => stream.group === group.index)?.bytes ?? 100;
}

function walkAll(
  state: State,
  { frames }: Answer,
  failures: Failures,
  inner: number,
): { readonly copies: Copies; readonly links: number; readonly bytes: number; readonly inner: number } {
  const copies: Copies = new Map();
  let links = 0;
  let bytes = 0;
  for (const { packet } of frames) {
    const arrivals = state.walker.walk(packet, failures, byHash);
    addCopies(copies, arrivals);
    links += totalLinks(arrivals);
    bytes += bytesOnWire(arrivals, inner);
  }
  return { copies, links, bytes, inner };
}

function headerOf({ fabric: { topology } }: State, { encoded }: Frame, receivers: readonly number[]): PathsHeader {
  const { bytes, bits } = encoded;
  const decoded = decodeHeader(topology, bytes, bits);
  if (decoded.kind === "malformed") return { hex: hexOf(bytes), headerBits: { hostUp: bits }, parts: [], receivers };
  const parts = headerParts(topology, decoded.header).filter(({ part }) => part !== "type");
  return {
    hex: hexOf(bytes),
    headerBits: headerBitsByLink(topology, decoded.header),
    parts: parts.map(({ part, at, bits: width }) => ({ part, at, bits: width })),
    receivers,
  };
}

function hopsOf({ hops }: Told, header: number, inner: number): PathsHop[] {
  return hops
    .filter(({ isSent }) => isSent)
    .map(({ from, to, link, headerBits, rule, out }) => ({
      header,
      from: nodeId(from),
      to: nodeId(to),
      link,
      headerBits,
      frameBytes: frameBytes(headerBits, inner),
      rule,
      out,
    }));
}

function eventsOf(
  { fabric: { topology } }: State,
  group: Group,
  sender: number,
  told: readonly Told[],
  missing: readonly number[],
): PathsEvent[] {
  const ofHops = told.flatMap(({ hops }, header) =>
    hops.flatMap((hop): PathsEvent[] => {
      if (!hop.isSent) return [{ kind: "drop", header, from: nodeId(hop.from), to: nodeId(hop.to) }];
      return [
        ...(hop.isLoop ? [{ kind: "loop" as const, header, at: nodeId(hop.to) }] : []),
        ...(hop.choice?.live.length === 0 ? [{ kind: "drop" as const, header, from: nodeId(hop.to) }] : []),
      ];
    }),
  );
  const holes = new Map<string, number[]>();
  for (const host of missing) {
    const at = nodeId(blackHoleOf(topology, told, sender, host, group.index).at);
    holes.set(at, [...(holes.get(at) ?? []), host]);
  }
  return [...ofHops, ...[...holes].map(([at, receivers]): PathsEvent => ({ kind: "black-hole", at, receivers }))];
}
