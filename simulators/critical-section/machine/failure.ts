import type { Code } from "../../../protocol/problem.ts";
import type { Cell } from "../../core/vm/cell.ts";
import type { Place } from "../../core/vm/value.ts";

/** A property that is broken in the present state or by the present step. */
export interface Failure {
  readonly code: Code;
  /** As in the report: `no-lost-update`, `invariant:oneInside`. */
  readonly property: string;
  /** Index of the strand to blame; -1: none (an invariant). */
  readonly strand: number;
  /** UTF-16 offset in the bundle of what breaks it; -1: where the strand is. */
  readonly offset: number;
  /** In words, where the report needs them: the exception's text, the effect's name. */
  readonly text?: string;
  readonly cell?: Cell;
  readonly place?: Place;
  /** The step of an earlier read that it comes from; only while a run is recorded. */
  readonly readStep?: number;
}
