import type { VObject } from "../cell.ts";
import { VArray } from "../objects/array.ts";
import { makeArray } from "../objects/make.ts";
import type { Realm } from "../realm.ts";
import type { StateWriter } from "../state-writer.ts";
import { hole, type Slot, type Value, whole } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { read, touchLength } from "./array-elements.ts";
import { listOf } from "./argument.ts";
import { BuiltinIterator, nextNative } from "./iterator.ts";
import { definePrototype } from "./install.ts";

type Content = "keys" | "values" | "entries";
const contents = ["keys", "values", "entries"] as const;

/** What `array.values()` and its like answer. Sees changes of the array while it goes. */
export class ArrayIterator extends BuiltinIterator {
  /** Undefined: it has come to the end. */
  target: VObject | undefined;
  /** Index of the next element. */
  position = 0;
  readonly part: Content;

  constructor(id: number, realm: Realm, target: VObject, content: Content) {
    super(id, realm.intrinsic("ArrayIteratorPrototype"), realm.emptyShape, [], "Array Iterator");
    this.target = target;
    this.part = content;
  }

  advance(vm: Vm): Slot {
    vm.touch(this, whole, "write");
    const { target, position } = this;
    if (target === undefined) return hole;
    if (position >= touchLength(vm, target)) {
      vm.journal.save(this, "target");
      this.target = undefined;
      return hole;
    }
    if (this.part !== "keys") target.touchOwn(vm, position, "read");
    const slot = this.part === "keys" ? position : this.#element(vm, target, position);
    vm.journal.save(this, "position");
    this.position = position + 1;
    return this.part === "entries" ? makeArray(vm, [position, slot]) : slot;
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.word(contents.indexOf(this.part));
    out.cell(this.target);
    out.word(this.position);
    this.writeNamed(out);
  }

  #element(vm: Vm, target: VObject, position: number): Value {
    if (target instanceof VArray && position < target.elements.length) {
      const slot = target.elements[position];
      if (slot !== hole) return slot;
    }
    return read(vm, target, position);
  }
}

/** `keys`, `values` and `entries` of Array.prototype; typed arrays have their own, which check more. */
export const arrayIteration = (content: Content): NativeFunction => {
  return (vm, thisValue) => {
    const target = listOf(vm, thisValue, content);
    return new ArrayIterator(vm.nextId(), vm.realm, target, content);
  };
};

export function installArrayIterator(vm: Vm): void {
  const { realm } = vm;
  definePrototype(
    vm,
    "ArrayIteratorPrototype",
    realm.intrinsic("IteratorPrototype"),
    [["next", 0, nextNative("Array Iterator")]],
    "Array Iterator",
  );
}
