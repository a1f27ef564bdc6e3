import { toBigInt, toIndex, toNumber, toPrimitive } from "../convert.ts";
import { VWrapper } from "../objects/wrapper.ts";
import type { Builtins } from "../realm.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { defineConstructor } from "./install.ts";
import { checkLocale, numberFormatOptions, readOptions } from "./string-locale.ts";

export const bigintBuiltins: Builtins = {
  globals: ["BigInt"],
  intrinsics: ["BigIntPrototype"],
  install(vm) {
    defineConstructor(vm, {
      name: "BigInt",
      length: 1,
      call: construct,
      tag: "BigInt",
      statics: [
        ["asIntN", 2, (machine, _, args) => BigInt.asIntN(toIndex(machine, args[0]), toBigInt(machine, args[1]))],
        ["asUintN", 2, (machine, _, args) => BigInt.asUintN(toIndex(machine, args[0]), toBigInt(machine, args[1]))],
      ],
      methods: [
        ["toString", 0, toString],
        ["toLocaleString", 0, toLocaleString],
        ["valueOf", 0, (machine, thisValue) => bigintOf(machine, thisValue, "valueOf")],
      ],
    });
  },
};

/** V8's RangeError of a fraction is the user's. */
const construct: NativeFunction = (vm, _, args, newTarget) => {
  if (newTarget !== undefined) vm.fail("TypeError", "BigInt is not a constructor");
  const primitive = toPrimitive(vm, args[0], "number");
  return typeof primitive === "number" ? BigInt(primitive) : toBigInt(vm, primitive);
};

const toString: NativeFunction = (vm, thisValue, args) => {
  const value = bigintOf(vm, thisValue, "toString");
  return value.toString(args[0] === undefined ? undefined : toNumber(vm, args[0]));
};

const toLocaleString: NativeFunction = (vm, thisValue, args) => {
  const value = bigintOf(vm, thisValue, "toLocaleString");
  checkLocale(vm, args[0], "toLocaleString");
  return value.toLocaleString("en-US", readOptions(vm, args[1], numberFormatOptions));
};

function bigintOf(vm: Vm, value: Value, method: string): bigint {
  if (typeof value === "bigint") return value;
  if (value instanceof VWrapper && typeof value.value === "bigint") return value.value;
  return vm.fail("TypeError", `BigInt.prototype.${method} requires that 'this' be a BigInt`);
}
