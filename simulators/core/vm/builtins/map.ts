import type { VObject } from "../cell.ts";
import { makeArray, prototypeFor } from "../objects/make.ts";
import { type Content, OrdinaryObject } from "../objects/ordinary.ts";
import type { Builtins } from "../realm.ts";
import type { StateWriter } from "../state-writer.ts";
import { hole, type Place, type Slot, type Value, whole } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { defineAlias, definePrototype } from "./install.ts";
import { BuiltinIterator, nextNative } from "./iterator.ts";
import { mapConstructor, mapGroupBy, mapForEach } from "./map-scripts.ts";
import { OrderedTable } from "./ordered-table.ts";
import { receiver } from "./receiver.ts";
import { defineIntrinsics, defineScriptConstructor, scripts } from "./script-constructor.ts";

/** A Map. Each entry is a location of its own; `whole` is accessed by what depends on all of them: size, order, clear. */
export class VMap extends OrdinaryObject {
  readonly table = new OrderedTable();

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    writeTable(this.table, out, true);
    this.writeNamed(out);
  }

  override peekEntry(place: Place): Slot | undefined {
    if (place === whole) return undefined;
    const at = this.table.find(place);
    if (at >= 0) return this.table.valueAt(at);
    return typeof place === "string" && this.attributesOf(place) >= 0 ? undefined : hole;
  }

  override content(): Content {
    return { entries: this.table.entries() };
  }
}

/** Size, then the entries in order. */
export function writeTable(table: OrderedTable, out: StateWriter, hasValues: boolean): void {
  out.word(table.size);
  for (let at = table.next(0); at < table.used; at = table.next(at + 1)) {
    out.value(table.keyAt(at));
    if (hasValues) out.value(table.valueAt(at));
  }
}

/** The key as it is kept: -0 is 0. */
export const entryKey = (key: Value): Value => (key === 0 ? 0 : key);

/** The keys or values of a table while it changes; of a Map or a Set. */
export class TableIterator extends BuiltinIterator {
  /** Undefined: it has come to the end. */
  owner: (VObject & { readonly table: OrderedTable }) | undefined;
  readonly part: "keys" | "values" | "entries";
  readonly isSet: boolean;
  /** Position in the table as it was in `epoch`. */
  position = 0;
  epoch: number;

  constructor(vm: Vm, owner: VObject & { readonly table: OrderedTable }, part: "keys" | "values" | "entries", name: "Map" | "Set") {
    super(vm.nextId(), vm.realm.intrinsic(`${name}IteratorPrototype`), vm.realm.emptyShape, [], `${name} Iterator`);
    this.owner = owner;
    this.part = part;
    this.isSet = name === "Set";
    this.epoch = owner.table.epoch;
  }

  advance(vm: Vm): Slot {
    vm.touch(this, whole, "write");
    const { owner } = this;
    if (owner === undefined) return hole;
    vm.touch(owner, whole, "read");
    const { table } = owner;
    const at = table.next(table.position(this.position, this.epoch));
    if (at >= table.used) {
      vm.journal.save(this, "owner");
      this.owner = undefined;
      return hole;
    }
    vm.journal.save(this, "position");
    vm.journal.save(this, "epoch");
    this.position = at + 1;
    this.epoch = table.epoch;
    const key = table.keyAt(at);
    const value = this.isSet ? key : table.valueAt(at);
    if (this.part === "keys") return key;
    return this.part === "values" ? value : makeArray(vm, [key, value]);
  }

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.text(this.part);
    out.cell(this.owner);
    out.word(this.owner === undefined ? 0 : this.#passed(this.owner.table));
    this.writeNamed(out);
  }

  /** Entries that are still to come. */
  rest(): readonly (readonly [Value, Value])[] {
    return this.owner === undefined ? [] : this.owner.table.entries().slice(this.#passed(this.owner.table));
  }

  /** Entries before the position: gaps make no difference. */
  #passed(table: OrderedTable): number {
    const end = table.position(this.position, this.epoch);
    let count = 0;
    for (let at = table.next(0); at < end; at = table.next(at + 1)) count += 1;
    return count;
  }
}

