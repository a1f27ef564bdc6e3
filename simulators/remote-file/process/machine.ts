import type { SourceSpan } from "../../../protocol/source.ts";
import type { Budget } from "../../core/budget.ts";
import type { Places } from "../../core/places.ts";
import type { Program } from "../../core/simulator.ts";
import type { VBuffer } from "../../core/vm/builtins/array-buffer.ts";
import type { VObject } from "../../core/vm/cell.ts";
import { type Job, processExit, type Stop } from "../../core/vm/host.ts";
import { createMachine, type Machine } from "../../core/vm/machine.ts";
import { isCallable } from "../../core/vm/objects/function.ts";
import { StateKeys } from "../../core/vm/state-key.ts";
import type { Value } from "../../core/vm/value.ts";
import type { Task } from "../../core/vm/vm.ts";
import type { RemoteFiles } from "../config/model.ts";
import type { Answer, Call } from "../nodes/calls.ts";
import type { Site } from "../nodes/site.ts";
import type { World } from "../nodes/world.ts";
import type { Disks } from "./disks.ts";
import type { HeapCall } from "./heap.ts";
import { createHost } from "./host.ts";
import { agentPause, installIntrinsics, intrinsicNames } from "./intrinsics.ts";
import { promiseState, settledValue } from "../../core/program/promises.ts";
import { runnerText } from "../../core/program/runner.ts";
import { assign } from "../../core/program/assign.ts";
import { MachineState } from "./state.ts";
import { placeOfThrown, textOfThrown } from "../../core/program/thrown.ts";
import { thrownValue } from "./thrown.ts";
import { type ProcessFailure, ProcessStopped } from "../../core/program/stopped.ts";
import type { Disk, ProcessNote, SetTimer, Surroundings, ThrownValue, WaitingCall } from "./types.ts";

export interface MachineOptions {
  /** It runs what looks at the run from outside. */
  readonly isObserver: boolean;
  readonly configuration: RemoteFiles;
  readonly environment: readonly (readonly [name: string, value: string])[];
  readonly seed: number;
  readonly disks: Disks;
  readonly budget: Budget;
}

/** What programs were seen to do that makes something part of their states; once true, always. Shared by all machines of a run. */
export interface Learnt {
  readsClock: boolean;
  clearsTimers: boolean;
}

/** One thing that a step asked its surroundings for, and was told: as long as it is told the same, the step is the same. */
export type Query =
  | { readonly kind: "now"; readonly now: number }
  | { readonly kind: "inode"; readonly fd: number; readonly inode: number | undefined }
  | { readonly kind: "capacity"; readonly bytes: number; readonly free: number }
  | { readonly kind: "disk"; readonly disk: Disk };

/** One machine with the user's program: runs code until it can only wait. Everything that it does can be taken back by the journal. */
export class ProcessMachine {
  readonly options: MachineOptions;
  readonly learnt: Learnt;
  readonly vm: Machine;
  readonly places: Places;
  readonly state = new MachineState();
  /** `process.exit` was called with this; the machine takes back what its native did. */
  exitRequest: number | undefined;
  /** A synchronous call was made, likewise. */
  syncRequest: { readonly call: HeapCall; readonly here: number } | undefined;
  /** Of the process that runs. */
  number = -1;
  // Of the step that is taken.
  calls: WaitingCall[] = [];
  notes: ProcessNote[] = [];
  timersSet: SetTimer[] = [];
  queries: Query[] = [];
  #surroundings: Surroundings | undefined;
  #disk: Disk | undefined;
  /** What an observer looks at. */
  #observed: { readonly site: Site; readonly world: World } | undefined;
  /** Where the call was made that was answered last. */
  #answered: SourceSpan | undefined;
  readonly #program: Program;
  readonly #here = new Map<number, readonly SourceSpan[]>();
  /** See `runnerText`. */
  readonly runner: VObject;
  #keys: StateKeys | undefined;

