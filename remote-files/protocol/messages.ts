/** What agents ask a manager, and what they are told. Paths are bytes, one character (0 to 255) for each, absolute and normalised. */

export type Request =
  | { readonly kind: "open"; readonly path: string; readonly flags: number; readonly mode: number; readonly index: number }
  | { readonly kind: "close"; readonly open: number }
  | { readonly kind: "stat"; readonly path: string }
  | { readonly kind: "unlink"; readonly path: string }
  | { readonly kind: "mkdir"; readonly path: string; readonly mode: number; readonly recursive: boolean }
  | { readonly kind: "rmdir"; readonly path: string }
  | { readonly kind: "rm"; readonly path: string; readonly recursive: boolean; readonly force: boolean }
  | { readonly kind: "rename"; readonly path: string; readonly to: string }
  | { readonly kind: "readdir"; readonly path: string }
  | { readonly kind: "truncate"; readonly open: number; readonly size: number }
  | { readonly kind: "statfs"; readonly path: string }
  | { readonly kind: "atomic"; readonly open: number; readonly offset: number; readonly operation: AtomicOperation }
  | { readonly kind: "counters"; readonly counters: Counters };

/** Words as decimal text: JSON has no 64-bit numbers. */
export type AtomicOperation =
  | { readonly kind: "compare-and-swap"; readonly expected: string; readonly desired: string }
  | { readonly kind: "fetch-add"; readonly delta: string };

/** What is answered, by kind of request. */
export interface Answers {
  readonly open: OpenAnswer;
  readonly close: null;
  readonly stat: StatAnswer;
  readonly unlink: null;
  /** The first directory that was made, if any. */
  readonly mkdir: { readonly first: string | null };
  readonly rmdir: null;
  readonly rm: null;
  readonly rename: null;
  readonly readdir: { readonly entries: readonly { readonly name: string; readonly kind: "file" | "directory" }[] };
  readonly truncate: null;
  readonly statfs: { readonly bytes: number; readonly free: number; readonly files: number; readonly freeFiles: number };
  /** The word before. */
  readonly atomic: { readonly before: string };
  readonly counters: null;
}

export type Reply = { readonly value: Answers[keyof Answers] } | { readonly error: Refusal };

export interface Refusal {
  /** `ENOENT`. */
  readonly code: string;
  /** Status of the completion behind it, where there is one: `REM_ACCESS`. */
  readonly status?: string;
}

export interface Replica {
  /** Index of the memory node. */
  readonly node: number;
  /** Start of the region, bytes from the start of the node's memory. */
  readonly base: number;
}

export type OpenAnswer = OpenedFile | OpenedDirectory;

export interface OpenedFile extends FileFacts {
  readonly kind: "file";
  /** Number of this open at the manager. */
  readonly open: number;
  readonly replicas: readonly Replica[];
  readonly regionSize: number;
  /** Key of this open. */
  readonly key: number;
  /** The size word that this process may write; 0: none. */
  readonly word: number;
  readonly mayWrite: boolean;
  readonly mayUseAtomics: boolean;
}

export interface OpenedDirectory extends FileFacts {
  readonly kind: "directory";
  readonly open: number;
}

export interface FileFacts {
  /** Number of the file, never used again. */
  readonly id: number;
  /** Permission bits. */
  readonly mode: number;
  /** Milliseconds since 1970. */
  readonly born: number;
  /** When it was last opened for writing, truncated or renamed: writes themselves are not seen by anyone. */
  readonly changed: number;
}

export type StatAnswer =
  | (FileFacts & { readonly kind: "directory" })
  | (FileFacts & { readonly kind: "file"; readonly replicas: readonly Replica[] });

/** What a manager says without being asked. */
export type Push =
  /** Set these bits in the flags of an open file, then acknowledge. */
  | { readonly kind: "flag"; readonly index: number; readonly open: number; readonly bits: number; readonly acknowledge: number }
  | { readonly kind: "memory-node-lost"; readonly node: number };

/** Bits in the flags of an open file. */
export const revoked = 1;
export const sizeChanged = 2;

/** From agent to manager, a line each. */
export type FromAgent =
  | { readonly kind: "hello"; readonly pid: number; readonly thread: number; readonly isCanary: boolean }
  | { readonly kind: "ask"; readonly id: number; readonly request: Request; readonly counters?: Counters }
  | { readonly kind: "acknowledge"; readonly acknowledge: number }
  | { readonly kind: "renew"; readonly counters?: Counters };

/** From manager to agent, a line each. */
export type ToAgent =
  | { readonly kind: "answer"; readonly id: number; readonly reply: Reply }
  | { readonly kind: "push"; readonly push: Push }
  | { readonly kind: "renewed" };

/** What the agent of one thread has done so far. */
export interface Counters {
  readonly opens: number;
  readonly reads: number;
  readonly writes: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** Two-sided. */
  readonly atomics: number;
  readonly managerRequests: number;
  /** Samples by bucket (agent/counters.ts), as pairs. */
  readonly readTimes: readonly (readonly [bucket: number, samples: number])[];
  readonly openTimes: readonly (readonly [bucket: number, samples: number])[];
}

/** What a manager asks a memory node. Offsets and lengths in bytes. */
export type MemoryRequest =
  | { readonly kind: "register"; readonly base: number; readonly stride: number; readonly key: number; readonly truncates: boolean }
  | { readonly kind: "deregister"; readonly key: number }
  | { readonly kind: "truncate"; readonly base: number; readonly size: number }
  | { readonly kind: "fill"; readonly base: number; readonly base64: string }
  | { readonly kind: "clear"; readonly base: number; readonly stride: number }
  | { readonly kind: "atomic"; readonly base: number; readonly key: number; readonly offset: number; readonly operation: AtomicOperation };

export type ToMemoryNode = { readonly id: number; readonly request: MemoryRequest };
export type FromMemoryNode = { readonly id: number; readonly before?: string; readonly error?: Refusal };
