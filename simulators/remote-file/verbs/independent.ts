import { isAtomic } from "./check.ts";
import { pairOf } from "./pair.ts";
import type { Verbs } from "./state.ts";
import type { Choice } from "./step.ts";

/**
 * Do two choices that are possible now lead to the same state in both orders, neither taking the other one away?
 * A search may then try one of the orders alone. Answers no when in doubt.
 *
 * They do unless they are of one queue pair, touch the same bytes of memory (one of them writing), or the same buffer (one of them filling it).
 */
export function areIndependent(verbs: Verbs, a: Choice, b: Choice): boolean {
  if (a.qpn === b.qpn) return false;
  const [first, second] = [footprintOf(verbs, a), footprintOf(verbs, b)];
  return !meetInMemory(first, second) && !meetInBuffers(first, second);
}

interface Footprint {
  readonly node: number;
  readonly target: number;
  /** Bytes of the target's memory. */
  readonly from: number;
  readonly to: number;
  readonly writes: boolean;
  /** Local keys of the buffers that are sent from or filled. */
  readonly buffers: readonly number[];
  readonly fills: boolean;
}

function footprintOf(verbs: Verbs, choice: Choice): Footprint {
  const pair = pairOf(verbs, choice.qpn);
  const [work] = pair.queue;
  const buffers = work?.local.map(({ lkey }) => lkey) ?? [];
  const nothing: Footprint = { node: pair.node, target: pair.peer?.node ?? -1, from: 0, to: 0, writes: false, buffers: [], fills: false };
  if (!work) return nothing;
  switch (choice.kind) {
    case "part": {
      const part = work.parts[choice.part] ?? { offset: 0, length: 0 };
      const from = work.address + part.offset;
      // The fetch of an atomic keeps other atomics away from the word, so it counts as a write.
      return { ...nothing, from, to: from + part.length, writes: work.opcode !== "READ", buffers, fills: work.opcode === "READ" };
    }
    case "store":
      return { ...nothing, from: work.address, to: work.address + 8, writes: true };
    case "complete":
      return { ...nothing, buffers, fills: isAtomic(work.opcode) };
    case "transmit":
      return { ...nothing, buffers };
    case "refuse":
      return nothing;
  }
}

const meetInMemory = (a: Footprint, b: Footprint): boolean =>
  a.target === b.target && a.from < b.to && b.from < a.to && (a.writes || b.writes);

const meetInBuffers = (a: Footprint, b: Footprint): boolean =>
  a.node === b.node && (a.fills || b.fills) && a.buffers.some((lkey) => b.buffers.includes(lkey));
