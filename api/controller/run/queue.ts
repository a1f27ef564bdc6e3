import { waitAfter } from "./backoff.ts";
import type { Waits } from "./timing.ts";

/**
 * Keys that wait for their work, each at most once. A key that is worked on is not given out again until it is done:
 * what was added meanwhile comes after that.
 *
 * @see client-go `util/workqueue`
 */
export class WorkQueue {
  readonly #backoff: Waits;
  /** In the order in which they came; those that are worked on stay out until they are done. */
  readonly #ready = new Set<string>();
  readonly #working = new Set<string>();
  readonly #addedMeanwhile = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #timers = new Map<string, { readonly due: number; readonly timer: NodeJS.Timeout }>();
  readonly #takers: ((key: string | undefined) => void)[] = [];
  #isClosed = false;

  constructor(backoff: Waits) {
    this.#backoff = backoff;
  }

  add(key: string): void {
    if (this.#isClosed) return;
    if (this.#working.has(key)) {
      this.#addedMeanwhile.add(key);
      return;
    }
    const taker = this.#ready.has(key) ? undefined : this.#takers.shift();
    if (taker === undefined) this.#ready.add(key);
    else this.#give(key, taker);
  }

  /** Adds a key after some milliseconds; of several such times for one key, the first counts. */
  addAfter(key: string, milliseconds: number): void {
    if (this.#isClosed) return;
    const due = performance.now() + milliseconds;
    const waiting = this.#timers.get(key);
    if (waiting !== undefined && waiting.due <= due) return;
    clearTimeout(waiting?.timer);
    this.#wait(key, due);
  }

  #wait(key: string, due: number): void {
    const left = Math.max(0, due - performance.now());
    const timer = setTimeout(
      () => {
        this.#timers.delete(key);
        // A timer counts from the beginning of its turn of the event loop: it may be early.
        if (performance.now() < due) this.#wait(key, due);
        else this.add(key);
      },
      Math.min(Math.ceil(left), longestTimer),
    );
    this.#timers.set(key, { due, timer });
  }

  /** Adds a key that has failed once more. @returns The wait until then, in milliseconds. */
  retry(key: string): number {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    const wait = waitAfter(failures, this.#backoff);
    this.addAfter(key, wait);
    return wait;
  }

  /** The next failure of this key is the first one. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** The next key to work on: `done` must follow. undefined: the queue was closed, or `signal` aborted. */
  next(signal: AbortSignal): Promise<string | undefined> {
    return new Promise((resolve) => {
      if (this.#isClosed || signal.aborted) return resolve(undefined);
      const [first] = this.#ready;
      if (first !== undefined) {
        this.#ready.delete(first);
        return this.#give(first, resolve);
      }
      const onAbort = (): void => {
        const index = this.#takers.indexOf(taker);
        if (index >= 0) this.#takers.splice(index, 1);
        resolve(undefined);
      };
      const taker = (key: string | undefined): void => {
        signal.removeEventListener("abort", onAbort);
        resolve(key);
      };
      signal.addEventListener("abort", onAbort, { once: true });
      this.#takers.push(taker);
    });
  }

  #give(key: string, taker: (key: string) => void): void {
    this.#working.add(key);
    taker(key);
  }

  done(key: string): void {
    this.#working.delete(key);
    if (this.#addedMeanwhile.delete(key)) this.add(key);
  }

  /** Nothing is given out any more. */
  close(): void {
    this.#isClosed = true;
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    for (const taker of this.#takers.splice(0)) taker(undefined);
  }
}

/** What a timer can wait: longer ones would fire at once. */
const longestTimer = 2 ** 31 - 1;
