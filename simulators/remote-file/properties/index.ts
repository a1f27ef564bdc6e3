import type { Candidate, Properties, RecordedRun, Replayer, Setup, Violation } from "../verify/types.ts";
import type { Breach } from "./breach.ts";
import { inspect, PathInspector } from "./inspector.ts";

/** The properties of a run of remote files: what is suspicious is found by events alone, what is wrong by comparing runs. */
export const properties: Properties = {
  createInspector: (setup) => new PathInspector(setup),
  // Processes tell their ends as they come: nothing is left for the end of the run.
  ending: () => [],
  judge,
};

export { isBreach } from "./breach.ts";

/** Several suspicions of a run may have one key. */
function judge(run: RecordedRun, candidate: Candidate, replay: Replayer, setup: Setup): readonly Violation[] {
  const inspector = inspectionOf(run, setup);
  const breaches = new Map<string, Breach>();
  for (const suspicion of inspector.candidates()) {
    if (suspicion.key !== candidate.key) continue;
    const trial = { ...inspector.scene, run, replay };
    const memory = suspicion.memory && `${run.outcomeKey} ${suspicion.memory(trial)}`;
    if (memory !== undefined && innocent(setup).has(memory)) continue;
    const breach = suspicion.decide(trial);
    if (breach) breaches.set(breach.key, breach);
    else if (memory !== undefined) innocent(setup).add(memory);
  }
  return [...breaches.values()];
}

/** Runs are judged for several candidates. */
const inspections = new WeakMap<RecordedRun, PathInspector>();

function inspectionOf(run: RecordedRun, setup: Setup): PathInspector {
  const known = inspections.get(run);
  if (known) return known;
  const inspector = inspect(run, setup);
  inspections.set(run, inspector);
  return inspector;
}

/** What was found to break nothing, by scenario. */
const innocents = new WeakMap<Setup, Set<string>>();

function innocent(setup: Setup): Set<string> {
  const known = innocents.get(setup) ?? new Set<string>();
  innocents.set(setup, known);
  return known;
}
