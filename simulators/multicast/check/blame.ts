import { type Hop, pathTo } from "../explain.ts";
import type { Node } from "../names.ts";
import type { Topology } from "../model.ts";
import { leafOfHost, podOfHost, podOfSpine } from "../topology.ts";
import type { BlackHole, Cause, Duplicate, Loop } from "./findings.ts";
import type { Frame } from "./packets.ts";

/** A frame and its way, told. */
export interface Told {
  readonly frame: Frame;
  readonly hops: readonly Hop[];
  /** False: a header written by hand makes so many copies that the last hops are left out. */
  readonly isComplete: boolean;
}

/** Who wrote what the switch at the end of this hop used. */
export function causeOf({ frame }: Told, hop: Hop | undefined, group: number): Cause {
  const by = hop?.entry?.by;
  if (by?.kind === "installed") return { kind: "rule", index: by.index };
  if (by && by.index !== group) return { kind: "group", index: by.index };
  if (!by && frame.installed) return { kind: "header", index: frame.installed.index };
  return { kind: "controller" };
}

/** Which switch let a receiver down: the last one on the way to it that had the packet. */
export function blackHoleOf(
  topology: Topology,
  told: readonly Told[],
  sender: number,
  receiver: number,
  group: number,
): Pick<BlackHole, "at" | "rule" | "isDeadLink" | "cause"> {
  let best: { readonly told: Told; readonly index: number; readonly depth: number } | undefined;
  for (const one of told) {
    one.hops.forEach((hop, index) => {
      const depth = hop.isSent ? depthTowards(topology, sender, receiver, hop) : 0;
      if (depth > (best?.depth ?? 0)) best = { told: one, index, depth };
    });
  }
  const [first] = told;
  if (!best) return { at: { kind: "host", id: sender }, rule: "none", isDeadLink: first !== undefined, cause: { kind: "controller" } };
  const { index } = best;
  const hop = best.told.hops[index];
  if (!hop) throw new Error(`no hop ${index}`);
  const isDropped = best.told.hops.some(
    (next) =>
      next.parent === index &&
      !next.isSent &&
      depthTowards(topology, sender, receiver, next) > depthTowards(topology, sender, receiver, hop),
  );
  const hasNoPort = hop.choice?.live.length === 0 && !isServedFrom(topology, hop.to, receiver);
  return { at: hop.to, rule: hop.rule, isDeadLink: isDropped || hasNoPort, cause: causeOf(best.told, hop, group) };
}

/** How far a copy at the end of this hop has come on the way to the receiver: 0 when it is not on it. */
function depthTowards(topology: Topology, sender: number, receiver: number, { to, link }: Hop): number {
  const pod = podOfHost(topology, receiver);
  const isInPod = pod === podOfHost(topology, sender);
  switch (link) {
    case "hostUp":
      return 1;
    case "leafUp":
      return leafOfHost(topology, receiver) === leafOfHost(topology, sender) ? 0 : 2;
    case "spineUp":
      return isInPod ? 0 : 3;
    case "coreDown":
      return !isInPod && podOfSpine(topology, to.id) === pod ? 4 : 0;
    case "spineDown":
      return to.id === leafOfHost(topology, receiver) ? 5 : 0;
    case "leafDown":
      return to.id === receiver ? 6 : 0;
  }
}

/** Would the next hop to the receiver go down from here? */
function isServedFrom(topology: Topology, { kind, id }: Node, receiver: number): boolean {
  if (kind === "leaf") return id === leafOfHost(topology, receiver);
  return kind === "spine" && podOfSpine(topology, id) === podOfHost(topology, receiver);
}

/** The ways of the first two copies of a host, and who sent them apart. */
export function duplicateOf(told: readonly Told[], host: number, group: number): Pick<Duplicate, "paths" | "cause"> {
  const arrivals = told.flatMap((one) =>
    one.hops.flatMap((hop, index) =>
      hop.isSent && hop.to.kind === "host" && hop.to.id === host ? [{ told: one, path: pathTo(one.hops, index) }] : [],
    ),
  );
  const [first, second] = arrivals;
  if (!first || !second) return { paths: [], cause: { kind: "controller" } };
  const common = first.path.filter((hop, index) => hop === second.path[index]);
  const paths = [first, second].map(({ path }) => path.map(({ to }) => to));
  return { paths, cause: causeOf(first.told, common.at(-1), group) };
}

/** Where a copy came back to, and who sent it there. */
export function loopOf(told: readonly Told[], group: number): Pick<Loop, "at" | "by" | "cause"> | undefined {
  for (const one of told) {
    const back = one.hops.find((hop) => hop.isLoop);
    if (back) return { at: back.to, by: back.from, cause: causeOf(one, one.hops[back.parent], group) };
  }
  return undefined;
}
