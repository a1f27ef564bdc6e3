import { Accessor } from "../cell.ts";
import { isObject, toKey, toObject } from "../convert.ts";
import { isCallable } from "../objects/function.ts";
import { define } from "../property.ts";
import { hole } from "../value.ts";
import type { NativeFunction } from "../vm.ts";
import type { Accessors, Methods } from "./install.ts";
import { changePrototype } from "./change-prototype.ts";

/** `object.__proto__` */
export const protoAccessor: Accessors[number] = [
  "__proto__",
  (vm, thisValue) => {
    const object = toObject(vm, thisValue);
    vm.touch(object, "__proto__", "read");
    return object.proto;
  },
  (vm, thisValue, [proto]) => {
    if (isObject(thisValue) && (proto === null || isObject(proto))) changePrototype(vm, thisValue, proto);
    return undefined;
  },
];

export const legacyAccessors: Methods = [
  ["__defineGetter__", 2, definer("get")],
  ["__defineSetter__", 2, definer("set")],
  ["__lookupGetter__", 1, lookup("get")],
  ["__lookupSetter__", 1, lookup("set")],
];

function definer(part: "get" | "set"): NativeFunction {
  return (vm, thisValue, [key, callee]) => {
    if (!isCallable(callee))
      return vm.fail("TypeError", `Object.prototype.__define${part === "get" ? "Getter" : "Setter"}__: Expecting function`);
    const name = toKey(vm, key);
    const isDone = define(vm, toObject(vm, thisValue), name, { [part]: callee, enumerable: true, configurable: true });
    return isDone ? undefined : vm.fail("TypeError", `Cannot redefine property: ${String(name)}`);
  };
}

function lookup(part: "get" | "set"): NativeFunction {
  return (vm, thisValue, [key]) => {
    const name = toKey(vm, key);
    for (let object: ReturnType<typeof toObject> | null = toObject(vm, thisValue); object !== null; object = object.proto) {
      object.touchOwn(vm, name, "read");
      const slot = object.readOwn(name);
      if (slot !== hole) return slot instanceof Accessor ? slot[part] : undefined;
    }
    return undefined;
  };
}
