/**
 * A state of the search as words: all of them small numbers, bits, or numbers of contents in a table.
 * After the fixed words: the module state of each process, then the slots, those of a process together, in the order of keys.
 */
export const word = {
  cluster: 0,
  /** State of all external systems. */
  external: 1,
  /** What the user has done, what is left of the faults, and the window: see `progress`. */
  progress: 2,
  /** What the cache shows of the kind of the window. */
  shelf: 3,
  /** Older contents of kinds, to which a cache may still go back. */
  past: 4,
  /** Uids and names that must not be given again. */
  graves: 5,
  /** The resource as it was last, if it has gone. */
  gone: 6,
  /** How many come before those of the processes. */
  fixed: 7,
} as const;

/** Words of a slot: one key in one process. */
export const slotWord = {
  /** 0: no reconcile is running. */
  strand: 0,
  /** What the reconcile would be, had it been shown what the server held; 0: the same. */
  twin: 1,
  /** `queued` (2 bits), event of the running reconcile (2), whether it was ever shown what is outdated (1), whether an event was held back by a window (1), the oldest generation that it was shown (rest). */
  bits: 2,
  /** The object of a deletion that is queued or running. */
  gone: 3,
  count: 4,
} as const;

/** 0: nothing queued, or no event. */
export const event = { none: 0, added: 1, modified: 2, deleted: 3 } as const;
export const eventNames = ["ADDED", "ADDED", "MODIFIED", "DELETED"] as const;

export const slotBits = { queued: 3, run: 2, runMask: 12, outdated: 16, hidden: 32, generation: 6 } as const;

/** Fields of the progress word: shift and mask. */
export const progress = {
  edits: { shift: 0, mask: 4095 },
  /** 0: never deleted, 1: deletion asked for, 2: created again. */
  deletion: { shift: 12, mask: 3 },
  faults: { shift: 14, mask: 3 },
  /** Number of a watched kind, from 1; 0: no window is open. */
  window: { shift: 16, mask: 255 },
  windowProcess: { shift: 24, mask: 1 },
} as const;

export type Field = (typeof progress)[keyof typeof progress];

export const read = (value: number, { shift, mask }: Field): number => (value >> shift) & mask;
export const write = (value: number, { shift, mask }: Field, to: number): number => (value & ~(mask << shift)) | (to << shift);

/** What a step is, in 31 bits, most often in 16: the kind in the low 4, what it is done to in the rest. */
export const label = {
  start: 0,
  /** Variant (3 bits), slot (5), pending call (rest: any number may wait at once). */
  call: 1,
  builtin: 2,
  edit: 3,
  delete: 4,
  createAgain: 5,
  crash: 6,
  behind: 7,
  caughtUp: 8,
  duplicate: 9,
  progress: 10,
  release: 11,
  deleteOwned: 12,
} as const;

/** What may become of a call; `late`: a timer fires before the answer of another call is there. */
export const variant = { normal: 0, requestLost: 1, answerLost: 2, tooMany: 3, failed: 4, timedOut: 5, conflict: 6, late: 7 } as const;

export const kindOf = (code: number): number => code & 15;
export const argumentOf = (code: number): number => code >> 4;
export const callLabel = (slot: number, pending: number, which: number): number =>
  label.call | (which << 4) | (slot << 7) | (pending << 12);
/** @param index Of the older contents of the kind, below 128; 0: as it is now. */
export const behindLabel = (process: number, kind: number, index: number): number =>
  label.behind | (process << 4) | (index << 5) | (kind << 12);
export const windowOf = (code: number): { readonly process: number; readonly kind: number; readonly index: number } => ({
  process: (code >> 4) & 1,
  kind: code >> 12,
  index: (code >> 5) & 127,
});
export const slotOfCall = (code: number): number => (code >> 7) & (mostSlots - 1);
/** The same call, of which something else becomes. */
export const otherVariant = (code: number, which: number): number => (code & ~(7 << 4)) | (which << 4);
export const variantOfCall = (code: number): number => (code >> 4) & 7;

/** So many have a label: resources of the kind, times processes. */
export const mostSlots = 32;

/** Steps that cost a fault. */
export const isFault = (code: number): boolean => {
  const kind = kindOf(code);
  return kind === label.call
    ? variantOfCall(code) !== 0
    : kind === label.crash || kind === label.behind || kind === label.duplicate || kind === label.deleteOwned;
};

/** Steps of the user. */
export const isUser = (code: number): boolean => {
  const kind = kindOf(code);
  return kind === label.edit || kind === label.delete || kind === label.createAgain;
};

/** Whether a step is taken without cost by the controller or its surroundings, in the order in which a quiet day goes. */
export const isCourse = (code: number): boolean => {
  const kind = kindOf(code);
  return kind <= label.builtin || kind === label.caughtUp || kind === label.progress || kind === label.release;
};
