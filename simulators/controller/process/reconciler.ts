import type { Json } from "../../../protocol/json.ts";
import type { SourceSpan } from "../../../protocol/source.ts";
import type { VObject } from "../../core/vm/cell.ts";
import { type Job, processExit, type Stop } from "../../core/vm/host.ts";
import { createMachine, type Machine } from "../../core/vm/machine.ts";
import { isCallable } from "../../core/vm/objects/function.ts";
import type { Places } from "../../core/places.ts";
import type { Program } from "../../core/simulator.ts";
import { StateKeys } from "../../core/vm/state-key.ts";
import type { Value } from "../../core/vm/value.ts";
import type { Task } from "../../core/vm/vm.ts";
import { installCores, loadCores } from "./cores.ts";
import { createHost, placed } from "./host.ts";
import { installIntrinsics, intrinsicNames } from "./intrinsics.ts";
import { halt, lookAside } from "./look.ts";
import { type ProcessOptions, type Traits, traitsOf } from "./options.ts";
import { promiseState, settledValue } from "../../core/program/promises.ts";
import { assign } from "../../core/program/assign.ts";
import { runnerText } from "../../core/program/runner.ts";
import { type Given, ProcessState, type Waiting } from "./state.ts";
import { placeOfThrown, textOfThrown } from "../../core/program/thrown.ts";
import { type ProcessFailure, ProcessStopped } from "../../core/program/stopped.ts";
import type { StrandEvent, WorldData } from "./types.ts";

/** One machine with the user's program: runs code until it can only wait. Everything that it does can be taken back by the journal. */
export class Reconciler {
  readonly program: Program;
  readonly options: ProcessOptions;
  readonly traits: Traits;
  readonly vm: Machine;
  readonly places: Places;
  readonly state = new ProcessState();
  /** What modules of ours told while they were evaluated. */
  readonly registered = new Map<string, VObject>();
  /** What `$objects` reads: of the evaluation that runs. */
  worlds: readonly WorldData[] = [];
  /** Of the step taken last. */
  events: StrandEvent[] = [];
  readonly #places = new Map<number, readonly SourceSpan[]>();
  /** Where what was given was written first in this step so that it changed, as far as is known; after so many writes that were compared. */
  firstWrites = new Map<Given, { readonly at: SourceSpan | undefined; readonly writes: number }>();
  /** A step of a reconcile is taken. */
  isReconciling = false;
  /** What the native asks for that has just paused its task: the machine takes back what it did itself. */
  wantedLook: { readonly path: string; readonly selectors: string; readonly question: string } | undefined;
  /** Collections that informers watch, as the modules have made them. */
  readonly informers: string[] = [];
  /** Random values were drawn, in whatever run. */
  hasDrawn = false;
  /** `process.exit` was called with this; the machine takes back what its native did. */
  exitRequest: number | undefined;
  /** Where the call was made that was answered last. */
  answered: SourceSpan | undefined;
  /** See `runnerText`. */
  readonly runner: VObject;
  readonly #parsed = new Map<string, Json>();
  #keys: StateKeys | undefined;

  constructor(program: Program, options: ProcessOptions, places: Places) {
    this.program = program;
    this.options = options;
    this.places = places;
    this.traits = traitsOf(program.code);
    const { budget } = options;
    const beacon = budget.beacon && ((offset: number) => budget.beacon?.(offset));
    this.vm = createMachine(createHost(this), { intrinsics: intrinsicNames, ...(beacon ? { beacon } : {}) });
    this.runner = this.vm.script("", 2, runnerText);
    installIntrinsics(this);
    installCores(this.vm);
  }

  get isLoading(): boolean {
    return this.#keys === undefined;
  }

  get keys(): StateKeys {
    if (!this.#keys) throw new Error("the modules have not been evaluated");
    return this.#keys;
  }

  /** Evaluates the modules. What they have under way is never answered: it is not part of a reconcile. @throws {ProcessStopped} */
  load(): void {
    const { vm, state } = this;
    const evaluated = this.runToEnd(this.#parse());
    if (evaluated.kind === "threw")
      this.stopLoading(`the module throws while it is loaded: ${textOfThrown(evaluated.value)}`, evaluated.value);
    this.drain();
    const [rejected] = state.unhandled;
    if (rejected) {
      const reason = settledValue(rejected);
      this.stopLoading(`a promise is rejected without a handler while the module is loaded: ${textOfThrown(reason)}`, reason);
    }
    if (state.exitCode >= 0) this.stopLoading("the program ends itself while it is loaded");
    if (evaluated.kind === "done" && promiseState(evaluated.value) === "pending")
      this.stopLoading("the module waits at its top level for something that only comes later", undefined, state.waiting[0]?.at[0]);
    Object.assign(state, new ProcessState());
    this.events = [];
    // What is drawn once, while the modules are evaluated, is the same in every run.
    this.hasDrawn = false;
    vm.context = 0;
    vm.seal();
    this.#keys = new StateKeys(vm, vm.initialCells);
  }

  #parse(): Task {
    try {
      loadCores(this.vm, this.program.code);
      return this.vm.load(this.program.code);
    } catch (error) {
      throw new ProcessStopped({ code: "FL0003", message: `this can't be read: ${String(error)}` });
    }
  }

  stopLoading(message: string, thrown?: Value, at?: SourceSpan): never {
    throw new ProcessStopped({ code: "FL0003", message, ...placed(at ?? placeOfThrown(this.places, thrown)) });
  }

  // ------------------------------------------------------------ running

  /** An export of the program. */
  exported(name: string): Value {
    return this.vm.exports().get(name)?.();
  }

  /** Forgets the events of the step before. */
  beginStep(): void {
    this.events = [];
    if (this.firstWrites.size > 0) this.firstWrites = new Map();
    this.answered = undefined;
  }

  /** Calls a function and all micro-tasks that follow from it. */
  run(callee: VObject, thisValue: Value, args: readonly Value[], store?: Value): Stop {
    const stop = this.runToEnd(this.vm.start(callee, thisValue, args, store));
    return stop;
  }

  /** Micro-tasks, in their order, until there are none. @throws {ProcessStopped} They do not come to an end. */
  drain(): void {
    const { state, vm } = this;
    for (let count = 0; state.queue.length > 0 && state.halted === undefined; count += 1) {
      const [job, ...rest] = state.queue as readonly [Job, ...Job[]];
      assign(vm.journal, state, "queue", rest);
      const task = vm.startJob(job);
      if (count > maximumJobs) this.#stopEndless(job, count);
      const stop = this.runToEnd(task);
      if (stop.kind === "threw") this.noteThrown(stop.value);
    }
  }

  /** Some of them have no place of their own. */
  #stopEndless(job: Job, count: number): void {
    const at = this.#placeOfJob(job);
    if (at || count > maximumJobs + 20) this.stop("FL0003", "these micro-tasks call for one another without end", at ?? this.answered);
  }

