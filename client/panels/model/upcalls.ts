import type { Json } from "../../../protocol/json.ts";
import type { Upcall } from "../../../protocol/trace.ts";
import { formatValue } from "./format.ts";

/** The upcall to show at a step, and how it stands to that step. */
export interface UpcallAt {
  readonly upcall: Upcall;
  readonly index: number;
  readonly when: "now" | "before" | "after";
}

/** The one that runs at a step; else the nearest that began before it; else the first of all. */
export function upcallAt(upcalls: readonly Upcall[], step: number): UpcallAt | undefined {
  const index = upcalls.findLastIndex(({ from }) => from <= step);
  const upcall = upcalls[index];
  if (upcall) return { upcall, index, when: step <= upcall.to ? "now" : "before" };
  const [first] = upcalls;
  return first && { upcall: first, index: 0, when: "after" };
}

/** "steps 7–8", "step 7". Counted from 1. */
export const stepSpan = (from: number, to: number): string => (from === to ? `step ${from + 1}` : `steps ${from + 1}–${to + 1}`);

/** "100 → 90"; a place that was not there, or goes, in words. */
export function changeWords(before: Json | undefined, after: Json | undefined): string {
  if (before === undefined) return after === undefined ? "" : `new: ${formatValue(after)}`;
  return after === undefined ? `${formatValue(before)} → gone` : `${formatValue(before)} → ${formatValue(after)}`;
}

/** The decision and what is said about it: "restart, from line 12" → ["restart", "from line 12"]. */
export function decisionOf(answered: string): readonly [decision: string, about: string] {
  const end = answered.search(/[\s,:]/);
  return end < 0 ? [answered, ""] : [answered.slice(0, end), answered.slice(end).replace(/^[\s,:]+/, "")];
}

/** What becomes of the changes of the interrupted thread. */
export function inSectionWords({ inSection, cpu }: Upcall): string {
  if (!inSection) return "no, so what it changed stays";
  return cpu.pending.length === 0 ? "yes, and there was nothing to take back" : "yes, so its changes are taken back";
}

/** "the second event hit the handler itself; it gets the record of the first again": for a handler that took the place of one that was interrupted. */
export function nestedWords({ nestedIn }: Upcall): string | undefined {
  if (!nestedIn) return undefined;
  return `a ${nestedIn.event} event ended the instance before this one${nestedIn.depth > 1 ? ` (${nestedIn.depth} deep)` : ""}; the first record is handed over again`;
}
