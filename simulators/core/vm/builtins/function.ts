import type { VObject } from "../cell.ts";
import { isObject, isOrdinaryInstance, toInteger, toLength, toObject } from "../convert.ts";
import { isArray } from "../objects/array.ts";
import { type Bound, isCallable, VFunction } from "../objects/function.ts";
import { makeNative } from "../objects/make.ts";
import { get } from "../property.ts";
import type { Builtins } from "../realm.ts";
import { hole, type Value, whole } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { defineConstructor, type Methods } from "./install.ts";

export const functionBuiltins: Builtins = {
  globals: ["Function"],
  intrinsics: ["$hasInstance"],
  install: (vm) => {
    const prototype = vm.realm.functionPrototype;
    defineConstructor(vm, {
      name: "Function",
      length: 1,
      call: functionOfText,
      prototype,
      methods,
    });
    const hasInstance = vm.native("[Symbol.hasInstance]", 1, (machine, thisValue, [value]) =>
      isOrdinaryInstance(machine, thisValue, value),
    );
    prototype.addNamed(Symbol.hasInstance, hasInstance, 0);
    vm.realm.define("$hasInstance", hasInstance);
  },
};

/**
 * Code made from text is not modelled, apart from two texts that packages probe with. `return this` is how they look for the global object. One that does
 * nothing, inside `try`, asks whether text can be made code at all: it cannot, as in a Node with `--disallow-code-generation-from-strings`, so that
 * the package takes its other way.
 */
const functionOfText: NativeFunction = (vm, _, args) => {
  const [text] = args;
  if (args.length === 1 && typeof text === "string") {
    if (/^\s*return this;?\s*$/.test(text)) return globalThisFunction(vm);
    if (text.trim() === "" && vm.isCaught) return vm.fail("EvalError", "Code generation from strings disallowed for this context");
  }
  return vm.notModelled("code made from text (`new Function`) is not modelled; write it as a function");
};

/** Code from text is not strict: its `this` is always an object. */
function globalThisFunction(vm: Vm): VFunction {
  return makeNative(vm, "anonymous", 0, (machine, thisValue) =>
    thisValue === undefined || thisValue === null ? machine.realm.global : toObject(machine, thisValue),
  );
}

/** `f.call(thisValue, …args)`. The run loop does it by itself, so that the user's function can be stopped inside. */
export const functionCall: NativeFunction = (vm, thisValue, [receiver, ...args]) => vm.call(thisValue, receiver, args);

/** `f.apply(thisValue, args)`. The run loop does it by itself, with `listFromArrayLike`. */
export const functionApply: NativeFunction = (vm, thisValue, [receiver, args]) => vm.call(thisValue, receiver, applyArguments(vm, args));

export function applyArguments(vm: Vm, args: Value): readonly Value[] {
  if (args === undefined || args === null) return [];
  return isObject(args) ? listFromArrayLike(vm, args) : vm.fail("TypeError", "CreateListFromArrayLike called on non-object");
}

/** Elements of an array or of an object with a length; holes are undefined. */
export function listFromArrayLike(vm: Vm, object: VObject): readonly Value[] {
  if (isArray(object) && object.isPlain) {
    vm.touch(object, whole, "read");
    if (!object.elements.includes(hole)) return object.elements.slice();
  }
  const length = toLength(vm, get(vm, object, "length"));
  vm.charge(length * 8);
  return Array.from({ length }, (_, index) => get(vm, object, index));
}

const methods: Methods = [
  ["apply", 2, functionApply],
  ["bind", 1, bind],
  ["call", 1, functionCall],
  ["toString", 0, functionText],
];

function bind(vm: Vm, target: Value, [thisValue, ...args]: readonly Value[]): Value {
  if (!isCallable(target)) return vm.fail("TypeError", "Bind must be called on a function");
  const given = target.attributesOf("length") >= 0 ? get(vm, target, "length") : 0;
  const name = get(vm, target, "name");
  const bound: Bound = { target, thisValue, args };
  const length = typeof given === "number" ? Math.max(0, toInteger(vm, given) - args.length) : 0;
  const slots = [length, `bound ${typeof name === "string" ? name : ""}`];
  return new VFunction(vm.nextId(), target.proto, vm.realm.functionShape, slots, { bound, isConstructor: target.isConstructor });
}

function functionText(vm: Vm, callee: Value): Value {
  if (!isCallable(callee)) return vm.fail("TypeError", "Function.prototype.toString requires that 'this' be a Function");
  if (callee.code !== undefined && !callee.code.isOurs) return callee.code.source;
  return `function ${callee.nativeName === "" ? plainName(callee) : callee.nativeName}() { [native code] }`;
}

function plainName(callee: VFunction): string {
  const name = callee.readOwn("name");
  return typeof name === "string" && callee.bound === undefined ? name : "";
}
