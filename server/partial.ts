import type { Outcome } from "../simulators/core/simulator.ts";

/** What a run has found so far, as an outcome of which nothing can be taken for an answer: no part of it holds before the run has ended. */
export function partialOutcome(outcome: Outcome): Outcome {
  const { witness: _, ...rest } = outcome;
  return {
    ...rest,
    verdict: "undecided",
    reason: { message: ["still running", outcome.reason?.message].filter(Boolean).join(": ") },
    properties: outcome.properties.map((property) => (property.verdict === "holds" ? { ...property, verdict: "undecided" } : property)),
    stats: { ...outcome.stats, complete: false },
  };
}

/** A run that was ended from outside says nothing itself: what it had found until then is known all the same. */
export function withFoundSoFar(outcome: Outcome, soFar: Outcome | undefined): Outcome {
  const saysNothing = outcome.verdict === "undecided" && outcome.problems.length === 0 && outcome.traces.length === 0;
  if (!soFar || !saysNothing || soFar.problems.length === 0) return outcome;
  return { ...partialOutcome(soFar), ...(outcome.reason ? { reason: outcome.reason } : {}) };
}
