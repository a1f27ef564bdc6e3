import type { MemoryNodeAddress, RunSettings } from "./settings.ts";
import type { Counters } from "./messages.ts";

/** What the launcher tells the process of a memory node. */
export interface MemoryNodeOrder {
  readonly name: string;
  readonly socket: string;
  /** The file to create as memory. */
  readonly memory: string;
}

/** What the launcher tells the manager first. */
export interface ManagerOrder {
  readonly settings: SerialSettings;
  readonly socket: string;
  readonly memoryNodes: readonly MemoryNodeAddress[];
  readonly stopsMemoryNodes: boolean;
  /** Removed when the launcher is gone. */
  readonly folder: string;
}

/** Settings that survive JSON: contents of files in base64. */
export type SerialSettings = Omit<RunSettings, "files"> & {
  readonly files: readonly { readonly path: string; readonly base64: string; readonly node?: string }[];
};

export type ToManager = { readonly kind: "start"; readonly order: ManagerOrder } | { readonly kind: "finish" };

export type FromManager =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "finished"; readonly report: ManagerReport };

export interface ManagerReport {
  readonly counters: Counters;
  readonly memoryNodes: readonly MemoryNodeReport[];
}

/** Of one memory node. Ticks are 1/100 s of processor time; null where the system does not tell. */
export interface MemoryNodeReport {
  readonly name: string;
  readonly pid: number;
  readonly stopped: boolean;
  readonly ended: boolean;
  readonly cpuTicksBefore: number | null;
  readonly cpuTicksAfter: number | null;
  readonly contextSwitchesBefore: number | null;
  readonly contextSwitchesAfter: number | null;
  /** Requests about a file while it was open, atomics not counted. */
  readonly requestsBetweenOpenAndClose: number;
  readonly atomics: number;
}
