import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";

/** Thrown where a limit ends a computation in the middle; caught where the outcome is made. */
export class Stopped extends Error {
  override readonly name = "Stopped";
  readonly limit: Limit;

  constructor(limit: Limit) {
    super(`stopped by the limit of ${limit}`);
    this.limit = limit;
  }
}

/** Counts the packets of a run and ends it at a limit. */
export class Meter {
  readonly #budget: Budget;
  /** Packets of finished groups. */
  #packets = 0;
  /** Of the group that is being examined. */
  #open = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** For `examineGroup`. */
  readonly poll = (packets: number): void => {
    this.#open += packets;
    this.check(this.#open);
  };

  /** A group is done: its packets count as many as they are, remembered or walked now. @throws {Stopped} */
  finish(packets: number): void {
    this.check(packets);
    this.#packets += packets;
    this.#open = 0;
  }

  /** @throws {Stopped} */
  check(more = 0): void {
    if (this.#packets + more > this.#budget.maxStates) throw new Stopped("states");
    const limit = this.#budget.stop();
    if (limit) throw new Stopped(limit);
  }
}
