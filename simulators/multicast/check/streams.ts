import { type StreamAge, worstAges } from "../age.ts";
import { streamFlows, type UsedHeader } from "../flows.ts";
import { linkNumbers, linkRates } from "../fabric-links.ts";
import { decodeHeader, frameBytes, headerBytes } from "../header.ts";
import { headerBitsByLink } from "../header-parts.ts";
import { type LinkLoads, type StreamLoad, streamLoad, sumLoads } from "../load.ts";
import type { Fabric, Group, Stream } from "../model.ts";
import { headerFor } from "../sender.ts";
import { contentOf } from "./content.ts";
import { createMemo } from "./memo.ts";
import { frameOf, hasOtherReceivers, rulesOf } from "./packets.ts";
import { headerKey, hostsText, type State } from "./state.ts";

/** What the streams of statistics do to the links, with nothing failed. */
export interface StreamFacts {
  readonly loads: LinkLoads;
  readonly ages: readonly StreamAge[];
  readonly tooLarge: readonly TooLarge[];
}

/** A stream with frames over the MTU. */
export interface TooLarge {
  readonly stream: Stream;
  /** Undefined: the unicast frames to an unknown group. */
  readonly group?: Group;
  /** The sender of the largest frame, the first of them. */
  readonly from: number;
  /** Of that frame: bytes in all, and of multicast header. */
  readonly frame: number;
  readonly header: number;
  readonly senders: readonly number[];
  readonly allSenders: number;
}

/** Streams whose age is worked out though no age of theirs can be too high: enough for the figures. */
const mostAges = 20;

export function examineStreams(state: State): StreamFacts {
  const { fabric, installation } = state;
  const reports = fabric.streams.map((stream) => reportOf(state, stream));
  const loads = sumLoads(
    fabric,
    reports.flatMap(({ load }) => load ?? []),
  );
  const aged = streamsToAge(fabric, loads);
  const flows = streamFlows({ ...fabric, streams: aged }, (group, sender) => usedHeaders(state, group, sender));
  return {
    loads,
    ages: aged.length > 0 ? worstAges(fabric, installation.tables, flows, loads) : [],
    tooLarge: reports.flatMap(({ tooLarge }) => tooLarge ?? []),
  };
}

/** Forgets everything: for tests and for measuring. */
export function forgetStreams(): void {
  memo.clear();
}

/** What one stream does on its own. */
interface Report {
  readonly load?: StreamLoad;
  readonly tooLarge?: TooLarge;
}

/** The same without what an edit elsewhere in the file changes. */
interface Content {
  readonly load?: Omit<StreamLoad, "stream" | "perSecond">;
  readonly tooLarge?: Omit<TooLarge, "stream" | "group">;
}

const memo = createMemo<Content>(5_000, 16_000_000);

function reportOf(state: State, stream: Stream): Report {
  if (!isStatistics(state.fabric, stream)) return {};
  const group = stream.group === undefined ? undefined : state.fabric.groups[stream.group];
  if (group?.isBroken) return {};
  const key = group && contentOf(state, group);
  const content =
    key === undefined
      ? contentOfStream(state, stream, group)
      : memo.get(streamKey(state, stream, key), () => contentOfStream(state, stream, group));
  return {
    ...(content.load ? { load: { ...content.load, stream: stream.index, perSecond: 1000 / stream.intervalMs } } : {}),
    ...(content.tooLarge ? { tooLarge: { ...content.tooLarge, stream, ...(group ? { group } : {}) } } : {}),
  };
}

const streamKey = ({ fabric }: State, { bytes, senders }: Stream, group: string): string =>
  `${group}|${bytes}|${fabric.mtu}|${senders ? hostsText(senders) : ""}`;

function contentOfStream(state: State, stream: Stream, group: Group | undefined): Content {
  const { fabric, installation } = state;
  const flows = streamFlows({ ...fabric, streams: [stream] }, (one, sender) => usedHeaders(state, one, sender));
  const large = tooLarge(state, stream, group);
  if (flows.length === 0) return large ? { tooLarge: large } : {};
  const { links, even, worst } = streamLoad(linkNumbers(fabric.topology), installation.tables, flows);
  return { load: { links, even, worst }, ...(large ? { tooLarge: large } : {}) };
}

/** Those whose age could be too high, by a bound that is quick to tell, and the first few. */
function streamsToAge(fabric: Fabric, loads: LinkLoads): readonly Stream[] {
  const slowest = 6 * slowestLink(fabric, loads);
  const aged = fabric.streams.filter(({ maxAgeMs }) => maxAgeMs !== undefined);
  return aged.filter(({ intervalMs, maxAgeMs = 0 }, position) => position < mostAges || intervalMs + slowest > maxAgeMs);
}

/** Milliseconds that no link takes longer than; Infinity: some link is over its rate. */
function slowestLink(fabric: Fabric, { links, burstBits, isOver }: LinkLoads): number {
  const rate = linkRates(fabric);
  let slowest = 0;
  for (let link = 0; link < links.count; link++) {
    if (burstBits[link] === 0) continue;
    if (isOver(link)) return Number.POSITIVE_INFINITY;
    slowest = Math.max(slowest, ((burstBits[link] ?? 0) / rate(link)) * 1000);
  }
  return slowest + fabric.hopMicroseconds / 1000;
}

/** The headers of a sender with nothing failed. Bits written by hand that are no header lead nowhere. */
export function usedHeaders(state: State, group: Group, sender: number): readonly UsedHeader[] {
  const { topology } = state.fabric;
  const installed = state.headers.has(headerKey(group.index, sender));
  if (!installed && !hasOtherReceivers(group, sender)) return [];
  if (!installed) return [{ header: headerFor(topology, rulesOf(state, group), group.receivers, sender), receivers: group.receivers }];
  const { bytes, bits } = frameOf(state, group, sender).encoded;
  const decoded = decodeHeader(topology, bytes, bits);
  return decoded.kind === "header" ? [{ header: decoded.header, receivers: group.receivers }] : [];
}

/** Does a stream put multicast frames on the wire, as far as its size allows? */
export const isStatistics = (fabric: Fabric, stream: Stream): boolean =>
  !stream.isBroken && stream.kind === "statistics" && fabric.udpPorts.includes(stream.udpPort);

function tooLarge(state: State, stream: Stream, group: Group | undefined): Content["tooLarge"] {
  const { fabric } = state;
  if (!group && (fabric.unknownGroup === "drop" || !stream.receivers)) return undefined;
  const isSending = (from: number) => !group || hasOtherReceivers(group, from) || state.headers.has(headerKey(group.index, from));
  const senders = (stream.senders ?? group?.senders ?? []).filter(isSending);
  const frames = senders.map((from) => {
    const bits = group ? headerBitsOf(state, group, from) : 0;
    return { from, header: headerBytes(bits), frame: frameBytes(bits, stream.bytes) };
  });
  const over = frames.filter(({ frame }) => frame > fabric.mtu);
  const [first, ...others] = over;
  if (!first) return undefined;
  const worst = others.reduce((most, one) => (most.frame < one.frame ? one : most), first);
  return { ...worst, senders: over.map(({ from }) => from), allSenders: senders.length };
}

function headerBitsOf(state: State, group: Group, sender: number): number {
  const installed = state.headers.get(headerKey(group.index, sender));
  if (installed) return installed.bits;
  const { topology } = state.fabric;
  return headerBitsByLink(topology, headerFor(topology, rulesOf(state, group), group.receivers, sender)).hostUp ?? 0;
}
