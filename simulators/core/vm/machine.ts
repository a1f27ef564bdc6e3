import { allBuiltins } from "./builtins/all.ts";
import type { Cell, VObject } from "./cell.ts";
import { compileModule } from "./compile/compile.ts";
import type { Footprint } from "./footprint.ts";
import type { Frame } from "./frame.ts";
import { hostModules } from "./host-modules/index.ts";
import type { AccessKind, Host, Job, Stop } from "./host.ts";
import { CellIds, firstThreadId } from "./ids.ts";
import { Journal } from "./journal.ts";
import { isCallable, VFunction } from "./objects/function.ts";
import { makeArray, makeError, makeNative, makeObject } from "./objects/make.ts";
import { get, set } from "./property.ts";
import { Realm } from "./realm.ts";
import { awaitingPlaces } from "./run/awaiting.ts";
import { generatorBuiltins } from "./run/generator-builtins.ts";
import { noBody } from "./code.ts";
import { copyCode } from "./run/copy-code.ts";
import { link } from "./run/link.ts";
import { runLoop } from "./run/loop.ts";
import { localsOf, offsetOf, placesBelow, placesOf } from "./run/places.ts";
import type { Runner } from "./run/runner.ts";
import { makeClosure } from "./run/literals.ts";
import type { ScopeCell } from "./run/scope.ts";
import { runNoted } from "./run/run-noted.ts";
import { Script } from "./run/script.ts";
import { accessSignal, Signal } from "./run/signal.ts";
import { callStub, constructStub, throwStub } from "./run/stub.ts";
import { union } from "./run/tags.ts";
import { writeStack } from "./run/write-frame.ts";
import type { StateWriter } from "./state-writer.ts";
import { Thrown } from "./thrown.ts";
import { hole, type Key, type Place, type Slot, type Value } from "./value.ts";
import type { CodePlace, ErrorName, Local, NativeFunction, ScriptOptions, Task, Vm } from "./vm.ts";

export interface MachineOptions {
  /** Bytes that big allocations (texts, arrays, buffers) may take together. */
  readonly memoryLimit?: number;
  /** Objects, functions and scopes that one thread may make in one run. */
  readonly cellLimit?: number;
  /** Calls that may be inside one another. */
  readonly depthLimit?: number;
  /** Told the UTF-16 offset in the code before a native function that may take long. */
  readonly beacon?: (offset: number) => void;
  /** Free identifiers, beginning with "$", that loaded code may use for intrinsics of the realm. */
  readonly intrinsics?: ReadonlySet<string>;
}

/** A machine for one program. */
export interface Machine extends Vm {
  /** The task that evaluates the module: its result is undefined, or the module's promise if it awaits something. @throws {SyntaxError} */
  load(code: string, name?: string): Task;
  /** A module of the machine's, evaluated when it is asked for first. @param specifier `host:buffer`. */
  importedModule(specifier: string): VObject;
  /** Exported names of the module loaded last: each answers its present value. */
  exports(): ReadonlyMap<string, () => Value>;
  /** The variables of the innermost frame of the user's of the thread that runs. */
  currentLocals(isOwn?: (offset: number) => boolean): readonly Local[];
  /** `currentStack`, and behind it the async functions that await it, each at its `await`. */
  awaitingStack(): readonly CodePlace[];
  /** Every cell made before the first thread, in order of their ids. */
  readonly initialCells: readonly Cell[];
  /** The scope with the exported and captured variables of the module loaded last. */
  readonly moduleScope: ScopeCell | undefined;
}

export function createMachine(host: Host, options: MachineOptions = {}): Machine {
  return new JavaScriptMachine(host, options);
}

/** The module compiled last: a check runs one program in several machines. */
let latest:
  | { readonly source: string; readonly name: string; readonly names: string; readonly module: ReturnType<typeof compileModule> }
  | undefined;

function compiledModule(source: string, name: string, intrinsics: ReadonlySet<string> = new Set()): ReturnType<typeof compileModule> {
  const names = [...intrinsics].join();
  if (latest?.source === source && latest.name === name && latest.names === names) return latest.module;
  const module = compileModule(source, name, { isIntrinsic: (text) => intrinsics.has(text) });
  latest = { source, name, names, module };
  return module;
}

/** Instructions that a conversion (`toString`, `valueOf`) may take. */
const nestedLimit = 2_000_000;

/** One less than a power of two. */
const cellsBetweenLooks = 0x3fff;

