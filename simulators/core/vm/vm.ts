import type { Cell, VObject } from "./cell.ts";
import type { Footprint } from "./footprint.ts";
import type { Frame } from "./frame.ts";
import type { AccessKind, Host, Job, Stop } from "./host.ts";
import type { Journal } from "./journal.ts";
import type { Realm } from "./realm.ts";
import type { StateWriter } from "./state-writer.ts";
import type { Key, Place, Value } from "./value.ts";

/**
 * A function of ours. It runs undivided: it must call `vm.touch` for what it reads or writes *before* its first change, because a touch may stop the
 * thread, in which case it is called again later with the same arguments. Functions that call back the user's code are written in JavaScript (see `prelude/`).
 */
export type NativeFunction = (vm: Vm, thisValue: Value, args: readonly Value[], newTarget: VObject | undefined) => Value;

/** A thread of control: the top of a stack of frames, which are copied when a saved one is run on. */
export interface Task {
  /** Undefined: it has ended. Assigning a frame saved earlier goes back to it (it must have been saved with `Vm.save`). */
  top: Frame | undefined;
}

export interface CodePlace {
  /** Name of the function as the user wrote it; empty for the module or a nameless one. */
  readonly name: string;
  /** UTF-16 offset in the bundle of the instruction that runs next (callers: of the call). */
  readonly offset: number;
}

export interface Local {
  readonly name: string;
  readonly value: Value;
}

/** The names of the errors that natives throw. */
export type ErrorName =
  | "Error"
  | "TypeError"
  | "RangeError"
  | "SyntaxError"
  | "ReferenceError"
  | "EvalError"
  | "URIError"
  | "AggregateError";

export interface ScriptOptions {
  readonly isConstructor?: boolean;
  /** It is a module of a package or of Node's, whose messages name what is called. */
  readonly isModule?: boolean;
}

/** What natives and the run loop know of the machine. */
export interface Vm {
  readonly host: Host;
  readonly realm: Realm;
  readonly journal: Journal;
  /** Index of the thread that runs; -1 before threads: goes into the ids of new cells and into jobs. Set by the host. */
  context: number;
  /**
   * What `AsyncLocalStorage` keeps for the code that runs: micro-tasks and promises take it along by themselves, timers by the host (`Host.setTimer`).
   * Journalled: change it by `enterStore`.
   */
  readonly asyncStore: Value;
  /** Tag of data flow of the value at hand: see `Host.access`. */
  flow: number;
  /**
   * Raised by the run loop before every instruction that can access memory or call a native: accesses with the same ordinal belong to one instruction
   * (a read of the receiver and of its prototype, all touches of one native). An instruction that is repeated after a stop has a new one.
   */
  ordinal: number;
  /**
   * Ordinal with which the present instruction of the task's own code began. It stays the same while a native or a conversion has other code run
   * (`call`), and afterwards: accesses with another number belong to another instruction.
   */
  readonly instruction: number;
  /** A native or a conversion has other code run, in the middle of an instruction. */
  readonly isNested: boolean;

  // ---- for hosts
  enterStore(store: Value): void;
  /** A task that will call `callee`, next. @param store `asyncStore` meanwhile. */
  start(callee: VObject, thisValue: Value, args: readonly Value[], store?: Value): Task;
  /** A task that will run a micro-task. */
  startJob(job: Job): Task;
  /** Runs until it stops; at most `instructions`. With a footprint (and without data flow) it is noted what this depends on. */
  run(task: Task, instructions: number, footprint?: Footprint): Stop;
  /** The frames of the task as they are now, cheaply; they stay so. */
  save(task: Task): Frame | undefined;
  /** All that makes a difference for how the task runs on: frames, registers that are still needed, pending handlers. */
  writeTask(task: Task, out: StateWriter): void;
  /** Where the task is: innermost first. Frames of our own prelude are left out. */
  stack(task: Task): readonly CodePlace[];
  /** Named variables of the innermost frame of the user's, registers and captured ones. `isOwn`: whose frames count, by their offsets. */
  locals(task: Task, isOwn?: (offset: number) => boolean): readonly Local[];
  /** From now on cells are "made later" for `StateWriter`; their present content is the initial one. Once, after the modules have been run. */
  seal(): void;
  /** Makes the paused native's call (or the instruction that was stopped) throw `value` instead of running on. */
  throwInto(task: Task, value: Value): void;

  // ---- for natives
  /** Stops the thread before the native function; see `Stop` "pause". Never returns. */
  pause(why: object): never;
  /** Says that memory is read or written; stops the thread if the host wants it. */
  touch(cell: Cell, place: Place, kind: AccessKind): void;
  /** Throws an error into the user's program. */
  fail(name: ErrorName, message: string): never;
  /** Throws any value into the user's program. */
  throwValue(value: Value): never;
  /** Ends the run: the program does what we do not model. */
  notModelled(message: string): never;
  /** Ends the run: the program takes more time or memory than one run may. */
  endless(message: string): never;
  /** Calls a function of the user's to its end, undivided. If it would have to stop inside, the run ends as not modelled. For coercions (`valueOf`) only. */
  call(callee: Value, thisValue: Value, args: readonly Value[]): Value;
  construct(callee: Value, args: readonly Value[], newTarget?: VObject): Value;
  /** A new id for a cell made now. */
  nextId(): number;
  object(proto?: VObject | null): VObject;
  array(values: readonly Value[]): VObject;
  /** A function object of ours. `length` is its number of parameters; a constructor can be called with `new`. */
  native(name: string, length: number, call: NativeFunction, options?: { readonly isConstructor?: boolean }): VObject;
  /**
   * A function of ours, written in JavaScript: `source` is a function expression (see `prelude/`), compiled when it is called for the first time.
   * Free identifiers that begin with `$` are intrinsics of the realm; stacks and locals leave it out. A constructor can be called with `new` and sees
   * `new.target`; its `prototype` is added by whoever makes it.
   */
  script(name: string, length: number, source: string, options?: ScriptOptions): VObject;
  error(name: ErrorName, message: string): VObject;
  /** Before `bytes` of memory are taken at once (arrays, strings, buffers); ends the run when it is more than the limit. */
  charge(bytes: number): void;
  /** Before work in a native that may take long and cannot be stopped, such as a regular expression: tells the embedder where. */
  beacon(): void;
  /** Does the innermost function itself catch what is thrown now, by `try` and `catch`? */
  readonly isCaught: boolean;
  /** The stack of the thread that runs, innermost first, without frames of ours. `below`: only what called this function. */
  currentStack(below?: VObject): readonly CodePlace[];
  /** Where in the program's text an offset is: both counted from 1, columns in UTF-16 units. */
  positionOf(offset: number): { readonly line: number; readonly column: number };
  get(object: VObject, key: Key): Value;
  /** What `import` of a `host:` module gets. */
  importedModule(specifier: string): VObject;
  set(object: VObject, key: Key, value: Value): void;
}
