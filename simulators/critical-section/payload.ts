import type { Range } from "../../protocol/source.ts";

/** What `discover` read from the tags of one file: all that `run` needs beside the bundle. Plain data. */
export interface Payload {
  /** In the order of the file; at least one. */
  readonly threads: readonly ThreadDeclaration[];
  /** Without one every event is answered `restart` (FL1010). */
  readonly handler?: Named;
  readonly invariants: readonly Invariant[];
  readonly finals: readonly Named[];
  readonly machine: MachineOptions;
  /** `@env NAME=value`, in the order of the file; of two with one name the last counts. */
  readonly environment: readonly (readonly [name: string, value: string])[];
  /** Does a section form of the library or a `@criticalSection` tag stand in this file? Imported files are not looked at. */
  readonly hasSections: boolean;
}

/** A top-level declaration, exported by the bundle under this name. */
export interface Named {
  readonly name: string;
  /** The name where it is declared. */
  readonly range: Range;
}

export interface ThreadDeclaration extends Named {
  /** `xN`: how many threads run it, 1 to 16. They are `name#1` … `name#N`. */
  readonly count: number;
  /** `cpu=K`, from 0 to `cpus - 1`. */
  readonly cpu: number;
  /** Declared `async`, or its return type is written as a promise. A call that returns a promise makes a thread async, too, at run time. */
  readonly isAsync: boolean;
}

export interface Invariant extends Named {
  /** `@invariant always`: must also be true inside sections. */
  readonly always: boolean;
}

export type Isolation = "percpu" | "buffered" | "htm";
export type EventKind = "timer" | "ipi" | "fault" | "signal";
export type MachineModel = "threads" | "async";

/** `@machine`, with its defaults filled in. */
export interface MachineOptions {
  /** 1 to 8. */
  readonly cpus: number;
  readonly isolation: Isolation;
  /** In the order in which they were written, each once. Empty (`events=none`): nothing interrupts a section. */
  readonly events: readonly EventKind[];
  /** Interrupts of a section and upcalls to a handler in one run, 0 to 8. */
  readonly maxEvents: number;
  /** Memory accesses that a section may make before it is cut, 1 to 1,000,000. */
  readonly quantum: number;
  /**
   * `threads` when a section form stands in the file or a thread is not declared async, else `async`.
   * Not final unless `isModelExplicit`: sections of imported files and calls that return promises are seen at run time.
   */
  readonly model: MachineModel;
  /** `model=…` is written. */
  readonly isModelExplicit: boolean;
  /** The file says `@serialisable`: in `model=async` results that equal no serial order are an error by themselves. */
  readonly isSerialisable: boolean;
  /** The `@machine` tag. Left out: there is none. */
  readonly range?: Range;
}

export const machineDefaults: MachineOptions = {
  cpus: 1,
  isolation: "percpu",
  events: ["timer", "ipi", "fault", "signal"],
  maxEvents: 2,
  quantum: 200,
  model: "threads",
  isModelExplicit: false,
  isSerialisable: false,
};
