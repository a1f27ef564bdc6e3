import { goOn, trailOf } from "./record.ts";
import type { Stage } from "./stage.ts";
import type { RecordedRun, RecordedStep, Replayer, Substitution } from "./types.ts";

/** Runs that differ from a recorded one: they begin where the first difference is, since everything before is the same. */
export const createReplayer =
  (stage: Stage): Replayer =>
  (run, { substitute = [], without }) => {
    const substitutions = Array.isArray(substitute) ? (substitute as readonly Substitution[]) : [substitute as Substitution];
    const from = Math.min(...substitutions.map((one) => answeredIn(run, one)), without ? firstOf(run, without) : run.steps.length);
    const trail = trailOf(run);
    const moment = trail[from];
    if (!moment) return run;
    const rest = run.steps.slice(from).filter((step) => !without?.(step));
    return goOn(
      stage,
      { ...moment, steps: run.steps.slice(0, from), trail: trail.slice(0, from) },
      { moves: rest.map(({ move }) => move), substitutions },
    );
  };

function answeredIn({ steps }: RecordedRun, { read }: Substitution): number {
  const at = steps.findIndex(({ happenings }) =>
    happenings.some((one) => one.kind === "answer" && one.occurrence.process === read.process && one.occurrence.index === read.index),
  );
  return at < 0 ? steps.length : at;
}

function firstOf({ steps }: RecordedRun, isMeant: (step: RecordedStep) => boolean): number {
  const at = steps.findIndex(isMeant);
  return at < 0 ? steps.length : at;
}
