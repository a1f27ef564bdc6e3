import { Places } from "../../core/places.ts";
import type { Program } from "../../core/simulator.ts";
import type { ProcessOptions } from "./options.ts";
import { Reconciler } from "./reconciler.ts";
import { type ProcessFailure, ProcessStopped } from "../../core/program/stopped.ts";
import type { Process } from "./types.ts";
import { UserProcess } from "./user-process.ts";

export type Loaded = { readonly kind: "loaded"; readonly process: Process } | { readonly kind: "failed"; readonly failure: ProcessFailure };

/** Makes a process: evaluates the modules and reads the definition. What cannot be run says why. */
export function loadProcess(program: Program, options: ProcessOptions): Loaded {
  const places = new Places(program);
  const fresh = (): Reconciler => {
    const reconciler = new Reconciler(program, options, places);
    reconciler.load();
    return reconciler;
  };
  try {
    return { kind: "loaded", process: new UserProcess(fresh) };
  } catch (error) {
    if (error instanceof ProcessStopped) return { kind: "failed", failure: error.failure };
    throw error;
  }
}
