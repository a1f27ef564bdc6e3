import { bufferOf } from "./adapter.ts";
import type { Segment, Verbs } from "./state.ts";
import type { TakeBytes } from "./step.ts";

/** Bytes for one place of a buffer. */
export interface Scattered {
  readonly lkey: number;
  /** In the buffer. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Spreads bytes of a message over the segments they belong to. @param offset Of the first byte in the message. */
export function scatter(segments: readonly Segment[], offset: number, bytes: Uint8Array): readonly Scattered[] {
  return overlaps(segments, offset, bytes.length).map(({ segment, from, at, length }) => ({
    lkey: segment.lkey,
    offset: segment.offset + from,
    bytes: bytes.subarray(at, at + length),
  }));
}

/** Gathers bytes of a message from its segments, as they are now. @param offset Of the first byte in the message. */
export function take(
  verbs: Verbs,
  node: number,
  segments: readonly Segment[],
  offset: number,
  length: number,
  takeBytes: TakeBytes | undefined,
): Uint8Array {
  const gathered = new Uint8Array(length);
  for (const { segment, from, at, length: count } of overlaps(segments, offset, length)) {
    const start = segment.offset + from;
    const buffer = bufferOf(verbs, node, segment.lkey);
    const bytes = buffer?.bytes?.subarray(start, start + count) ?? takeBytes?.(buffer?.owner ?? -1, start, count);
    if (bytes?.length !== count) throw new Error(`buffer ${segment.lkey} of node ${node} has no bytes ${start}+${count}`);
    gathered.set(bytes, at);
  }
  return gathered;
}

interface Overlap {
  readonly segment: Segment;
  /** First byte, from the start of the segment. */
  readonly from: number;
  /** First byte, from `offset`. */
  readonly at: number;
  readonly length: number;
}

function overlaps(segments: readonly Segment[], offset: number, length: number): readonly Overlap[] {
  let start = 0;
  return segments.flatMap((segment) => {
    const begin = start;
    start += segment.length;
    const from = Math.max(begin, offset);
    const to = Math.min(start, offset + length);
    return from < to ? [{ segment, from: from - begin, at: from - offset, length: to - from }] : [];
  });
}
