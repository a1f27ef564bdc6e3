import type { Waits } from "./timing.ts";

/** Waits that double with each failure, up to a limit: milliseconds. */
export class Backoff {
  readonly #waits: Waits;
  #failures = 0;

  constructor(waits: Waits) {
    this.#waits = waits;
  }

  next(): number {
    const wait = waitAfter(this.#failures, this.#waits);
    this.#failures += 1;
    return wait;
  }

  reset(): void {
    this.#failures = 0;
  }
}

/** @param failures How many there have been before: the first wait is that of 0. */
export const waitAfter = (failures: number, { first, most }: Waits): number => Math.min(most, first * 2 ** Math.min(failures, 50));
