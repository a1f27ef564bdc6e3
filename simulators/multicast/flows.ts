/** Which packets the streams of a configuration put on the links, sender by sender (§6). */
import { frameBytes } from "./header.ts";
import { headerBitsByLink } from "./header-parts.ts";
import type { Fabric, Group, GroupKey, Header, Stream } from "./model.ts";

/** The packets of one sender in one stream, in one of two ways: one after another at a fixed interval. */
export interface Flow {
  /** Index of the stream. */
  readonly stream: number;
  /** Host number. */
  readonly sender: number;
  /** Bytes of the inner frame. */
  readonly bytes: number;
  readonly intervalMs: number;
  readonly way: MulticastWay | UnicastWay;
}

/** One frame with a header, replicated by the switches. */
export interface MulticastWay {
  readonly kind: "multicast";
  readonly key: GroupKey;
  readonly header: Header;
  /** Hosts that this header is to serve, ascending. */
  readonly receivers: readonly number[];
}

/** One frame without a header for each receiver: the fallback for an unknown group. */
export interface UnicastWay {
  readonly kind: "unicast";
  readonly receivers: readonly number[];
}

/** A header that a sender uses, and whom it is to serve. */
export interface UsedHeader {
  readonly header: Header;
  readonly receivers: readonly number[];
}

/**
 * The flows of all streams, ordered by stream, then sender.
 *
 * What counts (§6): a statistics packet to a group that is known takes the headers of its sender; to an unknown one, with `unknownGroup: "unicast"`,
 * one frame for each receiver that the stream names. Nothing is counted for a packet that is dropped, that passes untouched
 * (`kind: "other"`, or a port that is not watched: the fabric has no rule for it), or whose frame is over the MTU (it is not sent).
 *
 * @param headersOf Headers of a sender of a group: one, or several with separate receivers.
 */
export function streamFlows(fabric: Fabric, headersOf: (group: Group, sender: number) => readonly UsedHeader[]): readonly Flow[] {
  return fabric.streams.flatMap((stream) => (carriesStatistics(fabric, stream) ? flowsOf(fabric, stream, headersOf) : []));
}

const carriesStatistics = (fabric: Fabric, stream: Stream): boolean =>
  !stream.isBroken && stream.kind === "statistics" && fabric.udpPorts.includes(stream.udpPort);

function flowsOf(fabric: Fabric, stream: Stream, headersOf: (group: Group, sender: number) => readonly UsedHeader[]): readonly Flow[] {
  const group = stream.group === undefined ? undefined : fabric.groups[stream.group];
  const base = { stream: stream.index, bytes: stream.bytes, intervalMs: stream.intervalMs };
  if (!group) {
    const { senders = [], receivers = [] } = stream;
    if (fabric.unknownGroup === "drop" || fabric.mtu < frameBytes(0, stream.bytes)) return [];
    return senders.map(
      (sender): Flow => ({ ...base, sender, way: { kind: "unicast", receivers: receivers.filter((host) => host !== sender) } }),
    );
  }
  if (group.isBroken) return [];
  const { tenant, address } = group;
  const fits = ({ header }: UsedHeader): boolean =>
    frameBytes(headerBitsByLink(fabric.topology, header).hostUp ?? 0, stream.bytes) <= fabric.mtu;
  return (stream.senders ?? group.senders).flatMap((sender) => {
    const used = headersOf(group, sender);
    if (!used.every(fits)) return [];
    return used.map((one): Flow => ({ ...base, sender, way: { kind: "multicast", key: { tenant, address }, ...one } }));
  });
}
