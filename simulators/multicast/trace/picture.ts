import type { CopyOnLink, HostOutcome, Link, LinkLoad, TopologyPicture } from "../../../protocol/picture.ts";
import type { StreamFacts } from "../check/streams.ts";
import { elementText } from "../elements.ts";
import { decodeHeader, frameBytes } from "../header.ts";
import { headerParts } from "../header-parts.ts";
import type { LoadedLink } from "../load.ts";
import { nodeId } from "../names.ts";
import { copyKinds } from "./copy-kind.ts";
import { copiesOf, type PacketEvent } from "./events.ts";
import { headerPicture } from "./header-picture.ts";
import { isOverMtu, type PacketRun } from "./run.ts";
import { broughtBy, hopAt, parentOf } from "./words.ts";

/** The fabric, the copies of the packet in it, its headers and who got what. */
export function pictureOf(run: PacketRun, events: readonly PacketEvent[], streams: StreamFacts | undefined): TopologyPicture {
  const { topology } = run.state.fabric;
  const { pods, leavesPerPod, hostsPerLeaf, spinesPerPod, coresPerSpine } = topology;
  const load = streams?.loads.busiest.map((link) => linkLoad(run, link)) ?? [];
  return {
    kind: "topology",
    fabric: { pods, leavesPerPod, hostsPerLeaf, spinesPerPod, coresPerSpine },
    sender: run.sender,
    failed: run.failure?.elements.map((element) => elementText(topology, element)) ?? [],
    copies: copiesIn(run, events),
    hosts: hostsIn(run),
    headers: run.told.map((told) => {
      const taken = new Set<Link>(isOverMtu(run, told) ? [] : told.hops.filter(({ isSent }) => isSent).map(({ link }) => link));
      return headerPicture(topology, told.frame.encoded, taken);
    }),
    ...(load.length > 0 ? { load } : {}),
  };
}

function copiesIn(run: PacketRun, events: readonly PacketEvent[]): CopyOnLink[] {
  const kinds = copyKinds(run);
  const partsOf = run.told.map(({ frame }) => partNames(run, frame.encoded));
  return events.flatMap((event, step) => {
    if (event.kind !== "hop") return [];
    const hop = hopAt(run, event);
    const part = hop.reads ? (partsOf[event.frame]?.indexOf(hop.reads.part) ?? -1) : -1;
    const row = hop.reads?.row;
    return [
      {
        step,
        from: nodeId(hop.from),
        to: nodeId(hop.to),
        link: hop.link,
        header: event.frame,
        headerBits: hop.headerBits,
        frameBytes: frameBytes(hop.headerBits, run.innerBytes),
        kind: kinds[event.frame]?.[event.hop] ?? "wanted",
        rule: hop.rule,
        ...(part < 0 ? {} : { reads: { part, ...(row === undefined ? {} : { row }) } }),
      },
    ];
  });
}

function partNames(run: PacketRun, { bytes, bits }: { readonly bytes: Uint8Array; readonly bits: number }): readonly string[] {
  const { topology } = run.state.fabric;
  const decoded = decodeHeader(topology, bytes, bits);
  return decoded.kind === "header" ? headerParts(topology, decoded.header).map(({ part }) => part) : [];
}

function hostsIn(run: PacketRun): HostOutcome[] {
  const { group, sender, answer } = run;
  const wanted = new Set(group.receivers.filter((host) => host !== sender));
  const copies = copiesOf(run);
  const by = bringers(run);
  const unreachable = new Set(answer.unreachable);
  return [...new Set([...wanted, ...copies.keys()])]
    .sort((a, b) => a - b)
    .map((host) => ({
      host,
      wanted: wanted.has(host),
      copies: copies.get(host) ?? 0,
      by: by.get(host) ?? "",
      ...(unreachable.has(host) ? { unreachable: true } : {}),
    }));
}

/** By host: what brought the first copy. */
function bringers(run: PacketRun): ReadonlyMap<number, string> {
  const by = new Map<number, string>();
  run.told.forEach((told, frame) => {
    told.hops.forEach(({ to, isSent }, hop) => {
      if (isSent && to.kind === "host" && !by.has(to.id)) by.set(to.id, broughtBy(parentOf(run, { frame, hop })));
    });
  });
  return by;
}

function linkLoad({ state }: PacketRun, { from, to, load, rate, parts }: LoadedLink): LinkLoad {
  return {
    from: nodeId(from),
    to: nodeId(to),
    gbps: load / 1e9,
    rateGbps: rate / 1e9,
    streams: parts.slice(0, 5).map(({ stream }) => state.fabric.streams[stream]?.groupText ?? ""),
  };
}
