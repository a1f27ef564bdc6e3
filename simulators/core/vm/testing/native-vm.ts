import type { Cell, VObject } from "../cell.ts";
import { allBuiltins } from "../builtins/all.ts";
import { CellIds } from "../ids.ts";
import { Journal } from "../journal.ts";
import { isCallable, VFunction } from "../objects/function.ts";
import { makeArray, makeError, makeNative, makeObject } from "../objects/make.ts";
import { get, set } from "../property.ts";
import { type Builtins, Realm } from "../realm.ts";
import { Thrown } from "../thrown.ts";
import type { Key, Value } from "../value.ts";
import type { AccessKind, Host } from "../host.ts";
import type { ErrorName, NativeFunction, Task, Vm } from "../vm.ts";

export interface Access {
  readonly cell: Cell;
  readonly place: unknown;
  readonly kind: AccessKind;
}

/** A machine without a compiler: enough for natives, and for tests that look at each access. */
export class NativeVm implements Vm {
  readonly host = {} as Host;
  readonly journal = new Journal();
  readonly #ids = new CellIds(this.journal);
  context = -1;
  flow = 0;
  asyncStore: Value = undefined;
  readonly enterStore = (): void => undefined;
  ordinal = 0;
  readonly instruction = 0;
  readonly isNested = false;
  readonly isCaught = false;
  readonly realm: Realm;
  /** What was accessed, oldest first. */
  accesses: Access[] = [];

  constructor(groups: readonly Builtins[] = allBuiltins) {
    this.realm = new Realm(this, groups);
  }

  /** Calls a method as the program would. */
  invoke(target: VObject, name: Key, ...args: readonly Value[]): Value {
    return this.call(get(this, target, name), target, args);
  }

  touch(cell: Cell, place: unknown, kind: AccessKind): void {
    this.accesses.push({ cell, place, kind });
  }

  fail(name: ErrorName, message: string): never {
    throw new Thrown(makeError(this, name, message), 0);
  }

  throwValue(value: Value): never {
    throw new Thrown(value, 0);
  }

  notModelled(message: string): never {
    throw new Error(`not modelled: ${message}`);
  }

  endless(message: string): never {
    throw new Error(`not modelled: ${message}`);
  }

  call(callee: Value, thisValue: Value, args: readonly Value[]): Value {
    if (!isCallable(callee)) return this.fail("TypeError", "not a function");
    if (callee.native === undefined) throw new Error(`${callee.nativeName} has no native code`);
    return callee.native(this, thisValue, args, undefined);
  }

  construct(callee: Value, args: readonly Value[], newTarget = callee as VObject): Value {
    if (!isCallable(callee) || callee.native === undefined) return this.fail("TypeError", "not a constructor");
    return callee.native(this, undefined, args, newTarget);
  }

  /** Every cell made in context -1. */
  get cells(): readonly Cell[] {
    return this.#ids.initialCells;
  }

  nextId(): number {
    return this.#ids.next(this.context);
  }

  object(proto?: VObject | null): VObject {
    return makeObject(this, proto);
  }

  array(values: readonly Value[]): VObject {
    return makeArray(this, [...values]);
  }

  native(name: string, length: number, call: NativeFunction, options?: { readonly isConstructor?: boolean }): VObject {
    return makeNative(this, name, length, call, options);
  }

  /** Can't be called here. */
  script(name: string, length: number): VObject {
    const { functionPrototype, functionShape } = this.realm;
    return new VFunction(this.nextId(), functionPrototype, functionShape, [length, name], { isConstructor: false, nativeName: name });
  }

  error(name: ErrorName, message: string): VObject {
    return makeError(this, name, message);
  }

  get(object: VObject, key: Key): Value {
    return get(this, object, key);
  }

  set(object: VObject, key: Key, value: Value): void {
    set(this, object, key, value);
  }

  positionOf = refuse;
  currentStack(): readonly [] {
    return [];
  }

  charge(): void {}
  beacon(): void {}

  pause = refuse;
  start = refuse as unknown as () => Task;
  startJob = refuse as unknown as () => Task;
  run = refuse;
  save = refuse;
  importedModule = refuse;
  writeTask = refuse;
  stack = refuse;
  locals = refuse;
  seal = refuse;
  throwInto = refuse;
}

function refuse(): never {
  throw new Error("this machine runs natives alone");
}
