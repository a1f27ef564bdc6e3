import type { Scope, VObject } from "./cell.ts";
import type { FunctionCode } from "./code.ts";
import type { VFunction } from "./objects/function.ts";
import type { Slot, Value } from "./value.ts";

/** A value, a hole (temporal dead zone), or what the compiler keeps there: a scope, the keys of a for-in. */
export type Register = Slot | object;

/** An activation of a function. One that was saved never changes: it is copied before it runs on (`isSaved`). */
export class Frame {
  readonly code: FunctionCode;
  /** Index of the instruction that runs next; of a caller and of a suspended frame: of the call, `await` or `yield` that waits for its result. */
  pc = 0;
  readonly registers: Value[];
  /** Tags of data flow of the registers; undefined while all are 0. */
  tags: number[] | undefined = undefined;
  /** Who gets the result; undefined: the host. A suspended frame has none. */
  caller: Frame | undefined;
  /** Frames below this one. */
  readonly depth: number;
  readonly callee: VFunction;
  /** Where the function's free variables are. */
  readonly scope: Scope | undefined;
  readonly thisValue: Value;
  readonly newTarget: VObject | undefined = undefined;
  /** All arguments, when the code keeps them. */
  args: readonly Value[] | undefined = undefined;
  argTags: readonly number[] | undefined = undefined;
  /** Called with `new`: what it answers unless it returns an object. */
  readonly constructed: VObject | undefined = undefined;
  /** The result goes nowhere (a setter's), instead of to register `a` of the caller's instruction. */
  discards = false;
  /** An async function's promise, a generator's object: whom the end of this frame concerns. */
  owner: VObject | undefined = undefined;
  /** What the caller gets when an async function or generator gives back control. */
  answer: Value = undefined;
  isSaved = false;
  /** The host's: what it knows of this frame. The machine never touches it. */
  watch: object | undefined = undefined;
  // The state writer's. Not part of any state.
  partWord = 0;
  partVariant = 0;
  partWriter: object | undefined = undefined;

  constructor(code: FunctionCode, registers: Value[], caller: Frame | undefined, callee: VFunction, thisValue: Value, target?: NewTarget) {
    this.code = code;
    this.registers = registers;
    this.caller = caller;
    this.depth = caller === undefined ? 0 : caller.depth + 1;
    this.callee = callee;
    this.scope = callee.scope;
    this.thisValue = thisValue;
    if (target !== undefined) {
      this.newTarget = target.newTarget;
      this.constructed = target.constructed;
    }
  }

  /** A copy that runs on and returns to `caller`. */
  copyOnto(caller: Frame | undefined): Frame {
    const frame = new Frame(this.code, this.registers.slice(), caller, this.callee, this.thisValue, this);
    frame.pc = this.pc;
    frame.tags = this.tags?.slice();
    frame.args = this.args;
    frame.argTags = this.argTags;
    frame.discards = this.discards;
    frame.owner = this.owner;
    frame.answer = this.answer;
    return frame;
  }

  /** What may run on in place of this frame: itself, or a copy if it was saved. */
  own(): Frame {
    if (!this.isSaved) return this;
    if (this.caller !== undefined) this.caller.isSaved = true;
    return this.copyOnto(this.caller);
  }
}

/** How a function was called with `new`. */
export interface NewTarget {
  readonly newTarget: VObject | undefined;
  readonly constructed: VObject | undefined;
}
