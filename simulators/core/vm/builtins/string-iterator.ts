import type { Realm } from "../realm.ts";
import type { StateWriter } from "../state-writer.ts";
import { hole, type Slot, whole } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { definePrototype } from "./install.ts";
import { BuiltinIterator, nextNative } from "./iterator.ts";
import { thisText } from "./string-methods.ts";

/** Goes over a text by code points. */
export class StringIterator extends BuiltinIterator {
  readonly text: string;
  /** In UTF-16 units. */
  position = 0;

  constructor(id: number, realm: Realm, text: string) {
    super(id, realm.intrinsic("StringIteratorPrototype"), realm.emptyShape, [], "String Iterator");
    this.text = text;
  }

  advance(vm: Vm): Slot {
    vm.touch(this, whole, "write");
    const code = this.text.codePointAt(this.position);
    if (code === undefined) return hole;
    const character = String.fromCodePoint(code);
    vm.journal.save(this, "position");
    this.position += character.length;
    return character;
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.text(this.text);
    out.word(this.position);
    this.writeNamed(out);
  }
}

export const stringIteration: NativeFunction = (vm, thisValue) => {
  const text = thisText(vm, thisValue, "[Symbol.iterator]");
  return new StringIterator(vm.nextId(), vm.realm, text);
};

export function installStringIterator(vm: Vm): void {
  definePrototype(
    vm,
    "StringIteratorPrototype",
    vm.realm.intrinsic("IteratorPrototype"),
    [["next", 0, nextNative("String Iterator")]],
    "String Iterator",
  );
}
