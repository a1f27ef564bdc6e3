import type { Counters } from "../protocol/messages.ts";

/** What a thread has done, in memory that its link reads: it is told on when there is an occasion, also while the thread is busy. */
export class OwnCounters {
  readonly #counts: Float64Array;
  readonly #reads: Uint32Array;
  readonly #opens: Uint32Array;

  constructor(shared: SharedArrayBuffer) {
    this.#counts = new Float64Array(shared, 0, countNames.length);
    this.#reads = new Uint32Array(shared, 64, buckets);
    this.#opens = new Uint32Array(shared, 64 + 4 * buckets, buckets);
  }

  add(name: CountName, count = 1): void {
    const index = countNames.indexOf(name);
    this.#counts[index] = (this.#counts[index] ?? 0) + count;
  }

  read(bytes: number): void {
    this.#counts[1] = (this.#counts[1] ?? 0) + 1;
    this.#counts[3] = (this.#counts[3] ?? 0) + bytes;
  }

  write(bytes: number): void {
    this.#counts[2] = (this.#counts[2] ?? 0) + 1;
    this.#counts[4] = (this.#counts[4] ?? 0) + bytes;
  }

  /** Is this one of the reads that are timed? Looking at the clock takes a tenth of a read. */
  get isTimed(): boolean {
    return ((this.#counts[1] ?? 0) & 7) === 0;
  }

  readTook(microseconds: number): void {
    const bucket = bucketOf(microseconds);
    this.#reads[bucket] = (this.#reads[bucket] ?? 0) + 1;
  }

  openTook(microseconds: number): void {
    const bucket = bucketOf(microseconds);
    this.#opens[bucket] = (this.#opens[bucket] ?? 0) + 1;
  }

  snapshot(): Counters {
    const [opens = 0, reads = 0, writes = 0, bytesRead = 0, bytesWritten = 0, atomics = 0, managerRequests = 0] = this.#counts;
    const times = { readTimes: filled(this.#reads), openTimes: filled(this.#opens) };
    return { opens, reads, writes, bytesRead, bytesWritten, atomics, managerRequests, ...times };
  }
}

const countNames = ["opens", "reads", "writes", "bytesRead", "bytesWritten", "atomics", "managerRequests"] as const;
type CountName = (typeof countNames)[number];

/** 16 buckets for each doubling, from 1/16 µs on: figures are right within 5 %. */
const perDoubling = 16;
const buckets = 40 * perDoubling;
const leastMicroseconds = 1 / 16;

export const countersBytes = 64 + 2 * 4 * buckets;

const bucketOf = (microseconds: number): number =>
  Math.min(buckets - 1, Math.max(0, Math.floor(Math.log2(microseconds / leastMicroseconds) * perDoubling)));

/** The middle of a bucket, in microseconds. */
const middleOf = (bucket: number): number => leastMicroseconds * 2 ** ((bucket + 0.5) / perDoubling);

const filled = (times: Uint32Array): Counters["readTimes"] =>
  [...times].flatMap((count, bucket) => (count > 0 ? [[bucket, count] as const] : []));

/** The time in microseconds that `share` (0 to 1) of the samples do not exceed; undefined without samples. */
export function percentile(times: Counters["readTimes"], share: number): number | undefined {
  const total = times.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of times) {
    seen += count;
    if (seen >= share * total) return middleOf(bucket);
  }
  return undefined;
}
