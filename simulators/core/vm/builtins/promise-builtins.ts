import type { VObject } from "../cell.ts";
import { isConstructor, isCallable } from "../objects/function.ts";
import { makeNative, makeRecord, prototypeFor } from "../objects/make.ts";
import type { Builtins } from "../realm.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { isObject } from "../convert.ts";
import { describe } from "./argument.ts";
import { constructorOf, newPromise, performThen, rejectPromise, resolvePromise, VPromise } from "./promise.ts";
import { promiseConstructor, promiseHelpers, promiseMethods, promiseStatics, promiseThen } from "./promise-scripts.ts";
import { defineIntrinsics, defineScriptConstructor, scripts } from "./script-constructor.ts";

/** `Promise`, and what its scripts and jobs lean on. */
export const promiseBuiltins: Builtins = {
  globals: ["Promise"],
  intrinsics: [
    "PromisePrototype",
    "$Promise",
    "$newPromise",
    "$resolvers",
    "$resolvePromise",
    "$rejectPromise",
    "$resolvedPromise",
    "$adoptJob",
    "$then",
    "$thenInto",
    "$promiseSpecies",
    "$finallySpecies",
    "$isPromiseOf",
    "$promiseResolveOf",
    "$promiseResolveStatic",
    "$promiseThen",
    "$aggregateError",
    "$promiseError",
    "$checkReceiver",
    "$checkConstructor",
    "$capability",
    "$promiseResolve",
    "$reactionJob",
    "$foreignReactionJob",
    "$thenableJob",
  ],
  install,
};

function install(vm: Vm): void {
  const { realm } = vm;
  const then = vm.script("then", 2, promiseThen);
  const statics = scripts(vm, promiseStatics);
  const { constructor } = defineScriptConstructor(vm, {
    name: "Promise",
    length: 1,
    source: promiseConstructor,
    tag: "Promise",
    scripts: [["then", then], ...scripts(vm, promiseMethods)],
    staticScripts: statics,
    statics: [["withResolvers", 0, withResolvers]],
    staticAccessors: [[Symbol.species, (_vm, thisValue) => thisValue]],
  });
  realm.define("$Promise", constructor);
  realm.define("$promiseThen", then);
  realm.define("$promiseResolveStatic", statics.find(([name]) => name === "resolve")?.[1]);
  for (const [name, script] of scripts(vm, promiseHelpers)) realm.define(name, script);
  defineIntrinsics(vm, natives);
}

const natives: readonly (readonly [string, number, NativeFunction])[] = [
  ["$newPromise", 1, (vm, _this, [newTarget]) => newPromise(vm, prototypeFor(vm, newTarget as VObject | undefined, "PromisePrototype"))],
  ["$resolvers", 1, (vm, _this, [promise]) => resolvers(vm, promise as VPromise)],
  ["$resolvePromise", 2, settledBy(resolvePromise)],
  ["$rejectPromise", 2, settledBy(rejectPromise)],
  ["$resolvedPromise", 1, resolvedPromise],
  ["$adoptJob", 2, adoptJob],
  ["$then", 3, then],
  ["$thenInto", 6, thenInto],
  ["$promiseSpecies", 2, promiseSpecies],
  ["$finallySpecies", 1, finallySpecies],
  ["$isPromiseOf", 2, (vm, _this, [constructor, value]) => value instanceof VPromise && constructorOf(vm, value) === constructor],
  ["$promiseResolveOf", 1, promiseResolveOf],
  ["$aggregateError", 1, aggregateError],
  ["$promiseError", 2, promiseError],
  ["$checkReceiver", 2, checkReceiver],
  ["$checkConstructor", 1, checkConstructor],
];

function settledBy(settle: typeof resolvePromise): NativeFunction {
  return (vm, _this, [promise, value]) => {
    settle(vm, promise as VPromise, value);
    return undefined;
  };
}

/** A pair of functions that settle the promise, together at most once. */
function resolvers(vm: Vm, promise: VPromise): VObject {
  const { age } = promise;
  const once = (kind: string, settle: (value: Value) => void): VObject =>
    makeNative(
      vm,
      "",
      1,
      (_vm, _this, [value]) => {
        if (promise.age === age) settle(value);
        return undefined;
      },
      { data: [kind, promise, age] },
    );
  return makeRecord(vm, {
    resolve: once("resolve", (value) => resolvePromise(vm, promise, value)),
    reject: once("reject", (reason) => rejectPromise(vm, promise, reason)),
  });
}

