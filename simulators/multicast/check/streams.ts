import { type StreamAge, worstAges } from "../age.ts";
import { streamFlows, type UsedHeader } from "../flows.ts";
import { decodeHeader, frameBytes } from "../header.ts";
import { type LinkLoads, linkLoads } from "../load.ts";
import type { Fabric, Group, Stream } from "../model.ts";
import { headerFor } from "../sender.ts";
import { frameOf, rulesOf } from "./packets.ts";
import { headerKey, type State } from "./state.ts";

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

export function examineStreams(state: State): StreamFacts {
  const { fabric, installation } = state;
  const flows = streamFlows(fabric, (group, sender) => usedHeaders(state, group, sender));
  const loads = linkLoads(fabric, installation.tables, flows);
  const isAged = fabric.streams.some(({ maxAgeMs }) => maxAgeMs !== undefined);
  return {
    loads,
    ages: isAged ? worstAges(fabric, installation.tables, flows, loads) : [],
    tooLarge: fabric.streams.flatMap((stream) => tooLarge(state, stream)),
  };
}

/** The headers of a sender with nothing failed. Bits written by hand that are no header lead nowhere. */
export function usedHeaders(state: State, group: Group, sender: number): readonly UsedHeader[] {
  const { topology } = state.fabric;
  const installed = state.headers.has(headerKey(group.index, sender));
  if (!installed) return [{ header: headerFor(topology, rulesOf(state, group), group.receivers, sender), receivers: group.receivers }];
  const { bytes, bits } = frameOf(state, group, sender).encoded;
  const decoded = decodeHeader(topology, bytes, bits);
  return decoded.kind === "header" ? [{ header: decoded.header, receivers: group.receivers }] : [];
}

/** Does a stream put multicast frames on the wire, as far as its size allows? */
export const isStatistics = (fabric: Fabric, stream: Stream): boolean =>
  !stream.isBroken && stream.kind === "statistics" && fabric.udpPorts.includes(stream.udpPort);

function tooLarge(state: State, stream: Stream): TooLarge[] {
  const { fabric } = state;
  if (!isStatistics(fabric, stream)) return [];
  const group = stream.group === undefined ? undefined : fabric.groups[stream.group];
  if (group?.isBroken) return [];
  const senders = stream.senders ?? group?.senders ?? [];
  if (!group && (fabric.unknownGroup === "drop" || !stream.receivers)) return [];
  const frames = senders.map((from) => {
    const bits = group ? frameOf(state, group, from).encoded.bits : 0;
    return { from, header: Math.ceil(bits / 8), frame: frameBytes(bits, stream.bytes) };
  });
  const over = frames.filter(({ frame }) => frame > fabric.mtu);
  const [first, ...others] = over;
  if (!first) return [];
  const worst = others.reduce((most, one) => (most.frame < one.frame ? one : most), first);
  return [{ stream, ...(group ? { group } : {}), ...worst, senders: over.map(({ from }) => from), allSenders: senders.length }];
}
