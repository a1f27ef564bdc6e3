import type { System, Words } from "../../core/explore/system.ts";
import { type Cell, Scope, VObject } from "../../core/vm/cell.ts";
import type { Stop } from "../../core/vm/host.ts";
import { inspectLine } from "../../core/vm/inspect.ts";
import { createMachine, type Machine } from "../../core/vm/machine.ts";
import { firstThreadId } from "../../core/vm/ids.ts";
import { VError } from "../../core/vm/objects/error.ts";
import { shapeText } from "../../core/vm/shape-text.ts";
import { StateKeys } from "../../core/vm/state-key.ts";
import type { Place, Value } from "../../core/vm/value.ts";
import type { CodePlace, Task } from "../../core/vm/vm.ts";
import type { EventKind, Payload } from "../payload.ts";
import { type Choice, choicesOf, costOf } from "./choices.ts";
import { ChoicesOnTheWay } from "./choices-on-the-way.ts";
import type { Failure } from "./failure.ts";
import { Flow } from "./flow.ts";
import { createHost } from "./host.ts";
import { installIntrinsics, intrinsicNames } from "./intrinsics.ts";
import { judgeEnd, judgeInvariants } from "./judge.ts";
import { KnownSlices } from "./known-slices.ts";
import { Memory } from "./memory.ts";
import { Misuse } from "./misuse.ts";
import { settledValue } from "./promises.ts";
import type { HandlerWrites, Learnt, Names, SourcePlace, WorldOptions } from "./options.ts";
import { completeOperation, fireTimer, runEffect } from "./outside.ts";
import { sliceInstructions } from "./jobs.ts";
import { finishSlice, finishTask, hideOthers, piecesOf, runStepwise, startStrand, startUpcall } from "./run.ts";
import { abortAtBegin } from "./section.ts";
import { Sharing } from "./sharing.ts";
import { assign } from "../../core/program/assign.ts";
import { MachineState } from "./state.ts";
import { createStrands } from "./strands.ts";
import { WatchedRecords } from "./watched-records.ts";
import { writeWords } from "./words.ts";
import type { Strand } from "./thread.ts";

export type { HandlerWrites, Names, SourcePlace, WorldOptions };

/** A program of the user's on the simulated machine of US10922128B1: threads, sections, events, upcalls, the outside world. */
export class World implements System {
  readonly payload: Payload;
  options: WorldOptions;
  readonly vm: Machine;
  readonly sharing: Sharing;
  readonly flow: Flow;
  readonly memory: Memory;
  readonly state = new MachineState();
  readonly slices = new KnownSlices(this);
  readonly learnt: Learnt = {
    allBoundaries: false,
    allKinds: false,
    hasAborted: false,
    readsClock: false,
    clearsTimers: false,
    hasSection: false,
    handlerWrites: new Set(),
  };
  /** Of the step taken last, or of the present state. */
  failures: Failure[] = [];
  /** The program does what is not modelled: where and what. Ends every run that reaches it. */
  notModelled: { readonly message: string; readonly offset: number; readonly isEndless: boolean } | undefined;
  /** A predicate does what it may not, or is none. */
  misuse: { readonly name: string; readonly message: string; readonly offset: number } | undefined;
  /** Strands whose section came to its end in this step, as bits. */
  closed = 0;
  sectionAborted: VObject | undefined;
  #choices: readonly Choice[] | undefined;
  /** Where a long piece of code without shared accesses was last: UTF-16 offset in the bundle; -1: none was that long. */
  busyAt = -1;
  /** While a run is recorded: where the handler was before its latest instruction. */
  handlerPlaces: readonly CodePlace[] = [];
  /** Like `Section.frames`, of an open section in code that runs undivided. */
  looseFrames = 0;
  /** Where the section that was begun in this slice starts in the journal; -1: none was. */
  sectionStart = -1;

  /** Places and names, for people and for the handler's record. */
  readonly names: Names;

