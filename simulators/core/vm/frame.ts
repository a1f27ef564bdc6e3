import type { VObject } from "./cell.ts";
import type { FunctionCode } from "./code.ts";
import type { Slot, Value } from "./value.ts";

/** A value, a hole (temporal dead zone), or what the compiler keeps there: a scope, the keys of a for-in. */
export type Register = Slot | object;

/** An activation of a function. One that was saved never changes: it is copied before it runs on (`isSaved`). */
export class Frame {
  readonly code: FunctionCode;
  /** Index of the instruction that runs next; of a caller and of a suspended frame: of the call, `await` or `yield` that waits for its result. */
  pc = 0;
  readonly registers: Register[];
  /** Tags of data flow of the registers; undefined while all are 0. */
  tags: number[] | undefined;
  readonly caller: Frame | undefined;
  /** Frames below this one. */
  readonly depth: number;
  readonly callee: VObject;
  readonly thisValue: Value;
  readonly newTarget: VObject | undefined;
  /** All arguments, when the code keeps them. */
  readonly args: readonly Value[] | undefined;
  /** Called with `new`: what it answers unless it returns an object. */
  readonly constructed: VObject | undefined;
  /** What becomes of the result; undefined: it is written to register `a` of the caller's instruction. */
  readonly then: Continuation | undefined;
  /** An async function's promise, a generator's object: whom the end of this frame concerns. */
  owner: VObject | undefined;
  isSaved = false;

  constructor(code: FunctionCode, registers: Register[], tags: number[] | undefined, caller: Frame | undefined, call: CallParts) {
    this.code = code;
    this.registers = registers;
    this.tags = tags;
    this.caller = caller;
    this.depth = caller === undefined ? 0 : caller.depth + 1;
    this.callee = call.callee;
    this.thisValue = call.thisValue;
    this.newTarget = call.newTarget;
    this.args = call.args;
    this.constructed = call.constructed;
    this.then = call.then;
    this.owner = undefined;
  }

  /** A copy that runs on, in place of this saved one. */
  copy(): Frame {
    return this.copyOnto(this.caller);
  }

  /** A copy that returns to `caller`: a generator that goes on. */
  copyOnto(caller: Frame | undefined): Frame {
    const frame = new Frame(this.code, this.registers.slice(), this.tags?.slice(), caller, this);
    frame.pc = this.pc;
    frame.owner = this.owner;
    return frame;
  }
}

/** "discard": a setter's result; "first": the awaited value goes nowhere. */
export type Continuation = "discard";

export interface CallParts {
  readonly callee: VObject;
  readonly thisValue: Value;
  readonly newTarget: VObject | undefined;
  readonly args: readonly Value[] | undefined;
  readonly constructed: VObject | undefined;
  readonly then: Continuation | undefined;
}
