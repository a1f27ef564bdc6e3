import { toBoolean } from "../convert.ts";
import { prototypeFor } from "../objects/make.ts";
import { makeWrapper, VWrapper } from "../objects/wrapper.ts";
import type { Builtins } from "../realm.ts";
import type { Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { defineConstructor } from "./install.ts";

export const booleanBuiltins: Builtins = {
  globals: ["Boolean"],
  intrinsics: ["BooleanPrototype"],
  install: (vm) => {
    defineConstructor(vm, {
      name: "Boolean",
      length: 1,
      call: (machine, _, [value], newTarget) => {
        const isTrue = toBoolean(value);
        return newTarget === undefined ? isTrue : makeWrapper(machine, isTrue, prototypeFor(machine, newTarget, "BooleanPrototype"));
      },
      prototype: makeWrapper(vm, false, vm.realm.objectPrototype),
      methods: [
        ["toString", 0, (machine, thisValue) => String(thisBoolean(machine, thisValue, "toString"))],
        ["valueOf", 0, (machine, thisValue) => thisBoolean(machine, thisValue, "valueOf")],
      ],
    });
  },
};

function thisBoolean(vm: Vm, value: Value, method: string): boolean {
  if (typeof value === "boolean") return value;
  if (value instanceof VWrapper && typeof value.value === "boolean") return value.value;
  return vm.fail("TypeError", `Boolean.prototype.${method} requires that 'this' be a Boolean`);
}
