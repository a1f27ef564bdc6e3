import type { CopyOnLink, TopologyPicture } from "../../../../protocol/picture.ts";
import { type NodeCode, nodeCode, parseNode } from "./names.ts";

/** The copies of a picture in typed arrays, with the look-ups that stepping needs. Indices are those of `picture.copies`. */
export interface CopyTable {
  readonly copies: readonly CopyOnLink[];
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly step: Int32Array;
  /** Copies sent at a step, in the order of the packet's way. */
  at(step: number): readonly number[];
  /** The first copy that reaches a node, or undefined. */
  arrival(node: NodeCode): number | undefined;
  /** All copies sent by a node. */
  sentBy(node: NodeCode): readonly number[];
  /** The first step at which a node sends, else the one at which it is reached. */
  stepOf(node: NodeCode): number | undefined;
}

export function copyTable(picture: TopologyPicture): CopyTable {
  const { copies } = picture;
  const from = Int32Array.from(copies, (copy) => parseNode(copy.from) ?? -1);
  const to = Int32Array.from(copies, (copy) => parseNode(copy.to) ?? -1);
  const step = Int32Array.from(copies, (copy) => copy.step);
  const byStep = Int32Array.from(copies, (_, index) => index).sort((a, b) => (step[a] ?? 0) - (step[b] ?? 0) || a - b);
  const arrivals = new Map<NodeCode, number>();
  const departures = new Map<NodeCode, number>();
  for (let i = copies.length - 1; i >= 0; i -= 1) {
    arrivals.set(to[i] ?? -1, i);
    departures.set(from[i] ?? -1, i);
  }
  return {
    copies,
    from,
    to,
    step,
    at: (wanted) => copiesOfStep(byStep, step, wanted),
    arrival: (node) => arrivals.get(node),
    sentBy: (node) => {
      const sent: number[] = [];
      for (let i = departures.get(node) ?? copies.length; i < copies.length; i += 1) if (from[i] === node) sent.push(i);
      return sent;
    },
    stepOf: (node) => step[departures.get(node) ?? arrivals.get(node) ?? -1],
  };
}

function copiesOfStep(byStep: Int32Array, step: Int32Array, wanted: number): readonly number[] {
  let low = 0;
  for (let high = byStep.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((step[byStep[middle] ?? 0] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (; low < byStep.length && step[byStep[low] ?? 0] === wanted; low += 1) found.push(byStep[low] ?? 0);
  return found;
}

/** What the packet is doing at a step. */
export interface Reading {
  /** The switch or host that acts; undefined when the step is not one of the packet's, as a rule computed beforehand. */
  readonly node: NodeCode | undefined;
  /** The copy that it works on: the one that arrived there. */
  readonly arrived: CopyOnLink | undefined;
  /** What it sends, of the same header. */
  readonly sent: readonly CopyOnLink[];
}

/** @param lane Lane of the step: `leaf:40` names the node; another lane leaves it to the copies of the step. */
export function readingAt(table: CopyTable, sender: number, step: number, lane: string | undefined): Reading {
  const now = table.at(step);
  const fromLane = lane === undefined ? undefined : parseNode(lane);
  const first = now[0];
  const node = fromLane ?? (first === undefined ? undefined : table.from[first]);
  if (node === undefined) return { node: undefined, arrived: undefined, sent: [] };
  const sending = now.find((index) => table.from[index] === node);
  const header = sending === undefined ? undefined : table.copies[sending]?.header;
  const arrived = node === nodeCode("host", sender) ? undefined : arrivalOf(table, node, step, header);
  const sent = table
    .sentBy(node)
    .map((index) => table.copies[index])
    .filter((copy) => copy !== undefined);
  const wanted = arrived?.header ?? header;
  return { node, arrived, sent: wanted === undefined ? sent : sent.filter((copy) => copy.header === wanted) };
}

/** The latest copy that reached the node up to a step, of the header that it now sends when that is known. */
function arrivalOf(table: CopyTable, node: NodeCode, step: number, header: number | undefined): CopyOnLink | undefined {
  let found: CopyOnLink | undefined;
  for (let i = table.arrival(node) ?? table.copies.length; i < table.copies.length; i += 1) {
    const copy = table.copies[i];
    if (copy && table.to[i] === node && copy.step <= step && (header === undefined || copy.header === header)) found = copy;
  }
  return found;
}
