import type { Heartbeat } from "../../protocol/requests.ts";

/** The server beats every second while it works; this long without a beat is worth saying. Milliseconds. */
export const silenceLimit = 5000;

/** Listens to heartbeats. Times in milliseconds of any steady clock. */
export class Watchdog {
  #last: { readonly beat: Heartbeat; readonly at: number } | undefined;

  heard(beat: Heartbeat, now: number): void {
    this.#last = { beat, at: now };
  }

  /** The server has ended or starts anew: nothing is expected of it. */
  reset(): void {
    this.#last = undefined;
  }

  /** Whole seconds since the last sign of life, when the server said it was at work; otherwise undefined. */
  silentSeconds(now: number): number | undefined {
    if (!this.#last || this.#last.beat.running + this.#last.beat.queued === 0) return undefined;
    const silent = now - this.#last.at;
    return silent < silenceLimit ? undefined : Math.floor(silent / 1000);
  }
}
