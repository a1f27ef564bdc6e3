/** What a run needs of a configuration: the rest of it (latencies, bounds) belongs to simulation. */
export interface RunSettings {
  readonly mounts: readonly MountSettings[];
  /** At least one. */
  readonly memoryNodes: readonly MemoryNodeSettings[];
  readonly files: readonly InitialFile[];
  /** Milliseconds that an agent which does not answer keeps its files open. */
  readonly leaseMs: number;
  /** Milliseconds before unlinked memory is used again. */
  readonly recycleGraceMs: number;
}

export interface MountSettings {
  /** Absolute, without a slash at the end. */
  readonly prefix: string;
  /** Bytes of each file's region. */
  readonly regionSize: number;
  readonly access: "ro" | "rw" | "rw+atomic";
  readonly writers: "single" | "multi";
  readonly replicas: number;
  readonly ack: "one" | "majority" | "all";
  readonly fallback: "deny" | "local";
}

export interface MemoryNodeSettings {
  readonly name: string;
  /** Bytes that it offers. */
  readonly memory: number;
}

export interface InitialFile {
  readonly path: string;
  readonly content: Uint8Array;
  /** Memory node; absent: as the manager chooses. */
  readonly node?: string;
}

/** A memory node as its process tells it: where its memory is, and where it listens. */
export interface MemoryNodeAddress {
  readonly name: string;
  readonly pid: number;
  readonly socket: string;
  /** The file that is its memory. */
  readonly memory: string;
}

/** What an agent must know; lies as JSON in the run's folder. */
export interface AgentSettings {
  readonly schema: "faultline-remote-files-agent/1";
  readonly mounts: readonly MountSettings[];
  readonly memoryNodes: readonly MemoryNodeAddress[];
  /** Socket. */
  readonly manager: string;
  readonly managerPid: number;
  readonly leaseMs: number;
  /** The program that asks a manager on behalf of a thread (agent/link-worker.ts). */
  readonly linkWorker: string;
  /** The agent's own file, for children. */
  readonly preload: string;
}

/** Environment variable with the path of the agent's settings. */
export const settingsVariable = "FAULTLINE_REMOTE_FILES";

/** Set to `1` in the process that tries all entry points before the program starts. */
export const canaryVariable = "FAULTLINE_REMOTE_FILES_CANARY";
