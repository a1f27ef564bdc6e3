import type { OperationName } from "./effects.ts";
import type { Shape } from "./shape.ts";
import type { Frame, Register } from "./frame.ts";
import type { Runner } from "./run/runner.ts";
import type { VObject } from "./cell.ts";

/** One instruction: an operation on registers. Fields that an operation does not use are -1 or undefined. */
export class Instruction {
  readonly name: OperationName;
  /** Registers, or small integers: see `effects` for which of them are read and written. */
  a: number;
  b: number;
  c: number;
  /** First of `e` registers with arguments, for calls and literals. */
  d: number;
  e: number;
  /** Index of the instruction to jump to. */
  target = -1;
  /** A key, a name, a literal's value, a function's code: whatever the operation needs. */
  constant: unknown;
  /** UTF-16 offset in the source of the expression that acts. */
  readonly offset: number;
  /** What the run loop calls; set when the code is loaded into a machine. */
  run: Operation;
  /** Inline cache: objects of `shape` have the property in slot `slot`. */
  shape: Shape | undefined = undefined;
  slot = -1;
  /** Inline cache: what `slot` is found in, if it is not the object itself; the shape after the property was added. */
  holder: VObject | undefined = undefined;
  nextShape: Shape | undefined = undefined;

  constructor(name: OperationName, registers: readonly number[], constant: unknown, offset: number) {
    const [a = -1, b = -1, c = -1, d = -1, e = -1] = registers;
    this.name = name;
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    this.e = e;
    this.constant = constant;
    this.offset = offset;
    this.run = unlinked;
  }
}

/**
 * Executes an instruction of `frame`, whose `pc` stands at it.
 *
 * @returns The index of the next instruction of the same frame, or one of `Next`.
 */
export type Operation = (machine: Runner, frame: Frame, instruction: Instruction) => number;

/** What an operation answers when the next instruction is not one of its own frame. */
export const next = {
  /** `machine.frame` is another one now (or there is none left). */
  frame: -1,
  /** The host wants the thread to stop before the access; nothing has happened. */
  stop: -2,
} as const;

const unlinked: Operation = () => {
  throw new Error("the code is not loaded");
};

/** While the program counter is in `start` .. `end` - 1, a thrown value goes to `register` and the frame on at `target`. */
export interface Handler {
  readonly start: number;
  readonly end: number;
  readonly target: number;
  readonly register: number;
  /** A `catch` of the program's: not a `finally`, nor the end of an iteration. Not known of code of ours. */
  readonly isCatch?: true;
}

/** A variable that lives in a register while the program counter is in `start` .. `end` - 1. */
export interface LocalName {
  readonly name: string;
  readonly register: number;
  readonly start: number;
  readonly end: number;
  /** The register holds a scope, whose variables are meant. */
  readonly isScope: boolean;
}

export type FunctionKind = "function" | "arrow" | "method" | "getter" | "setter" | "constructor" | "derived" | "fields" | "module" | "stub";

/** What a function does: made when it is entered first. */
export interface FunctionBody {
  readonly registers: number;
  readonly instructions: readonly Instruction[];
  /** Inner ones first. */
  readonly handlers: readonly Handler[];
  readonly locals: readonly LocalName[];
  /** Every register undefined: copied for a new frame. */
  readonly blank: readonly Register[];
}

/** A compiled function, shared by all its closures. */
export interface FunctionCode extends FunctionBody {
  readonly name: string;
  readonly kind: FunctionKind;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Part of the prelude: frames of it are not shown. */
  readonly isOurs: boolean;
  /** Registers 0 .. `parameters` - 1 take the arguments. */
  readonly parameters: number;
  /** The function's `length`. */
  readonly length: number;
  /** The arguments are kept in the frame: for `arguments` and rest parameters. */
  readonly keepsArguments: boolean;
  /** As the user wrote it, for `Function.prototype.toString`; empty for code of ours. */
  readonly source: string;
  /** UTF-16 offset of the function in the source. */
  readonly offset: number;
  /** Makes the body, linked; until it is called the fields of `FunctionBody` are empty. See `bodyOf`. */
  readonly late: (() => FunctionBody) | undefined;
}

/** As long as a function has not been entered. */
export const noBody: FunctionBody = { registers: 0, instructions: [], handlers: [], locals: [], blank: [] };

/** Must have been called before the function is entered. */
export function makeBody(code: FunctionCode): void {
  if (code.late === undefined) return;
  Object.assign(code, code.late(), { late: undefined });
}
