/** Why a run must stop: what the engine's main thread writes and the worker's budget reads. */
export type StopLimit = "time" | "memory" | "cancelled";

/**
 * Shared by main thread and worker for one run: word 0 is the reason to stop, word 1 what the worker uses (MiB), word 2 the beacon
 * (an offset in the bundle + 1 while the worker is in a call that cannot be asked to stop, else 0), word 3 counts the worker's signs of life.
 */
export type Control = Int32Array;

const limits: readonly StopLimit[] = ["time", "memory", "cancelled"];

export function createControl(): Control {
  return new Int32Array(new SharedArrayBuffer(16));
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

/** @param offset In the bundle; -1: in no call that cannot be asked to stop. */
export function setBeacon(control: Control, offset: number): void {
  Atomics.store(control, 2, offset + 1);
}

/** Where in the bundle the worker is, in a call that cannot be asked to stop. */
export function beaconOf(control: Control): number | undefined {
  const word = Atomics.load(control, 2);
  return word > 0 ? word - 1 : undefined;
}

export function signLife(control: Control): void {
  Atomics.add(control, 3, 1);
}

/** Changes whenever the worker shows that it is at work: equal values mean silence. */
export function lifeOf(control: Control): string {
  return `${Atomics.load(control, 3)} ${Atomics.load(control, 2)}`;
}