  constructor(program: Program, places: Places, options: MachineOptions, learnt: Learnt) {
    this.#program = program;
    this.places = places;
    this.options = options;
    this.learnt = learnt;
    const { budget } = options;
    const beacon = budget.beacon && ((offset: number) => budget.beacon?.(offset));
    const memoryLimit = Math.min(budget.memoryLimitMb, programMegabytes) * 2 ** 20;
    this.vm = createMachine(createHost(this), { intrinsics: intrinsicNames, memoryLimit, ...(beacon ? { beacon } : {}) });
    this.runner = this.vm.script("", 2, runnerText);
    installIntrinsics(this);
  }

  get keys(): StateKeys {
    if (!this.#keys) throw new Error("the modules have not been evaluated");
    return this.#keys;
  }

  /** Evaluates the modules: they are the same for every process, and are over before anything is simulated. @throws {ProcessStopped} */
  load(): void {
    const { vm, state } = this;
    const evaluated = this.runToEnd(this.#parse());
    if (evaluated === "blocked") this.#stopLoading(usesFiles);
    if (evaluated.kind === "threw")
      this.#stopLoading(`the module throws while it is loaded: ${textOfThrown(evaluated.value)}`, evaluated.value);
    this.drain();
    const [rejected] = state.unhandled;
    if (rejected) {
      const reason = settledValue(rejected);
      this.#stopLoading(`a promise is rejected without a handler while the module is loaded: ${textOfThrown(reason)}`, reason);
    }
    if (state.ending) this.#stopLoading("the program ends itself while it is loaded");
    const [waiting] = state.waiting;
    if (waiting || state.blocked) this.#stopLoading(usesFiles, undefined, waiting?.at[0]);
    if (evaluated.kind === "done" && promiseState(evaluated.value) === "pending")
      this.#stopLoading("the module waits at its top level for something that only comes later");
    Object.assign(state, new MachineState());
    this.beginStep(undefined);
    vm.context = 0;
    vm.seal();
    this.#keys = new StateKeys(vm, vm.initialCells);
  }

  #parse(): Task {
    try {
      return this.vm.load(this.#program.code);
    } catch (error) {
      throw new ProcessStopped({ code: "FL0003", message: `this can't be read: ${String(error)}` });
    }
  }

  #stopLoading(message: string, thrown?: Value, at?: SourceSpan): never {
    const place = at ?? placeOfThrown(this.places, thrown);
    throw new ProcessStopped({ code: "FL0003", message, ...(place ? { at: place } : {}) });
  }

  /** An export of the program. */
  exported(name: string): Value {
    return this.vm.exports().get(name)?.();
  }

  // ------------------------------------------------------------ running

  beginStep(surroundings: Surroundings | undefined, answered?: SourceSpan): void {
    this.calls = [];
    this.notes = [];
    this.timersSet = [];
    this.queries = [];
    this.#surroundings = surroundings;
    this.#disk = undefined;
    this.#answered = answered;
  }

  set answered(at: SourceSpan | undefined) {
    this.#answered = at;
  }

  get answered(): SourceSpan | undefined {
    return this.#answered;
  }

  /** Calls a function and nothing that follows from it. */
  run(callee: VObject, thisValue: Value, args: readonly Value[]): Stop | "blocked" {
    return this.runToEnd(this.vm.start(callee, thisValue, args));
  }

  /** Micro-tasks, in their order, until there are none or the code waits inside of a synchronous call. @throws {ProcessStopped} They do not come to an end. */
  drain(): void {
    const { state, vm } = this;
    for (let count = 0; state.queue.length > 0 && !state.blocked; count += 1) {
      const [job, ...rest] = state.queue as readonly [Job, ...Job[]];
      assign(vm.journal, state, "queue", rest);
      if (count > maximumJobs) this.#stopEndless(job, count);
      const stop = this.runToEnd(vm.startJob(job));
      if (stop !== "blocked" && stop.kind === "threw") this.noteThrown(stop.value);
    }
  }

  /** Some of them have no place of their own. */
  #stopEndless(job: Job, count: number): void {
    const at = this.#placeOfJob(job);
    if (at || count > maximumJobs + 20) this.stop("these micro-tasks call for one another without end", at);
  }