class JavaScriptMachine implements Machine, Runner {
  readonly host: Host;
  readonly journal = new Journal();
  readonly realm: Realm;
  context = -1;
  asyncStore: Value = undefined;
  flow = 0;
  ordinal = 0;
  frame: Frame | undefined = undefined;
  result: Value = undefined;
  resultTag = 0;
  mark = 0;
  markOrdinal = -1;
  exposed: ScopeCell | undefined = undefined;
  readonly depthLimit: number;
  /** Bytes charged so far; journalled. */
  charged = 0;
  readonly #options: MachineOptions;
  readonly #ids: CellIds;
  readonly #modules = new Map<string, VObject>();
  readonly #templates = new Map<object, VObject>();
  /** Frames below the one that a conversion runs. */
  readonly #below: (Frame | undefined)[] = [];
  /** Of the instruction that has other code run, or had: while its ordinal is still this. */
  #instruction = -1;
  #wentOnAt = -1;
  #exports: ReadonlyMap<string, string> = new Map();
  #meta: VObject | undefined;
  #source = "";

  constructor(host: Host, options: MachineOptions) {
    this.host = host;
    this.#options = options;
    this.depthLimit = options.depthLimit ?? 10_000;
    this.#ids = new CellIds(this.journal);
    this.realm = new Realm(this, [...allBuiltins, generatorBuiltins]);
    for (const [name, make] of hostModules) this.realm.hostModules.set(name, make);
  }

  get initialCells(): readonly Cell[] {
    return this.#ids.initialCells;
  }

  get moduleScope(): ScopeCell | undefined {
    return this.exposed;
  }

  load(source: string, name = ""): Task {
    const { intrinsics } = this.#options;
    const module = compiledModule(source, name, intrinsics);
    this.#source = source;
    const code = link(copyCode(module.code));
    this.#exports = module.exports;
    return this.start(makeClosure(this, code, undefined), undefined, []);
  }

  exports(): ReadonlyMap<string, () => Value> {
    const scope = this.exposed;
    const read = (variable: string) => (): Value => {
      const slot = scope?.slots[scope.names.indexOf(variable)];
      return slot === hole ? undefined : slot;
    };
    return new Map([...this.#exports].map(([name, variable]) => [name, read(variable)]));
  }

  enterStore(store: Value): void {
    if (store === this.asyncStore) return;
    this.journal.save(this, "asyncStore");
    this.asyncStore = store;
  }

  start(callee: VObject, thisValue: Value, args: readonly Value[], store?: Value): Task {
    this.enterStore(store);
    return { top: callStub(this, callee, thisValue, args) };
  }

  startJob({ callee, args, tags, store }: Job): Task {
    this.enterStore(store);
    return { top: callStub(this, callee, undefined, args, tags) };
  }

  run(task: Task, instructions: number, footprint?: Footprint): Stop {
    if (task.top === undefined) throw new Error("the task has ended");
    this.frame = task.top.own();
    try {
      const limit = this.ordinal + instructions;
      return footprint === undefined ? runLoop(this, limit) : runNoted(this, limit, footprint);
    } finally {
      task.top = this.frame;
      this.frame = undefined;
    }
  }

  save(task: Task): Frame | undefined {
    if (task.top !== undefined) task.top.isSaved = true;
    return task.top;
  }

  writeTask(task: Task, out: StateWriter): void {
    writeStack(task.top, out);
  }

  stack(task: Task): readonly CodePlace[] {
    return placesOf(task.top);
  }

  locals(task: Task, isOwn?: (offset: number) => boolean): readonly Local[] {
    return localsOf(task.top, isOwn);
  }

  /** Ids tell which cells were there: those made while `context` was -1. */
  seal(): void {
    this.journal.forgetFrom(0);
  }

  throwInto(task: Task, value: Value): void {
    if (task.top !== undefined) task.top = throwStub(this, value, this.#kept(task.top));
  }

  /** A frame that others may hold stays as it is. */
  #kept(frame: Frame): Frame {
    return frame.own();
  }

  pause(why: object): never {
    throw new Signal({ kind: "pause", why });
  }

  touch(cell: Cell, place: Place, kind: AccessKind): void {
    if (kind !== "read" && kind !== "atomic-read") {
      if (!this.host.access(cell, place, kind)) throw accessSignal;
      return;
    }
    const { flow } = this;
    this.flow = 0;
    if (!this.host.access(cell, place, kind)) throw accessSignal;
    this.flow = union(this, flow, this.flow);
  }

  fail(name: ErrorName, message: string): never {
    throw new Thrown(this.error(name, message), 0);
  }

  throwValue(value: Value): never {
    throw new Thrown(value, this.flow);
  }

  notModelled(message: string): never {
    throw new Signal({ kind: "not-modelled", message });
  }

  endless(message: string): never {
    throw new Signal({ kind: "not-modelled", message, isEndless: true });
  }

  call(callee: Value, thisValue: Value, args: readonly Value[]): Value {
    if (!isCallable(callee)) return this.fail("TypeError", "the value is not a function");
    if (callee.native !== undefined) return callee.native(this, thisValue, args, undefined);
    return this.#nested(callStub(this, callee, thisValue, args));
  }

  construct(callee: Value, args: readonly Value[], newTarget?: VObject): Value {
    if (callee instanceof VFunction && callee.native !== undefined) return callee.native(this, undefined, args, newTarget ?? callee);
    return this.#nested(constructStub(this, callee, args, newTarget ?? callee));
  }

  /** Runs a frame to its end in the middle of an instruction. */
  #nested(frame: Frame): Value {
    const { frame: outer, flow, result, resultTag, instruction } = this;
    const mark = this.markOrdinal === this.ordinal ? this.mark : this.journal.mark;
    this.#below.push(outer);
    this.#instruction = instruction;
    this.frame = frame;
    try {
      return this.#finished(runLoop(this, this.ordinal + nestedLimit));
    } finally {
      this.#below.pop();
      // The instruction goes on: its ordinal is a new one.
      this.#wentOnAt = this.ordinal;
      Object.assign(this, { frame: outer, mark, markOrdinal: this.ordinal, flow: union(this, flow, this.flow), result, resultTag });
    }
  }

  get isNested(): boolean {
    return this.#below.length > 0;
  }

  get isCaught(): boolean {
    const { code, pc } = this.frame ?? { code: noBody, pc: 0 };
    return code.handlers.some(({ start, end, isCatch }) => isCatch === true && pc >= start && pc < end);
  }

  get instruction(): number {
    return this.isNested || this.#wentOnAt === this.ordinal ? this.#instruction : this.ordinal;
  }

  #finished(stop: Stop): Value {
    switch (stop.kind) {
      case "done":
        this.flow = stop.tag;
        return stop.value;
      case "threw":
        throw new Thrown(stop.value, 0);
      case "access":
        // The whole instruction is executed again.
        throw accessSignal;
      case "pause":
        return this.notModelled("code that is run by a conversion (valueOf, toString, a getter of an option) was interrupted");
      case "budget":
        return this.endless("code that is run by a conversion (valueOf, toString, a getter of an option) does not end");
      case "not-modelled":
        return stop.isEndless ? this.endless(stop.message) : this.notModelled(stop.message);
    }
  }