function resolvedPromise(vm: Vm, _this: Value, [value]: readonly Value[]): Value {
  const { flow } = vm;
  const promise = newPromise(vm);
  vm.flow = flow;
  resolvePromise(vm, promise, value);
  return promise;
}

/** Two micro-tasks later than `value` is settled, `promise` is: as if `value.then` had been called with its resolving functions. */
function adoptJob(vm: Vm, _this: Value, [promise, value]: readonly Value[]): undefined {
  performThen(vm, value as VPromise, undefined, undefined, promise as VPromise);
}

function then(vm: Vm, _this: Value, [promise, onFulfilled, onRejected]: readonly Value[]): Value {
  const derived = newPromise(vm);
  performThen(vm, promise as VPromise, onFulfilled, onRejected, derived);
  return derived;
}

function thenInto(vm: Vm, _this: Value, args: readonly Value[]): undefined {
  const [promise, onFulfilled, onRejected, derived, resolve, reject] = args as readonly VObject[];
  performThen(vm, promise as VPromise, onFulfilled, onRejected, { promise: derived as VObject, resolve, reject });
}

function promiseSpecies(vm: Vm, _this: Value, [promise, method]: readonly Value[]): Value {
  if (promise instanceof VPromise) return speciesOf(vm, constructorOf(vm, promise));
  return vm.fail("TypeError", `Method Promise.prototype.${method as string} called on incompatible receiver ${describe(promise)}`);
}

function finallySpecies(vm: Vm, _this: Value, [promise]: readonly Value[]): Value {
  if (promise instanceof VPromise) return promiseSpecies(vm, undefined, [promise, "finally"]);
  if (isObject(promise)) return speciesOf(vm, vm.get(promise, "constructor"));
  return vm.fail("TypeError", `Promise.prototype.finally called on a non-object`);
}

/** SpeciesConstructor */
function speciesOf(vm: Vm, constructor: Value): Value {
  const standard = vm.realm.intrinsic("Promise");
  if (constructor === standard || constructor === undefined) return standard;
  if (!isObject(constructor)) return vm.fail("TypeError", "The .constructor property is not an object");
  const species = vm.get(constructor, Symbol.species);
  if (species === undefined || species === null) return standard;
  return isConstructor(species) ? species : vm.fail("TypeError", `object.constructor[Symbol.species] is not a constructor`);
}

function promiseResolveOf(vm: Vm, _this: Value, [constructor]: readonly Value[]): Value {
  const resolve = vm.get(constructor as VObject, "resolve");
  return isCallable(resolve) ? resolve : vm.fail("TypeError", "Promise resolve or reject function is not callable");
}

function aggregateError(vm: Vm, _this: Value, [errors]: readonly Value[]): Value {
  const error = vm.error("AggregateError", "All promises were rejected");
  error.defineOwn("errors", { value: errors, writable: true, enumerable: false, configurable: true });
  return error;
}

function promiseError(vm: Vm, _this: Value, [what, value]: readonly Value[]): Value {
  const messages: Readonly<Record<string, string>> = {
    new: "Promise constructor cannot be invoked without 'new'",
    executor: `Promise resolver ${describe(value)} is not a function`,
    executed: "Promise executor has already been invoked with non-undefined arguments",
    functions: "Promise resolve or reject function is not callable",
  };
  return vm.error("TypeError", messages[what as string] as string);
}

function checkReceiver(vm: Vm, _this: Value, [constructor]: readonly Value[]): undefined {
  if (!isObject(constructor)) vm.fail("TypeError", `PromiseResolve called on non-object`);
}

function checkConstructor(vm: Vm, _this: Value, [constructor]: readonly Value[]): undefined {
  if (!isConstructor(constructor)) vm.fail("TypeError", `${describe(constructor)} is not a constructor`);
}

const withResolvers: NativeFunction = (vm, thisValue) => {
  if (thisValue !== vm.realm.intrinsic("Promise"))
    return vm.notModelled("`withResolvers` of a subclass of Promise is not modelled; call it on Promise");
  const promise = newPromise(vm);
  const functions = resolvers(vm, promise);
  return makeRecord(vm, { promise, resolve: vm.get(functions, "resolve"), reject: vm.get(functions, "reject") });
};
