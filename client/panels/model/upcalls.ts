import type { Upcall } from "../../../protocol/trace.ts";

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

/** The decision and what is said about it: "restart, from line 12" → ["restart", "from line 12"]. */
export function decisionOf(answered: string): readonly [decision: string, about: string] {
  const end = answered.search(/[\s,:]/);
  return end < 0 ? [answered, ""] : [answered.slice(0, end), answered.slice(end).replace(/^[\s,:]+/, "")];
}
