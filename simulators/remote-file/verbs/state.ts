import type { CompletionLevel, PlacementOrder } from "../config/model.ts";
import type { Memory } from "./memory.ts";
import type { Part } from "./parts.ts";
import type { Status } from "./status.ts";

/**
 * Adapters, their memory and their queue pairs, as a plain value: functions of this folder give a new one and leave the old as it was.
 * Everything that may happen next is in it; two that are equal by structure have the same future.
 */
export interface Verbs {
  readonly rules: Rules;
  /** By number of the node. */
  readonly adapters: readonly Adapter[];
  /** By number of the queue pair; undefined: a number that is free. */
  readonly pairs: readonly (QueuePair | undefined)[];
  /** Nanoseconds since the start. */
  readonly now: number;
  /** In the order in which they go off. */
  readonly alarms: readonly Alarm[];
}

/** What does not change in a run. */
export interface Rules {
  /** Parts of a message over one word, at most. */
  readonly fragments: number;
  readonly completion: CompletionLevel;
}

/** Something happens when no operation can proceed before: the retries of a queue pair are exhausted. Owners of other alarms have their own kinds. */
export interface Alarm {
  /** Nanoseconds since the start. */
  readonly at: number;
  readonly kind: string;
  readonly id: number;
}

export interface Adapter {
  readonly isAlive: boolean;
  readonly inOrder: PlacementOrder;
  /** What other nodes can reach; of size 0 on nodes that offer none. */
  readonly memory: Memory;
  /** Registered parts of `memory`, by number of the region; its local key is `localKey(number)`. */
  readonly regions: readonly (Region | undefined)[];
  /** Remote keys, by number: `remoteKey(number)`. */
  readonly windows: readonly (Window | undefined)[];
  /** Registered buffers of programs, by number; their local key is `localKey(number)`. */
  readonly buffers: readonly (Buffer | undefined)[];
}

/** Access flags. @see ibv_reg_mr(3) */
export const access = { localWrite: 1, remoteWrite: 2, remoteRead: 4, remoteAtomic: 8 } as const;

export interface Region {
  readonly address: number;
  readonly length: number;
  /** Sum of `access` flags. */
  readonly access: number;
}

/** A memory window of type 2: a key of its own for a part of a region, which can be revoked without touching the region. */
export interface Window {
  readonly region: number;
  readonly address: number;
  readonly length: number;
  /** Sum of `access` flags. */
  readonly access: number;
  /** It was valid once; its number is not given out again before it is released. */
  readonly isRevoked: boolean;
}

/** A buffer of a program. It belongs to the operation that uses it until that completes. */
export interface Buffer {
  readonly length: number;
  /** `access.localWrite`, or 0: it may be sent from but not read into. */
  readonly access: number;
  /** Absent: the bytes lie elsewhere, in the heap of a program, and are asked for by `owner` (see `TakeBytes`). */
  readonly bytes?: Uint8Array;
  /** What the owner of the bytes calls this buffer. */
  readonly owner?: number;
}

export type PairState = "RESET" | "INIT" | "RTR" | "RTS" | "ERR";

/** One end of a reliable connection. */
export interface QueuePair {
  readonly node: number;
  readonly state: PairState;
  /** Set on the way to RTR. */
  readonly peer?: Peer;
  /** Access flags that the other end may use. */
  readonly access: number;
  readonly timeout: number;
  readonly retry: number;
  readonly rnrRetry: number;
  /** Posted and neither placed nor failed, oldest first: the first one is being executed. */
  readonly queue: readonly Work[];
  /** Not yet polled, oldest first. */
  readonly completions: readonly Completion[];
}

export interface Peer {
  readonly node: number;
  readonly qpn: number;
}

/** `MAX` is an extended atomic: the word becomes the greater of itself and the operand. */
export type Opcode = "WRITE" | "READ" | "CAS" | "FAA" | "MAX" | "FLUSH";

/** Where bytes come from or go to on the own node. */
export interface Segment {
  /** Local key of a buffer. */
  readonly lkey: number;
  readonly offset: number;
  readonly length: number;
}

/** A work request, as posted. */
export interface Request {
  readonly opcode: Opcode;
  /** In the memory of the other node. */
  readonly address: number;
  /** Bytes. */
  readonly length: number;
  readonly rkey: number;
  readonly local: readonly Segment[];
  /** CAS: compared with; FAA: added; MAX: compared and stored. */
  readonly operand?: bigint;
  /** CAS: stored. */
  readonly desired?: bigint;
}

/** A work request on its way. */
export interface Work extends Request {
  /** Lowest free number of the queue pair. */
  readonly wrId: number;
  readonly parts: readonly Part[];
  /** Bit i: part i is placed or fetched. */
  readonly placed: number;
  /** All bytes to write, taken when the other adapter had acknowledged them (`transmit`). */
  readonly payload?: Uint8Array;
  /** An atomic: the word before it. */
  readonly old?: bigint;
  /** An atomic has fetched and not yet stored. */
  readonly isHalfDone?: boolean;
  /** It has its completion already (`transmit`), and only has to be placed. */
  readonly isAcknowledged?: boolean;
}

export interface Completion {
  readonly wrId: number;
  readonly opcode: Opcode;
  readonly status: Status;
  /** An atomic: the word before it. */
  readonly old?: bigint;
  /** REM_ACCESS: the key was valid once. */
  readonly wasGranted?: boolean;
}

/** Local and remote keys always differ, so that a mix-up is found. */
export const localKey = (number: number): number => 0x1000 + 2 * number;
export const remoteKey = (number: number): number => 0x1001 + 2 * number;
export const numberOfKey = (key: number): number => (key - 0x1000) >> 1;
export const isRemoteKey = (key: number): boolean => 0x1000 <= key && key % 2 === 1;
export const isLocalKey = (key: number): boolean => 0x1000 <= key && key % 2 === 0;

/** Which numbers are given out: `first`, and every `stride`-th after it. */
export interface Numbers {
  readonly first: number;
  readonly stride: number;
}

/** The lowest number that is free in a list with gaps. Who has numbers of its own gets the same ones, whatever others do. */
export function lowestFree(list: readonly unknown[], { first, stride }: Numbers = { first: 0, stride: 1 }): number {
  let number = first;
  while (list[number] !== undefined) number += stride;
  return number;
}

/** A list with another value at a number; undefined frees it, and gaps at the end are cut. */
export function withNumber<Value>(
  list: readonly (Value | undefined)[],
  number: number,
  value: Value | undefined,
): readonly (Value | undefined)[] {
  const copy = [...list];
  while (copy.length < number) copy.push(undefined);
  copy[number] = value;
  let { length } = copy;
  while (length > 0 && copy[length - 1] === undefined) length -= 1;
  copy.length = length;
  return copy;
}
