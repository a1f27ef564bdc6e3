/** Plays a run: two steps per second, until its end or until it is stopped. */
export class Player {
  #timer: ReturnType<typeof setInterval> | undefined;

  get isPlaying(): boolean {
    return this.#timer !== undefined;
  }

  /** @param next Goes one step on; false at the end. */
  play(next: () => boolean): void {
    this.stop();
    this.#timer = setInterval(() => {
      if (!next()) this.stop();
    }, 500);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
