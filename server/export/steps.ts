import type { Step, Trace } from "../../protocol/trace.ts";

/** A step with its number, from 1, as people count. */
export interface NumberedStep {
  readonly number: number;
  readonly step: Step;
}

/** A gap in a list of steps: so many are left out. */
export interface Gap {
  readonly leftOut: number;
}

/**
 * At most `most` steps of a trace that explain it best: its first ones and those that lead to the harm, which is always among them.
 * What is left out is counted.
 */
export function tellingSteps(trace: Trace, most: number): readonly (NumberedStep | Gap)[] {
  const { steps } = trace;
  const all = (from: number, to: number) => steps.slice(from, to).map((step, index) => ({ number: from + index + 1, step }));
  if (steps.length <= most) return all(0, steps.length);
  const harm = harmOf(trace);
  const head = Math.min(Math.floor(most / 3), harm);
  const end = Math.min(steps.length, Math.max(harm + 1, most));
  const start = Math.max(head, end - (most - head));
  return [...all(0, head), ...gap(start - head), ...all(start, end), ...gap(steps.length - end)];
}

/** Index of the step that breaks the property; without one the last. */
export function harmOf(trace: Trace): number {
  if (trace.harm !== undefined && trace.harm < trace.steps.length) return trace.harm;
  const marked = trace.steps.findIndex((step) => step.harm);
  return marked >= 0 ? marked : Math.max(0, trace.steps.length - 1);
}

const gap = (leftOut: number): readonly Gap[] => (leftOut > 0 ? [{ leftOut }] : []);
