import type { Callable, NamedSlot, Scope, VObject } from "../cell.ts";
import type { FunctionCode } from "../code.ts";
import type { Shape } from "../shape.ts";
import type { StateWriter } from "../state-writer.ts";
import type { Slot, Value } from "../value.ts";
import type { NativeFunction } from "../vm.ts";
import { OrdinaryObject } from "./ordinary.ts";

/** What a bound function calls. */
export interface Bound {
  readonly target: VFunction;
  readonly thisValue: Value;
  readonly args: readonly Value[];
}

/** A function of the user's, of ours, or a bound one. Its `length`, `name` and `prototype` are ordinary properties. */
export class VFunction extends OrdinaryObject implements Callable {
  readonly code: FunctionCode | undefined;
  readonly native: NativeFunction | undefined;
  /** Where its free variables are. */
  readonly scope: Scope | undefined;
  readonly bound: Bound | undefined = undefined;
  readonly isConstructor: boolean;
  /** A class: calling it without `new` throws. */
  isClass = false;
  /** A class that extends something: `this` is there after `super()`. */
  isDerived = false;
  /** `this` of the surrounding function, for arrow functions that keep it here. */
  thisValue: Slot = undefined;
  /** Where `super.x` starts from: its prototype. */
  homeObject: VObject | undefined = undefined;
  /** A class: the function that sets the fields of a new instance, which is its `this`. */
  fields: VFunction | undefined = undefined;
  /** What native code keeps beside its arguments: together with `nativeName` it determines what the function does. */
  data: readonly Slot[] | undefined = undefined;
  readonly nativeName: string;

  constructor(id: number, proto: VObject | null, shape: Shape, slots: NamedSlot[], what: FunctionParts) {
    super(id, proto, shape, slots, "function");
    this.code = what.code;
    this.native = what.native;
    this.scope = what.scope;
    this.isConstructor = what.isConstructor;
    this.bound = what.bound;
    this.nativeName = what.nativeName ?? "";
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    if (this.code !== undefined) out.identity(this.code);
    else out.text(this.nativeName);
    out.cell(this.scope);
    out.value(this.thisValue);
    out.cell(this.homeObject);
    out.cell(this.fields);
    if (this.bound !== undefined) {
      out.cell(this.bound.target);
      out.value(this.bound.thisValue);
      writeValues(this.bound.args, out);
    }
    if (this.data !== undefined) writeValues(this.data, out);
    this.writeNamed(out);
  }
}

export interface FunctionParts {
  readonly code?: FunctionCode | undefined;
  readonly native?: NativeFunction | undefined;
  readonly scope?: Scope | undefined;
  readonly bound?: Bound | undefined;
  readonly isConstructor: boolean;
  readonly nativeName?: string | undefined;
}

export const isCallable = (value: unknown): value is VFunction => value instanceof VFunction;
export const isConstructor = (value: unknown): value is VFunction => value instanceof VFunction && value.isConstructor;

function writeValues(values: readonly Slot[], out: StateWriter): void {
  out.word(values.length);
  for (const value of values) out.value(value);
}
