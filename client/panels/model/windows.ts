import type { JsonObject } from "../../../protocol/json.ts";
import type { TraceWindow } from "../../../protocol/requests.ts";
import type { Step } from "../../../protocol/trace.ts";
import { StateReader } from "./state-at.ts";

/** Steps `from` up to, not including, `to`. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** Steps asked for at once: well below the 2,000 that one answer may hold, a few hundred kilobytes at most. */
export const chunkSize = 500;

/**
 * The windows of a trace that are at hand. Chunks have fixed borders, so that the same steps are never kept twice;
 * those not used for longest go first.
 */
export class WindowCache {
  readonly total: number;
  readonly #limit: number;
  /** Oldest use first. */
  readonly #chunks = new Map<number, Chunk>();
  readonly #asked = new Set<number>();

  /** @param limit Chunks kept at most. */
  constructor(total: number, limit = 40) {
    this.total = total;
    this.#limit = limit;
  }

  /** Takes an answer in. One that fits no chunk is left aside. */
  put({ from, steps, state }: TraceWindow): boolean {
    if (from % chunkSize !== 0 || steps.length !== this.#range(from / chunkSize).to - from) return false;
    const chunk = from / chunkSize;
    this.#asked.delete(chunk);
    this.#chunks.set(chunk, { steps, states: new StateReader(from, steps, state) });
    for (const oldest of this.#chunks.keys()) {
      if (this.#chunks.size <= this.#limit) break;
      this.#chunks.delete(oldest);
    }
    return true;
  }

  /** The step, when it is at hand. */
  step(index: number): Step | undefined {
    return this.#use(index)?.steps[index % chunkSize];
  }

  /** The states before and after a step, when it is at hand. */
  states(index: number): { readonly before: JsonObject; readonly after: JsonObject } | undefined {
    const chunk = this.#use(index);
    if (!chunk || index >= this.total) return undefined;
    return { before: chunk.states.before(index), after: chunk.states.before(index + 1) };
  }

  /** What has to be asked for so that the steps of `range` come to hand; each chunk is asked for once. */
  want({ from, to }: StepRange): readonly StepRange[] {
    const wanted: StepRange[] = [];
    const last = Math.min(to, this.total);
    for (let chunk = Math.floor(Math.max(0, from) / chunkSize); chunk * chunkSize < last; chunk += 1) {
      if (this.#chunks.has(chunk) || this.#asked.has(chunk)) continue;
      this.#asked.add(chunk);
      wanted.push(this.#range(chunk));
    }
    return wanted;
  }

  /** Forgets what was asked for and never came, as after a reload of the other side. */
  askAgain(): void {
    this.#asked.clear();
  }

  #use(index: number): Chunk | undefined {
    const key = Math.floor(index / chunkSize);
    const chunk = this.#chunks.get(key);
    if (chunk) {
      this.#chunks.delete(key);
      this.#chunks.set(key, chunk);
    }
    return chunk;
  }

  #range(chunk: number): StepRange {
    return { from: chunk * chunkSize, to: Math.min((chunk + 1) * chunkSize, this.total) };
  }
}

interface Chunk {
  readonly steps: readonly Step[];
  readonly states: StateReader;
}
