/** What is played. */
export interface Playable {
  readonly steps: number;
  readonly loop: number | undefined;
  at(): number;
  select(step: number): void;
  announce(text: string): void;
}

/** Plays a run: two steps per second, until its end or until it is stopped. */
export class Player {
  readonly #run: Playable;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(run: Playable) {
    this.#run = run;
  }

  /** From the current step to the last; from the last, all over again. */
  toggle(): void {
    if (this.#timer !== undefined) {
      this.stop();
      this.#run.announce("Paused");
      return;
    }
    const last = this.#run.steps - 1;
    if (this.#run.at() === last) this.#run.select(0);
    this.#play(() => {
      this.#run.select(this.#run.at() + 1);
      return this.#run.at() < last;
    });
  }

  /** From the beginning of the loop to its end and back to the beginning. */
  goRound(): void {
    const { loop, steps } = this.#run;
    if (loop === undefined) {
      this.#run.announce("This run has no loop");
      return;
    }
    this.#run.select(loop);
    let left = steps - loop;
    this.#play(() => {
      left -= 1;
      this.#run.select(left === 0 ? loop : this.#run.at() + 1);
      return left > 0;
    });
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** @param next Goes one step on; false at the end. */
  #play(next: () => boolean): void {
    this.stop();
    this.#timer = setInterval(() => {
      if (!next()) this.stop();
    }, 500);
  }
}
