import type { Json } from "../../../protocol/json.ts";
import { type Cell, VObject } from "../../core/vm/cell.ts";
import type { AccessKind } from "../../core/vm/host.ts";
import { VPromise } from "../../core/vm/builtins/promise.ts";
import { VFunction } from "../../core/vm/objects/function.ts";
import { hole, type Place, type Slot, type Value, whole } from "../../core/vm/value.ts";
import type { Choice } from "../machine/choices.ts";
import type { Failure } from "../machine/failure.ts";
import { peek } from "../machine/peek.ts";
import type { Recorder } from "../machine/recorder.ts";
import type { Operation, Strand, Timer, Upcall } from "../machine/thread.ts";
import type { World } from "../machine/world.ts";
import type { EventKind } from "../payload.ts";

/** A variable of the function that runs, as JSON. */
export interface LocalValue {
  readonly name: string;
  readonly value: Json;
}

/** A function that waits. */
export interface Suspended {
  /** Of the `await` in the bundle. */
  readonly offset: number;
  /** Name of the thread on whose behalf; "": of none. */
  readonly thread: string;
}

/** Something that happened, and where. */
export interface TapeEvent {
  readonly strand: number;
  /** Index of the choice that led here; -1: before the first. */
  readonly choice: number;
  /** Offsets in the bundle, innermost first; empty: nowhere. */
  readonly stack: readonly number[];
  readonly locals: readonly LocalValue[];
  readonly what: What;
}

export type What =
  | { readonly kind: "start" | "begin" | "end" | "wait" | "awaits" }
  | {
      readonly kind: "access";
      readonly access: AccessKind;
      readonly cell: Cell;
      readonly place: Place;
      /** Names threads can conflict about; others are shown only inside sections. */
      readonly isShared: boolean;
      /** Undefined: there was nothing. */
      readonly before: Json | undefined;
      /** Of a write: afterwards. */
      after?: Json | undefined;
    }
  | { readonly kind: "event"; readonly event: EventKind; readonly isInSection: boolean; readonly sequence: number }
  | { readonly kind: "revert"; readonly why: "event" | "conflict" | "quantum" | "abort"; readonly writes: readonly Taken[] }
  | { readonly kind: "upcall"; readonly upcall: Upcall; readonly thread: Strand }
  | { readonly kind: "answer"; readonly upcall: Upcall; readonly answer: string; readonly thread: Strand }
  | {
      readonly kind: "outside";
      readonly moment: "call" | "effect" | "completion";
      readonly id: number;
      readonly isError: boolean;
      readonly value: Json | undefined;
    }
  | { readonly kind: "timer"; readonly id: number; readonly due: number }
  | { readonly kind: "effect"; readonly effect: string; readonly text: string }
  | { readonly kind: "returned"; readonly value: Json | undefined }
  | { readonly kind: "fail"; readonly failure: Failure };

/** A write that a revert takes back. */
export interface Taken {
  readonly cell: Cell;
  readonly place: Place;
  /** Of a whole: what is there once it has been taken back. */
  before: Json | undefined;
  readonly after: Json | undefined;
}

/** How values are shown. */
export interface Shown {
  json(value: Value): Json;
  /** Of a whole object or collection. */
  content(cell: Cell): Json;
}

/** Records a run. Set `world` before the first choice. */
export class Tape implements Recorder {
  readonly events: TapeEvent[] = [];
  world: World | undefined;
  readonly #shown: Shown;
  #choice = -1;
  readonly #suspended: Suspended[] = [];
  #reverted: readonly Taken[] = [];
  /** A write whose value is seen when the next thing happens. */
  #open: Extract<What, { kind: "access" }> | undefined;

  constructor(shown: Shown) {
    this.#shown = shown;
  }

  get step(): number {
    return this.events.length - 1;
  }

  choose(_choice: Choice): void {
    this.#close();
    this.#choice += 1;
  }

  /** After the last choice. */
  finish(): void {
    this.#close();
  }

  start(strand: Strand): void {
    this.#add(strand, { kind: "start" });
  }

