import type { SourceSpan } from "../../../protocol/source.ts";
import type { Change, Step } from "../../../protocol/trace.ts";
import { formatCount } from "../../core/config/words.ts";
import type { RunEvent } from "../nodes/events.ts";
import { laneIds } from "../trace/lanes.ts";
import { Timeline } from "../trace/timeline.ts";
import type { Happening, Move, Occurrence } from "../verify/types.ts";
import { answerStep, callStep, endStep, noteStep } from "./program-words.ts";
import { eventStep, pairsStep } from "./event-words.ts";
import type { RunState } from "./state.ts";
import type { Teller } from "./teller.ts";
import { microseconds } from "./titles.ts";

/** A step of the trace, and where it comes from. */
export interface ToldStep {
  readonly step: Step;
  /** Index of the step of the run, and the moment of its history. */
  readonly of: number;
  readonly moment: number;
  readonly occurrence?: Occurrence;
}

/** What a happening looks like, before its place, its changes and its choice. */
export type Words = Pick<Step, "lane" | "to" | "action" | "message" | "short" | "mark"> & { readonly at?: SourceSpan };

/** The steps of a run in the order in which things happened, each with what it changes; times in simulated microseconds. */
export function stepsOf(teller: Teller, state: RunState): { readonly told: readonly ToldStep[]; readonly times: readonly number[] } {
  const timeline = new Timeline(teller.setup.site);
  const told: ToldStep[] = [];
  const times: number[] = [];
  let moment = 0;
  let time = 0;
  teller.run.steps.forEach(({ happenings, now, choice, alternatives, move }, of) => {
    let isFirst = true;
    let owner: Occurrence | undefined;
    happenings.forEach((happening, index) => {
      if (happening.kind === "event") time = timeline.at(happening.event, now);
      // The clock moves to a timer; between the events of a step it stands still.
      if (happening.kind === "timer") time = Math.max(time, now / 1000);
      // A channel is set up for the open that stands right before.
      owner = isOfPair(happening) ? owner : occurrenceOf(happening);
      const occurrence = owner;
      const changes: readonly Change[] = state.changes(happening, moment);
      const words = happening.kind === "rounds" ? roundsWords(teller, move, happening.rounds) : wordsOf(teller, happenings, index, moment);
      if (words) {
        const { at = occurrence && teller.history.call(occurrence)?.at[0], ...rest } = words;
        const step: Step = {
          ...rest,
          detail: `${microseconds(time)}, simulated`,
          ...(at ? { at } : {}),
          changes: merged([...state.takePending(), ...changes]),
          ...(isFirst && alternatives > 1 ? { choice } : {}),
        };
        times.push(Number(time.toFixed(2)));
        told.push({ step, of, moment, ...(occurrence ? { occurrence } : {}) });
        isFirst = false;
      } else state.keep(changes);
      moment += 1;
    });
  });
  return { told, times };
}

/** Of several changes of one place, from the first to the last. */
function merged(changes: readonly Change[]): readonly Change[] {
  const byPlace = new Map<string, Change>();
  for (const { location, before, after } of changes) {
    const key = JSON.stringify(location);
    const first = byPlace.get(key);
    const from = first ? first.before : before;
    byPlace.set(key, { location, ...(from === undefined ? {} : { before: from }), ...(after === undefined ? {} : { after }) });
  }
  return [...byPlace.values()];
}

/** A program that waits in a loop is told once. */
function roundsWords(teller: Teller, move: Move, rounds: number): Words | undefined {
  if (move.kind !== "timer") return undefined;
  const times = rounds === 1 ? "once more" : `${formatCount(rounds)} times more`;
  return { lane: laneIds.program(teller.setup.site, move.process), action: "rounds", message: `the same happens ${times}`, mark: "wait" };
}

const isOfPair = (happening: Happening): boolean => happening.kind === "event" && happening.event.action === "qp.modify";

function occurrenceOf(happening: Happening): Occurrence | undefined {
  return happening.kind === "event" || happening.kind === "call" || happening.kind === "answer" ? happening.occurrence : undefined;
}

/** Undefined: another step tells it. */
function wordsOf(teller: Teller, happenings: readonly Happening[], index: number, moment: number): Words | undefined {
  const happening = happenings[index] as Happening;
  switch (happening.kind) {
    case "event":
      return happening.event.action === "qp.modify"
        ? pairs(teller, happenings, index)
        : eventStep(teller, happening.event, moment, happening.occurrence);
    case "call":
      return callStep(teller, happening);
    case "answer":
      return answerStep(teller, happening);
    case "rounds":
      return undefined;
    case "timer":
      return { lane: `program:${teller.process(happening.process)}`, action: "timer", message: "a timer fires", mark: "event" };
    case "note":
      return noteStep(teller, happening.process, happening.note);
    case "end":
      return endStep(teller, happening.process, happening.ending);
  }
}

/** Changes of queue pairs come in rows: one step tells them all. */
function pairs(teller: Teller, happenings: readonly Happening[], index: number): Words | undefined {
  const isChange = (one: Happening | undefined): one is Happening & { readonly event: Modify } =>
    one?.kind === "event" && one.event.action === "qp.modify";
  if (isChange(happenings[index + 1])) return undefined;
  let from = index;
  while (isChange(happenings[from - 1])) from -= 1;
  return pairsStep(
    teller,
    happenings.slice(from, index + 1).flatMap((one) => (isChange(one) ? [one.event] : [])),
  );
}

export type Modify = Extract<RunEvent, { readonly action: "qp.modify" }>;
