import type { Cell } from "../../core/vm/cell.ts";
import type { AccessKind } from "../../core/vm/host.ts";
import type { Place, Value } from "../../core/vm/value.ts";
import type { EventKind } from "../payload.ts";
import type { Choice } from "./choices.ts";
import type { Failure } from "./failure.ts";
import type { Operation, Strand, Timer, Upcall } from "./thread.ts";

/** What wants to know what happens in a run, so as to tell it. Called in the order of the run; `World` says the rest when asked. */
export interface Recorder {
  /** Number of the step that is being recorded. */
  readonly step: number;
  choose(choice: Choice): void;
  start(strand: Strand): void;
  /** Before the access takes place. `isShared`: threads can conflict here. */
  access(strand: Strand, cell: Cell, place: Place, kind: AccessKind, isShared: boolean): void;
  beginSection(strand: Strand): void;
  endSection(strand: Strand): void;
  event(strand: Strand, event: EventKind): void;
  /** A section is about to be taken back: its writes are in `strand.pending`. */
  revert(strand: Strand, why: "event" | "conflict" | "quantum" | "abort"): void;
  upcall(handler: Strand, upcall: Upcall): void;
  answer(handler: Strand, upcall: Upcall, answer: Value): void;
  outside(operation: Operation, moment: "call" | "effect" | "completion"): void;
  timer(timer: Timer): void;
  wait(strand: Strand): void;
  effect(strand: Strand, what: string, text: string): void;
  awaits(strand: Strand): void;
  /** An async function stops at the `await` at this offset, on behalf of a thread. */
  suspends(strand: Strand | undefined, offset: number): void;
  /** One that waits at this offset is about to go on. */
  resumes(offset: number): void;
  returned(strand: Strand, value: Value): void;
  fail(failure: Failure): void;
}
