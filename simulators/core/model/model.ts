import type { Json } from "../../../protocol/json.ts";
import type { Successors } from "./successors.ts";

/**
 * A nondeterministic system and what must be true of it.
 *
 * Same state, same successors, in the same order: a counterexample is stored as choices and replayed from them.
 */
export type Model<State> = PackedModel | PlainModel<State>;

/** A state is a fixed number of 32-bit words: the fast way, nothing is allocated while it is explored. */
export interface PackedModel extends Common<PackedTest> {
  readonly kind: "packed";
  /** Words in a state, at least 1. */
  readonly words: number;
  /** Writes the initial states; their action does not matter. */
  initial(out: Successors): void;
  /** Writes the successors of the state in `states[at .. at + words)`. Leaves that state as it was. */
  successors(states: Int32Array, at: number, out: Successors): void;
  /**
   * Turns the state in place into the one that stands for all that are the same but for the names of replicas.
   *
   * The permutations must be automorphisms: they map steps to steps, and neither properties nor the sets of actions
   * that fairness names tell replicas apart. Counterexamples are given in states as they are, not in canonical ones.
   */
  readonly canonicalise?: (states: Int32Array, at: number) => void;
  /** A state for people: an object with the system's own names. Without it the words are shown. */
  readonly show?: (states: Int32Array, at: number) => Json;
}

/**
 * States are ordinary data: null, booleans, numbers, strings, bigints, undefined, arrays and plain objects of these.
 * Two states are the same when they are deeply equal, whatever the order of their properties; 0 and -0 differ, NaN equals itself.
 */
export interface PlainModel<State> extends Common<(state: State) => boolean> {
  readonly kind: "plain";
  initialStates(): readonly State[];
  readonly actions: readonly PlainAction<State>[];
  /** As `PackedModel.canonicalise`, as a new value. `sortReplicas` is one. */
  readonly canonical?: (state: State) => State;
}

/** A named kind of step. */
export interface Action {
  /** Unique in its model: what fairness and traces name. */
  readonly name: string;
  /** Whose step it is, counted from 0. Steps of nobody (the environment) are no part of a schedule and never preempt. */
  readonly process?: number;
}

export interface PlainAction<State> extends Action {
  /** Passes each state that this action may lead to on to `emit`; none when it is not enabled. Leaves `state` as it was. */
  next(state: State, emit: (next: State) => void): void;
}

/** True or false of the state in `states[at .. at + words)`. */
export type PackedTest = (states: Int32Array, at: number) => boolean;

export type Property<Test> =
  /** `test` is true in every reachable state. */
  | { readonly kind: "always"; readonly name: string; readonly test: Test }
  /** `test` is true in some reachable state: what shows that the others do not hold because nothing ever happens. */
  | { readonly kind: "reachable"; readonly name: string; readonly test: Test }
  /** Every reachable state has a successor, unless the run `mayEnd` in it. */
  | { readonly kind: "deadlock-free"; readonly name: string; readonly mayEnd?: Test }
  /** P ~> Q: on every fair run each state with `from` is followed, at once or later, by one with `to`. */
  | { readonly kind: "leads-to"; readonly name: string; readonly from: Test; readonly to: Test }
  /** <>[]P: every fair run has a state from which on `test` stays true. */
  | { readonly kind: "eventually-always"; readonly name: string; readonly test: Test };

/**
 * What a run may not do for ever: `weak`: stay where the action is always enabled and never take it;
 * `strong`: pass again and again where it is enabled and never take it.
 *
 * The action is the union of the named ones: "a step of the scheduler". Fairness of each single one is a stronger demand on the system.
 * A run may stop anywhere that fairness allows, so without any fairness no liveness property holds that is not true at once.
 * A step that leaves the state as it is counts as a step.
 *
 * @see L. Lamport, "Specifying Systems", chapter 8: WF and SF of a disjunction of actions.
 */
export interface Fairness {
  readonly kind: "weak" | "strong";
  readonly name: string;
  /** Names of actions; "all": that something happens at all. */
  readonly actions: readonly string[] | "all";
}

interface Common<Test> {
  readonly name: string;
  /** At most 65,535. */
  readonly actions: readonly Action[];
  readonly properties: readonly Property<Test>[];
  /** Assumed by the liveness properties, all together. */
  readonly fairness?: readonly Fairness[];
}

/** The model breaks its own contract: it is to be mended before its answers mean anything. Checkers report it as a `fault`. */
export class ModelFault extends Error {
  override readonly name = "ModelFault";
  /** The state in which it showed, packed. */
  readonly words: Int32Array | undefined;

  constructor(message: string, more: { readonly cause?: unknown; readonly words?: Int32Array } = {}) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.words = more.words;
  }
}
