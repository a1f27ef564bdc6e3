import { VMap } from "../../core/vm/builtins/map.ts";
import { VSet } from "../../core/vm/builtins/set.ts";
import { type Cell, Scope, VObject } from "../../core/vm/cell.ts";
import type { Frame } from "../../core/vm/frame.ts";
import type { AccessKind } from "../../core/vm/host.ts";
import { firstThreadId } from "../../core/vm/ids.ts";
import { type Place, whole } from "../../core/vm/value.ts";
import { peek } from "./peek.ts";
import { restartSection } from "./section.ts";
import { bitOf, judgeBit } from "./sharing.ts";
import { assign } from "../../core/program/assign.ts";
import type { PendingWrite, Standing, Strand } from "./thread.ts";
import type { World } from "./world.ts";

/** Words that the write buffer of a CPU holds (isolation=buffered and htm): 32 KiB in lines of 64 bytes, as in a first-level cache. */
export const bufferWords = 512;

const twiceInOne = "code that is run by a conversion or by a builtin (valueOf, toString, a getter) accesses shared memory more than once";

/** Bit of what takes place outside (model=threads). */
const outsideBit = 1 << 29;

/** What an access means while the machine is in this mode. */
type Mode =
  /** The modules are loading: nothing is shared yet. */
  | { readonly kind: "loading" }
  | { readonly kind: "strand"; readonly strand: Strand; readonly isUndivided: boolean }
  /** The user's invariants look. */
  | { readonly kind: "judging" };

/** Decides about every access of the program to memory: whether its strand must stop before it, and what follows from it. */
export class Memory {
  readonly #world: World;
  #mode: Mode = { kind: "loading" };
  /** The instruction at which the strand stopped may run now, whatever it accesses. */
  #isGranting = false;
  #granted = -1;
  /** Offset in the bundle of a write by an invariant. */
  judgeWrote = -1;

  constructor(world: World) {
    this.#world = world;
  }

  /** @param strand Its task runs from here; where it stands is granted. */
  enter(strand: Strand, isUndivided = this.#world.isAsync): void {
    this.#mode = { kind: "strand", strand, isUndivided };
    const { kind } = strand.standing;
    this.#isGranting = kind === "access" || kind === "begin" || kind === "end" || kind === "call" || kind === "wait";
    this.#granted = -1;
    this.#grantedInside = -1;
    this.#counted = -1;
    this.#isWaking = kind === "wait";
    this.checkpoint = strand.task.top;
    this.waiting = undefined;
    this.hasOverflown = false;
  }
  #isWaking = false;
  /** The frames with which the slice began. */
  checkpoint: Frame | undefined;
  /** Set by `Atomics.wait` when its strand has to wait. */
  waiting: Extract<Standing, { kind: "wait" }> | undefined;

  /** Was the strand woken in the `Atomics.wait` at which it stands? Once. */
  takeWake(): boolean {
    const isWaking = this.#isWaking;
    this.#isWaking = false;
    return isWaking;
  }

  leave(): void {
    this.#mode = { kind: "loading" };
    this.#isGranting = false;
  }

  enterJudging(): void {
    this.#mode = { kind: "judging" };
    this.judgeWrote = -1;
  }

  /** May a native at which the strand stopped go on? */
  takeGrant(): boolean {
    const isGranted = this.#isGranting;
    if (isGranted) this.#grant();
    return isGranted;
  }

