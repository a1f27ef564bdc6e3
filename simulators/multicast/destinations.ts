import { has } from "./bitmap.ts";
import type { LinkNumbers } from "./fabric-links.ts";
import type { Flow } from "./flows.ts";
import type { Topology } from "./model.ts";
import { downstreamPorts } from "./replicate.ts";
import type { Tables } from "./tables.ts";
import { leafOfHost, podOfLeaf, portOfHost, portOfLeaf } from "./topology.ts";

/** Milliseconds that one frame may take to the other end of a link and through what is there; Infinity: the link is over its rate. */
export type Delay = (link: number) => number;

/** Receivers of a flow under one leaf, and what the rules for the way down say about them. */
export interface Destination {
  readonly leaf: number;
  /** All that are to be served there, ascending. */
  readonly receivers: readonly number[];
  /** Those that the leaf's rule reaches: with and without a bound on the delay of their link. */
  readonly bounded: number;
  readonly unbounded: number;
  /** The worst of the bounded ones; `delay` in milliseconds. */
  readonly slowest?: { readonly host: number; readonly delay: number };
  /** Link of the first unbounded one; -1: there is none. */
  readonly over: number;
  /** A copy that a core sends to the pod goes on to this leaf. */
  readonly isOnPodRule: boolean;
  /** So does a copy that a leaf of the pod sends up, when its header has no part for the spine. */
  readonly isInPodTable: boolean;
}

/** By flow; computed once for all senders with the same receivers and rules. */
export type DestinationsOf = (flow: Flow) => readonly Destination[];

export function destinationsOf(topology: Topology, tables: Pick<Tables, "find">, links: LinkNumbers, delay: Delay): DestinationsOf {
  const known = new Map<readonly number[], { readonly way: Flow["way"]; readonly leaves: readonly Destination[] }[]>();
  return ({ way }) => {
    const sameReceivers = known.get(way.receivers) ?? [];
    known.set(way.receivers, sameReceivers);
    const same = sameReceivers.find((one) => hasSameRules(one.way, way));
    if (same) return same.leaves;
    const leaves = [...byLeaf(topology, way.receivers)].map(([leaf, receivers]): Destination => {
      const reached = receivers.filter(isServed(topology, tables, way, leaf));
      return { leaf, receivers, ...lastLinks(links, delay, reached), ...podRules(topology, tables, way, leaf) };
    });
    sameReceivers.push({ way, leaves });
    return leaves;
  };
}

function hasSameRules(a: Flow["way"], b: Flow["way"]): boolean {
  if (a.kind === "unicast" || b.kind === "unicast") return a.kind === b.kind;
  const [{ ds, dl }, other] = [a.header, b.header];
  return (
    a.key.tenant === b.key.tenant &&
    a.key.address === b.key.address &&
    ds?.rules === other.ds?.rules &&
    ds?.defaultPorts === other.ds?.defaultPorts &&
    dl?.rules === other.dl?.rules &&
    dl?.defaultPorts === other.dl?.defaultPorts
  );
}

function byLeaf(topology: Topology, hosts: readonly number[]): Map<number, number[]> {
  const leaves = new Map<number, number[]>();
  for (const host of hosts) {
    const leaf = leafOfHost(topology, host);
    const known = leaves.get(leaf);
    if (known) known.push(host);
    else leaves.set(leaf, [host]);
  }
  return leaves;
}

function isServed(topology: Topology, tables: Pick<Tables, "find">, way: Flow["way"], leaf: number): (host: number) => boolean {
  if (way.kind === "unicast") return () => true;
  const ports = downstreamPorts(way.header.dl, tables, "leaf", leaf, way.key);
  return (host) => ports !== undefined && has(ports, portOfHost(topology, host));
}

function podRules(
  topology: Topology,
  tables: Pick<Tables, "find">,
  way: Flow["way"],
  leaf: number,
): Pick<Destination, "isOnPodRule" | "isInPodTable"> {
  if (way.kind === "unicast") return { isOnPodRule: true, isInPodTable: true };
  const pod = podOfLeaf(topology, leaf);
  const port = portOfLeaf(topology, leaf);
  const rule = downstreamPorts(way.header.ds, tables, "pod", pod, way.key);
  const entry = tables.find("pod", pod, way.key)?.ports;
  return { isOnPodRule: rule !== undefined && has(rule, port), isInPodTable: entry !== undefined && has(entry, port) };
}

function lastLinks(
  links: LinkNumbers,
  delay: Delay,
  hosts: readonly number[],
): Pick<Destination, "bounded" | "unbounded" | "slowest" | "over"> {
  const timed = hosts.map((host) => ({ host, delay: delay(links.leafDown(host)) }));
  const bounded = timed.filter((one) => one.delay < Number.POSITIVE_INFINITY);
  const first = timed.find((one) => one.delay === Number.POSITIVE_INFINITY);
  const [start, ...others] = bounded;
  return {
    bounded: bounded.length,
    unbounded: timed.length - bounded.length,
    over: first ? links.leafDown(first.host) : -1,
    ...(start ? { slowest: others.reduce((worst, one) => (worst.delay < one.delay ? one : worst), start) } : {}),
  };
}
