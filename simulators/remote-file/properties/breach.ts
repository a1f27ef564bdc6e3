import type { Code } from "../../../protocol/problem.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { Occurrence, ProcessOutcome, Violation } from "../verify/types.ts";
import type { ThrownValue } from "../process/types.ts";
import type { FileRange } from "./history.ts";

/** A property that a run breaks, with all that is said about it. */
export interface Breach extends Violation {
  readonly code: Code;
  /** Process that is to blame, or that suffers. */
  readonly process: number;
  /** Where the problem stands: the user's own code, innermost first. */
  readonly at: readonly SourceSpan[];
  /** Index of the step that harms. */
  readonly step: number;
  readonly detail: Detail;
}

/** What is wrong. `Occurrence`s name calls of the run. */
export type Detail =
  | {
      readonly kind: "torn";
      readonly read: Occurrence;
      readonly write: Occurrence;
      /** Of the bytes that both are about. */
      readonly range: FileRange;
      /** Offsets in the file: bytes of the write that the read has got; the others in `range` were older. */
      readonly fresh: readonly FileRange[];
      readonly hasWriterCrashed: boolean;
      /** What the reader would have come to with other bytes. */
      readonly compared: Compared;
    }
  | {
      readonly kind: "published";
      readonly flag: Occurrence;
      readonly flagWrite: Occurrence;
      readonly data: Occurrence;
      readonly dataWrite: Occurrence;
      readonly range: FileRange;
      /** The payload is written after the flag; otherwise it was still under way. */
      readonly isLater: boolean;
      readonly hasWriterCrashed: boolean;
    }
  | {
      readonly kind: "lost";
      /**
       * `read`: the range was read, then changed by the other, then written. `mixed`: both writes are under way at once.
       * `append`: both at one offset. `atomic`: a plain write between the two halves of an atomic.
       */
      readonly how: "read" | "mixed" | "append" | "atomic";
      readonly write: Occurrence;
      readonly other: Occurrence;
      readonly read?: Occurrence;
      readonly range: FileRange;
    }
  | { readonly kind: "closed"; readonly call: Occurrence; readonly path: string }
  | { readonly kind: "stale"; readonly call: Occurrence; readonly path: string }
  | { readonly kind: "swallowed"; readonly call: Occurrence; readonly path: string; readonly outcome: ProcessOutcome }
  | { readonly kind: "unhandled"; readonly thrown: ThrownValue }
  | { readonly kind: "strayed"; readonly path: string; readonly isFallback: boolean }
  | { readonly kind: "refused"; readonly name: string; readonly path: string }
  | { readonly kind: "threw"; readonly thrown: ThrownValue }
  | { readonly kind: "opens"; readonly path: string; readonly count: number; readonly reads: readonly number[] }
  | { readonly kind: "outside"; readonly call: Occurrence; readonly range: FileRange; readonly regionSize: number }
  | { readonly kind: "unfinished"; readonly call: Occurrence; readonly path: string }
  | {
      readonly kind: "lock";
      readonly path: string;
      /** Of the lock word; absent: the file is the lock. */
      readonly offset?: number;
      readonly holder: number;
      readonly attempts: number;
      readonly isEndless: boolean;
      readonly taken: Occurrence;
    };

export interface Compared {
  readonly allOld: ProcessOutcome;
  readonly allNew: ProcessOutcome;
  readonly asRead: ProcessOutcome;
}

/** A place in a key. */
export const placeKey = (at: readonly SourceSpan[]): string => {
  const [inner] = at;
  return inner ? `${inner.path}:${inner.range.start.line}:${inner.range.start.character}` : "?";
};

/** Every violation that `judge` finds is one. */
export const isBreach = (violation: Violation): violation is Breach => "detail" in violation && "code" in violation;