  #grant(): void {
    this.#isGranting = false;
    this.#granted = this.#world.vm.instruction;
    this.#grantedInside = -1;
  }
  #grantedInside = -1;

  /**
   * May the instruction that was granted make this access, before which it would have to stop? A native's own accesses are one, whatever it has run in
   * between. Of the code that it runs, one instruction may, and only if nothing was accessed before.
   */
  #isGranted(): boolean {
    const { vm } = this.#world;
    if (vm.instruction !== this.#granted) return false;
    if (this.#grantedInside < 0) this.#grantedInside = vm.ordinal;
    return !vm.isNested || vm.ordinal === this.#grantedInside || vm.notModelled(twiceInOne);
  }

  get strand(): Strand | undefined {
    return this.#mode.kind === "strand" ? this.#mode.strand : undefined;
  }

  get isUndivided(): boolean {
    return this.#mode.kind !== "strand" || this.#mode.isUndivided;
  }

  access(cell: Cell, place: Place, kind: AccessKind): boolean {
    const mode = this.#mode;
    if (mode.kind === "loading") return true;
    const world = this.#world;
    const isWrite = kind !== "read" && kind !== "atomic-read";
    if (mode.kind === "judging") {
      // What the predicate has made itself is its own.
      if (isWrite && cell.id < firstIdOf(world.judgeContext)) this.judgeWrote = Math.max(0, world.currentOffset());
      world.sharing.touch(cell, place, judgeBit, false);
      return true;
    }
    const { strand, isUndivided } = mode;
    if (strand.index >= world.threadCount) {
      world.records.noteRead(cell, place);
      if (isWrite) world.noteHandlerWrite(cell, place);
    }
    const bit = bitOf(strand.index);
    let isPoint = world.sharing.touch(cell, place, bit, isWrite);
    if (isWrite && addsPlace(cell, place)) isPoint = world.sharing.touch(cell, order, bit, true) || isPoint;
    // Effects of the outside world take place while their own thread runs on, too.
    if (isUndivided && !world.isAsync) world.sharing.touch(cell, place, outsideBit, isWrite);
    if (this.#isGranting) this.#grant();
    if (!isUndivided && this.#mustStop(strand, isPoint) && !this.#isGranted()) {
      this.stopped = { kind: "access", cell, place, access: kind };
      return false;
    }
    if (strand.depth > 0 && !this.#count(strand)) return false;
    this.#follow(strand, cell, place, kind, isWrite, isPoint);
    if (!this.hasOverflown) return true;
    this.stopped = undefined;
    return false;
  }
  /** The access before which a strand stopped last. */
  stopped: Extract<Standing, { readonly kind: "access" }> | undefined;

  #mustStop(strand: Strand, isPoint: boolean): boolean {
    const world = this.#world;
    const { machine } = world.payload;
    const isHandler = strand.index >= world.threadCount;
    if (strand.depth === 0) return (isPoint || world.options.stopsEverywhere === true) && (!isHandler || machine.cpus > 1);
    if (world.options.isUnitwise) return false;
    if (world.options.allBoundaries && world.state.events < machine.maxEvents && world.payload.handler) return true;
    if (world.hasEternal && world.state.isDirty) return true;
    return isPoint && machine.cpus > 1;
  }

  /** One more access of an open section; false: it is longer than the quantum. Accesses of one instruction are one. */
  #count(strand: Strand): boolean {
    const world = this.#world;
    if (world.vm.ordinal === this.#counted) return true;
    if (strand.accesses >= world.payload.machine.quantum) {
      this.stopped = undefined;
      return false;
    }
    this.#counted = world.vm.ordinal;
    assign(world.vm.journal, strand, "accesses", strand.accesses + 1);
    return true;
  }
  #counted = -1;

  /** Data flow, lost updates, the section's record of its writes. */
  #follow(strand: Strand, cell: Cell, place: Place, kind: AccessKind, isWrite: boolean, isPoint: boolean): void {
    const world = this.#world;
    const { vm, state, options, flow, sharing } = world;
    if (isWrite && !state.isDirty && sharing.isRead(cell, place, judgeBit)) assign(vm.journal, state, "isDirty", true);
    if (strand.depth > 0 && world.keepsPending) this.#remember(strand, cell, place, isWrite);
    options.recorder?.access(strand, cell, place, kind, isPoint);
    if (!options.tracksFlow || strand.index >= world.threadCount || !isPoint) return;
    if (!isWrite) {
      if (options.tracksAllFlow === true || sharing.canLose(cell, place, bitOf(strand.index))) {
        vm.flow = flow.read(flow.historyOf(cell, place), strand.index, options.recorder?.step ?? 0);
      }
      return;
    }
    const history = flow.historyOf(cell, place);
    const stale = kind === "exchange" ? undefined : flow.staleRead(vm.flow, history, strand.index);
    if (stale) {
      const offset = world.currentOffset();
      world.fail({ code: "FL1004", property: "no-lost-update", strand: strand.index, offset, cell, place, readStep: stale.step });
    }
    flow.write(history, strand.index);
    // Whoever reads a shared variable reads it anew: what its value was once made of is no read of theirs.
    if (cell instanceof Scope) vm.flow = 0;
  }

  #remember(strand: Strand, cell: Cell, place: Place, isWrite: boolean): void {
    const { journal } = this.#world.vm;
    const isHtm = this.#world.payload.machine.isolation === "htm";
    if (!isWrite && !isHtm) return;
    if (strand.pending.some((write) => write.cell === cell && write.place === place && (write.isRead !== true || !isWrite))) return;
    if (isWrite && this.#isFull(strand)) this.#overflows(strand);
    const write: PendingWrite = { cell, place, before: peek(cell, place), ...(isWrite ? {} : { isRead: true }) };
    assign(journal, strand, "pending", [...strand.pending, write]);
  }

  /** Does the write buffer hold no more words? */
  #isFull(strand: Strand): boolean {
    const { isolation } = this.#world.payload.machine;
    return isolation !== "percpu" && strand.pending.filter(({ isRead }) => isRead !== true).length >= bufferWords;
  }

  #overflows(strand: Strand): void {
    const offset = this.#world.currentOffset();
    this.#world.fail({ code: "FL1018", property: "FL1018", strand: strand.index, offset });
    this.hasOverflown = true;
  }
  /** The section of this slice has written more than its buffer holds. */
  hasOverflown = false;

  // ------------------------------------------------------------ several CPUs

  /** Before a strand runs on: its access, which is granted now, meets the open sections of other CPUs. */
  beforeSlice(strand: Strand): void {
    const world = this.#world;
    const { machine } = world.payload;
    if (machine.cpus === 1 || world.options.isUnitwise || strand.standing.kind !== "access") return;
    const { cell, place, access } = strand.standing;
    for (const other of world.state.strands) {
      if (other.cpu === strand.cpu || other.section === undefined) continue;
      if (machine.isolation === "htm") this.#conflict(other, cell, place, access);
      else if (machine.isolation === "percpu") this.#observe(other, strand, cell, place, access);
    }
  }

  /** Hardware that detects conflicts: what the section has written is accessed, or what it has read is written: it starts again. */
  #conflict(other: Strand, cell: Cell, place: Place, access: AccessKind): void {
    const isWrite = access !== "read" && access !== "atomic-read";
    const hit = other.pending.some((write) => write.cell === cell && overlaps(write.place, place) && (isWrite || write.isRead !== true));
    if (hit) restartSection(this.#world, other, "conflict");
  }

  /** Another CPU looks at, or writes over, what an open section has written in place. */
  #observe(other: Strand, strand: Strand, cell: Cell, place: Place, access: AccessKind): void {
    if (access === "atomic-read") return;
    const isWrite = access !== "read";
    const seen = other.pending.map((write): PendingWrite => {
      if (write.cell !== cell || !overlaps(write.place, place)) return write;
      return isWrite ? { ...write, overwrittenBy: strand.index } : { ...write, seenBy: strand.index };
    });
    assign(this.#world.vm.journal, other, "pending", seen);
  }
}

/** Stands for the order of an object's properties, or of the entries of a Map or Set. */
const order: unique symbol = Symbol("order");

/** Does this write add a property or an entry, and so change the order for whoever goes through all of them? */
function addsPlace(cell: Cell, place: Place): boolean {
  if (cell instanceof VMap || cell instanceof VSet) return place !== whole && cell.table.find(place) < 0;
  // Elements of a list are in the order of their numbers.
  return (
    cell instanceof VObject && (typeof place === "string" || typeof place === "symbol") && place !== whole && cell.attributesOf(place) < 0
  );
}

/** Ids of cells that a context makes begin here. */
const firstIdOf = (context: number): number => (context + 1) * firstThreadId;

const overlaps = (a: Place, b: Place): boolean => a === b || a === whole || b === whole;
