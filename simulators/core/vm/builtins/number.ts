import { toNumber, toNumeric, toText } from "../convert.ts";
import { prototypeFor } from "../objects/make.ts";
import { makeWrapper, VWrapper } from "../objects/wrapper.ts";
import type { Builtins } from "../realm.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { defineConstructor, defineScripts, type Methods } from "./install.ts";
import { checkLocale, numberFormatOptions, readOptions } from "./string-locale.ts";

const constantNames = "MAX_VALUE MIN_VALUE NaN NEGATIVE_INFINITY POSITIVE_INFINITY MAX_SAFE_INTEGER MIN_SAFE_INTEGER EPSILON".split(" ");

export const numberBuiltins: Builtins = {
  globals: ["Number", "parseFloat", "parseInt"],
  intrinsics: ["NumberPrototype"],
  install(vm) {
    const { realm } = vm;
    const numbers = Number as unknown as Readonly<Record<string, number>>;
    const { constructor } = defineConstructor(vm, {
      name: "Number",
      length: 1,
      call: construct,
      prototype: makeWrapper(vm, 0, realm.objectPrototype),
      statics,
      staticConstants: constantNames.map((name) => [name, numbers[name]]),
      methods,
    });
    for (const [name, length, call] of globalFunctions) {
      const made = vm.native(name, length, call);
      realm.define(name, made);
      defineScripts(constructor, [[name, made]]);
    }
  },
};

const construct: NativeFunction = (vm, _, args, newTarget) => {
  const numeric = args.length === 0 ? 0 : toNumeric(vm, args[0]);
  const number = Number(numeric);
  return newTarget === undefined ? number : makeWrapper(vm, number, prototypeFor(vm, newTarget, "NumberPrototype"));
};

const statics: Methods = [
  ["isFinite", 1, (_, __, args) => Number.isFinite(args[0])],
  ["isInteger", 1, (_, __, args) => Number.isInteger(args[0])],
  ["isNaN", 1, (_, __, args) => Number.isNaN(args[0])],
  ["isSafeInteger", 1, (_, __, args) => Number.isSafeInteger(args[0])],
];

const globalFunctions: readonly (readonly [string, number, NativeFunction])[] = [
  ["parseFloat", 1, (vm, _, args) => Number.parseFloat(toText(vm, args[0]))],
  [
    "parseInt",
    2,
    (vm, _, args) => {
      const text = toText(vm, args[0]);
      return Number.parseInt(text, args[1] === undefined ? undefined : toNumber(vm, args[1]));
    },
  ],
];

const methods: Methods = [
  ["toExponential", 1, formatted("toExponential")],
  ["toFixed", 1, formatted("toFixed")],
  ["toPrecision", 1, formatted("toPrecision")],
  ["toString", 1, formatted("toString")],
  ["toLocaleString", 0, toLocaleString],
  ["valueOf", 0, (vm, thisValue) => numberOf(vm, thisValue, "valueOf")],
];

/** V8's RangeError of a bad number of digits is the user's. */
function formatted(method: "toExponential" | "toFixed" | "toPrecision" | "toString"): NativeFunction {
  return (vm, thisValue, args) => {
    const number = numberOf(vm, thisValue, method);
    return number[method](args[0] === undefined ? undefined : toNumber(vm, args[0]));
  };
}

function toLocaleString(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const number = numberOf(vm, thisValue, "toLocaleString");
  checkLocale(vm, args[0], "toLocaleString");
  return number.toLocaleString("en-US", readOptions(vm, args[1], numberFormatOptions));
}

function numberOf(vm: Vm, value: Value, method: string): number {
  if (typeof value === "number") return value;
  if (value instanceof VWrapper && typeof value.value === "number") return value.value;
  return vm.fail("TypeError", `Number.prototype.${method} requires that 'this' be a Number`);
}
