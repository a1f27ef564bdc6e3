import type { Step } from "../../../protocol/trace.ts";

export interface Scan {
  /** Where to begin; this step itself is looked at last of all when `wraps`, else not at all. */
  readonly from: number;
  readonly direction: 1 | -1;
  readonly steps: number;
  readonly wraps: boolean;
  readonly load: (index: number) => Promise<Step>;
  readonly matches: (step: Step) => boolean;
  readonly signal: AbortSignal;
}

/** The nearest step that matches, in one direction; undefined when there is none or the search was given up. */
export async function findStep(scan: Scan): Promise<number | undefined> {
  const { from, direction, steps, wraps, load, matches, signal } = scan;
  for (let distance = 1; distance <= steps; distance += 1) {
    const straight = from + direction * distance;
    if (!wraps && (straight < 0 || straight >= steps)) return undefined;
    const index = ((straight % steps) + steps) % steps;
    const step = await load(index);
    if (signal.aborted) return undefined;
    if (matches(step)) return index;
  }
  return undefined;
}

/** Does a step contain the words looked for? Case does not count. */
export function stepContains(words: string, laneTitle: (lane: string) => string): (step: Step) => boolean {
  const wanted = words.toLowerCase();
  return ({ lane, thread, message, short, detail }) =>
    [laneTitle(lane), thread, message, short, detail]
      .filter((part) => part !== undefined)
      .join(" ")
      .replaceAll("`", "")
      .toLowerCase()
      .includes(wanted);
}
