/** A configuration of remote files with every default filled in: what the rest of the simulator reads. */
export interface RemoteFiles {
  readonly mounts: readonly Mount[];
  /** In the order of the file. */
  readonly nodes: readonly Node[];
  readonly files: readonly InitialFile[];
  /** Absolute paths that may be on the local disk of a node. */
  readonly local: readonly string[];
  readonly channels: "node-pair" | "handle";
  readonly queuePair: QueuePairTimers;
  readonly completion: CompletionLevel;
  /** Milliseconds that keys outlive a node that is gone. */
  readonly leaseMs: number;
  /** Milliseconds before unlinked memory is used again. */
  readonly recycleGraceMs: number;
  readonly explore: ExploreBounds;
  /** Milliseconds; the longest stall that the program may see (FL4019). */
  readonly deadlineMs?: number;
}

/** Everything at and below one prefix. */
export interface Mount {
  /** Absolute, without a trailing slash: `/rdma` covers `/rdma` and `/rdma/x`, not `/rdmax`. */
  readonly prefix: string;
  /** Bytes of memory of each file, a multiple of 8. */
  readonly regionSize: number;
  readonly access: MountAccess;
  readonly writers: "single" | "multi";
  /** Memory nodes that hold a copy, 1 to 5. */
  readonly replicas: number;
  readonly ack: Acknowledgement;
  readonly fallback: "deny" | "local";
}

export type MountAccess = "ro" | "rw" | "rw+atomic";

/** Replicas that must have completed before a write completes. */
export type Acknowledgement = "one" | "majority" | "all";

/** When a write completes: `transmit` acknowledged by the other NIC, `delivery` placed in memory, `commit` placed and flushed. */
export type CompletionLevel = "transmit" | "delivery" | "commit";

export type Role = "app" | "manager" | "memory";

export interface Node {
  readonly name: string;
  readonly role: Role;
  /** Bytes that a memory node offers. */
  readonly memory: number;
  readonly nic: Nic;
  /** Module that runs as a whole on this app node. */
  readonly entry?: string;
  readonly mayCrash: boolean;
}

/** In which order the parts of one message may be placed: any, ascending inside aligned blocks of 128 bytes, or ascending. */
export type PlacementOrder = "none" | "128" | "message";

/** Latency and bandwidth of an adapter: `t(n) = base + hop * min(n, 4 KiB) + n / bandwidth`. */
export interface Nic {
  /** Name of the preset or of the own entry. */
  readonly name: string;
  /** Microseconds of a read or write of no bytes. */
  readonly baseUs: number;
  /** Microseconds of one request to the manager. */
  readonly openUs: number;
  /** Microseconds that the first open on a new channel takes longer. */
  readonly setupUs: number;
  /** Microseconds per KiB of the first 4 KiB. */
  readonly hopUsPerKiB: number;
  /** 10^9 bytes per second on the wire. */
  readonly gigabytesPerSecond: number;
  /** Millions of messages per second; Infinity: no limit. */
  readonly mops: number;
  /** Bytes of a packet. */
  readonly mtu: number;
  readonly inOrder: PlacementOrder;
}

/** What is there at the start. */
export interface InitialFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Its first bytes; the rest is 0. */
  readonly content: Uint8Array;
  /** Memory node on which it lies; absent: as the manager chooses. */
  readonly node?: string;
}

export interface QueuePairTimers {
  /** One try takes 4.096 µs * 2^timeout. 0 to 31. */
  readonly timeout: number;
  /** Tries after the first. 0 to 7. */
  readonly retry: number;
  /** Tries when the receiver is not ready; 7: for ever. */
  readonly rnrRetry: number;
}

export interface ExploreBounds {
  /** Parts of a message over 8 bytes. */
  readonly fragments: number;
  /** Switches away from a lane that could go on. */
  readonly preemptions: number;
  /** Nodes that crash in one run. */
  readonly crashes: number;
  readonly seed: number;
}
