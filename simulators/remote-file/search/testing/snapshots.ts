import type { System, Words } from "../../../core/explore/system.ts";
import { Identifier } from "../identify.ts";

/** A system whose states are plain values that never change: see `Identifier` for what they may hold. */
export interface Transitions<State, Choice> {
  readonly start: State;
  /** In a fixed order; none: the run has ended. */
  choices(state: State): readonly Choice[];
  apply(state: State, choice: Choice): State;
  /** What the future depends on; absent: the state. */
  futureOf?(state: State): object;
  /** Cost against a bound of switches; absent: 0. @param last Lane of the step before; -1 at the start. */
  costOf?(state: State, choice: Choice, last: number): number;
  /** Who acts; absent: nobody in particular. */
  laneOf?(state: State, choice: Choice): number;
}

/** Such a system for `explore`: going back is taking an earlier state again. */
export class Snapshots<State extends object, Choice> implements System {
  readonly #transitions: Transitions<State, Choice>;
  readonly #identifier: Identifier;
  /** From the start to the present state. */
  readonly #levels: Level<State, Choice>[];
  readonly #words = new Int32Array(1);

  constructor(transitions: Transitions<State, Choice>, identifier = new Identifier()) {
    this.#transitions = transitions;
    this.#identifier = identifier;
    this.#levels = [{ state: transitions.start, lane: -1 }];
  }

  /** The present one. */
  get state(): State {
    return this.#top.state;
  }

  /** What `choices()` counts. */
  alternatives(): readonly Choice[] {
    const top = this.#top;
    top.choices ??= this.#transitions.choices(top.state);
    return top.choices;
  }

  choices(): number {
    return this.alternatives().length;
  }

  costOf(choice: number): number {
    return this.#transitions.costOf?.(this.state, this.#at(choice), this.last()) ?? 0;
  }

  take(choice: number): void {
    const alternative = this.#at(choice);
    const lane = this.#transitions.laneOf?.(this.state, alternative) ?? -1;
    this.#levels.push({ state: this.#transitions.apply(this.state, alternative), lane });
  }

  mark(): number {
    return this.#levels.length;
  }

  undoTo(mark: number): void {
    this.#levels.length = mark;
  }

  words(): Words {
    const future = this.#transitions.futureOf?.(this.state) ?? this.state;
    this.#words[0] = this.#identifier.idOfOnce(future);
    return { buffer: this.#words, length: 1 };
  }

  last(): number {
    return this.#top.lane;
  }

  get #top(): Level<State, Choice> {
    return this.#levels[this.#levels.length - 1] as Level<State, Choice>;
  }

  #at(choice: number): Choice {
    const alternative = this.alternatives()[choice];
    if (alternative === undefined) throw new Error(`there is no alternative ${choice}`);
    return alternative;
  }
}

interface Level<State, Choice> {
  readonly state: State;
  /** Who acted last. */
  readonly lane: number;
  /** Computed when they are first asked for, and kept while the search is in or behind this state. */
  choices?: readonly Choice[];
}
