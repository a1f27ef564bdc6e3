import type { ProcessOutcome } from "../verify/types.ts";
import { isLasting } from "./about.ts";
import { type Breach, placeKey } from "./breach.ts";
import { type Answered, type FileRange, type History, type Made, type Noted, pathOf } from "./history.ts";
import { added, type Detector, type Suspicion, type Trial } from "./suspicion.ts";

/**
 * `errors-handled` (FL4015): a write, sync or atomic ends with an error because of a fault, nothing later covers it, and the process returns what it
 * returns without the fault; or nobody handles a rejection.
 */
export const swallowedErrors: Detector = ({ history }, since) => [
  ...added(history.notes, since).flatMap(unhandled),
  ...(history.crashes.length === 0 ? [] : added(history.answers, since).flatMap(swallowed)),
];

function unhandled({ note, process, step }: Noted): readonly Suspicion[] {
  if (note.kind !== "unhandled-rejection") return [];
  const at = note.thrown.at ? [note.thrown.at] : [];
  const breach: Breach = {
    property: "errors-handled",
    key: `errors-handled unhandled ${placeKey(at)} ${note.thrown.code ?? ""}`,
    code: "FL4015",
    process,
    at,
    step,
    detail: { kind: "unhandled", thrown: note.thrown },
  };
  return [{ key: breach.key, id: `unhandled ${process} ${note.thrown.key}`, decide: () => breach }];
}

/** What the process makes of it is decided at its end. */
function swallowed(answered: Answered): readonly Suspicion[] {
  const { answer, made, process, index } = answered;
  if (answer.kind !== "failed" || !isLasting(made)) return [];
  return [
    {
      key: `swallowed ${placeKey(made.at)}`,
      id: `swallowed ${process} ${index}`,
      decide: (trial) => decide(trial, made, answered),
    },
  ];
}

/** Something later of the process succeeds on all of the range; of a sync, another sync of the file. */
function isCovered(history: History, made: Made, answered: Answered): boolean {
  const { process } = made.occurrence;
  const range = rangeOf(history, made);
  const path = pathOf(made);
  return history.answers.some((later) => {
    if (later.process !== process || later.moment <= answered.moment || later.answer.kind === "failed") return false;
    const other = history.call(later);
    if (!other || !isLasting(other) || pathOf(other) !== path) return false;
    if (made.call.kind === "flush" || other.call.kind === "flush") return made.call.kind === other.call.kind;
    const covering = rangeOf(history, other);
    return range !== undefined && covering !== undefined && covering.from <= range.from && range.to <= covering.to;
  });
}

function rangeOf(history: History, made: Made): FileRange | undefined {
  const [work] = history.worksOf(made.occurrence);
  return work && work.range;
}

function decide({ run, history, replay }: Trial, made: Made, answered: Answered): Breach | undefined {
  const { process } = made.occurrence;
  if (run.outcomes[process]?.kind !== "returned" || isCovered(history, made, answered)) return undefined;
  const without = replay(run, { without: ({ move }) => move.kind === "crash" });
  const outcome = run.outcomes[process];
  if (!outcome || !isSameValue(outcome, without.outcomes[process])) return undefined;
  return {
    property: "errors-handled",
    key: `errors-handled ${placeKey(made.at)}`,
    code: "FL4015",
    process,
    at: made.at,
    step: answered.step,
    detail: { kind: "swallowed", call: made.occurrence, path: pathOf(made) ?? "", outcome },
  };
}

const isSameValue = (a: ProcessOutcome, b: ProcessOutcome | undefined): boolean =>
  a.kind === "returned" && b?.kind === "returned" && a.value.key === b.value.key;
