import type { VObject } from "../cell.ts";
import type { VArray } from "../objects/array.ts";
import type { OrdinaryObject } from "../objects/ordinary.ts";
import type { Builtins } from "../realm.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { arrayOf } from "./array-elements.ts";
import { defineAlias, defineConstructor } from "./install.ts";
import { defineIntrinsics, defineScriptConstructor, scripts } from "./script-constructor.ts";
import { elementSize, toElement, type TypedArrayName, typedArrayNames, VTypedArray } from "./typed-array.ts";
import { needsList, newTypedArray } from "./typed-array-construct.ts";
import { alike, sortTyped, typedArrayAccessors, typedArrayNatives } from "./typed-array-methods.ts";
import { listOf, typedArrayConstructor, typedArrayMethods, typedArrayStatics } from "./typed-array-scripts.ts";

const natives: readonly (readonly [string, number, NativeFunction])[] = [
  ["$newTypedArray", 5, newTypedArray],
  ["$needsList", 1, needsList],
  [
    "$typedLength",
    2,
    (vm, _, [array]) => (array instanceof VTypedArray ? array.length : vm.fail("TypeError", "this is not a typed array.")),
  ],
  ["$typedLike", 2, (vm, _, [array, length]) => alike(vm, array as VTypedArray, length as number)],
  ["$typedFrom", 2, (vm, _, [array, list]) => fill(vm, alike(vm, array as VTypedArray, (list as VArray).length), list as VArray)],
  ["$typedFill", 2, typedFill],
  ["$typedList", 1, typedList],
  ["$sortTyped", 1, (vm, _, [array]) => sortTyped(vm, array, [], undefined)],
];

/** The elements of a list that nobody else knows, into a typed array. */
function fill(vm: Vm, array: VTypedArray, list: VArray): VTypedArray {
  const count = Math.min(array.length, list.length);
  array.saveElements(0, count);
  for (let index = 0; index < count; index += 1) array.view[index] = toElement(vm, array.name, list.elements[index]);
  return array;
}

function typedFill(vm: Vm, _: Value, [array, list]: readonly Value[]): Value {
  (array as VTypedArray).touchElements(vm, 0, (array as VTypedArray).length, "write");
  return fill(vm, array as VTypedArray, list as VArray);
}

function typedList(vm: Vm, _: Value, [array]: readonly Value[]): Value {
  const { view, length } = array as VTypedArray;
  (array as VTypedArray).touchElements(vm, 0, length, "read");
  return arrayOf(
    vm,
    Array.from({ length }, (_element, index) => view[index] as Value),
  );
}

const hiddenNames = ["TypedArray", "TypedArrayPrototype", "$listOf", ...natives.map(([name]) => name)];

export const typedArrayBuiltins: Builtins = { globals: [], intrinsics: hiddenNames, install };

function install(vm: Vm): void {
  const { realm } = vm;
  const { prototype } = defineConstructor(vm, {
    name: "TypedArray",
    length: 0,
    call: () => vm.fail("TypeError", "Abstract class TypedArray not directly constructable"),
    staticScripts: scripts(vm, typedArrayStatics),
    staticAccessors: [[Symbol.species, (_, thisValue) => thisValue]],
    methods: typedArrayNatives,
    scripts: [...scripts(vm, typedArrayMethods), ["toString", realm.arrayPrototype.readOwn("toString") as VObject]],
    accessors: typedArrayAccessors,
  });
  defineAlias(prototype, Symbol.iterator, "values");
  realm.define("$listOf", vm.script("$listOf", 1, listOf));
  defineIntrinsics(vm, natives);
}

/** One group for each kind: programs use few of them. */
export const typedArrayKindBuiltins: readonly Builtins[] = typedArrayNames.map((name) => ({
  globals: [name],
  intrinsics: [`${name}Prototype`],
  install: (vm) => installKind(vm, name),
}));

function installKind(vm: Vm, name: TypedArrayName): void {
  const { realm } = vm;
  const size = elementSize(name);
  const prototype = vm.object(realm.intrinsic("TypedArrayPrototype")) as OrdinaryObject;
  defineScriptConstructor(vm, {
    name,
    length: 3,
    source: typedArrayConstructor(name),
    prototype,
    parent: realm.intrinsic("TypedArray"),
    constants: [["BYTES_PER_ELEMENT", size]],
    staticConstants: [["BYTES_PER_ELEMENT", size]],
  });
}
