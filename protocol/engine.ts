import type { Json } from "./json.ts";

/**
 * Messages between the rim (server, CLI) and the engine process, and again between the engine process and its workers.
 * `scenario`, `options`, `outcome`, `trace` and `replay` are typed in `simulators/core` and `protocol/trace.ts`; a border only carries them.
 */
export type ToEngine<Scenario, Options, Trace> =
  | { readonly kind: "run"; readonly id: number; readonly scenario: Scenario; readonly options: Options }
  | { readonly kind: "replay"; readonly id: number; readonly scenario: Scenario; readonly trace: Trace; readonly options: Options }
  | { readonly kind: "trace"; readonly id: number; readonly scenario: Scenario; readonly subject: Json; readonly options: Options }
  | { readonly kind: "cancel"; readonly id: number };

export type FromEngine =
  /** The engine is alive: sent every 500 ms by its main thread, which never computes. */
  | { readonly kind: "beat" }
  | { readonly kind: "started"; readonly id: number }
  | { readonly kind: "progress"; readonly id: number; readonly done: number; readonly total?: number; readonly unit: string }
  /** The answer: an `Outcome`, a `Replay`, or a `Trace` (or undefined). */
  | { readonly kind: "done"; readonly id: number; readonly answer: unknown }
  /** Our own code threw, or a worker was lost. */
  | { readonly kind: "failed"; readonly id: number; readonly error: InternalError };

/** What is known of a bug of ours: becomes `FL0001`. */
export interface InternalError {
  readonly message: string;
  readonly stack?: string;
}
