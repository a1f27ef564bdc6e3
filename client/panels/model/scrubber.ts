/** A mark on the scrubber. `at` is a share of its width, 0 to 1. */
export interface ScrubberMark {
  readonly at: number;
  readonly kind: "harm" | "event";
  /** The first step that the mark stands for. */
  readonly step: number;
}

/** Where a step stands on the scrubber: a share of its width, 0 to 1. */
export function shareOf(step: number, steps: number): number {
  return steps <= 1 ? 0 : step / (steps - 1);
}

/** The step nearest to a share of the width; outside, the first or the last. */
export function stepAt(share: number, steps: number): number {
  return Math.round(Math.min(Math.max(0, share), 1) * Math.max(0, steps - 1));
}

/** One tick for each step as long as they stand at least five pixels apart; else none. */
export function ticks(steps: number, width: number): readonly number[] {
  if (steps < 2 || width / (steps - 1) < 5) return [];
  return Array.from({ length: steps }, (_, step) => shareOf(step, steps));
}

/**
 * Marks to draw on a scrubber of `width` pixels. Marks less than three pixels apart become one, which keeps the harm.
 * @param marks Ascending by step.
 */
export function drawnMarks(
  marks: readonly { readonly step: number; readonly kind: "harm" | "event" }[],
  steps: number,
  width: number,
): readonly ScrubberMark[] {
  const drawn: ScrubberMark[] = [];
  for (const { step, kind } of marks) {
    const at = shareOf(step, steps);
    const last = drawn.at(-1);
    if (!last || (at - last.at) * width >= 3) drawn.push({ at, kind, step });
    else if (kind === "harm" && last.kind === "event") drawn[drawn.length - 1] = { at, kind, step };
  }
  return drawn;
}

/** The next step with an event after (`direction` 1) or before (-1) `step`, or undefined. */
export function nextMark(
  marks: readonly { readonly step: number; readonly kind: "harm" | "event" }[],
  step: number,
  direction: 1 | -1,
): number | undefined {
  const events = marks.filter((mark) => mark.kind === "event" && (mark.step - step) * direction > 0);
  return (direction === 1 ? events[0] : events.at(-1))?.step;
}
