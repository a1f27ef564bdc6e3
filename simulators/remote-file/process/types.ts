import type { SourceSpan } from "../../../protocol/source.ts";
import type { Answer, Call } from "../nodes/calls.ts";

/**
 * What a process of the user's is between two moments at which it can only wait: plain data about a state of its machine.
 *
 * Interned: states that no program can tell apart are one object, whatever led to them. A step from one of them runs code at most once for each
 * answer; all others take the remembered result.
 */
export interface ProcessState {
  readonly id: number;
  /** How it has ended; code may still run afterwards (timers, calls that nobody awaited). */
  readonly ending?: Ending;
  /** Calls of the agent without an answer, by the slot that names them, in the order in which they were made. */
  readonly waiting: readonly WaitingCall[];
  /** Timers in the order in which they were set. When they fire is not part of it: so a loop that waits comes back to the same state. */
  readonly timers: readonly WaitingTimer[];
  /** The process waits inside of a synchronous call: the slot of that one. */
  readonly blockedBy?: number;
}

export interface WaitingCall {
  /** Lowest number that no other waiting call of the process had when it was made. */
  readonly slot: number;
  readonly call: Call;
  readonly isSync: boolean;
  readonly at: readonly SourceSpan[];
}

export interface WaitingTimer {
  readonly id: number;
  /** Nanoseconds between two times of an interval, else 0. */
  readonly period: number;
}

/** A timer that a step has set. */
export interface SetTimer extends WaitingTimer {
  /** Nanoseconds from now. */
  readonly delay: number;
}

/** Bytes that the adapter has put into a buffer since the process ran last. */
export interface Arrival {
  /** Index of the buffer among those that the process lends to the agent. */
  readonly buffer: number;
  /** Bytes from the start of the buffer. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** What happens to a process. */
export type Input =
  | { readonly kind: "start" }
  | { readonly kind: "answer"; readonly slot: number; readonly answer: Answer }
  | { readonly kind: "timer"; readonly id: number };

/** What a process can find out of its surroundings while it runs, beside the answers that it gets. */
export interface Surroundings {
  /** Nanoseconds since the start of the run. */
  now(): number;
  /** Number of the file behind an open one. */
  inode(fd: number): number | undefined;
  capacity(): readonly [bytes: number, free: number];
  /** The virtual disk of its node. */
  readonly disk: Disk;
}

/** The virtual disk of a node: bytes by key. Never changed. Interned: equal disks are one object. */
export interface Disk {
  readonly id: number;
  readonly entries: ReadonlyMap<string, Uint8Array>;
}

/** What one step of a process led to. */
export interface ProcessStep {
  readonly state: ProcessState;
  /** Calls that it made, in order; they are in `state.waiting` too. */
  readonly calls: readonly WaitingCall[];
  readonly timersSet: readonly SetTimer[];
  readonly notes: readonly ProcessNote[];
  /** The disk of its node afterwards. */
  readonly disk: Disk;
}

/** Something that happened in a step, for people and for properties: no part of the state. */
export type ProcessNote =
  /** FL4001: a path outside of all mounts and of what may be local. */
  | { readonly kind: "strayed"; readonly path: string; readonly at: readonly SourceSpan[] }
  /** FL4010: an entry point that is refused was called with a path under a mount. */
  | { readonly kind: "refused"; readonly name: string; readonly path: string; readonly at: readonly SourceSpan[] }
  | { readonly kind: "unhandled-rejection"; readonly thrown: ThrownValue }
  /** `console.*`. */
  | { readonly kind: "log"; readonly text: string; readonly at?: SourceSpan };

/** How a process has ended. */
export type Ending =
  | { readonly kind: "returned"; readonly value: ReturnedValue }
  | { readonly kind: "threw"; readonly thrown: ThrownValue }
  /** `process.exit`. */
  | { readonly kind: "exited"; readonly code: number };

export interface ReturnedValue {
  /** For people, on one line. */
  readonly text: string;
  /** Equal exactly for values that look alike however far one goes; comparable between processes and runs. */
  readonly key: string;
  /** For observers. */
  readonly data: Portable;
}

export interface ThrownValue {
  /** `Error: no such file`. */
  readonly message: string;
  /** `error.code`, such as ESTALE. */
  readonly code?: string;
  /** Where the error was made, in the user's own files. */
  readonly at?: SourceSpan;
  /** Equal exactly for what looks alike: comparable between runs. */
  readonly key: string;
}

/** A value that goes from one machine to another: indices into `Portable.cells`; plain data, so that it can be compared and kept. */
export interface Portable {
  readonly root: PortableSlot;
  readonly cells: readonly PortableCell[];
}

export type PortableSlot = undefined | null | boolean | number | string | bigint | { readonly cell: number } | { readonly unknown: string };

export type PortableCell =
  | { readonly kind: "object"; readonly entries: readonly (readonly [key: string, value: PortableSlot])[] }
  | { readonly kind: "array"; readonly items: readonly PortableSlot[] }
  | { readonly kind: "bytes"; readonly type: string; readonly bytes: Uint8Array }
  | { readonly kind: "map"; readonly entries: readonly (readonly [key: PortableSlot, value: PortableSlot])[] }
  | { readonly kind: "set"; readonly items: readonly PortableSlot[] }
  | { readonly kind: "date"; readonly time: number }
  | { readonly kind: "error"; readonly name: string; readonly message: string; readonly code?: string };
