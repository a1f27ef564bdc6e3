import { ProcessStopped } from "../../core/program/stopped.ts";
import { goOn, runOf } from "./record.ts";
import { type Confirmed, isShorter } from "./search.ts";
import type { Stage } from "./stage.ts";
import type { FoundObserver, Move, Properties, RecordedRun, Replayer, Setup, Violation } from "./types.ts";
import { Guide, startOf, Walk } from "./walk.ts";

/** So many runs are tried at most. */
const maximumRuns = 120;

/** What runs are tried with. */
export interface Trial {
  readonly stage: Stage;
  readonly properties: Properties;
  readonly setup: Setup;
  readonly replay: Replayer;
  /** The time is up: what was found so far is kept. */
  readonly isOver: () => boolean;
}

/** A shorter run that breaks the same property at the same places, as far as leaving out moves leads to one. */
export function minimise(trial: Trial, confirmed: Confirmed): Confirmed {
  return shorten(trial, confirmed, (moves) => confirmAgain(trial, confirmed, goOn(trial.stage, startOf(trial.stage), { moves })));
}

/** The same of an observer: the run ends where it says no. */
export function minimiseObserved(trial: Trial, found: FoundObserver): FoundObserver {
  return shorten(trial, found, (moves) => observeAgain(trial.stage, found, moves));
}

/** Leaves out parts of the moves, halves first (delta debugging, Zeller and Hildebrandt 2002). */
function shorten<Kind extends { readonly run: RecordedRun }>(
  { isOver }: Trial,
  found: Kind,
  attempt: (moves: readonly Move[]) => Kind | undefined,
): Kind {
  let best = found;
  let runs = 0;
  // What else could not have happened is no decision.
  const decisions = () => best.run.steps.flatMap(({ move, alternatives }) => (alternatives > 1 ? [move] : []));
  for (let size = Math.max(1, decisions().length >> 1); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let at = 0; at < decisions().length && runs < maximumRuns && !isOver(); ) {
      runs += 1;
      const tried = unlessStopped(() => attempt(decisions().toSpliced(at, size)));
      if (tried && isShorter(tried.run, best.run)) best = tried;
      else at += size;
    }
  }
  return best;
}

/** Undefined also when a limit strikes: what is there already is kept. */
export function unlessStopped<Result>(attempt: () => Result): Result | undefined {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof ProcessStopped && error.failure.limit) return undefined;
    throw error;
  }
}

/** Does this run break the property as the other one did? */
export function confirmAgain(
  { properties, setup, replay }: Trial,
  { candidate, violation }: Confirmed,
  run: RecordedRun,
): Confirmed | undefined {
  const inspector = properties.createInspector(setup);
  for (const step of run.steps) inspector.step(step);
  for (const same of [...inspector.candidates(), ...properties.ending(run, setup)]) {
    if (same.key !== candidate.key) continue;
    const again = properties.judge(run, same, replay, setup).find(({ key }) => key === violation.key);
    if (again) return { violation: again, run, candidate: same };
  }
  return undefined;
}

/** Everything that a run breaks. */
export function confirmAny({ properties, setup, replay }: Trial, run: RecordedRun): readonly Violation[] {
  const inspector = properties.createInspector(setup);
  for (const step of run.steps) inspector.step(step);
  return [...inspector.candidates(), ...properties.ending(run, setup)].flatMap((candidate) =>
    properties.judge(run, candidate, replay, setup),
  );
}

/** Follows moves until the observer says no. @throws {ProcessStopped} */
export function observeAgain(stage: Stage, found: FoundObserver, moves: readonly Move[]): FoundObserver | undefined {
  const isFinal = stage.payload.observers[found.observer]?.kind === "finally";
  const walk = new Walk(stage, startOf(stage));
  const guide = new Guide(moves);
  while (walk.length <= found.run.steps.length) {
    const alternatives = walk.alternatives();
    if (alternatives.length === 0 || !isFinal) {
      const { state } = walk.moment;
      const answers = isFinal ? stage.observers.brokenAtEnd(state) : stage.observers.broken(state);
      const said = answers.find(({ observer }) => observer === found.observer)?.said;
      if (said) return observed(found, runOf(stage, walk.beginning), said);
    }
    if (alternatives.length === 0) break;
    walk.take(alternatives, Math.max(0, guide.choose(alternatives)));
  }
  return undefined;
}

const observed = (
  { observer }: FoundObserver,
  run: RecordedRun,
  said: { readonly kind: string; readonly thrown?: FoundObserver["thrown"] },
): FoundObserver => ({ kind: "observer", observer, run, ...(said.thrown ? { thrown: said.thrown } : {}) });
