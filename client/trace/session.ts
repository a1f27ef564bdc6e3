import type { OpenTraceResult, TraceWindow } from "../../protocol/requests.ts";
import type { Step } from "../../protocol/trace.ts";
import type { NumberedStep } from "./step-plan.ts";

/** Steps asked for at once; the server's limit is the same. */
export const windowLimit = 2000;

export type FetchWindow = (key: string, from: number, to: number) => Promise<TraceWindow>;

/** One opened trace: where the cursor stands, and the steps around it. Of a long trace only a window is held. */
export class TraceSession {
  readonly opened: OpenTraceResult;
  readonly #fetch: FetchWindow;
  #step: number;
  #window: { readonly from: number; readonly to: number; readonly steps: Promise<readonly Step[]> } | undefined;

  constructor(opened: OpenTraceResult, fetch: FetchWindow, step: number | undefined) {
    this.opened = opened;
    this.#fetch = fetch;
    this.#step = this.#within(step ?? opened.head.harm ?? 0);
  }

  get step(): number {
    return this.#step;
  }

  moveTo(step: number): void {
    this.#step = this.#within(step);
  }

  /** The steps around the cursor: all of them, when they fit into one window. */
  async nearby(): Promise<readonly NumberedStep[]> {
    const window = this.#windowAround(this.#step);
    const steps = await window.steps;
    return steps.map((step, offset) => ({ index: window.from + offset, step }));
  }

  async current(): Promise<Step | undefined> {
    const at = this.#step;
    return (await this.nearby()).find(({ index }) => index === at)?.step;
  }

  #windowAround(step: number) {
    if (this.#window && this.#window.from <= step && step < this.#window.to) return this.#window;
    const { from, to } = windowAround(step, this.opened.steps);
    const steps = this.#fetch(this.opened.key, from, to).then((window) => window.steps);
    const window = { from, to, steps };
    this.#window = window;
    steps.catch(() => {
      if (this.#window === window) this.#window = undefined; // the next question asks again
    });
    return window;
  }

  #within(step: number): number {
    return Math.max(0, Math.min(step, this.opened.steps - 1));
  }
}

/** The window that is fetched for `step`: in the middle where there is room, and never more than the limit. */
export function windowAround(step: number, steps: number): { readonly from: number; readonly to: number } {
  if (steps <= windowLimit) return { from: 0, to: steps };
  const from = Math.max(0, Math.min(step - windowLimit / 2, steps - windowLimit));
  return { from, to: from + windowLimit };
}