  /** What nobody catches. */
  noteThrown(value: Value): void {
    const at = placeOfThrown(this.places, value) ?? this.#answered;
    this.note({ kind: "unhandled-rejection", thrown: this.thrown(value, at) });
  }

  thrown(value: Value, fallback?: SourceSpan): ThrownValue {
    return thrownValue(this.places, value, fallback);
  }

  /** Runs a task until it ends, or waits inside of a synchronous call. @throws {ProcessStopped} */
  runToEnd(task: Task): Stop | "blocked" {
    const { vm, options } = this;
    for (let slices = 0; ; slices += 1) {
      const stop = vm.run(task, sliceInstructions);
      const limit = options.budget.stop();
      if (limit) throw new ProcessStopped({ code: "FL0003", message: `the limit of ${limit} came first`, limit });
      if (stop.kind === "done" || stop.kind === "threw") return stop;
      if (stop.kind === "budget" && slices < maximumSlices) continue;
      if (stop.kind === "pause" && stop.why === agentPause) return this.#block(task);
      if (stop.kind === "pause" && stop.why === processExit) return this.#exit();
      const message =
        stop.kind === "not-modelled" ? stop.message : stop.kind === "budget" ? "this does not come to an end" : "this would wait for ever";
      return this.stop(message, this.#placeOf(task));
    }
  }

  #block(task: Task): "blocked" {
    const { syncRequest, vm, state } = this;
    if (!syncRequest) throw new Error("nothing was asked for");
    const slot = this.wait(syncRequest.call, syncRequest.here, undefined);
    assign(vm.journal, state, "blocked", { slot, frame: vm.save(task) });
    return "blocked";
  }

