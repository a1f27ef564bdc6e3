import type { World } from "../nodes/world.ts";
import type { Arrival, Disk, ProcessState } from "../process/types.ts";

/** A state of a run: all nodes, and all processes on them. A plain value that never changes. */
export interface RunState {
  readonly world: World;
  /** By number of the process. */
  readonly processes: readonly RunningProcess[];
  /** Virtual disks, by number of the node. */
  readonly disks: readonly Disk[];
  /** The last moments at which only time could pass. They make no difference for what may happen: see `rounds.ts`. */
  readonly rests: readonly Rest[];
}

/** A moment at which nothing but the clock could go on. */
export interface Rest {
  /** Equal exactly for moments that differ in the time alone, as far as programs can tell. */
  readonly key: number;
  /** Nanoseconds since the start. */
  readonly now: number;
  /** Number of the alarms that were set, with their times. */
  readonly alarms: number;
}

export interface RunningProcess {
  readonly state: ProcessState;
  readonly hasStarted: boolean;
  /** Its node lives. */
  readonly isAlive: boolean;
  /** What the adapter has put into its buffers since it ran last. */
  readonly arrivals: readonly Arrival[];
  /** Number of the operation by slot of the call; -1: none. */
  readonly operations: readonly number[];
  /** When its timers fire, the first one first. */
  readonly timers: readonly Due[];
}

export interface Due {
  readonly id: number;
  /** Nanoseconds since the start. */
  readonly due: number;
}
