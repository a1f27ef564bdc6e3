import type { System, Words } from "../../core/explore/system.ts";
import { type ProcessFailure, ProcessStopped } from "../../core/program/stopped.ts";
import { type Book, emptyBook } from "./book.ts";
import { type Alternative, isSwitchTo } from "./moves.ts";
import { advanceKnown, triedMoves } from "./quiet.ts";
import type { Stage } from "./stage.ts";
import type { RunState } from "./state.ts";
import type { Inspector, RecordedStep } from "./types.ts";
import type { Beginning } from "./walk.ts";
import { StateTaker } from "./words.ts";

/** All runs of a scenario, for `explore`: going back is taking an earlier state again. */
export class RunSystem implements System {
  readonly stage: Stage;
  readonly #inspector: Inspector | undefined;
  readonly #taker: StateTaker;
  /** From the start to the present state. */
  readonly #levels: Level[];
  /** A state that could not be followed. */
  readonly #stopped = new Int32Array([-1, 0]);

  constructor(stage: Stage, inspector?: Inspector) {
    this.stage = stage;
    this.#inspector = inspector;
    this.#taker = new StateTaker(stage);
    this.#levels = [{ state: stage.start, book: emptyBook(stage.start.processes.length), last: -1, inspected: inspector?.mark() ?? 0 }];
  }

  get state(): RunState {
    return this.#top.state;
  }

  get book(): Book {
    return this.#top.book;
  }

  /** Why the last step could not be taken to its end: nothing follows. */
  get failure(): (ProcessFailure & { readonly process: number }) | undefined {
    return this.#top.failure;
  }

  get depth(): number {
    return this.#levels.length - 1;
  }

  /** The path to the present state. */
  get path(): Beginning {
    const { state, book, last } = this.#top;
    return { steps: this.#levels.flatMap(({ step }) => step ?? []), trail: this.#levels.slice(0, -1), state, book, last };
  }

  /** What `choices()` counts. */
  alternatives(): readonly Alternative[] {
    const top = this.#top;
    top.moves ??= top.failure ? [] : triedMoves(this.stage, top);
    return top.moves;
  }

  choices(): number {
    return this.alternatives().length;
  }

  /** 1 for leaving a lane that could go on. */
  costOf(choice: number): number {
    return isSwitchTo(this.#at(choice), this.alternatives(), this.#top.last) ? 1 : 0;
  }

  take(choice: number): void {
    const { stage } = this;
    const { state, book, last } = this.#top;
    const { move, lane } = this.#at(choice);
    const isSwitch = this.costOf(choice) > 0;
    const inspected = this.#inspector?.mark() ?? 0;
    const common = { move, choice, alternatives: this.choices(), lane, isSwitch };
    // The environment acts beside the lanes.
    const acted = lane < 0 ? last : lane;
    try {
      const next = advanceKnown(stage, this.#top, move);
      const step: RecordedStep = { ...common, happenings: next.happenings, now: next.state.world.verbs.now };
      this.#levels.push({ state: next.state, book: next.book, last: acted, inspected, step });
      this.#inspector?.step(step);
    } catch (error) {
      if (!(error instanceof ProcessStopped)) throw error;
      const step: RecordedStep = { ...common, happenings: [], now: state.world.verbs.now };
      this.#levels.push({ state, book, last: acted, inspected, step, failure: { ...error.failure, process: lane } });
    }
  }

  mark(): number {
    return this.#levels.length;
  }

  undoTo(mark: number): void {
    const first = this.#levels[mark];
    if (first) this.#inspector?.undoTo(first.inspected);
    this.#levels.length = mark;
  }

  words(): Words {
    const { failure, state } = this.#top;
    if (!failure) return this.#taker.words(state);
    this.#stopped[1] = this.stage.identifier.idOf([failure.message, failure.at ?? null]);
    return { buffer: this.#stopped, length: 2 };
  }

  last(): number {
    return this.#top.last;
  }

  get #top(): Level {
    return this.#levels[this.#levels.length - 1] as Level;
  }

  #at(choice: number): Alternative {
    const alternative = this.alternatives()[choice];
    if (!alternative) throw new RangeError(`there is no alternative ${choice}`);
    return alternative;
  }
}

interface Level {
  readonly state: RunState;
  readonly book: Book;
  /** Lane that acted last. */
  readonly last: number;
  /** Mark of the inspector before the step. */
  readonly inspected: number;
  /** Absent: the start. */
  readonly step?: RecordedStep;
  readonly failure?: ProcessFailure & { readonly process: number };
  /** Computed when they are first asked for, and kept while the search is in or behind this state. */
  moves?: readonly Alternative[];
}
