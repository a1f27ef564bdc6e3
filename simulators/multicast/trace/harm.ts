import type { Code } from "../../../protocol/problem.ts";
import { isTooOld } from "../age.ts";
import { blackHoleOf, type Told } from "../check/blame.ts";
import { type Deviation, deviationsOf } from "../check/deviations.ts";
import type { StreamFacts } from "../check/streams.ts";
import type { LinkEnds } from "../fabric-links.ts";
import { decodeHeader, headerBytes } from "../header.ts";
import type { Node } from "../names.ts";
import { copiesOf, missingOf, type PacketEvent } from "./events.ts";
import { isOverMtu, type PacketRun } from "./run.ts";

/** Is this event part of what breaks the property? */
export type IsHarm = (event: PacketEvent) => boolean;

/**
 * What is harm in this packet with respect to a code. The one place that says whether a packet breaks a property: a replay asks here, too.
 *
 * @param streams Loads and ages: needed for FL3012 and FL3014.
 */
export function harmOf(run: PacketRun, code: Code, streams: () => StreamFacts): IsHarm {
  switch (code) {
    case "FL3001":
      return (event) => isFirstHop(event) && headerBytes(toldOf(run, event)?.frame.encoded.bits ?? 0) > run.state.fabric.limits.headerBytes;
    case "FL3002":
      return ({ kind }) => kind === "oversize";
    case "FL3004":
      return arrivalsAt(run, addedByDefault(run));
    case "FL3005":
      return arrivalsAt(run, overDelivered(run));
    case "FL3006":
      return ({ kind }) => kind === "cut";
    case "FL3007":
      return secondCopies(run);
    case "FL3008":
      return (event) => event.kind === "hop" && hopOf(run, event)?.isLoop === true;
    case "FL3009":
      return lostCopies(run);
    case "FL3012":
      return onLink(run, streams().loads.oversubscribed.find(({ stream }) => stream === run.stream?.index)?.worst);
    case "FL3014":
      return staleDelivery(run, streams());
    case "FL3015":
      return ({ kind }) =>
        kind === "update" && run.answer.minHeaders > (run.subject.isAllowed ? 1 : run.state.fabric.limits.headersPerPacket);
    default:
      return () => false;
  }
}

function isFirstHop(event: PacketEvent): boolean {
  return event.kind === "oversize" || (event.kind === "hop" && event.hop === 0);
}

const toldOf = ({ told }: PacketRun, event: PacketEvent): Told | undefined => ("frame" in event ? told[event.frame] : undefined);

const hopOf = (run: PacketRun, event: PacketEvent): Told["hops"][number] | undefined =>
  "hop" in event ? toldOf(run, event)?.hops[event.hop] : undefined;

/** Transmissions that bring a copy to one of these hosts. */
function arrivalsAt(run: PacketRun, hosts: readonly number[]): IsHarm {
  const unasked = new Set(hosts);
  return (event) => {
    const hop = event.kind === "hop" ? hopOf(run, event) : undefined;
    return hop !== undefined && hop.isSent && hop.to.kind === "host" && unasked.has(hop.to.id);
  };
}

/** How each host that nobody meant came to its copy. */
export function astray(run: PacketRun): readonly Deviation[] {
  const { state, branches, sender } = run;
  const { topology, limits } = state.fabric;
  return run.told.flatMap((told) => {
    if (isOverMtu(run, told)) return [];
    const { bytes, bits } = told.frame.encoded;
    const decoded = decodeHeader(topology, bytes, bits);
    const header = decoded.kind === "header" ? decoded.header : undefined;
    return deviationsOf({ topology, branches, sender, redundancy: limits.redundancy, pods: header?.ds, leaves: header?.dl }, told.hops);
  });
}

/** Hosts that make FL3004: for information any that a default rule adds, else more than are expected. */
function addedByDefault(run: PacketRun): readonly number[] {
  const added = astray(run)
    .filter(({ isByDefault }) => isByDefault)
    .map(({ host }) => host);
  const hosts = [...new Set(added)];
  return run.subject.isAllowed || hosts.length > (run.group.expectSpurious ?? 0) ? hosts : [];
}

/** Hosts that make FL3005. */
export function overDelivered(run: PacketRun): readonly number[] {
  const deviations = astray(run);
  const { expectSpurious } = run.group;
  const counted = expectSpurious === undefined ? deviations.filter(({ isExplained }) => !isExplained) : deviations;
  const hosts = [...new Set(counted.map(({ host }) => host))];
  return expectSpurious !== undefined && hosts.length <= expectSpurious ? [] : hosts;
}

function secondCopies(run: PacketRun): IsHarm {
  const seen = new Set<number>();
  const second = new Set<string>();
  run.told.forEach(({ hops }, frame) => {
    hops.forEach(({ to, isSent }, hop) => {
      if (!isSent || to.kind !== "host") return;
      if (seen.has(to.id)) second.add(`${frame}:${hop}`);
      seen.add(to.id);
    });
  });
  return (event) => event.kind === "hop" && second.has(`${event.frame}:${event.hop}`);
}

/** Where the copies for receivers that get nothing end. */
function lostCopies(run: PacketRun): IsHarm {
  const { state, told, sender, group } = run;
  const ends = missingOf(run).map((host) => blackHoleOf(state.fabric.topology, told, sender, host, group.index));
  const isEnd = (node: Node | undefined, isDead: boolean) =>
    node !== undefined && ends.some(({ at, isDeadLink }) => isDeadLink === isDead && at.kind === node.kind && at.id === node.id);
  return (event) => {
    const hop = hopOf(run, event);
    switch (event.kind) {
      case "hop":
        return hop !== undefined && !hop.isSent && isEnd(hop.from, true);
      case "stuck":
        return isEnd(hop?.to, true);
      case "drop":
      case "omit":
        return isEnd(hop?.to, false);
      case "compute":
      case "fail":
      case "update":
      case "cut":
      case "look-up":
      case "oversize":
      case "deliver":
        return false;
    }
  };
}

function onLink(run: PacketRun, link: LinkEnds | undefined): IsHarm {
  if (!link) return () => false;
  const isSame = (a: Node, b: Node) => a.kind === b.kind && a.id === b.id;
  return (event) => {
    const hop = event.kind === "hop" ? hopOf(run, event) : undefined;
    return hop !== undefined && hop.isSent && isSame(hop.from, link.from) && isSame(hop.to, link.to);
  };
}

function staleDelivery(run: PacketRun, { ages }: StreamFacts): IsHarm {
  const age = ages.find(({ stream }) => stream === run.stream?.index)?.worst;
  const limit = run.stream?.maxAgeMs;
  if (!age || limit === undefined || !isTooOld(age.ms, limit) || age.from !== run.sender || !copiesOf(run).has(age.to)) return () => false;
  return (event) => event.kind === "deliver" && hopOf(run, event)?.to.id === age.to;
}
