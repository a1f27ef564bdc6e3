import type { VObject } from "../cell.ts";
import { isObject } from "../convert.ts";
import { VArray } from "../objects/array.ts";
import { isConstructor } from "../objects/function.ts";
import { createProperty } from "../property.ts";
import { hole, type Slot, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { arrayOf, isFast, setLength } from "./array-elements.ts";

/** The array that a method such as `map` makes of `original`, with these elements: of the same class, if `original` is of a class that extends Array. */
export function speciesArray(vm: Vm, original: VObject, slots: Slot[]): VObject {
  const constructor = speciesOf(vm, original);
  if (constructor === undefined) return arrayOf(vm, slots);
  const made = vm.construct(constructor, [slots.length]) as VObject;
  if (isFast(made)) {
    vm.journal.save(made, "elements");
    made.elements = slots;
    return made;
  }
  for (const [index, slot] of slots.entries()) if (slot !== hole) placeElement(vm, made, index, slot);
  setLength(vm, made, slots.length);
  return made;
}

/** CreateDataPropertyOrThrow. */
export function placeElement(vm: Vm, object: VObject, index: number, value: Value): void {
  if (!createProperty(vm, object, index, value)) vm.fail("TypeError", `Cannot add property ${index}, object is not extensible`);
}

/** Undefined: a plain array. */
function speciesOf(vm: Vm, original: VObject): VObject | undefined {
  const { realm } = vm;
  if (!(original instanceof VArray)) return undefined;
  const array = realm.intrinsic("Array");
  const { arrayPrototype } = realm;
  if (original.proto === arrayPrototype && original.slotOf("constructor") < 0 && arrayPrototype.readOwn("constructor") === array) {
    return undefined;
  }
  const constructor = vm.get(original, "constructor");
  const species = isObject(constructor) ? (vm.get(constructor, Symbol.species) ?? undefined) : constructor;
  if (species === undefined || species === array) return undefined;
  if (!isConstructor(species)) return vm.fail("TypeError", "object.constructor[Symbol.species] is not a constructor");
  return species;
}
