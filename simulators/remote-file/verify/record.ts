import { WordSet } from "../../core/explore/word-set.ts";
import { contents } from "../nodes/observe.ts";
import type { ThrownValue } from "../process/types.ts";
import { type ProcessFailure, ProcessStopped } from "../../core/program/stopped.ts";
import { callsUnderWay } from "./book.ts";
import type { Stage } from "./stage.ts";
import type { RunState } from "./state.ts";
import type { Move, ProcessOutcome, RecordedRun, Substitution } from "./types.ts";
import { type Beginning, Guide, type Moment, Walk } from "./walk.ts";
import { StateTaker } from "./words.ts";

export interface Going {
  /** Taken as far as they are possible, in their order. */
  readonly moves?: readonly Move[];
  readonly substitutions?: readonly Substitution[];
}

/** Goes on with a run to its end: by the moves given, then by the first possible ones. A loop ends it. @throws {ProcessStopped} A limit strikes. */
export function goOn(stage: Stage, beginning: Beginning, { moves = [], substitutions = [] }: Going = {}): RecordedRun {
  const walk = new Walk(stage, beginning, substitutions);
  const guide = new Guide(moves);
  const loops = new Loops(stage);
  const end = beginning.steps.length + longest;
  let loop: number | undefined;
  while (walk.length < end) {
    const limit = stage.stop();
    if (limit) throw new ProcessStopped({ code: "FL0003", message: `the limit of ${limit} came first`, limit });
    const alternatives = walk.alternatives();
    if (alternatives.length === 0) break;
    const choice = guide.choose(alternatives);
    // While somebody else chooses, a state may well come again.
    if (choice < 0 && (loop = loops.enter(walk.moment, walk.length)) !== undefined) break;
    walk.take(alternatives, Math.max(0, choice));
  }
  const { failure } = walk;
  return runOf(stage, walk.beginning, { ...(loop === undefined ? {} : { loop }), ...(failure ? { failure } : {}) });
}

/** A run that does not end by then has no end. */
const longest = 20_000;

/** States that a run has come by. */
class Loops {
  readonly #known = new WordSet();
  readonly #steps: number[] = [];
  readonly #taker: StateTaker;
  #words = new Int32Array(64);

  constructor(stage: Stage) {
    this.#taker = new StateTaker(stage);
  }

  /** @returns The step after which the run was in this state before. */
  enter({ state, last }: Moment, step: number): number | undefined {
    const { buffer, length } = this.#taker.words(state);
    if (this.#words.length <= length) this.#words = new Int32Array(2 * length);
    this.#words.set(buffer.subarray(0, length));
    this.#words[length] = last;
    const before = this.#known.size;
    const number = this.#known.add(this.#words, length + 1);
    if (number < before) return this.#steps[number];
    this.#steps.push(step);
    return undefined;
  }
}

/** What there is to say of a run that has ended. */
export function runOf(
  stage: Stage,
  { steps, trail, state, book }: Beginning,
  more: { readonly loop?: number; readonly failure?: ProcessFailure & { readonly process: number } } = {},
): RecordedRun {
  const outcomes = state.processes.map((_, number) => outcomeOf(state, number));
  const files = contents(state.world);
  const unhandled = steps.flatMap(({ happenings }) =>
    happenings.flatMap((one): readonly { readonly process: number; readonly thrown: ThrownValue }[] =>
      one.kind === "note" && one.note.kind === "unhandled-rejection" ? [{ process: one.process, thrown: one.note.thrown }] : [],
    ),
  );
  const run: RecordedRun = {
    steps,
    outcomes,
    files,
    open: callsUnderWay(book),
    unhandled,
    switches: steps.filter(({ isSwitch }) => isSwitch).length,
    crashed: steps.flatMap(({ move }) => (move.kind === "crash" ? [move.node] : [])),
    ...more,
    outcomeKey: String(stage.identifier.idOf([outcomes.map(keyOf), files])),
  };
  trails.set(run, trail);
  return run;
}

/** The moments before each step of a run that was recorded here. */
export const trailOf = (run: RecordedRun): readonly Moment[] => trails.get(run) ?? [];

const trails = new WeakMap<RecordedRun, readonly Moment[]>();

function outcomeOf({ processes }: RunState, number: number): ProcessOutcome {
  const process = processes[number];
  if (process?.state.ending) return process.state.ending;
  if (!process?.isAlive) return { kind: "crashed" };
  const { state } = process;
  const waiting = state.waiting.find(({ slot }) => slot === state.blockedBy) ?? state.waiting[0];
  return { kind: "waiting", at: waiting?.at ?? [] };
}

/** Where something happened makes no difference to what came of it. */
function keyOf(outcome: ProcessOutcome): string {
  switch (outcome.kind) {
    case "returned":
      return `returned ${outcome.value.key}`;
    case "threw":
      // As the specification has it: the error code, where there is one.
      return `threw ${outcome.thrown.code ?? outcome.thrown.key}`;
    case "exited":
      return `exited ${outcome.code}`;
    case "crashed":
    case "waiting":
      return outcome.kind;
  }
}