  constructor(payload: Payload, options: WorldOptions, names: Names, sharing = new Sharing()) {
    this.payload = payload;
    this.names = names;
    this.options = options;
    this.sharing = sharing;
    this.memory = new Memory(this);
    this.vm = createMachine(createHost(this), {
      intrinsics: intrinsicNames,
      cellLimit: cellsOfARun,
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
    this.#keys = new StateKeys(this.vm, this.vm.initialCells);
  }
  #keys: StateKeys | undefined;

  get keys(): StateKeys {
    if (!this.#keys) throw new Error("the threads have not been set up");
    return this.#keys;
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
    if (this.#threads.length !== this.threadCount) this.#threads = this.state.strands.slice(0, this.threadCount);
    return this.#threads;
  }
  #threads: readonly Strand[] = [];
  threadCount = 0;

  strand(index: number): Strand {
    return this.state.strands[index] as Strand;
  }

  // ------------------------------------------------------------ System

  choices(): number {
    return this.alternatives().length;
  }

  alternatives(): readonly Choice[] {
    this.#choices ??= this.notModelled ? [] : this.#choicesOnTheWay.remember(this.vm.journal.mark, choicesOf(this));
    return this.#choices;
  }
  readonly #choicesOnTheWay = new ChoicesOnTheWay();
  /** See `choicesOf`. */
  readonly runLists = new Map<number, readonly Choice[]>();

  costOf(choice: number): number {
    return costOf(this, this.alternatives(), choice);
  }

  take(index: number): void {
    const choice = this.alternatives()[index];
    if (!choice) throw new RangeError(`there is no choice ${index}`);
    this.#choices = undefined;
    if (this.failures.length > 0) this.failures = [];
    this.closed = 0;
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
    if (this.failures.length > 0) this.failures = [];
    this.notModelled = undefined;
    this.vm.journal.undoTo(mark);
    this.#choices = this.#choicesOnTheWay.backAt(mark);
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
        abortAtBegin(this, this.strand(choice.strand));
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
    if (strand.standing.kind === "leave") return finishTask(this, strand, strand.standing.value);
    if (strand.task.top === undefined) return;
    const from = journal.mark;
    this.sectionStart = -1;
    const stop = this.slices.repeat(strand) ?? this.runTask(strand);
    finishSlice(this, strand, stop, from);
  }

  /** Runs the strand's task: its frames are saved before and after. */
  runTask(strand: Strand): Stop {
    const { vm } = this;
    vm.journal.save(strand.task, "top");
    vm.context = strand.index;
    this.memory.enter(strand);
    const isWatched = this.options.recorder !== undefined && strand.index >= this.threadCount;
    const pieces = piecesOf(this, strand);
    let stop = isWatched ? runStepwise(this, strand, pieces) : vm.run(strand.task, sliceInstructions, this.slices.begin(strand));
    for (let done = isWatched ? pieces : 1; stop.kind === "budget" && done < pieces && !this.mustStop(); done += 1)
      stop = vm.run(strand.task, sliceInstructions);
    this.memory.leave();
    vm.save(strand.task);
    this.slices.end(strand, stop);
    return stop;
  }

  /** @param isEndless It takes more time or memory than one run may. */
  giveUp(strand: Strand, message: string, isEndless = false): void {
    this.notModelled ??= { message, offset: this.offsetOf(strand), isEndless };
  }

  giveUpAt(task: Task, message: string, isEndless = false): void {
    this.notModelled ??= { message, offset: this.vm.stack(task)[0]?.offset ?? -1, isEndless };
  }

  /** Where the strand is in the bundle; -1 when it has no frame. */
  offsetOf(strand: Strand): number {
    return strand.task.top === undefined ? -1 : (this.vm.stack(strand.task)[0]?.offset ?? -1);
  }

  fail(failure: Failure): void {
    if (!this.failures.some(({ property, code }) => property === failure.property && code === failure.code)) this.failures.push(failure);
    this.options.recorder?.fail(failure);
  }

  failWithException(strand: Strand, value: Value): void {
    const offset = thrownAt(value);
    this.fail({
      code: "FL1023",
      property: "no-exception",
      strand: strand.index,
      offset,
      text: `${strand.name} ends with ${this.toText(value)}`,
    });
  }

  /** Told to end by a limit, or by the user. */
  mustStop(): boolean {
    return this.options.mustStop?.() ?? false;
  }

  // ------------------------------------------------------------ used by the parts

  /** A function of the user's by its name in the file. */
  exported(name: string): VObject {
    const value = this.vm.exports().get(name)?.();
    if (!(value instanceof VObject)) throw new Misuse(name, `${name} is not a function when the module has loaded`);
    return value;
  }

  functionOf({ name }: Strand): VObject {
    return this.exported(name.slice(0, name.lastIndexOf("#")));
  }

  /** The thread on whose behalf a context runs; handlers run for the thread that was interrupted. */
  ownerOf(context: number): Strand | undefined {
    if (context < 0) return undefined;
    if (context < this.threadCount) return this.state.strands[context];
    const upcall = this.state.upcalls[context - this.threadCount];
    return upcall && this.strand(upcall.thread);
  }

  /** A context for predicates, so that what they make is nobody's. */
  get judgeContext(): number {
    return this.state.strands.length;
  }

  /** An effect that can't be taken back, by whoever runs. */
  effect(what: string, text: string): void {
    const { strand } = this.memory;
    if (!strand) return;
    this.options.recorder?.effect(strand, what, text);
    if (strand.depth > 0) assign(this.vm.journal, strand, "effects", [...strand.effects, { what, offset: this.currentOffset() }]);
  }

  currentOffset(): number {
    return this.vm.currentStack()[0]?.offset ?? -1;
  }

  /** Invariants that must also be true inside sections. */
  get hasEternal(): boolean {
    return this.payload.invariants.some(({ always }) => always);
  }

  /** Are the values before a section's writes of use to anybody? */
  get keepsPending(): boolean {
    const { payload, options } = this;
    return (
      payload.handler !== undefined || payload.machine.cpus > 1 || payload.machine.isolation !== "percpu" || options.recorder !== undefined
    );
  }

  abortError(kind: EventKind, sequence: number): VObject {
    const { vm } = this;
    const event = vm.object();
    vm.set(event, "kind", kind);
    vm.set(event, "sequence", sequence);
    const constructor = this.sectionAborted;
    if (constructor === undefined) return vm.error("Error", "The section was interrupted and given up");
    return vm.construct(constructor, [event]) as VObject;
  }

  /** What handlers were given. */
  readonly records = new WatchedRecords(this.learnt);

  /** What is compared with serial orders: the modules' variables and the returned values, by shape. */
  endText(handlerWrites: HandlerWrites = new Set()): string {
    const results = this.threads.map(({ result, hasThrown }) => (hasThrown ? "threw" : settledValue(result)));
    const scope = this.vm.moduleScope;
    const variables = scope ? scope.slots.filter((_, index) => !handlerWrites.has(`${scope.id} ${scope.names[index]}`)) : [];
    return shapeText([...variables, ...results], (id) => handlerWrites.has(String(id)));
  }

  /** A handler writes here. */
  noteHandlerWrite(cell: Cell, place: Place): void {
    if (cell.id < firstThreadId) this.learnt.handlerWrites.add(cell instanceof Scope ? `${cell.id} ${place as string}` : String(cell.id));
  }

  /** Where the strand is in the user's own files. */
  placeOf({ task, standing }: Strand): SourcePlace | undefined {
    const top = standing.kind === "leave" ? standing.frame : task.top;
    if (top === undefined) return undefined;
    for (const { offset } of this.vm.stack({ top })) {
      const place = this.names.locate(offset);
      if (place) return place;
    }
    return undefined;
  }

  locationName(cell: Cell, place: Place): string {
    return this.names.location(this, cell, place);
  }

  toText(value: Value): string {
    return inspectLine(value, value instanceof VError ? longestMessage : undefined);
  }
}

/** Whoever makes more has a loop without end: every schedule would have to make them again. */
const cellsOfARun = 200_000;

/** Characters of an error's message that are shown: it says what is wrong. */
const longestMessage = 160;

/** Where an error was made; -1: unknown, or not an error. */
export const thrownAt = (value: Value): number => (value instanceof VError ? (value.places[0]?.offset ?? -1) : -1);
