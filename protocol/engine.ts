import type { Json } from "./json.ts";

/**
 * Messages between the rim (server, CLI) and the engine process, and again between the engine process and its workers.
 * `scenario`, `options`, `outcome`, `trace` and `replay` are typed in `simulators/core` and `protocol/trace.ts`; a border only carries them.
 */
export type ToEngine<Scenario, Options, Trace> =
  /** `wantsPartial`: what is found is told as it is found, too. */
  | { readonly kind: "run"; readonly id: number; readonly scenario: Scenario; readonly options: Options; readonly wantsPartial?: true }
  | { readonly kind: "replay"; readonly id: number; readonly scenario: Scenario; readonly trace: Trace; readonly options: Options }
  | { readonly kind: "trace"; readonly id: number; readonly scenario: Scenario; readonly subject: Json; readonly options: Options }
  | { readonly kind: "cancel"; readonly id: number };

export type FromEngine =
  /** The engine is alive: sent every 500 ms by its main thread, which never computes. */
  | { readonly kind: "beat" }
  | { readonly kind: "started"; readonly id: number }
  | { readonly kind: "progress"; readonly id: number; readonly done: number; readonly total?: number; readonly unit: string }
  /** What a run has found so far, as in `done`; everything comes again in the answer. */
  | { readonly kind: "partial"; readonly id: number; readonly answer: Uint8Array }
  /** The answer as JSON in UTF-8: an `Outcome`, a `Replay`, or a `Trace` (or `null`). Bytes, so that the engine's main thread only hands them on. */
  | { readonly kind: "done"; readonly id: number; readonly answer: Uint8Array }
  /** Ended from outside before there was an answer: the worker was terminated, or had not begun. */
  | { readonly kind: "stopped"; readonly id: number; readonly limit: "time" | "memory" | "cancelled"; readonly stuck?: Stuck }
  /** Our own code threw, or a worker was lost. */
  | { readonly kind: "failed"; readonly id: number; readonly error: InternalError };

/** The worker was in a call that cannot be asked to stop, or gave no sign of life. */
export interface Stuck {
  /** The call, as an offset in the program of the scenario: UTF-16 units. Absent: it is not known. */
  readonly at?: number;
}

/** What is known of a bug of ours: becomes `FL0001`. */
export interface InternalError {
  readonly message: string;
  readonly stack?: string;
}
