import { makeIteratorResult } from "../objects/make.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import type { Builtins } from "../realm.ts";
import { hole, type Slot, type Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { describe } from "./argument.ts";
import { definePrototype, defineScripts } from "./install.ts";
import { iteratorHelpers } from "./iterator-scripts.ts";
import { scripts } from "./script-constructor.ts";

/**
 * An iterator of ours: over arrays, texts, matches, Maps and Sets.
 *
 * While the `next` of its prototype is as it was made, the run loop may call `advance` itself and spare the result object.
 */
export abstract class BuiltinIterator extends OrdinaryObject {
  /** The next value, or `hole` at the end and ever after. Says its accesses before it changes anything: its own position (a write) and what it reads. */
  abstract advance(vm: Vm): Slot;
}

/** `next` of an iterator's prototype. @param kind the iterator's and its `Symbol.toStringTag`: "Array Iterator". */
export function nextNative(kind: string): NativeFunction {
  return (vm, thisValue) => {
    if (!(thisValue instanceof BuiltinIterator) || thisValue.kind !== kind) {
      return vm.fail("TypeError", `Method ${kind}.prototype.next called on incompatible receiver ${describe(thisValue)}`);
    }
    const slot = thisValue.advance(vm);
    return slot === hole ? makeIteratorResult(vm, undefined, true) : makeIteratorResult(vm, slot, false);
  };
}

export const iteratorBuiltins: Builtins = {
  globals: [],
  intrinsics: ["IteratorPrototype"],
  install(vm) {
    const self = [[Symbol.iterator, 0, (_vm: Vm, thisValue: Value) => thisValue]] as const;
    const prototype = definePrototype(vm, "IteratorPrototype", vm.realm.objectPrototype, self);
    defineScripts(prototype, scripts(vm, iteratorHelpers));
  },
};
