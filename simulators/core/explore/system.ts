/**
 * A program with choices that goes forward and back: what `explore` walks through.
 *
 * Deterministic: the same choices lead to the same state, the same number of choices, the same words.
 */
export interface System {
  /** Alternatives in the present state, numbered from 0; none: the run has ended. */
  choices(): number;
  /** What an alternative costs against a bound: 0, or more for a switch away from a thread that could go on, or an event. */
  costOf(choice: number): number;
  /** Goes on. */
  take(choice: number): void;
  /** A mark to which `undoTo` goes back. Marks are undone in reverse order. */
  mark(): number;
  undoTo(mark: number): void;
  /** The present state as words: equal exactly for states with the same future. Valid until the next call. */
  words(): Words;
  /** What costs depend on besides the state (the thread that ran last). */
  last(): number;
}

export interface Words {
  readonly buffer: Int32Array;
  readonly length: number;
}
