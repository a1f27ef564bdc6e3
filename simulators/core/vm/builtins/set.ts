import type { VObject } from "../cell.ts";
import { prototypeFor } from "../objects/make.ts";
import { type Content, OrdinaryObject } from "../objects/ordinary.ts";
import type { Builtins } from "../realm.ts";
import type { StateWriter } from "../state-writer.ts";
import { type Place, type Slot, type Value, whole } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { defineAlias, definePrototype } from "./install.ts";
import { nextNative } from "./iterator.ts";
import { entryKey, TableIterator, writeTable } from "./map.ts";
import { setAlgebra } from "./set-scripts.ts";
import { setConstructor, setForEach } from "./map-scripts.ts";
import { OrderedTable } from "./ordered-table.ts";
import { receiver } from "./receiver.ts";
import { defineIntrinsics, defineScriptConstructor, scripts } from "./script-constructor.ts";

/** A Set; accesses as for `VMap`. */
export class VSet extends OrdinaryObject {
  readonly table = new OrderedTable();

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    writeTable(this.table, out, false);
    this.writeNamed(out);
  }

  override peekEntry(place: Place): Slot | undefined {
    if (place === whole) return undefined;
    if (this.table.find(place) >= 0) return true;
    return typeof place === "string" && this.attributesOf(place) >= 0 ? undefined : false;
  }

  override content(): Content {
    return { items: this.table.entries().map(([key]) => key) };
  }
}

const method = (name: string, run: (vm: Vm, set: VSet, value: Value) => Value): NativeFunction => {
  const title = `Set.prototype.${name}`;
  return (vm, thisValue, args) => run(vm, receiver(vm, thisValue, VSet, title), args[0]);
};

const add = (vm: Vm, set: VSet, value: Value): Value => {
  const isKnown = set.table.find(value) >= 0;
  vm.touch(set, entryKey(value), isKnown ? "read" : "write");
  if (!isKnown) set.table.set(vm.journal, value, value);
  return set;
};

const has = (vm: Vm, set: VSet, value: Value): Value => {
  vm.touch(set, entryKey(value), "read");
  return set.table.find(value) >= 0;
};

const remove = (vm: Vm, set: VSet, value: Value): Value => {
  vm.touch(set, entryKey(value), "write");
  return set.table.delete(vm.journal, value);
};

const clear = (vm: Vm, set: VSet): Value => {
  vm.touch(set, whole, "write");
  set.table.clear(vm.journal);
  return undefined;
};

const size: NativeFunction = (vm, thisValue) => {
  const set = receiver(vm, thisValue, VSet, "get Set.prototype.size");
  vm.touch(set, whole, "read");
  return set.table.size;
};

export const setBuiltins: Builtins = {
  globals: ["Set"],
  intrinsics: ["SetPrototype", "SetIteratorPrototype", "$newSet", "$setEntries"],
  install,
};

function install(vm: Vm): void {
  const { realm } = vm;
  definePrototype(
    vm,
    "SetIteratorPrototype",
    realm.intrinsic("IteratorPrototype"),
    [["next", 0, nextNative("Set Iterator")]],
    "Set Iterator",
  );
  const { prototype } = defineScriptConstructor(vm, {
    name: "Set",
    length: 0,
    source: setConstructor,
    tag: "Set",
    staticAccessors: [[Symbol.species, (_vm, thisValue) => thisValue]],
    methods: [
      ["has", 1, method("has", has)],
      ["add", 1, method("add", add)],
      ["delete", 1, method("delete", remove)],
      ["clear", 0, method("clear", clear)],
      ["entries", 0, method("entries", (_, set) => new TableIterator(vm, set, "entries", "Set"))],
      ["values", 0, method("values", (_, set) => new TableIterator(vm, set, "values", "Set"))],
    ],
    scripts: scripts(vm, { forEach: [1, setForEach], ...setAlgebra }),
    accessors: [["size", size]],
  });
  defineAlias(prototype, "keys", "values");
  defineAlias(prototype, Symbol.iterator, "values");
  defineIntrinsics(vm, [
    [
      "$newSet",
      1,
      (_, __, [newTarget]) => new VSet(vm.nextId(), prototypeFor(vm, newTarget as VObject, "SetPrototype"), realm.emptyShape, [], "set"),
    ],
    ["$setEntries", 2, (_, __, [set, title]) => new TableIterator(vm, receiver(vm, set, VSet, title as string), "entries", "Set")],
  ]);
}
