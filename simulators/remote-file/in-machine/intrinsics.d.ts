// Intrinsics of a process or an observer, for modules of ours that run inside the machine: see ../process/intrinsics.ts.

/** A part of a buffer on the machine's heap: bytes are taken from it when a part is sent, and written into it when a part arrives. Offset in `bytes`. */
type RawSpan = readonly [bytes: Uint8Array, offset: number, length: number];

/** How a file is opened: as `nodes/flags.ts` understands it, or the sum of `O_…` (values of Linux). */
type RawFlags = number;

/**
 * What a call ends with: a plain object on the heap. It never is an exception: whoever asked makes Node's errors of `failed`.
 * `local`: the manager cannot be reached, and the mount says that the local disk answers.
 */
type Raw =
  | { readonly kind: "opened"; readonly fd: number }
  | { readonly kind: "read" | "written"; readonly count: number }
  | { readonly kind: "size"; readonly size: number }
  | { readonly kind: "word"; readonly word: bigint }
  | { readonly kind: "stat"; readonly stat: RawStat }
  | { readonly kind: "names"; readonly names: readonly RawName[] }
  | { readonly kind: "done" }
  | { readonly kind: "local" }
  | { readonly kind: "failed"; readonly errno: string; readonly rdma?: RawCause };

/** `file`: number of the file; -1 for directories. */
interface RawStat {
  readonly isDirectory: boolean;
  readonly size: number;
  readonly file: number;
}

interface RawName {
  readonly name: string;
  readonly isDirectory: boolean;
}

interface RawCause {
  readonly status: string;
  readonly qpn: number;
  readonly wrId: number;
  readonly rkey: number;
}

/** Arguments by kind of `Call` (../nodes/calls.ts), in this order. `position` undefined: where the file stands. */
interface AgentArguments {
  readonly open: readonly [path: string, flags: RawFlags];
  readonly close: readonly [fd: number];
  readonly read: readonly [fd: number, spans: readonly RawSpan[], position: number | undefined];
  readonly write: readonly [fd: number, spans: readonly RawSpan[], position: number | undefined];
  readonly flush: readonly [fd: number];
  readonly size: readonly [fd: number];
  readonly compareAndSwap: readonly [fd: number, offset: number, expected: bigint, desired: bigint];
  readonly fetchAdd: readonly [fd: number, offset: number, delta: bigint];
  readonly ftruncate: readonly [fd: number, length: number];
  readonly truncate: readonly [path: string, length: number];
  readonly stat: readonly [path: string];
  readonly unlink: readonly [path: string];
  readonly rename: readonly [path: string, to: string];
  readonly mkdir: readonly [path: string, isRecursive: boolean];
  readonly rmdir: readonly [path: string];
  readonly readdir: readonly [path: string];
}

/** A number that stands for the places of the program's code that runs now: for calls that are made later, when nothing of it is on the stack. */
declare function $here(): number;

/** A call of the agent, for the code at `here`. Paths are normal and under a mount. */
declare function $agentCall<Kind extends keyof AgentArguments>(here: number, kind: Kind, ...args: AgentArguments[Kind]): Promise<Raw>;
/** The same; the whole process waits until the answer is there. */
declare function $agentCallSync<Kind extends keyof AgentArguments>(here: number, kind: Kind, ...args: AgentArguments[Kind]): Raw;

/** Number of the file behind an open one; undefined: it is not open. Asks nobody. */
declare function $inode(fd: number): number | undefined;
/** Bytes of the memory nodes together, and how many of them are free. Asks nobody. */
declare function $capacity(): readonly [bytes: number, free: number];

/** Prefixes of the mounts, and the paths that may be on the local disk; both without a slash at the end. */
declare const $mounts: readonly string[];
declare const $localPaths: readonly string[];
/** Of `$mounts`, those under which nothing may be written. */
declare const $readOnlyMounts: readonly string[];
/** When virtual time begins: milliseconds since 1970. Nothing that a program does changes the times of a file. */
declare const $startOfTime: number;

/** The virtual disk of the process's node, which all processes of the node share: bytes by key. What is given or taken is a copy. */
declare function $disk(operation: "read", key: string): Uint8Array | undefined;
declare function $disk(operation: "write", key: string, bytes: Uint8Array): undefined;
declare function $disk(operation: "remove", key: string): undefined;
/** Keys in order. */
declare function $disk(operation: "list"): readonly string[];

/** A path outside of all mounts and of what may be local is used (FL4001). */
declare function $strayed(path: string, here: number): undefined;
/** An entry point that is refused for paths under a mount is called with one (FL4010). */
declare function $refused(name: string, path: string, here: number): undefined;

/** The code is that of an observer, on no node: it only looks, by `$observe`, and never calls the agent. */
declare const $isObserver: boolean;
/** The remote memory as it is now. Undefined: there is no such thing (of `content` also: it is a directory). */
declare function $observe(operation: "content", path: string): Uint8Array | undefined;
declare function $observe(operation: "stat", path: string): RawStat | undefined;
declare function $observe(operation: "names", path: string): readonly RawName[] | undefined;

// The machine's own: see ../../core/vm/host-modules/source/intrinsics.d.ts.
declare function $notModelled(message: string): never;
declare function $enqueue(callback: unknown, args: readonly unknown[]): void;
declare function $inspect(value: unknown, options: object | undefined): string;
declare function $randomBytes(count: number): Uint8Array;
declare function $hostModule(name: string): unknown;
/** What the program writes: `process.stdout.write`. */
declare function $effect(what: string, text: string): void;