  #exit(): Stop {
    const { vm, state } = this;
    const gone = new MachineState();
    for (const field of ["queue", "waiting", "timers", "arrived", "unhandled", "blocked"] as const)
      assign(vm.journal, state, field, gone[field] as never);
    if (!state.ending) assign(vm.journal, state, "ending", { kind: "exited", code: this.exitRequest ?? 0 });
    return { kind: "done", value: undefined, tag: 0 };
  }

  stop(message: string, at: SourceSpan | undefined, code: ProcessFailure["code"] = "FL0003"): never {
    throw new ProcessStopped({ code, message, ...(at ? { at } : {}) });
  }

  /** Where the function stands that a micro-task calls. */
  #placeOfJob({ callee, args }: Job): SourceSpan | undefined {
    const offsets = [callee, ...args].flatMap((value) => (isCallable(value) && value.code !== undefined ? [value.code.offset] : []));
    return this.places.spans(offsets)[0] ?? this.#answered;
  }

  #placeOf(task: Task): SourceSpan | undefined {
    if (task.top === undefined) return undefined;
    return this.places.spans(this.vm.stack(task).map(({ offset }) => offset))[0] ?? this.#answered;
  }

  // ------------------------------------------------------------ for the host and the intrinsics

  /** A call of the agent is made. @returns Its slot. */
  wait({ call, spans }: HeapCall, here: number, promise: VObject | undefined): number {
    const { state, vm } = this;
    const taken = new Set(state.waiting.map(({ slot }) => slot));
    let slot = 0;
    while (taken.has(slot)) slot += 1;
    const buffers = spans.map(({ buffer }) => this.#lend(buffer));
    const lent = spans.map(({ offset, length }, index) => ({ offset, length, owner: ownerOf(this.number, buffers[index] ?? 0) }));
    const named: Call = call.kind === "read" || call.kind === "write" ? { ...call, buffers: lent } : call;
    const at = this.placesOf(here);
    assign(vm.journal, state, "waiting", [...state.waiting, { slot, call: named, at, promise, buffers }]);
    this.calls.push({ slot, call: named, isSync: promise === undefined, at });
    return slot;
  }

  #lend(buffer: VBuffer): number {
    const { state, vm } = this;
    const known = state.buffers.indexOf(buffer);
    if (known >= 0) return known;
    const free = state.buffers.indexOf(undefined);
    const index = free < 0 ? state.buffers.length : free;
    assign(vm.journal, state, "buffers", free < 0 ? [...state.buffers, buffer] : state.buffers.with(free, buffer));
    return index;
  }

  takeGranted(): Answer | undefined {
    const { state, vm } = this;
    const { granted } = state;
    assign(vm.journal, state, "granted", undefined);
    return granted;
  }

  note(note: ProcessNote): void {
    this.notes.push(note);
  }

  /** The same number for the same places, in every process: it may stand in what is compared. */
  here(): number {
    const places = this.places.spans(this.vm.awaitingStack().map(({ offset }) => offset));
    let number = 0x811c9dc5;
    for (const character of JSON.stringify(places)) number = Math.imul(number ^ (character.codePointAt(0) ?? 0), 0x01000193);
    this.#here.set(number, places);
    return number;
  }

  /** @param here What `here` answered. */
  placesOf(here: number): readonly SourceSpan[] {
    const places = this.#here.get(here) ?? [];
    return places.length > 0 || !this.#answered ? places : [this.#answered];
  }

  /** Where the code that runs is, in the user's own files. */
  place(): SourceSpan | undefined {
    return this.places.spans(this.vm.awaitingStack().map(({ offset }) => offset))[0] ?? this.#answered;
  }

  now(): number {
    this.learnt.readsClock = true;
    // While the modules are evaluated, and for observers, it is the beginning.
    const now = this.#surroundings?.now() ?? 0;
    this.#ask({ kind: "now", now });
    return now;
  }

  inode(fd: number): number | undefined {
    const inode = this.#surroundings?.inode(fd);
    this.#ask({ kind: "inode", fd, inode });
    return inode;
  }

  capacity(): readonly [bytes: number, free: number] {
    const [bytes, free] = this.#surroundings?.capacity() ?? [0, 0];
    this.#ask({ kind: "capacity", bytes, free });
    return [bytes, free];
  }

  /** The disk of the node, as this step has left it so far. */
  disk(): Disk {
    if (this.#disk) return this.#disk;
    const disk = this.#surroundings?.disk ?? this.options.disks.empty;
    this.#ask({ kind: "disk", disk });
    this.#disk = disk;
    return disk;
  }

  writeDisk(key: string, bytes: Uint8Array | undefined): void {
    this.#disk = this.options.disks.with(this.disk(), key, bytes);
  }

  /** Undefined: nothing of it was looked at or changed. */
  get diskNow(): Disk | undefined {
    return this.#disk;
  }

  #ask(query: Query): void {
    this.queries.push(query);
  }

  set view(observed: { readonly site: Site; readonly world: World } | undefined) {
    this.#observed = observed;
  }

  observed(): { readonly site: Site; readonly world: World } {
    return this.#observed ?? this.vm.notModelled("only an observer may look at all files");
  }
}

/** What the agent calls a buffer of a process; see `Span.owner`. */
export const ownerOf = (process: number, buffer: number): number => process * buffersOfProcess + buffer;
export const processOfOwner = (owner: number): number => Math.floor(owner / buffersOfProcess);
export const bufferOfOwner = (owner: number): number => owner % buffersOfProcess;

/** More than any process lends at one time. */
const buffersOfProcess = 2 ** 20;

const usesFiles = "files are used while the module is loaded, before anything is simulated: use them in the process";

/** What one program may take for big texts, arrays and buffers, MiB: the memory of one run, not of the search. */
const programMegabytes = 256;

const sliceInstructions = 20_000;
/** 20 million instructions without waiting for anything. */
const maximumSlices = 1000;
/** So many micro-tasks in one step are taken for an endless chain. */
const maximumJobs = 50_000;
