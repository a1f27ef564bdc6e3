import { attribute } from "../cell.ts";
import { definePrototype, defineTag } from "../builtins/install.ts";
import { makeNative, makeObject } from "../objects/make.ts";
import type { OrdinaryObject } from "../objects/ordinary.ts";
import type { Builtins } from "../realm.ts";
import type { Vm } from "../vm.ts";
import { AsyncGeneratorMethod } from "./async-generators.ts";
import { GeneratorMethod } from "./generators.ts";
import type { Runner } from "./runner.ts";

/** Prototypes of generators, async generators and their functions. */
export const generatorBuiltins: Builtins = {
  globals: [],
  intrinsics: [
    "GeneratorPrototype",
    "GeneratorFunctionPrototype",
    "AsyncGeneratorPrototype",
    "AsyncGeneratorFunctionPrototype",
    "AsyncFunctionPrototype",
    "AsyncIteratorPrototype",
    "$asyncFromSync",
  ],
  install(vm) {
    const m = vm as Runner;
    const { realm } = vm;
    definePrototype(vm, "AsyncIteratorPrototype", realm.objectPrototype, [[Symbol.asyncIterator, 0, (_, thisValue) => thisValue]]);
    const sync = definePrototype(vm, "GeneratorPrototype", realm.intrinsic("IteratorPrototype"), []);
    const async_ = definePrototype(vm, "AsyncGeneratorPrototype", realm.intrinsic("AsyncIteratorPrototype"), []);
    functionPrototype(vm, "GeneratorFunction", sync);
    functionPrototype(vm, "AsyncGeneratorFunction", async_);
    functionPrototype(vm, "AsyncFunction", undefined);
    for (const kind of ["next", "return", "throw"] as const) {
      sync.addNamed(kind, new GeneratorMethod(m, kind), hidden);
      async_.addNamed(kind, new AsyncGeneratorMethod(m, kind), hidden);
    }
    defineTag(sync, "Generator");
    defineTag(async_, "AsyncGenerator");
    realm.define("$asyncFromSync", vm.script("asyncFromSync", 2, asyncFromSync));
  },
};

const hidden = attribute.writable | attribute.configurable;

/** What functions of that kind inherit from, beside the constructor that makes them from text. */
function functionPrototype(vm: Vm, name: string, prototype: OrdinaryObject | undefined): void {
  const { realm } = vm;
  const made = makeObject(vm, realm.functionPrototype);
  const make = makeNative(vm, name, 1, () => vm.notModelled(`code made from text (\`${name}\`) is not modelled; write it as a function`), {
    isConstructor: true,
  });
  make.addNamed("prototype", made, 0);
  if (prototype !== undefined) {
    made.addNamed("prototype", prototype, attribute.configurable);
    prototype.addNamed("constructor", made, attribute.configurable);
  }
  made.addNamed("constructor", make, attribute.configurable);
  defineTag(made, name);
  realm.define(`${name}Prototype`, made);
}

const asyncFromSync = `function (iterator, next) {
  const check = (result) => {
    if (!$isObject(result)) throw $typeError("Iterator result " + $describe(result) + " is not an object");
    return result;
  };
  return {
    async next(...args) {
      const result = check($call(next, iterator, ...args));
      const done = !!result.done;
      return { value: await result.value, done };
    },
    async return(...args) {
      const method = iterator.return;
      if (method === undefined || method === null) return { value: args[0], done: true };
      const result = check($call(method, iterator, ...args));
      const done = !!result.done;
      return { value: await result.value, done };
    },
    async throw(...args) {
      const method = iterator.throw;
      if (method === undefined || method === null) {
        const close = iterator.return;
        if (close !== undefined && close !== null) check($call(close, iterator));
        throw $typeError("The iterator does not provide a 'throw' method.");
      }
      const result = check($call(method, iterator, ...args));
      const done = !!result.done;
      return { value: await result.value, done };
    },
  };
}`;