  /** What nobody catches ends a process of Node's. */
  noteThrown(value: Value): void {
    this.note({ kind: "unhandled-rejection", message: textOfThrown(value), ...placed(placeOfThrown(this.places, value) ?? this.answered) });
  }

  /** Runs a task to its end, undivided. @throws {ProcessStopped} */
  runToEnd(task: Task): Stop {
    const { vm, state } = this;
    for (let slices = 0; ; slices += 1) {
      const stop = vm.run(task, sliceInstructions);
      const limit = this.options.budget.stop();
      if (limit) throw new ProcessStopped({ code: "FL0003", message: `the limit of ${limit} came first`, limit });
      if (stop.kind === "done" || stop.kind === "threw") return stop;
      if (stop.kind === "budget" && slices < maximumSlices) continue;
      if (stop.kind === "pause" && stop.why === lookAside) {
        halt(this, task);
        return stop;
      }
      if (stop.kind === "pause" && stop.why === processExit) {
        assign(vm.journal, state, "exitCode", this.exitRequest ?? 0);
        assign(vm.journal, state, "queue", []);
        assign(vm.journal, state, "waiting", []);
        return { kind: "done", value: undefined, tag: 0 };
      }
      const message =
        stop.kind === "not-modelled" ? stop.message : stop.kind === "budget" ? "this does not come to an end" : "this would wait for ever";
      return this.stop("FL0003", message, this.#placeOf(task));
    }
  }

  stop(code: ProcessFailure["code"], message: string, at: SourceSpan | undefined): never {
    throw new ProcessStopped({ code, message, ...placed(at) });
  }

  /** Where the function stands that a micro-task calls. */
  #placeOfJob({ callee, args }: Job): SourceSpan | undefined {
    const offsets = [callee, ...args].flatMap((value) => (isCallable(value) && value.code !== undefined ? [value.code.offset] : []));
    return this.places.spans(offsets)[0] ?? this.answered;
  }

  #placeOf(task: Task): SourceSpan | undefined {
    return this.placesOf(task)[0] ?? this.answered;
  }

  /** Where a task stands, in the user's own files. */
  placesOf(task: Task): readonly SourceSpan[] {
    return task.top === undefined ? [] : this.places.spans(this.vm.stack(task).map(({ offset }) => offset));
  }

  // ------------------------------------------------------------ for the host and the intrinsics

  /** Something waits for an answer or for its time. */
  wait(callee: VObject, what: Waiting["what"], here?: number): void {
    if (!isCallable(callee)) return this.vm.fail("TypeError", "the callback is no function");
    this.waitAt((here === undefined ? undefined : this.#places.get(here)) ?? this.#stack(), callee, what);
  }

  waitAt(at: readonly SourceSpan[], callee: VObject, what: Waiting["what"]): void {
    const { state, vm } = this;
    const taken = new Set(state.waiting.map(({ call }) => call));
    let call = 0;
    while (taken.has(call)) call += 1;
    assign(vm.journal, state, "waiting", [...state.waiting, { call, at, callee, what }]);
  }

  /** The same number for the same places, in every process: it may stand in what is compared. */
  here(): number {
    const places = this.#stack();
    let number = 0x811c9dc5;
    for (const character of JSON.stringify(places)) number = Math.imul(number ^ (character.codePointAt(0) ?? 0), 0x01000193);
    this.#places.set(number, places);
    return number;
  }

  note(event: StrandEvent): void {
    this.events.push(event);
  }

  /** Equal texts, one value. */
  parse(text: string): Json {
    const known = this.#parsed.get(text);
    if (known !== undefined) return known;
    const parsed = JSON.parse(text) as Json;
    this.#parsed.set(text, parsed);
    return parsed;
  }

  /** Where the code that runs is, in the user's own files. */
  place(): SourceSpan | undefined {
    return this.#stack()[0] ?? this.answered;
  }

  #stack(): readonly SourceSpan[] {
    return this.places.spans(this.vm.awaitingStack().map(({ offset }) => offset));
  }
}

const sliceInstructions = 20_000;
/** 20 million instructions without waiting for anything. */
const maximumSlices = 1000;
/** So many micro-tasks in one step are taken for an endless chain. */
const maximumJobs = 50_000;
