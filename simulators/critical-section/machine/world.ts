import type { System, Words } from "../../core/explore/system.ts";
import type { Cell, VObject } from "../../core/vm/cell.ts";
import type { AccessKind, Stop } from "../../core/vm/host.ts";
import { createMachine, type Machine } from "../../core/vm/machine.ts";
import type { Place, Value } from "../../core/vm/value.ts";
import type { EventKind, Payload } from "../payload.ts";
import { type Choice, choicesOf, costOf } from "./choices.ts";
import type { Failure } from "./failure.ts";
import { Flow } from "./flow.ts";
import { createHost } from "./host.ts";
import { installIntrinsics } from "./intrinsics.ts";
import { judgeEnd, judgeInvariants } from "./judge.ts";
import { Memory } from "./memory.ts";
import { completeOperation, fireTimer, runEffect } from "./outside.ts";
import type { Recorder } from "./recorder.ts";
import { finishSlice, hideOthers, startStrand, startUpcall } from "./run.ts";
import { Sharing } from "./sharing.ts";
import { assign, MachineState } from "./state.ts";
import { createStrands } from "./strands.ts";
import { writeWords } from "./words.ts";
import type { Strand } from "./thread.ts";

export interface WorldOptions {
  /** Find lost updates. Costs states. */
  readonly tracksFlow: boolean;
  /** Let events hit before every access of a section instead of only at its end: needed when the handler looks at where it was, or resumes. */
  readonly allBoundaries: boolean;
  /** Try every kind of event instead of the first: needed when the handler looks at it. */
  readonly allKinds: boolean;
  /** One call of a thread function after the other (the serial orders of model=async). */
  readonly isSerial?: boolean;
  /** At its begin a section may be given up, so many times in a run (the serial orders of a program whose handler says `abort`). */
  readonly aborts?: number;
  readonly memoryLimitMb?: number;
  readonly beacon?: (offset: number) => void;
  /** Collects what happens, for a trace. */
  readonly recorder?: Recorder;
}

/** What was learnt that the options do not provide for: the search is to be repeated with them. */
export interface Learnt {
  /** The handler looks at the CPU's state or resumes in a section. */
  allBoundaries: boolean;
  /** The handler looks at the kind of event. */
  allKinds: boolean;
  hasAborted: boolean;
  hasSlept: boolean;
}

/** Instructions of a slice until it is looked at anew. */
const sliceInstructions = 200_000;
/** And so many of them without an access to shared memory: 20 million instructions. */
const maximumSlices = 100;

/** A program of the user's on the simulated machine of US10922128B1: threads, sections, events, upcalls, the outside world. */
export class World implements System {
  readonly payload: Payload;
  readonly options: WorldOptions;
  readonly vm: Machine;
  readonly sharing: Sharing;
  readonly flow: Flow;
  readonly memory: Memory;
  readonly state = new MachineState();
  readonly learnt: Learnt = { allBoundaries: false, allKinds: false, hasAborted: false, hasSlept: false };
  /** Of the step taken last, or of the present state. */
  failures: Failure[] = [];
  /** The program does what is not modelled: where and what. Ends every run that reaches it. */
  notModelled: { readonly message: string; readonly offset: number } | undefined;
  sectionAborted: VObject | undefined;
  #choices: readonly Choice[] | undefined;
  /** Where the section that was begun in this slice starts in the journal; -1: none was. */
  sectionStart = -1;

  constructor(payload: Payload, options: WorldOptions, sharing = new Sharing()) {
    this.payload = payload;
    this.options = options;
    this.sharing = sharing;
    this.memory = new Memory(this);
    this.vm = createMachine(createHost(this), {
      environment: payload.environment,
      ...(options.memoryLimitMb === undefined ? {} : { memoryLimit: options.memoryLimitMb * 1024 * 1024 }),
      ...(options.beacon ? { beacon: options.beacon } : {}),
    });
    this.flow = new Flow(this.vm.journal);
    installIntrinsics(this);
  }

  /** The threads, after the modules have run. */
  begin(): void {
    createStrands(this);
    this.vm.seal();
  }

