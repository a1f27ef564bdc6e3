import type { VObject } from "../cell.ts";
import { isObject, toKey } from "../convert.ts";
import { isCallable, isConstructor } from "../objects/function.ts";
import { makeArray } from "../objects/make.ts";
import { define, get, has, keyValue, ownKeys, remove, set } from "../property.ts";
import type { Builtins } from "../realm.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { listFromArrayLike } from "./function.ts";
import { defineNamespace, type Methods } from "./install.ts";
import { changePrototype } from "./change-prototype.ts";
import { shown } from "./shown.ts";
import { fromProperty, toDescriptor } from "./object-descriptors.ts";

export const reflectBuiltins: Builtins = {
  globals: ["Reflect"],
  intrinsics: [],
  install: (vm) => {
    defineNamespace(vm, "Reflect", methods);
  },
};

/** The run loop does it by itself, so that the user's function can be stopped inside. */
export const reflectApply: NativeFunction = (vm, _, [callee, thisValue, args]) => {
  if (!isCallable(callee))
    return vm.fail("TypeError", `Function.prototype.apply was called on ${shown(callee)}, which is ${typeof callee} and not a function`);
  return vm.call(callee, thisValue, argumentList(vm, args));
};

/** The run loop does it by itself. */
export const reflectConstruct: NativeFunction = (vm, _, [callee, args, newTarget = callee]) => {
  if (!isConstructor(callee)) return vm.fail("TypeError", `${shown(callee)} is not a constructor`);
  if (!isConstructor(newTarget)) return vm.fail("TypeError", `${shown(newTarget)} is not a constructor`);
  return vm.construct(callee, argumentList(vm, args), newTarget);
};

const argumentList = (vm: Vm, args: Value): readonly Value[] =>
  isObject(args) ? listFromArrayLike(vm, args) : vm.fail("TypeError", "CreateListFromArrayLike called on non-object");

const methods: Methods = [
  ["apply", 3, reflectApply],
  ["construct", 2, reflectConstruct],
  [
    "defineProperty",
    3,
    (vm, _, [object, key, to]) => define(vm, target(vm, object, "defineProperty"), toKey(vm, key), toDescriptor(vm, to)),
  ],
  ["deleteProperty", 2, (vm, _, [object, key]) => remove(vm, target(vm, object, "deleteProperty"), toKey(vm, key))],
  [
    "get",
    2,
    (vm, _, args) => {
      const object = target(vm, args[0], "get");
      return get(vm, object, toKey(vm, args[1]), args.length > 2 ? args[2] : object);
    },
  ],
  [
    "getOwnPropertyDescriptor",
    2,
    (vm, _, [object, key]) => {
      const holder = target(vm, object, "getOwnPropertyDescriptor");
      const name = toKey(vm, key);
      holder.touchOwn(vm, name, "read");
      return fromProperty(vm, holder.getOwn(name));
    },
  ],
  [
    "getPrototypeOf",
    1,
    (vm, _, [object]) => {
      const holder = target(vm, object, "getPrototypeOf");
      vm.touch(holder, "__proto__", "read");
      return holder.proto;
    },
  ],
  ["has", 2, (vm, _, [object, key]) => has(vm, target(vm, object, "has"), toKey(vm, key))],
  [
    "isExtensible",
    1,
    (vm, _, [object]) => {
      const holder = target(vm, object, "isExtensible");
      holder.touchAll(vm, "read");
      return holder.isExtensible;
    },
  ],
  ["ownKeys", 1, (vm, _, [object]) => makeArray(vm, ownKeys(vm, target(vm, object, "ownKeys")).map(keyValue))],
  [
    "preventExtensions",
    1,
    (vm, _, [object]) => {
      const holder = target(vm, object, "preventExtensions");
      holder.touchAll(vm, "write");
      return holder.preventExtensions();
    },
  ],
  [
    "set",
    3,
    (vm, _, args) => {
      const object = target(vm, args[0], "set");
      return set(vm, object, toKey(vm, args[1]), args[2], args.length > 3 ? args[3] : object);
    },
  ],
  ["setPrototypeOf", 2, setPrototypeOf],
];

function setPrototypeOf(vm: Vm, _: Value, [object, proto]: readonly Value[]): Value {
  const holder = target(vm, object, "setPrototypeOf");
  if (proto !== null && !isObject(proto)) return vm.fail("TypeError", `Object prototype may only be an Object or null: ${shown(proto)}`);
  if (holder.proto === proto) return true;
  for (let each = proto; each !== null; each = each.proto) if (each === holder) return false;
  if (!holder.isExtensible || holder === vm.realm.objectPrototype) return false;
  changePrototype(vm, holder, proto);
  return true;
}

function target(vm: Vm, value: Value, method: string): VObject {
  return isObject(value) ? value : vm.fail("TypeError", `Reflect.${method} called on non-object`);
}
