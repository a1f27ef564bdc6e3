import type { Errno, Status } from "../verbs/status.ts";
import type { OpenFlags } from "./flags.ts";

/** What a program asks of the agent: what the functions of `node:fs` come down to. Paths are normal and under a mount; numbers are bytes. */
export type Call =
  | { readonly kind: "open"; readonly path: string; readonly flags: OpenFlags }
  | { readonly kind: "close"; readonly fd: number }
  /** `position` absent: at the position of the open file, which moves on. Fewer bytes at the end of the file, as `pread`. */
  | { readonly kind: "read"; readonly fd: number; readonly buffers: readonly Span[]; readonly position?: number }
  | { readonly kind: "write"; readonly fd: number; readonly buffers: readonly Span[]; readonly position?: number }
  /** `fsync`, `fdatasync`. */
  | { readonly kind: "flush"; readonly fd: number }
  /** `fstat`: reads the size word. */
  | { readonly kind: "size"; readonly fd: number }
  | {
      readonly kind: "compareAndSwap";
      readonly fd: number;
      readonly offset: number;
      readonly expected: bigint;
      readonly desired: bigint;
    }
  | { readonly kind: "fetchAdd"; readonly fd: number; readonly offset: number; readonly delta: bigint }
  | { readonly kind: "ftruncate"; readonly fd: number; readonly length: number }
  | NameCall;

/** What only the manager answers. */
export type NameCall =
  | { readonly kind: "truncate"; readonly path: string; readonly length: number }
  | { readonly kind: "stat"; readonly path: string }
  | { readonly kind: "unlink"; readonly path: string }
  | { readonly kind: "rename"; readonly path: string; readonly to: string }
  | { readonly kind: "mkdir"; readonly path: string; readonly isRecursive: boolean }
  | { readonly kind: "rmdir"; readonly path: string }
  | { readonly kind: "readdir"; readonly path: string };

/** What a manager is asked. */
export type ManagerCall = NameCall | Extract<Call, { readonly kind: "open" | "ftruncate" }>;

/** A part of a buffer of the program. */
export interface Span {
  readonly offset: number;
  readonly length: number;
  /** The whole buffer. `read` fills a copy, which comes with the answer. */
  readonly bytes?: Uint8Array;
  /** Instead: what the owner of the bytes calls the buffer; see `Buffer.owner`. */
  readonly owner?: number;
}

/** What a call ends with. */
export type Answer =
  | { readonly kind: "opened"; readonly fd: number }
  /** `bytes`: of each span that came with bytes, its whole buffer after the read. */
  | { readonly kind: "read"; readonly count: number; readonly bytes: readonly Uint8Array[] }
  | { readonly kind: "written"; readonly count: number }
  | { readonly kind: "size"; readonly size: number }
  | { readonly kind: "word"; readonly word: bigint }
  | { readonly kind: "stat"; readonly stat: Stat }
  | { readonly kind: "names"; readonly names: readonly Name[] }
  | { readonly kind: "done" }
  /** The manager cannot be reached and the mount says `fallback: "local"`: the local disk answers. */
  | { readonly kind: "local" }
  | Failed;

/** What a manager answers to everything but an open. */
export type ManagerAnswer = Failed | Extract<Answer, { readonly kind: "done" | "stat" | "names" }>;

export interface Failed {
  readonly kind: "failed";
  readonly errno: Errno;
  /** The cause, where an adapter told it. */
  readonly rdma?: { readonly status: Status; readonly qpn: number; readonly wrId: number; readonly rkey: number };
}

export interface Stat {
  readonly isDirectory: boolean;
  /** Bytes; 0 for directories. */
  readonly size: number;
  /** Number of the file, unique while it is there; -1 for directories. */
  readonly file: number;
}

export interface Name {
  /** Last part of the path. */
  readonly name: string;
  readonly isDirectory: boolean;
}

export const failed = (errno: Errno): Failed => ({ kind: "failed", errno });
