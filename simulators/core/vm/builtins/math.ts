import { toNumber } from "../convert.ts";
import type { Builtins } from "../realm.ts";
import type { NativeFunction } from "../vm.ts";
import { type Constants, defineNamespace, type Methods } from "./install.ts";

const unary =
  "abs acos acosh asin asinh atan atanh cbrt ceil clz32 cos cosh exp expm1 floor fround log log10 log1p log2 round sign sin sinh sqrt tan tanh trunc".split(
    " ",
  );
const binary = ["atan2", "imul", "pow"] as const;
const variadic = ["hypot", "max", "min"] as const;
const constantNames = ["E", "LN10", "LN2", "LOG10E", "LOG2E", "PI", "SQRT1_2", "SQRT2"] as const;

export const mathBuiltins: Builtins = {
  globals: ["Math"],
  intrinsics: [],
  install(vm) {
    const methods: Methods = [
      ...unary.map((name) => [name, 1, unaryNative(name)] as const),
      ...binary.map((name) => [name, 2, binaryNative(name)] as const),
      ...variadic.map((name) => [name, 2, variadicNative(name)] as const),
      ["random", 0, random],
    ];
    const constants: Constants = constantNames.map((name) => [name, Math[name]]);
    defineNamespace(vm, "Math", methods, constants);
  },
};

const functions = Math as unknown as Readonly<Record<string, (...numbers: readonly number[]) => number>>;
const functionOf = (name: string) => functions[name] as (...numbers: readonly number[]) => number;

function unaryNative(name: string): NativeFunction {
  const compute = functionOf(name);
  return (vm, _, args) => {
    const value = args[0];
    return compute(typeof value === "number" ? value : toNumber(vm, value));
  };
}

function binaryNative(name: string): NativeFunction {
  const compute = functionOf(name);
  return (vm, _, args) => {
    const first = toNumber(vm, args[0]);
    return compute(first, toNumber(vm, args[1]));
  };
}

function variadicNative(name: string): NativeFunction {
  const compute = functionOf(name);
  return (vm, _, args) => {
    if (args.length === 2 && typeof args[0] === "number" && typeof args[1] === "number") return compute(args[0], args[1]);
    return compute(...args.map((value) => toNumber(vm, value)));
  };
}

/** The host's 32 bits. */
const random: NativeFunction = (vm) => (vm.host.random() >>> 0) / 4_294_967_296;
