import type { InternalError, Stuck } from "../../protocol/engine.ts";
import type { StopLimit } from "./control.ts";

/** Our own code failed while it computed an answer, or the engine process was lost twice under it. */
export class EngineFailure extends Error {
  override readonly name = "EngineFailure";
  readonly error: InternalError;

  constructor(error: InternalError) {
    super(error.message);
    this.error = error;
  }
}

/** A replay or a trace was ended before there was an answer. (A run answers `undecided` instead.) */
export class EngineStopped extends Error {
  override readonly name = "EngineStopped";
  readonly limit: StopLimit;
  /** Some call of the user's code did not return. */
  readonly stuck: Stuck | undefined;

  constructor(limit: StopLimit, stuck?: Stuck) {
    super(limit === "cancelled" ? "stopped" : `stopped: ${limit} limit`);
    this.limit = limit;
    this.stuck = stuck;
  }
}
