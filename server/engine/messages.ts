import type { FromEngine, ToEngine } from "../../protocol/engine.ts";
import type { Trace } from "../../protocol/trace.ts";
import type { BudgetOptions } from "../../simulators/core/budget.ts";
import type { Scenario } from "../../simulators/core/simulator.ts";
import type { Control } from "./control.ts";

/** From the rim to the engine process. */
export type Request = ToEngine<Scenario, BudgetOptions, Trace>;

/** What a worker is asked to compute. */
export type Job = Exclude<Request, { kind: "cancel" }>;

/** What a worker starts with. */
export interface WorkerData {
  /** See `EngineOptions.codeFolder`. */
  readonly codeFolder?: string;
}

/** From the engine's main thread to a worker: one at a time. */
export interface ToWorker {
  readonly job: Job;
  readonly control: Control;
}

/** From a worker to the engine's main thread. */
export type FromWorker = Extract<FromEngine, { kind: "progress" | "partial" | "done" | "failed" }>;
