import type { Limit } from "../../../protocol/report.ts";
import type { SourceSpan } from "../../../protocol/source.ts";

/**
 * What of a program cannot be run: the scenario is `not-run` (while the modules are evaluated) or `undecided` for this reason, at this place.
 * FL0003: not modelled, an endless loop included. FL0002: the program is not what its tags or its definition say.
 */
export interface ProcessFailure {
  readonly code: "FL0002" | "FL0003";
  readonly message: string;
  readonly at?: SourceSpan;
  /** A limit of the budget struck. */
  readonly limit?: Limit;
}

/** The run of user code that was asked for could not be done: nothing of it counts. */
export class ProcessStopped extends Error {
  override readonly name = "ProcessStopped";
  readonly failure: ProcessFailure;

  constructor(failure: ProcessFailure) {
    super(failure.message);
    this.failure = failure;
  }
}