  /** Kinds of events that are tried. */
  get kinds(): readonly EventKind[] {
    const { events } = this.payload.machine;
    return this.options.allKinds ? events : events.slice(0, 1);
  }

  get isAsync(): boolean {
    return this.payload.machine.model === "async";
  }

  /** Threads only. */
  get threads(): readonly Strand[] {
    return this.state.strands.slice(0, this.threadCount);
  }
  threadCount = 0;

  strand(index: number): Strand {
    return this.state.strands[index] as Strand;
  }

  // ------------------------------------------------------------ System

  choices(): number {
    return this.alternatives().length;
  }

  alternatives(): readonly Choice[] {
    this.#choices ??= this.notModelled ? [] : choicesOf(this);
    return this.#choices;
  }

  costOf(choice: number): number {
    return costOf(this, this.alternatives(), choice);
  }

  take(index: number): void {
    const choice = this.alternatives()[index];
    if (!choice) throw new RangeError(`there is no choice ${index}`);
    this.#choices = undefined;
    this.failures = [];
    this.options.recorder?.choose(choice);
    this.#perform(choice);
    this.settle();
  }

  /** Looks at the invariants if something they read has changed, and at the end. */
  settle(): void {
    if (this.notModelled) return;
    judgeInvariants(this);
    if (this.alternatives().length === 0) judgeEnd(this);
  }

  mark(): number {
    return this.vm.journal.mark;
  }

  undoTo(mark: number): void {
    this.#choices = undefined;
    this.failures = [];
    this.notModelled = undefined;
    this.vm.journal.undoTo(mark);
  }

  words(): Words {
    return writeWords(this);
  }

  last(): number {
    return this.state.last;
  }

  // ------------------------------------------------------------ steps

  #perform(choice: Choice): void {
    switch (choice.kind) {
      case "run":
        this.runStrand(this.strand(choice.strand));
        break;
      case "event":
        startUpcall(this, this.strand(choice.strand), choice.event);
        break;
      case "abort":
        this.memory.abortAtBegin(this.strand(choice.strand));
        break;
      case "effect":
        runEffect(this, choice.operation);
        break;
      case "completion":
        completeOperation(this, choice.operation);
        break;
      case "timer":
        fireTimer(this, choice.timer);
        break;
    }
    if (choice.strand >= 0) assign(this.vm.journal, this.state, "last", choice.strand);
  }

  /** Runs a strand to its next stop. */
  runStrand(strand: Strand): void {
    const { journal } = this.vm;
    hideOthers(this, strand);
    this.memory.beforeSlice(strand);
    startStrand(this, strand);
    if (strand.task.top === undefined) return;
    const from = journal.mark;
    this.sectionStart = -1;
    const stop = this.runTask(strand);
    finishSlice(this, strand, stop, from);
  }

  /** Runs the strand's task: its frames are saved before and after. */
  runTask(strand: Strand): Stop {
    const { vm } = this;
    vm.journal.save(strand.task, "top");
    vm.context = strand.index;
    this.memory.enter(strand);
    const stop = vm.run(strand.task, sliceInstructions);
    this.memory.leave();
    vm.save(strand.task);
    return stop;
  }

  /** A stop that says "not modelled". */
  giveUp(strand: Strand, message: string): void {
    this.notModelled ??= { message, offset: this.offsetOf(strand) };
  }

  isTooLong(times: number): boolean {
    return times >= maximumSlices;
  }

  /** Where the strand is in the bundle; -1 when it has no frame. */
  offsetOf(strand: Strand): number {
    return strand.task.top === undefined ? -1 : (this.vm.stack(strand.task)[0]?.offset ?? -1);
  }

  fail(failure: Failure): void {
    if (!this.failures.some(({ property, code }) => property === failure.property && code === failure.code)) this.failures.push(failure);
    this.options.recorder?.fail(failure);
  }

  // ------------------------------------------------------------ used by the parts

  touch(cell: Cell, place: Place, kind: AccessKind): boolean {
    return this.memory.access(cell, place, kind);
  }

  toText(value: Value): string {
    return this.vm.describe(value);
  }
}
