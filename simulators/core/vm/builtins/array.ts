import { attribute, type VObject } from "../cell.ts";
import { VArray } from "../objects/array.ts";
import { isConstructor } from "../objects/function.ts";
import { makeObject, prototypeFor } from "../objects/make.ts";
import { scripts } from "../prelude/scripts.ts";
import type { Builtins } from "../realm.ts";
import type { Slot, Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";

import { arrayOf, holes, setLength } from "./array-elements.ts";
import { arrayIteration, installArrayIterator } from "./array-iterator.ts";
import { arrayTextMethods } from "./array-join.ts";
import { arrayReadMethods } from "./array-read.ts";
import { placeElement } from "./array-species.ts";
import { arrayWriteMethods } from "./array-write.ts";
import { defineAlias, defineConstructor } from "./install.ts";

export const arrayBuiltins: Builtins = {
  globals: ["Array"],
  intrinsics: ["ArrayPrototype", "ArrayIteratorPrototype", "$arrayJoin", "$arrayValues", "$arrayIteratorNext"],
  install,
};

function install(vm: Vm): void {
  const { realm } = vm;
  const prototype = new VArray(vm.nextId(), realm.objectPrototype, realm.emptyShape, []);
  defineConstructor(vm, {
    name: "Array",
    length: 1,
    call: construct,
    prototype,
    statics: [
      ["isArray", 1, (_, __, args) => args[0] instanceof VArray],
      ["of", 0, of],
    ],
    staticScripts: scripts(vm, "Array"),
    staticAccessors: [[Symbol.species, (_, thisValue) => thisValue]],
    methods: [
      ...arrayReadMethods,
      ...arrayWriteMethods,
      ...arrayTextMethods,
      ["keys", 0, arrayIteration("keys")],
      ["entries", 0, arrayIteration("entries")],
      ["values", 0, arrayIteration("values")],
    ],
    scripts: scripts(vm, "Array.prototype"),
  });
  defineAlias(prototype, Symbol.iterator, "values");
  prototype.addNamed(Symbol.unscopables, unscopables(vm), attribute.configurable);
  installArrayIterator(vm);
  realm.define("$arrayJoin", prototype.readOwn("join") as Value);
  realm.define("$arrayValues", prototype.readOwn("values") as Value);
  realm.define("$arrayIteratorNext", realm.intrinsic("ArrayIteratorPrototype").readOwn("next") as Value);
}

const construct: NativeFunction = (vm, _, args, newTarget) => {
  const array = arrayOf(vm, args.length === 1 && typeof args[0] === "number" ? sized(vm, args[0]) : ([...args] as Slot[]));
  if (newTarget !== undefined) array.proto = prototypeFor(vm, newTarget, "ArrayPrototype");
  if (args.length === 1 && typeof args[0] === "number") array.setLength(args[0]);
  return array;
};

/** Short ones at once; `setLength` makes longer ones sparse. */
function sized(vm: Vm, length: number): Slot[] {
  if (length >>> 0 !== length) vm.fail("RangeError", "Invalid array length");
  return length <= longestAtOnce ? holes(length) : [];
}

/** `new Array(n)` up to here is dense, as code that fills it expects. */
const longestAtOnce = 33_554_432;

const of: NativeFunction = (vm, thisValue, args) => {
  if (!isConstructor(thisValue) || thisValue === vm.realm.intrinsic("Array")) return arrayOf(vm, [...args] as Slot[]);
  const made = vm.construct(thisValue, [args.length]) as VObject;
  for (const [index, value] of args.entries()) placeElement(vm, made, index, value);
  setLength(vm, made, args.length);
  return made;
};

const unscopableNames =
  "at copyWithin entries fill find findIndex findLast findLastIndex flat flatMap includes keys toReversed toSorted toSpliced values".split(
    " ",
  );

function unscopables(vm: Vm): VObject {
  const object = makeObject(vm, null);
  for (const name of unscopableNames) object.addNamed(name, true, attribute.all);
  return object;
}