const method = (name: string, run: (vm: Vm, map: VMap, key: Value, value: Value) => Value): NativeFunction => {
  const title = `Map.prototype.${name}`;
  return (vm, thisValue, args) => run(vm, receiver(vm, thisValue, VMap, title), args[0], args[1]);
};

const iteration = (name: "keys" | "values" | "entries"): NativeFunction =>
  method(name, (vm, map) => new TableIterator(vm, map, name, "Map"));

const get = (vm: Vm, map: VMap, key: Value): Value => {
  vm.touch(map, entryKey(key), "read");
  const at = map.table.find(key);
  return at < 0 ? undefined : map.table.valueAt(at);
};

const has = (vm: Vm, map: VMap, key: Value): Value => {
  vm.touch(map, entryKey(key), "read");
  return map.table.find(key) >= 0;
};

const set = (vm: Vm, map: VMap, key: Value, value: Value): Value => {
  vm.touch(map, entryKey(key), "write");
  map.table.set(vm.journal, key, value);
  return map;
};

const remove = (vm: Vm, map: VMap, key: Value): Value => {
  vm.touch(map, entryKey(key), "write");
  return map.table.delete(vm.journal, key);
};

const clear = (vm: Vm, map: VMap): Value => {
  vm.touch(map, whole, "write");
  map.table.clear(vm.journal);
  return undefined;
};

const size: NativeFunction = (vm, thisValue) => {
  const map = receiver(vm, thisValue, VMap, "get Map.prototype.size");
  vm.touch(map, whole, "read");
  return map.table.size;
};

export const mapBuiltins: Builtins = {
  globals: ["Map"],
  intrinsics: ["MapPrototype", "MapIteratorPrototype", "$newMap", "$mapEntries", "$nextEntry"],
  install,
};

function install(vm: Vm): void {
  const { realm } = vm;
  definePrototype(
    vm,
    "MapIteratorPrototype",
    realm.intrinsic("IteratorPrototype"),
    [["next", 0, nextNative("Map Iterator")]],
    "Map Iterator",
  );
  const { prototype } = defineScriptConstructor(vm, {
    name: "Map",
    length: 0,
    source: mapConstructor,
    tag: "Map",
    staticScripts: scripts(vm, { groupBy: [2, mapGroupBy] }),
    staticAccessors: [[Symbol.species, (_vm, thisValue) => thisValue]],
    methods: [
      ["get", 1, method("get", get)],
      ["set", 2, method("set", set)],
      ["has", 1, method("has", has)],
      ["delete", 1, method("delete", remove)],
      ["clear", 0, method("clear", clear)],
      ["entries", 0, iteration("entries")],
      ["keys", 0, iteration("keys")],
      ["values", 0, iteration("values")],
    ],
    scripts: scripts(vm, { forEach: [1, mapForEach] }),
    accessors: [["size", size]],
  });
  defineAlias(prototype, Symbol.iterator, "entries");
  defineIntrinsics(vm, [
    [
      "$newMap",
      1,
      (_, __, [newTarget]) => new VMap(vm.nextId(), prototypeFor(vm, newTarget as VObject, "MapPrototype"), realm.emptyShape, [], "map"),
    ],
    ["$mapEntries", 2, (_, __, [map, title]) => new TableIterator(vm, receiver(vm, map, VMap, title as string), "entries", "Map")],
    ["$nextEntry", 1, (_, __, [iterator]) => nextEntry(vm, iterator as TableIterator)],
  ]);
}

/** `[key, value]`, or undefined at the end. */
function nextEntry(vm: Vm, iterator: TableIterator): Value {
  const slot = iterator.advance(vm);
  return slot === hole ? undefined : slot;
}