  access(strand: Strand, cell: Cell, place: Place, access: AccessKind, isShared: boolean): void {
    if ((!isShared && strand.depth === 0) || this.world?.records.has(cell)) return;
    if (access === "read" && isLookup(cell, place)) return;
    const what: What = { kind: "access", access, cell, place, isShared, before: this.#json(cell, place) };
    this.#add(strand, what);
    if (access !== "read" && access !== "atomic-read") this.#open = what;
  }

  beginSection(strand: Strand): void {
    this.#add(strand, { kind: "begin" });
  }

  endSection(strand: Strand): void {
    this.#add(strand, { kind: "end" });
  }

  event(strand: Strand, event: EventKind): void {
    this.#add(strand, { kind: "event", event, isInSection: strand.depth > 0, sequence: this.world?.state.events ?? 0 });
  }

  revert(strand: Strand, why: "event" | "conflict" | "quantum" | "abort"): void {
    this.#close();
    const writes = strand.pending
      .filter(({ isRead }) => isRead !== true)
      .map(({ cell, place, before }): Taken => ({ cell, place, before: this.#slot(before, cell), after: this.#json(cell, place) }));
    this.#add(strand, { kind: "revert", why, writes });
    this.#reverted = writes.filter(({ place }) => place === whole);
  }

  upcall(handler: Strand, upcall: Upcall): void {
    this.#add(handler, { kind: "upcall", upcall, thread: (this.world as World).strand(upcall.thread) });
  }

  answer(handler: Strand, upcall: Upcall, answer: Value): void {
    const thread = (this.world as World).strand(upcall.thread);
    this.#add(handler, { kind: "answer", upcall, answer: typeof answer === "string" ? answer : "", thread });
  }

  outside(operation: Operation, moment: "call" | "effect" | "completion"): void {
    const strand = (this.world as World).strand(operation.thread);
    const value = moment === "completion" ? this.#shown.json(operation.value) : undefined;
    this.#add(strand, { kind: "outside", moment, id: operation.id, isError: operation.isError, value });
  }

  timer(timer: Timer): void {
    this.#add((this.world as World).strand(timer.wakes ?? timer.thread), { kind: "timer", id: timer.id, due: timer.due });
  }

  wait(strand: Strand): void {
    this.#add(strand, { kind: "wait" });
  }

  effect(strand: Strand, effect: string, text: string): void {
    // What the outside world is asked is a step of its own.
    if (strand.depth === 0 && text === "" && toldOtherwise.has(effect)) return;
    this.#add(strand, { kind: "effect", effect, text });
  }

  awaits(strand: Strand): void {
    this.#add(strand, { kind: "awaits" });
  }

  suspends(strand: Strand | undefined, offset: number): void {
    const name = strand?.name ?? "";
    this.#suspended.push({ offset, thread: name });
  }

  resumes(offset: number): void {
    const at = this.#suspended.findIndex((each) => each.offset === offset);
    if (at >= 0) this.#suspended.splice(at, 1);
  }

  /** The `await`s at which functions have stopped and not gone on, in the order in which they stopped. */
  get suspended(): readonly Suspended[] {
    return this.#suspended;
  }

  returned(strand: Strand, value: Value): void {
    if (value instanceof VPromise) return;
    this.#add(strand, { kind: "returned", value: value === undefined ? undefined : this.#shown.json(value) });
  }

  fail(failure: Failure): void {
    const { world } = this;
    if (!world) return;
    this.#close();
    const strand = failure.strand >= 0 ? world.strand(failure.strand) : world.strand(Math.max(0, world.state.last));
    this.#add(strand, { kind: "fail", failure });
  }

  #add(strand: Strand, what: What): void {
    this.#close();
    const { world } = this;
    if (!world) return;
    const isRunning = world.memory.strand === strand;
    const isOwn = (offset: number) => world.names.locate(offset) !== undefined;
    const own = this.#stackOf(strand);
    const stack = own.length === 0 && what.kind === "answer" ? world.handlerPlaces.map(({ offset }) => offset) : own;
    const variables = isRunning ? world.vm.currentLocals(isOwn) : strand.task.top === undefined ? [] : world.vm.locals(strand.task, isOwn);
    const locals = variables.map(({ name, value }) => ({ name, value: this.#shown.json(value) }));
    this.events.push({ strand: strand.index, choice: this.#choice, stack, locals, what });
  }

  #stackOf(strand: Strand): readonly number[] {
    const { world } = this;
    if (!world) return [];
    if (world.memory.strand === strand) return world.vm.currentStack().map(({ offset }) => offset);
    return strand.task.top === undefined ? [] : world.vm.stack(strand.task).map(({ offset }) => offset);
  }

  #close(): void {
    for (const write of this.#reverted) write.before = this.#json(write.cell, write.place);
    this.#reverted = [];
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    open.after = this.#json(open.cell, open.place);
  }

  #json(cell: Cell, place: Place): Json | undefined {
    return this.#slot(peek(cell, place), cell, place === whole);
  }

  #slot(slot: Slot, cell: Cell, isWhole = false): Json | undefined {
    if (isWhole) return this.#shown.content(cell);
    return slot === hole || slot === undefined ? undefined : this.#shown.json(slot);
  }
}

const toldOtherwise = new Set(["external()", "sleep()", "a timer"]);

/** Methods and accessors, and that an object has none of its own, explain nothing. */
function isLookup(cell: Cell, place: Place): boolean {
  if (!(cell instanceof VObject) || (typeof place !== "string" && typeof place !== "symbol")) return false;
  const own = cell.getOwn(place);
  if (own) return !("value" in own) || own.value instanceof VFunction;
  for (let holder = cell.proto; holder !== null; holder = holder.proto) if (holder.getOwn(place)) return true;
  return false;
}
