import type { VObject } from "../cell.ts";
import { setLike } from "./set-scripts.ts";
import { prototypeFor } from "../objects/make.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import type { Builtins } from "../realm.ts";
import type { StateWriter } from "../state-writer.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { describe } from "./argument.ts";
import { isCallable } from "../objects/function.ts";
import { isObject, typeOf } from "../convert.ts";
import { get as getProperty } from "../property.ts";
import { defineConstructor } from "./install.ts";
import { writeTable } from "./map.ts";
import { collectionHelpers, weakMapConstructor, weakSetConstructor } from "./map-scripts.ts";
import { OrderedTable } from "./ordered-table.ts";
import { receiver } from "./receiver.ts";
import { defineIntrinsics, defineScriptConstructor, scripts } from "./script-constructor.ts";

/** A WeakMap (kind "weakmap") or WeakSet ("weakset"): nothing is ever collected, which no program can tell. */
export class VWeakCollection extends OrdinaryObject {
  readonly table = new OrderedTable();

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    writeTable(this.table, out, this.kind === "weakmap");
    this.writeNamed(out);
  }
}

/** A WeakRef: its target is always there. */
export class VWeakRef extends OrdinaryObject {
  target: Value = undefined;

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.value(this.target);
    this.writeNamed(out);
  }
}

/** Symbols can be weak keys, too, unless they are registered for all (`Symbol.for`). */
const canBeKey = (value: Value): boolean => isObject(value) || (typeof value === "symbol" && Symbol.keyFor(value) === undefined);

type Run = (vm: Vm, collection: VWeakCollection, key: Value, value: Value) => Value;

const method = (name: "WeakMap" | "WeakSet", key: string, run: Run): NativeFunction => {
  const kind = name.toLowerCase();
  const title = `${name}.prototype.${key}`;
  return (vm, thisValue, args) => {
    if (thisValue instanceof VWeakCollection && thisValue.kind === kind) return run(vm, thisValue, args[0], args[1]);
    return vm.fail("TypeError", `Method ${title} called on incompatible receiver ${describe(thisValue)}`);
  };
};

const get: Run = (_vm, { table }, key) => (table.find(key) < 0 ? undefined : table.valueAt(table.find(key)));
const has: Run = (_vm, { table }, key) => table.find(key) >= 0;

const reading =
  (run: Run): Run =>
  (vm, collection, key, value) => {
    vm.touch(collection, key, "read");
    return run(vm, collection, key, value);
  };

const remove: Run = (vm, collection, key) => {
  vm.touch(collection, key, "write");
  return collection.table.delete(vm.journal, key);
};

const put =
  (message: string): Run =>
  (vm, collection, key, value) => {
    if (!canBeKey(key)) vm.fail("TypeError", `${message}${collection.kind === "weakset" ? "" : " key"}`);
    vm.touch(collection, key, "write");
    collection.table.set(vm.journal, key, value);
    return collection;
  };

export const weakBuiltins: Builtins = {
  globals: ["WeakMap", "WeakSet", "WeakRef", "FinalizationRegistry"],
  intrinsics: ["WeakMapPrototype", "WeakSetPrototype", "WeakRefPrototype", "FinalizationRegistryPrototype", "$newWeakMap", "$newWeakSet"],
  install,
};

export const collectionBuiltins: Builtins = {
  globals: [],
  intrinsics: ["$method", "$addEntry", "$shown", "$Map", "$Set", "$setLike", "$checkIterable"],
  install(vm) {
    for (const [name, script] of scripts(vm, collectionHelpers)) vm.realm.define(name, script);
    vm.realm.define("$Map", vm.realm.intrinsic("Map"));
    vm.realm.define("$Set", vm.realm.intrinsic("Set"));
    vm.realm.define("$setLike", vm.script("$setLike", 1, setLike));
    defineIntrinsics(vm, [
      ["$shown", 1, (_, __, [value]) => describe(value)],
      ["$checkIterable", 1, (_, __, [value]) => checkIterable(vm, value)],
    ]);
  },
};

/** As V8's builtins say it. */
function checkIterable(vm: Vm, value: Value): undefined {
  const isMissing = value === undefined || value === null;
  const method = isMissing ? undefined : getProperty(vm, value, Symbol.iterator);
  if (method !== undefined && method !== null) return;
  const shown = isMissing ? String(value) : isObject(value) ? typeOf(value) : `${typeof value} ${String(value)}`;
  vm.fail("TypeError", `${shown} is not iterable (cannot read property Symbol(Symbol.iterator))`);
}

function install(vm: Vm): void {
  const make = (newTarget: Value, name: "WeakMap" | "WeakSet"): VObject =>
    new VWeakCollection(
      vm.nextId(),
      prototypeFor(vm, newTarget as VObject, `${name}Prototype`),
      vm.realm.emptyShape,
      [],
      name.toLowerCase(),
    );
  defineIntrinsics(vm, [
    ["$newWeakMap", 1, (_, __, [newTarget]) => make(newTarget, "WeakMap")],
    ["$newWeakSet", 1, (_, __, [newTarget]) => make(newTarget, "WeakSet")],
  ]);
  defineScriptConstructor(vm, {
    name: "WeakMap",
    length: 0,
    source: weakMapConstructor,
    tag: "WeakMap",
    methods: [
      ["delete", 1, method("WeakMap", "delete", remove)],
      ["get", 1, method("WeakMap", "get", reading(get))],
      ["set", 2, method("WeakMap", "set", put("Invalid value used as weak map"))],
      ["has", 1, method("WeakMap", "has", reading(has))],
    ],
  });
  defineScriptConstructor(vm, {
    name: "WeakSet",
    length: 0,
    source: weakSetConstructor,
    tag: "WeakSet",
    methods: [
      ["delete", 1, method("WeakSet", "delete", remove)],
      ["has", 1, method("WeakSet", "has", reading(has))],
      ["add", 1, method("WeakSet", "add", put("Invalid value used in weak set"))],
    ],
  });
  installWeakRef(vm);
  installRegistry(vm);
}

function installWeakRef(vm: Vm): void {
  defineConstructor(vm, {
    name: "WeakRef",
    length: 1,
    tag: "WeakRef",
    call(_, __, [target], newTarget) {
      if (newTarget === undefined) vm.fail("TypeError", "Constructor WeakRef requires 'new'");
      if (!canBeKey(target)) vm.fail("TypeError", "WeakRef: invalid target");
      const made = new VWeakRef(vm.nextId(), prototypeFor(vm, newTarget, "WeakRefPrototype"), vm.realm.emptyShape, [], "weakref");
      made.target = target;
      return made;
    },
    methods: [["deref", 0, (_, thisValue) => receiver(vm, thisValue, VWeakRef, "WeakRef.prototype.deref").target]],
  });
}

/** Callbacks of a registry are never called: JavaScript promises no collection. */
function installRegistry(vm: Vm): void {
  defineConstructor(vm, {
    name: "FinalizationRegistry",
    length: 1,
    tag: "FinalizationRegistry",
    call(_, __, [cleanup], newTarget) {
      if (newTarget === undefined) vm.fail("TypeError", "Constructor FinalizationRegistry requires 'new'");
      if (!isCallable(cleanup)) vm.fail("TypeError", "FinalizationRegistry: cleanup must be callable");
      return new OrdinaryObject(
        vm.nextId(),
        prototypeFor(vm, newTarget, "FinalizationRegistryPrototype"),
        vm.realm.emptyShape,
        [],
        "finalization-registry",
      );
    },
    methods: [
      ["register", 2, () => undefined],
      ["unregister", 1, () => false],
    ],
  });
}
