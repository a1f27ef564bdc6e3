import { toLength, toNumber, toObject, toText } from "../convert.ts";
import { makeWrapper, VWrapper } from "../objects/wrapper.ts";
import { prototypeFor } from "../objects/make.ts";
import { scripts } from "../prelude/scripts.ts";
import type { Builtins } from "../realm.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { defineAlias, defineConstructor, type Methods } from "./install.ts";
import { installStringIterator, stringIteration } from "./string-iterator.ts";
import { localeStringMethods } from "./string-locale.ts";
import { delegatedStringMethods } from "./string-methods.ts";

export const stringBuiltins: Builtins = {
  globals: ["String"],
  intrinsics: ["StringPrototype", "StringIteratorPrototype"],
  install(vm) {
    const prototype = makeWrapper(vm, "", vm.realm.objectPrototype);
    defineConstructor(vm, {
      name: "String",
      length: 1,
      call: construct,
      prototype,
      statics: [
        ["fromCharCode", 1, fromCharCode],
        ["fromCodePoint", 1, fromCodePoint],
        ["raw", 1, raw],
      ],
      methods: [...delegatedStringMethods, ...localeStringMethods, ...ownMethods],
      scripts: scripts(vm, "String.prototype"),
    });
    defineAlias(prototype, "trimLeft", "trimStart");
    defineAlias(prototype, "trimRight", "trimEnd");
    installStringIterator(vm);
  },
};

const construct: NativeFunction = (vm, _, args, newTarget) => {
  const value = args.length === 0 ? "" : args[0];
  if (newTarget === undefined) return typeof value === "symbol" ? value.toString() : toText(vm, value);
  return makeWrapper(vm, toText(vm, value), prototypeFor(vm, newTarget, "StringPrototype"));
};

const fromCharCode: NativeFunction = (vm, _, args) => String.fromCharCode(...args.map((value) => toNumber(vm, value)));

/** V8's RangeError is the user's. */
const fromCodePoint: NativeFunction = (vm, _, args) => String.fromCodePoint(...args.map((value) => toNumber(vm, value)));

const raw: NativeFunction = (vm, _, args) => {
  const template = toObject(vm, args[0]);
  const texts = toObject(vm, vm.get(template, "raw"));
  const length = toLength(vm, vm.get(texts, "length"));
  let result = "";
  for (let index = 0; index < length; index += 1) {
    result += toText(vm, vm.get(texts, index));
    if (index + 1 < length && index + 1 < args.length) result += toText(vm, args[index + 1]);
  }
  return result;
};

const ownMethods: Methods = [
  ["toString", 0, (vm, thisValue) => stringValue(vm, thisValue, "toString")],
  ["valueOf", 0, (vm, thisValue) => stringValue(vm, thisValue, "valueOf")],
  [Symbol.iterator, 0, stringIteration],
];

function stringValue(vm: Vm, value: Value, method: string): string {
  if (typeof value === "string") return value;
  if (value instanceof VWrapper && typeof value.value === "string") return value.value;
  return vm.fail("TypeError", `String.prototype.${method} requires that 'this' be a String`);
}
