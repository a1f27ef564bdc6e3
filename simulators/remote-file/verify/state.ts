import type { World } from "../nodes/world.ts";
import type { Arrival, Disk, ProcessState } from "../process/types.ts";

/** A state of a run: all nodes, and all processes on them. A plain value that never changes. */
export interface RunState {
  readonly world: World;
  /** By number of the process. */
  readonly processes: readonly RunningProcess[];
  /** Virtual disks, by number of the node. */
  readonly disks: readonly Disk[];
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
