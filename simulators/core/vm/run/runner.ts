import type { VObject } from "../cell.ts";
import type { Frame } from "../frame.ts";
import type { Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import type { ScopeCell } from "./scope.ts";

/** What operations know of the machine. */
export interface Runner extends Vm {
  /** The frame that runs; undefined: the task has ended, with `result`. */
  frame: Frame | undefined;
  result: Value;
  resultTag: number;
  /** The journal's mark before the instruction with the ordinal `markOrdinal`, so that a stop in it leaves nothing behind. */
  mark: number;
  markOrdinal: number;
  /** Frames that may be on top of each other. */
  readonly depthLimit: number;
  /** The scope of the module that is evaluated. */
  exposed: ScopeCell | undefined;
  /** The namespace of a module of the host's. */
  importedModule(specifier: string): VObject;
  importMeta(): VObject;
  /** The array that a tagged template passes: one for each place in the code. */
  templateOf(parts: object, make: () => VObject): VObject;
}
