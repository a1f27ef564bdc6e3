import { type ProcessFailure, ProcessStopped } from "../../core/program/stopped.ts";
import { type Book, emptyBook } from "./book.ts";
import { type Alternative, isSameMove, isSwitchTo } from "./moves.ts";
import { triedMoves } from "./quiet.ts";
import type { Stage } from "./stage.ts";
import type { RunState } from "./state.ts";
import { advance } from "./turn.ts";
import type { Move, RecordedStep, Substitution } from "./types.ts";

/** A moment of a run. */
export interface Moment {
  readonly state: RunState;
  readonly book: Book;
  /** Lane that acted last. */
  readonly last: number;
}

/** A run as far as it has come. */
export interface Beginning extends Moment {
  readonly steps: readonly RecordedStep[];
  /** Before each step. */
  readonly trail: readonly Moment[];
}

export const startOf = (stage: Stage): Beginning => ({
  state: stage.start,
  book: emptyBook(stage.start.processes.length),
  last: -1,
  steps: [],
  trail: [],
});

/** One run, step by step. */
export class Walk {
  readonly stage: Stage;
  readonly #steps: RecordedStep[];
  readonly #trail: Moment[];
  readonly #substitutions: readonly Substitution[];
  #moment: Moment;
  #failure: (ProcessFailure & { readonly process: number }) | undefined;

  constructor(stage: Stage, beginning: Beginning, substitutions: readonly Substitution[] = []) {
    this.stage = stage;
    this.#substitutions = substitutions;
    this.#steps = [...beginning.steps];
    this.#trail = [...beginning.trail];
    this.#moment = beginning;
  }

  get moment(): Moment {
    return this.#moment;
  }

  get length(): number {
    return this.#steps.length;
  }

  /** So far. */
  get beginning(): Beginning {
    return { ...this.#moment, steps: this.#steps, trail: this.#trail };
  }

  /** Why it could not be followed to its end. */
  get failure(): (ProcessFailure & { readonly process: number }) | undefined {
    return this.#failure;
  }

  alternatives(): readonly Alternative[] {
    return this.#failure ? [] : triedMoves(this.stage, this.#moment);
  }

  /** @throws {ProcessStopped} A limit strikes. */
  take(alternatives: readonly Alternative[], choice: number): void {
    const { state, book, last } = this.#moment;
    const alternative = alternatives[choice];
    if (!alternative) throw new RangeError(`there is no alternative ${choice}`);
    const { move, lane } = alternative;
    const isSwitch = isSwitchTo(alternative, alternatives, last);
    const common = { move, choice, alternatives: alternatives.length, lane, isSwitch };
    this.#trail.push({ state, book, last });
    try {
      const next = advance(this.stage, state, book, move, this.#substitutions);
      this.#moment = { state: next.state, book: next.book, last: lane < 0 ? last : lane };
      this.#steps.push({ ...common, happenings: next.happenings, now: next.state.world.verbs.now });
    } catch (error) {
      if (!(error instanceof ProcessStopped) || error.failure.limit) throw error;
      this.#failure = { ...error.failure, process: lane };
      this.#steps.push({ ...common, happenings: [], now: state.world.verbs.now });
    }
  }
}

/** Moves to follow as far as they are possible, in their order. Moves that are the only ones possible need not be among them. */
export class Guide {
  readonly #moves: readonly Move[];
  #next = 0;

  constructor(moves: readonly Move[]) {
    this.#moves = moves;
  }

  /** Index of the next move that is possible; those that are not are left out. -1: none is left. */
  choose(alternatives: readonly Alternative[]): number {
    const [only] = alternatives;
    if (only && alternatives.length === 1) {
      const wanted = this.#moves[this.#next];
      if (wanted && isSameMove(only.move, wanted)) this.#next += 1;
      return this.#next < this.#moves.length ? 0 : -1;
    }
    while (this.#next < this.#moves.length) {
      const wanted = this.#moves[this.#next] as Move;
      this.#next += 1;
      const choice = alternatives.findIndex(({ move }) => isSameMove(move, wanted));
      if (choice >= 0) return choice;
    }
    return -1;
  }
}
