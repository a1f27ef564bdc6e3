import type { OpenTraceResult, TraceWindow } from "../../../protocol/requests.ts";
import type { Step } from "../../../protocol/trace.ts";
import { type StepRange, WindowCache } from "./windows.ts";

/** The steps of the trace that is open: those at hand, and the way to the others. */
export class TraceSource {
  readonly opened: OpenTraceResult;
  readonly #cache: WindowCache;
  readonly #ask: (range: StepRange) => void;
  #waiting: (() => void)[] = [];

  /** @param ask Sends for the steps of a range; the answer comes to `take`. */
  constructor(opened: OpenTraceResult, ask: (range: StepRange) => void) {
    this.opened = opened;
    this.#ask = ask;
    this.#cache = new WindowCache(opened.steps);
  }

  get steps(): number {
    return this.opened.steps;
  }

  step(index: number): Step | undefined {
    return this.#cache.step(index);
  }

  states(index: number): ReturnType<WindowCache["states"]> {
    return this.#cache.states(index);
  }

  /** Sends for what is missing of a range. */
  want(range: StepRange): void {
    for (const missing of this.#cache.want(range)) this.#ask(missing);
  }

  /** Takes an answer in; false when it fits nothing. */
  take(window: TraceWindow): boolean {
    if (!this.#cache.put(window)) return false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
    return true;
  }

  /** The step, as soon as it is at hand. */
  async load(index: number): Promise<Step> {
    for (;;) {
      const step = this.#cache.step(index);
      if (step) return step;
      this.want({ from: index, to: index + 1 });
      await new Promise<void>((resume) => this.#waiting.push(resume));
    }
  }
}
