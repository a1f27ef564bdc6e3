import type { Completion, Verbs } from "../verbs/state.ts";
import type { Call } from "./calls.ts";
import type { OpenFlags } from "./flags.ts";

/**
 * The state of all nodes, as a plain value (see `Verbs`). Times are in `verbs.now` and `verbs.alarms` alone, as nanoseconds since the start.
 */
export interface World {
  readonly verbs: Verbs;
  readonly directory: Directory;
  readonly channels: readonly (Channel | undefined)[];
  readonly processes: readonly Process[];
  /** Nodes that may still crash in this run. */
  readonly crashesLeft: number;
}

/** What the managers know. */
export interface Directory {
  readonly files: readonly (File | undefined)[];
  /** Number of the file by path. */
  readonly names: ReadonlyMap<string, number>;
  /** Made by `mkdir`; all others are there as long as a name is below them. */
  readonly directories: ReadonlyMap<string, true>;
}

export interface File {
  /** Number of its mount. */
  readonly mount: number;
  /** Number of the node whose manager has its name, or had it last. */
  readonly manager: number;
  /** On different nodes, in the order of the manager's reply. */
  readonly replicas: readonly Extent[];
  /** Opens that have a lease. */
  readonly openers: readonly Opener[];
  /** Its name is gone; its bytes are given to others when the grace is over (`isDue`) and nobody has a lease. */
  readonly isUnlinked?: boolean;
  readonly isDue?: boolean;
}

/** Where a copy of a file lies: its size word is at `address`, its bytes begin 8 behind it. */
export interface Extent {
  readonly node: number;
  readonly address: number;
}

export interface Opener {
  readonly process: number;
  readonly fd: number;
  readonly isWriter: boolean;
  /** By replica. */
  readonly keys: readonly Keys[];
  /** Closed: the keys live on until the work that uses them is placed. */
  readonly isClosed?: boolean;
}

/** Each open gets keys of its own, one for the bytes and one for the size word. */
export interface Keys {
  readonly node: number;
  readonly data: number;
  readonly size: number;
}

/** A reliable connection between two nodes, used by all processes of the first. */
export interface Channel {
  readonly node: number;
  readonly target: number;
  readonly qpn: number;
  readonly peer: number;
  /** Open files that use it. */
  readonly users: number;
  /** It belongs to one open file (`channels: "handle"`). */
  readonly isOwn: boolean;
}

export interface Process {
  readonly node: number;
  /** Its node lives. */
  readonly isAlive: boolean;
  /** The agent's map: open files by number, from `firstFd`. */
  readonly files: readonly (OpenFile | undefined)[];
  /** By number of the operation. */
  readonly operations: readonly (Operation | undefined)[];
}

/** Numbers of files are out of the range of the host's. */
export const firstFd = 0x2000_0000;

export interface OpenFile {
  readonly path: string;
  /** Number in `Directory.files`. */
  readonly file: number;
  readonly mount: number;
  readonly flags: OpenFlags;
  /** Bytes; of `append`: the size that was read last. */
  readonly position: number;
  /** Bytes, as last read or written. */
  readonly size: number;
  readonly replicas: readonly Replica[];
  /** Operations that move the position: the first one does so now, the others wait for it. */
  readonly movers: readonly number[];
  /** Operation that closes it when the others are over: it takes no new ones. */
  readonly closer?: number;
}

export interface Replica extends Extent, Keys {
  /** Number of the channel. */
  readonly channel: number;
  readonly qpn: number;
}

/** A call on its way. */
export interface Operation {
  readonly call: Call;
  readonly stage: Stage;
}

export type Stage =
  /** The manager has been asked. */
  | { readonly kind: "asking" }
  /** Another operation moves the position of the file. */
  | { readonly kind: "queueing" }
  /** A close waits for operations that were there before. */
  | { readonly kind: "closing" }
  | Transfer;

/** Work is on its way. */
export interface Transfer {
  readonly kind: "moving";
  /** Of what: of the size word that is read first, or of what the call is about. */
  readonly purpose: "size" | "bytes";
  /** Offset in the file and number of bytes. */
  readonly start: number;
  readonly count: number;
  /** Awaited. */
  readonly works: readonly Pending[];
  /** Local keys to release at the end. */
  readonly buffers: readonly number[];
}

export interface Pending {
  /** Index of the replica. */
  readonly replica: number;
  readonly qpn: number;
  readonly wrId: number;
  /** Its key, for messages. */
  readonly rkey: number;
  /** Set when it is over. */
  readonly end?: Completion;
}
