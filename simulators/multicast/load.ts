/** Load of the links by the streams of statistics (FL3012). */
import type { Flow } from "./flows.ts";
import { type LinkEnds, type LinkNumbers, linkEnds, linkNumbers, linkRates } from "./fabric-links.ts";
import type { Fabric } from "./model.ts";
import { type AddBits, addRound } from "./replicate.ts";
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

/** What one stream puts on the links: only the links that it uses, each once. */
export interface StreamLoad {
  readonly stream: number;
  readonly perSecond: number;
  readonly links: Uint32Array;
  /** Bits of one round, in which each flow sends once: multipath choices divided evenly, and at worst. */
  readonly even: Float64Array;
  readonly worst: Float64Array;
}

/**
 * Adds up what the flows put on every link of the intact fabric.
 *
 * @param flows Ordered by stream, see `streamFlows`.
 * @param most How many of the fullest links are wanted.
 */
export function linkLoads(fabric: Fabric, tables: Pick<Tables, "find">, flows: readonly Flow[], most = 20): LinkLoads {
  const links = linkNumbers(fabric.topology);
  const round = createRound(links.count);
  const loads = [...byStream(flows).values()].map((some) => streamLoad(links, tables, some, round));
  return sumLoads(fabric, loads, most);
}

/** Adds up streams whose loads are known, one by one from `streamLoad`; ascending by stream. */
export function sumLoads(fabric: Fabric, streams: readonly StreamLoad[], most = 20): LinkLoads {
  const links = linkNumbers(fabric.topology);
  const sums = sumUp(links.count, streams);
  const rate = linkRates(fabric);
  const isOver = (link: number): boolean => isAbove(sums.load[link] ?? 0, rate(link));
  const use = (link: number): number => (sums.load[link] ?? 0) / rate(link);
  const fullestFirst = (a: number, b: number): number => use(b) - use(a) || a - b;
  const worstOfStream = fullestByStream(sums.touched.filter(isOver).sort(fullestFirst), sums.largestStream);
  const busiest = firstOf(sums.touched, most, fullestFirst);
  const parts = partsOf(links.count, streams, [...busiest, ...[...worstOfStream.values()].map(({ link }) => link)]);
  const describe = (link: number): LoadedLink => ({
    ...linkEnds(fabric.topology, link),
    load: sums.load[link] ?? 0,
    worstLoad: sums.worstLoad[link] ?? 0,
    rate: rate(link),
    parts: (parts.get(link) ?? []).sort((a, b) => b.load - a.load || a.stream - b.stream),
  });
  return {
    oversubscribed: [...worstOfStream]
      .sort(([a], [b]) => a - b)
      .map(([stream, { link, count }]) => ({ stream, links: count, worst: describe(link) })),
    busiest: busiest.map(describe),
    worstUse: sums.touched.reduce((highest, link) => Math.max(highest, (sums.worstLoad[link] ?? 0) / rate(link)), 0),
    links,
    burstBits: sums.burstBits,
    isOver,
  };
}

/**
 * What the flows of one stream put on the links. Depends on them and on the s-rules of their group alone.
 *
 * @param round Memory to be used again for many streams.
 */
export function streamLoad(
  links: LinkNumbers,
  tables: Pick<Tables, "find">,
  flows: readonly Flow[],
  round = createRound(links.count),
): StreamLoad {
  addRound(links, tables, flows, round.add);
  return { stream: flows[0]?.stream ?? 0, perSecond: 1000 / (flows[0]?.intervalMs ?? 1), ...round.drain() };
}

/** Sums of fractions end a few units in the last place beside the exact value: a link that is just full is not over its rate. */
const isAbove = (load: number, rate: number): boolean => load > rate * (1 + 1e-9);

function byStream(flows: readonly Flow[]): ReadonlyMap<number, readonly Flow[]> {
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
  readonly touched: number[];
}

function sumUp(count: number, streams: readonly StreamLoad[]): Sums {
  const load = new Float64Array(count);
  const worstLoad = new Float64Array(count);
  const burstBits = new Float64Array(count);
  const largestPart = new Float64Array(count);
  const largestStream = new Int32Array(count).fill(-1);
  const touched: number[] = [];
  for (const { stream, perSecond, links, even, worst } of streams) {
    for (let i = 0; i < links.length; i += 1) {
      const link = links[i] as number;
      const part = (even[i] as number) * perSecond;
      if (burstBits[link] === 0) touched.push(link);
      load[link] = (load[link] as number) + part;
      worstLoad[link] = (worstLoad[link] as number) + (worst[i] as number) * perSecond;
      burstBits[link] = (burstBits[link] as number) + (worst[i] as number);
      if (part <= (largestPart[link] as number)) continue;
      largestPart[link] = part;
      largestStream[link] = stream;
    }
  }
  return { load, worstLoad, burstBits, largestStream, touched };
}

/** The first `most` in the order of `compare`, without sorting the others. */
function firstOf(items: readonly number[], most: number, compare: (a: number, b: number) => number): number[] {
  if (most > 100) return items.toSorted(compare).slice(0, most);
  const first: number[] = [];
  for (const item of items) {
    const last = first[most - 1];
    if (most === 0 || (last !== undefined && compare(last, item) < 0)) continue;
    let at = first.length;
    while (at > 0 && compare(item, first[at - 1] as number) < 0) at -= 1;
    first.splice(at, 0, item);
    if (first.length > most) first.pop();
  }
  return first;
}

/** Shares of the streams on some links. */
function partsOf(
  count: number,
  streams: readonly StreamLoad[],
  wanted: readonly number[],
): Map<number, { stream: number; load: number }[]> {
  const parts = new Map<number, { stream: number; load: number }[]>(wanted.map((link) => [link, []]));
  const isWanted = new Uint8Array(count);
  for (const link of wanted) isWanted[link] = 1;
  for (const { stream, perSecond, links, even } of streams) {
    for (let i = 0; i < links.length; i += 1) {
      const link = links[i] as number;
      if (isWanted[link] === 1) parts.get(link)?.push({ stream, load: (even[i] as number) * perSecond });
    }
  }
  return parts;
}

/** Sums of one stream; only the links that it uses are visited and cleared. */
interface Round {
  readonly add: AddBits;
  drain(): Pick<StreamLoad, "links" | "even" | "worst">;
}

function createRound(count: number): Round {
  const evens = new Float64Array(count);
  const worsts = new Float64Array(count);
  const used: number[] = [];
  return {
    add: (link, even, worst) => {
      if (worsts[link] === 0) used.push(link);
      evens[link] = (evens[link] as number) + even;
      worsts[link] = (worsts[link] as number) + worst;
    },
    drain: () => {
      const links = Uint32Array.from(used);
      const taken = {
        links,
        even: Float64Array.from(links, (link) => evens[link] ?? 0),
        worst: Float64Array.from(links, (link) => worsts[link] ?? 0),
      };
      for (const link of used) {
        evens[link] = 0;
        worsts[link] = 0;
      }
      used.length = 0;
      return taken;
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