  nextId(): number {
    const id = this.#ids.next(this.context);
    if ((id & cellsBetweenLooks) === cellsBetweenLooks) this.#mayMake(id % firstThreadId);
    return id;
  }

  #mayMake(cells: number): void {
    const limit = this.#options.cellLimit ?? 2_000_000;
    if (cells > limit) this.endless(`the program makes more than ${limit.toLocaleString("en")} objects in one run`);
  }

  object(proto?: VObject | null): VObject {
    return makeObject(this, proto);
  }

  array(values: readonly Value[]): VObject {
    return makeArray(this, [...values] as Slot[]);
  }

  native(name: string, length: number, call: NativeFunction, options?: { readonly isConstructor?: boolean }): VObject {
    return makeNative(this, name, length, call, options);
  }

  script(name: string, length: number, source: string, options?: ScriptOptions): VObject {
    return new Script(this, name, length, source, options);
  }

  error(name: ErrorName, message: string): VObject {
    return makeError(this, name, message);
  }

  charge(bytes: number): void {
    const limit = this.#options.memoryLimit ?? 512 * 2 ** 20;
    this.journal.save(this, "charged");
    this.charged += bytes;
    if (this.charged > limit) this.endless(`the program uses more memory than ${Math.floor(limit / 2 ** 20)} MiB`);
  }

  beacon(): void {
    if (this.frame !== undefined) this.#options.beacon?.(placesOf(this.frame)[0]?.offset ?? offsetOf(this.frame));
  }

  currentStack(below?: VObject): readonly CodePlace[] {
    return placesBelow([this.frame, ...this.#below.toReversed()], below);
  }

  positionOf(offset: number): { readonly line: number; readonly column: number } {
    const before = this.#source.slice(0, offset);
    return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
  }

  awaitingStack(): readonly CodePlace[] {
    return awaitingPlaces(this.frame);
  }

  currentLocals(isOwn?: (offset: number) => boolean): readonly Local[] {
    return localsOf(this.frame, isOwn);
  }

  get(object: VObject, key: Key): Value {
    return get(this, object, key);
  }

  set(object: VObject, key: Key, value: Value): void {
    set(this, object, key, value);
  }

  importedModule(specifier: string): VObject {
    const known = this.#modules.get(specifier);
    if (known !== undefined) return known;
    const make = this.realm.hostModules.get(specifier);
    if (make === undefined) return this.notModelled(`the module "${specifier}" is not modelled`);
    const made = this.realm.inBeginning(() => make(this));
    this.#modules.set(specifier, made);
    return made;
  }

  importMeta(): VObject {
    this.#meta ??= this.realm.inBeginning(() => {
      const meta = makeObject(this, null);
      meta.defineOwn("url", { value: "file:///program.js", writable: true, enumerable: true, configurable: true });
      return meta;
    });
    return this.#meta;
  }

  templateOf(parts: object, make: () => VObject): VObject {
    const known = this.#templates.get(parts);
    if (known !== undefined) return known;
    const made = this.realm.inBeginning(make);
    this.#templates.set(parts, made);
    return made;
  }
}
