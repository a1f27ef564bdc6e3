/** Load of the links by the streams of statistics (FL3012). */
import type { Flow } from "./flows.ts";
import { type LinkEnds, type LinkNumbers, linkEnds, linkNumbers, linkRate } from "./fabric-links.ts";
import type { Fabric } from "./model.ts";
import { addRound } from "./replicate.ts";
import type { Tables } from "./tables.ts";

/** One link and what the streams put on it. Bits per second. */
export interface LoadedLink extends LinkEnds {
  /** Sum over streams and senders of frame bits / interval; each multipath choice divided evenly. */
  readonly load: number;
  /** With every hash that may choose this link doing so. */
  readonly worstLoad: number;
  readonly rate: number;
  /** By stream, largest first. */
  readonly parts: readonly { readonly stream: number; readonly load: number }[];
}

/** Links over their rate whose largest part comes from one stream. */
export interface Oversubscription {
  readonly stream: number;
  readonly links: number;
  /** The fullest of them. */
  readonly worst: LoadedLink;
}

export interface LinkLoads {
  /** Ascending by stream; empty: no link is over its rate. */
  readonly oversubscribed: readonly Oversubscription[];
  /** The fullest links, load / rate descending. */
  readonly busiest: readonly LoadedLink[];
  /** Highest worst load / rate of all links. */
  readonly worstUse: number;
  /** For `worstAges`: numbers of links, frames of all flows that may stand in a queue at once (bits), and which links are over their rate. */
  readonly links: LinkNumbers;
  readonly burstBits: Float64Array;
  readonly isOver: (link: number) => boolean;
}

/**
 * Adds up what the flows put on every link of the intact fabric.
 *
 * @param flows Ordered by stream, see `streamFlows`.
 * @param most How many of the fullest links are wanted.
 */
export function linkLoads(fabric: Fabric, tables: Pick<Tables, "find">, flows: readonly Flow[], most = 20): LinkLoads {
  const links = linkNumbers(fabric.topology);
  const streams = byStream(flows);
  const sums = sumUp(links, tables, streams);
  const isOver = (link: number): boolean => isAbove(sums.load[link] ?? 0, linkRate(fabric, link));
  const use = (link: number): number => (sums.load[link] ?? 0) / linkRate(fabric, link);
  const byUse = [...sums.touched].sort((a, b) => use(b) - use(a) || a - b);
  const worstOfStream = fullestByStream(byUse.filter(isOver), sums.largestStream);
  const busiest = byUse.slice(0, most);
  const wanted = new Set([...busiest, ...[...worstOfStream.values()].map(({ link }) => link)]);
  const parts = partsOf(links, tables, streams, wanted);
  const describe = (link: number): LoadedLink => ({
    ...linkEnds(fabric.topology, link),
    load: sums.load[link] ?? 0,
    worstLoad: sums.worstLoad[link] ?? 0,
    rate: linkRate(fabric, link),
    parts: (parts.get(link) ?? []).sort((a, b) => b.load - a.load || a.stream - b.stream),
  });
  return {
    oversubscribed: [...worstOfStream]
      .sort(([a], [b]) => a - b)
      .map(([stream, { link, count }]) => ({ stream, links: count, worst: describe(link) })),
    busiest: busiest.map(describe),
    worstUse: byUse.reduce((highest, link) => Math.max(highest, (sums.worstLoad[link] ?? 0) / linkRate(fabric, link)), 0),
    links,
    burstBits: sums.burstBits,
    isOver,
  };
}

/** Sums of fractions end a few units in the last place beside the exact value: a link that is just full is not over its rate. */
const isAbove = (load: number, rate: number): boolean => load > rate * (1 + 1e-9);

type Streams = ReadonlyMap<number, readonly Flow[]>;

function byStream(flows: readonly Flow[]): Streams {
  const streams = new Map<number, Flow[]>();
  for (const flow of flows) {
    const known = streams.get(flow.stream);
    if (known) known.push(flow);
    else streams.set(flow.stream, [flow]);
  }
  return streams;
}

/** By link number. */
interface Sums {
  readonly load: Float64Array;
  readonly worstLoad: Float64Array;
  readonly burstBits: Float64Array;
  readonly largestStream: Int32Array;
  /** Links with any load. */
  readonly touched: readonly number[];
}

function sumUp(links: LinkNumbers, tables: Pick<Tables, "find">, streams: Streams): Sums {
  const load = new Float64Array(links.count);
  const worstLoad = new Float64Array(links.count);
  const burstBits = new Float64Array(links.count);
  const largestPart = new Float64Array(links.count);
  const largestStream = new Int32Array(links.count).fill(-1);
  const touched: number[] = [];
  const round = createRound(links.count);
  for (const [stream, flows] of streams) {
    const perSecond = 1000 / (flows[0]?.intervalMs ?? 1);
    addRound(links, tables, flows, round.add);
    round.drain((link, even, worst) => {
      if (burstBits[link] === 0) touched.push(link);
      load[link] = (load[link] ?? 0) + even * perSecond;
      worstLoad[link] = (worstLoad[link] ?? 0) + worst * perSecond;
      burstBits[link] = (burstBits[link] ?? 0) + worst;
      if (even * perSecond <= (largestPart[link] ?? 0)) return;
      largestPart[link] = even * perSecond;
      largestStream[link] = stream;
    });
  }
  return { load, worstLoad, burstBits, largestStream, touched };
}

/** Shares of the streams on some links, computed again: keeping them for all links would take a table of links times streams. */
function partsOf(
  links: LinkNumbers,
  tables: Pick<Tables, "find">,
  streams: Streams,
  wanted: ReadonlySet<number>,
): Map<number, { stream: number; load: number }[]> {
  const parts = new Map<number, { stream: number; load: number }[]>([...wanted].map((link) => [link, []]));
  const round = createRound(links.count);
  for (const [stream, flows] of streams) {
    const perSecond = 1000 / (flows[0]?.intervalMs ?? 1);
    addRound(links, tables, flows, round.add);
    round.drain((link, even) => parts.get(link)?.push({ stream, load: even * perSecond }));
  }
  return parts;
}

/** Sums of one stream; only the links that it uses are visited and cleared. */
function createRound(count: number): {
  add: (link: number, even: number, worst: number) => void;
  drain: (take: (link: number, even: number, worst: number) => void) => void;
} {
  const evens = new Float64Array(count);
  const worsts = new Float64Array(count);
  const used: number[] = [];
  return {
    add: (link, even, worst) => {
      if (worsts[link] === 0) used.push(link);
      evens[link] = (evens[link] ?? 0) + even;
      worsts[link] = (worsts[link] ?? 0) + worst;
    },
    drain: (take) => {
      for (const link of used) {
        take(link, evens[link] ?? 0, worsts[link] ?? 0);
        evens[link] = 0;
        worsts[link] = 0;
      }
      used.length = 0;
    },
  };
}

/** @param byUse Fullest first. */
function fullestByStream(byUse: readonly number[], largestStream: Int32Array): Map<number, { link: number; count: number }> {
  const fullest = new Map<number, { link: number; count: number }>();
  for (const link of byUse) {
    const stream = largestStream[link] ?? -1;
    const known = fullest.get(stream);
    if (known) known.count += 1;
    else fullest.set(stream, { link, count: 1 });
  }
  return fullest;
}
