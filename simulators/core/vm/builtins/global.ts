import { toNumber, toText } from "../convert.ts";
import { makeNative } from "../objects/make.ts";
import type { Builtins } from "../realm.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";

/** Functions and constants of the global object that belong to no other group. */
export const globalBuiltins: Builtins = {
  globals: ["globalThis", "undefined", "NaN", "Infinity", "isNaN", "isFinite", "eval", "escape", "unescape", ...uriNames()],
  intrinsics: [],
  install: (vm) => {
    const { realm } = vm;
    realm.define("undefined", undefined);
    realm.define("NaN", Number.NaN);
    realm.define("Infinity", Number.POSITIVE_INFINITY);
    for (const [name, length, call] of functions) realm.define(name, makeNative(vm, name, length, call));
  },
};

function uriNames(): readonly string[] {
  return ["decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent"];
}

const functions: readonly (readonly [string, number, NativeFunction])[] = [
  ["isNaN", 1, (vm, _, [value]) => Number.isNaN(toNumber(vm, value))],
  ["isFinite", 1, (vm, _, [value]) => Number.isFinite(toNumber(vm, value))],
  ["eval", 1, evalText],
  ["escape", 1, (vm, _, [text]) => legacy.escape(toText(vm, text))],
  ["unescape", 1, (vm, _, [text]) => legacy.unescape(toText(vm, text))],
  ["decodeURI", 1, uri(decodeURI)],
  ["decodeURIComponent", 1, uri(decodeURIComponent)],
  ["encodeURI", 1, uri(encodeURI)],
  ["encodeURIComponent", 1, uri(encodeURIComponent)],
];

const legacy = globalThis as unknown as { readonly escape: (text: string) => string; readonly unescape: (text: string) => string };

/** `eval` of what is no text answers it. */
function evalText(vm: Vm, _: Value, [text]: readonly Value[]): Value {
  return typeof text === "string" ? vm.notModelled("code made from text (`eval`) is not modelled; write it as code") : text;
}

function uri(convert: (text: string) => string): NativeFunction {
  return (vm, _, [value]) => {
    const text = toText(vm, value);
    try {
      return convert(text);
    } catch {
      return vm.fail("URIError", "URI malformed");
    }
  };
}
