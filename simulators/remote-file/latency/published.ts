import { defaultNic, presets } from "../config/presets.ts";
import { calibrate } from "./calibrate.ts";
import { crailNamenode, simulateManagers } from "./managers.ts";
import { simulateReads } from "./reads.ts";

/** One published figure, and ours. */
export interface PublishedRow {
  readonly table: string;
  readonly what: string;
  readonly unit: "µs" | "M/s";
  /** Lowest and highest published value: equal where one was published. */
  readonly published: readonly [number, number];
  readonly ours: number;
  /** Share of the published value by which ours is off; 0 inside a published range. */
  readonly error: number;
  /** Share that is allowed; absent: shown without a bound. */
  readonly bound?: number;
  readonly isMet?: boolean;
}

/**
 * Open and read of a small file in the DRAM tier, 100 Gb/s RoCE: bytes and microseconds, read off the published picture.
 *
 * @see Crail blog, "Crail Storage Performance – Part I: DRAM", 2017
 */
export const crailLookupAndRead: readonly (readonly [bytes: number, microseconds: number])[] = [
  [4, 11.28],
  [1024, 11.79],
  [4096, 12.96],
  [16_384, 14.71],
  [65_536, 19.16],
  [262_144, 35.91],
];
const crailLookup = 6.8;

/** Requests of one namenode, in millions per second, by clients; @see `crailNamenode`. */
const crailCurve: readonly (readonly [clients: number, low: number, high: number])[] = [
  [1, 0.92, 0.92],
  [8, 7.5, 7.5],
  [17, 9.4, 9.7],
  [64, 7.8, 7.8],
];

/** One way, `ib_send_lat`, from a thesis: three points for three parameters, so it tests nothing. */
const thesis: readonly (readonly [bytes: number, microseconds: number])[] = [
  [1024, 1.61],
  [4096, 2.28],
  [32_768, 4.57],
];

/** All published figures beside ours, in the same order every time. @param requests Simulated requests for each point of the namenode's curve. */
export function publishedRows(requests = 200_000): readonly PublishedRow[] {
  return [...lookupAndRead(), ...namenode(requests), ...moreNamenodes(requests), ...oneWay()];
}

function lookupAndRead(): readonly PublishedRow[] {
  const fitted = defaultNic;
  const known = [0, 2, 5].map((index) => {
    const [bytes = 0, microseconds = 0] = crailLookupAndRead[index] ?? [];
    return { bytes, microseconds: microseconds - crailLookup };
  });
  const [small, middle, large] = known;
  if (!small || !middle || !large) throw new Error("three points are needed");
  const calibrated = calibrate(fitted, [small, middle, large]);
  const time = (nic: typeof fitted, bytes: number) => simulateReads({ nic, clients: 1, bytes, reads: 3, opensEach: true }).meanUs;
  const table = (name: string, nic: typeof fitted) =>
    crailLookupAndRead.map(([bytes, microseconds]) =>
      row(`Crail open and read, ${name}`, sizeText(bytes), "µs", [microseconds, microseconds], time(nic, bytes), 0.1),
    );
  return [...table("preset", fitted), ...table("calibrated on 4 B, 4 KiB, 256 KiB", calibrated)];
}

function namenode(requests: number): readonly PublishedRow[] {
  return crailCurve.map(([clients, low, high]) =>
    row("Crail namenode", `${clients} client${clients === 1 ? "" : "s"}`, "M/s", [low, high], rate(clients, 1, requests), 0.15),
  );
}

const rate = (clients: number, managers: number, requests: number): number =>
  simulateManagers({ ...crailNamenode, clients, managers, requests, seed: 1 }).millionsPerSecond;

/** The best rate over numbers of clients. */
function moreNamenodes(requests: number): readonly PublishedRow[] {
  const best = (managers: number) => Math.max(...[16, 24, 32, 48, 64].map((clients) => rate(clients, managers, requests)));
  return [
    row("Crail namenodes, best rate", "2 namenodes", "M/s", [17, 17], best(2)),
    row("Crail namenodes, best rate", "4 namenodes", "M/s", [28, 30], best(4)),
  ];
}

function oneWay(): readonly PublishedRow[] {
  const nic = presets.get("thesis-cx") ?? defaultNic;
  const time = (bytes: number) => simulateReads({ nic, clients: 1, bytes, reads: 1, opensEach: false }).meanUs;
  return thesis.map(([bytes, microseconds]) =>
    row("ib_send_lat one way, preset thesis-cx", sizeText(bytes), "µs", [microseconds, microseconds], time(bytes)),
  );
}

function row(
  table: string,
  what: string,
  unit: PublishedRow["unit"],
  published: readonly [number, number],
  ours: number,
  bound?: number,
): PublishedRow {
  const [low, high] = published;
  const error = ours < low ? (ours - low) / low : high < ours ? (ours - high) / high : 0;
  return { table, what, unit, published, ours, error, ...(bound === undefined ? {} : { bound, isMet: Math.abs(error) <= bound }) };
}

const sizeText = (bytes: number): string => (bytes < 1024 ? `${bytes} B` : `${bytes / 1024} KiB`);
