/** The same increments once more, written down by hand and enumerated with plain objects: what every count of the machine is compared with. */
import type { Increments } from "./programs.ts";

export interface ReferenceCounts {
  readonly states: number;
  readonly transitions: number;
  /** Values of the counter at the end, ascending. */
  readonly results: readonly number[];
}

interface Thread {
  /** -1: not begun; 2 n: before its read number n; 2 n + 1: before its write number n. */
  readonly position: number;
  /** What it has read; 0 when it has written it. */
  readonly seen: number;
  /** Somebody else has written since it was read. */
  readonly isStale: boolean;
}

interface State {
  readonly x: number;
  readonly threads: readonly Thread[];
}

/**
 * Counts all states of the program.
 *
 * @param tracksFlow States also differ in whether a value that was read has been overwritten.
 */
export function countByHand({ threads, rounds }: Increments, tracksFlow: boolean): ReferenceCounts {
  const start: State = { x: 0, threads: Array.from({ length: threads }, () => ({ position: -1, seen: 0, isStale: false })) };
  const known = new Set([keyOf(start)]);
  const open = [start];
  const results = new Set<number>();
  let transitions = 0;
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    let isEnd = true;
    for (const [index, { position }] of state.threads.entries()) {
      if (position === 2 * rounds) continue;
      isEnd = false;
      transitions += 1;
      const after = step(state, index, tracksFlow);
      const key = keyOf(after);
      if (known.has(key)) continue;
      known.add(key);
      open.push(after);
    }
    if (isEnd) results.add(state.x);
  }
  return { states: known.size, transitions, results: [...results].sort((a, b) => a - b) };
}

function step({ x, threads }: State, index: number, tracksFlow: boolean): State {
  const { position, seen } = threads[index] as Thread;
  const replaced = (x: number, thread: Thread, isWrite: boolean): State => ({
    x,
    threads: threads.map((other, at) => {
      if (at === index) return thread;
      return isWrite && tracksFlow && other.position % 2 === 1 ? { ...other, isStale: true } : other;
    }),
  });
  if (position === -1) return replaced(x, { position: 0, seen: 0, isStale: false }, false);
  if (position % 2 === 0) return replaced(x, { position: position + 1, seen: x, isStale: false }, false);
  return replaced(seen + 1, { position: position + 1, seen: 0, isStale: false }, true);
}

const keyOf = ({ x, threads }: State): string =>
  `${x} ${threads.map(({ position, seen, isStale }) => `${position},${seen}${isStale ? "!" : ""}`).join(" ")}`;
