import { attribute, type VObject } from "../cell.ts";
import { isObject } from "../convert.ts";
import { isArray } from "../objects/array.ts";
import { keyText, ownKeys } from "../property.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import type { Methods } from "./install.ts";

const sealed = attribute.writable | attribute.enumerable;
const frozen = attribute.enumerable;

/** Object.freeze and its kin. */
export const objectIntegrity: Methods = [
  ["freeze", 1, limiter(frozen)],
  ["seal", 1, limiter(sealed)],
  ["preventExtensions", 1, limiter(attribute.all)],
  ["isFrozen", 1, (vm, _, [value]) => isLimited(vm, value, frozen)],
  ["isSealed", 1, (vm, _, [value]) => isLimited(vm, value, sealed)],
  ["isExtensible", 1, (vm, _, [value]) => isObject(value) && !isLimited(vm, value, attribute.all)],
];

function limiter(attributes: number): NativeFunction {
  return (vm, _, [value]) => {
    if (isObject(value)) limit(vm, value, attributes);
    return value;
  };
}

/** Takes away extensibility, and from every property the attributes that are not in `attributes`. */
function limit(vm: Vm, object: VObject, attributes: number): void {
  object.touchAll(vm, "write");
  if (object.kind === "typed-array" && attributes !== attribute.all && object.attributesOf(0) >= 0) {
    vm.fail("TypeError", `Cannot ${attributes === frozen ? "freeze" : "seal"} array buffer views with elements`);
  }
  object.preventExtensions();
  if (attributes === attribute.all) return;
  if (isArray(object)) object.limitElements(attributes);
  for (const key of object.ownKeys()) {
    const property = object.getOwn(key);
    if (property === undefined) continue;
    const { enumerable } = property;
    const configurable = property.configurable && (attributes & attribute.configurable) !== 0;
    const wanted =
      "value" in property
        ? { value: property.value, writable: property.writable && (attributes & attribute.writable) !== 0, enumerable, configurable }
        : { get: property.get, set: property.set, enumerable, configurable };
    if (isArray(object) && typeof key === "number") continue;
    if (!object.defineOwn(key, wanted)) vm.fail("TypeError", `Cannot redefine property: ${keyText(key)}`);
  }
}

function isLimited(vm: Vm, value: Value, attributes: number): boolean {
  if (!isObject(value)) return true;
  const keys = ownKeys(vm, value);
  if (value.isExtensible) return false;
  if (attributes === attribute.all) return true;
  return keys.every((key) => {
    const has = value.attributesOf(key);
    const isAccessor = (has & attribute.accessor) !== 0;
    const checked = isAccessor ? attribute.configurable : attribute.configurable | attribute.writable;
    return (has & checked & ~attributes) === 0;
  });
}
