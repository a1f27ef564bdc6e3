/** Why a run must stop: what the engine's main thread writes and the worker's budget reads. */
export type StopLimit = "time" | "memory" | "cancelled";

/** Shared by main thread and worker for one run: word 0 is the reason to stop, word 1 what the worker uses (MiB). */
export type Control = Int32Array;

const limits: readonly StopLimit[] = ["time", "memory", "cancelled"];

export function createControl(): Control {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** The first reason stays. */
export function raise(control: Control, limit: StopLimit): void {
  Atomics.compareExchange(control, 0, 0, limits.indexOf(limit) + 1);
}

/** A few nanoseconds: meant for inner loops. */
export function raised(control: Control): StopLimit | undefined {
  return limits[Atomics.load(control, 0) - 1];
}

export function reportMemory(control: Control, megabytes: number): void {
  Atomics.store(control, 1, megabytes);
}

export function reportedMemory(control: Control): number {
  return Atomics.load(control, 1);
}
