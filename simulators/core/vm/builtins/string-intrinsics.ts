import { isObject, toNumber, toText } from "../convert.ts";
import type { Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { makeArray } from "../objects/make.ts";
import { arrayOf } from "./array-elements.ts";
import type { Methods } from "./install.ts";
import { isPattern, makeRegExp } from "./regexp-object.ts";

/** Helpers of the prelude for texts: their arguments are primitives already, where nothing else is said. */
export const stringIntrinsics: Methods = [
  ["$indexOfText", 3, (_, __, args) => indexOf(args[0] as string, args[1] as string, args[2] as number)],
  ["$sliceText", 3, (_, __, args) => (args[0] as string).slice(args[1] as number, args[2] as number)],
  ["$joinText", 3, (_, __, args) => `${args[0] as string}${args[1] as string}${args[2] as string}`],
  ["$spliceText", 4, spliceText],
  ["$replaceText", 4, replaceText],
  ["$splitText", 3, splitText],
  ["$checkGlobal", 2, checkGlobal],
  ["$regexp", 2, (vm, _, args) => makeRegExp(vm, args[0] === undefined ? "" : toText(vm, args[0]), args[1] as string)],
];

/** Past the end, nothing is found, not even the empty text. */
const indexOf = (text: string, wanted: string, from: number): number => (from > text.length ? -1 : text.indexOf(wanted, from));

/** `$spliceText(text, at, length, inserted)` */
function spliceText(_vm: Vm, _: Value, args: readonly Value[]): Value {
  const [text, at, length, inserted] = args as readonly [string, number, number, string];
  return text.slice(0, at) + inserted + text.slice(at + length);
}

/** `$replaceText(text, wanted, replacement, isAll)`, with patterns such as `$&` in the replacement. */
function replaceText(vm: Vm, _: Value, args: readonly Value[]): Value {
  const [text, wanted, replacement, isAll] = args as readonly [string, string, string, boolean];
  if (text.length > 4096 || replacement.length > 4096) vm.beacon();
  return isAll ? text.replaceAll(wanted, replacement) : text.replace(wanted, replacement);
}

/** `split` by a text: this, separator and limit may be anything. */
function splitText(vm: Vm, _: Value, args: readonly Value[]): Value {
  const text = toText(vm, args[0]);
  const limit = args[2] === undefined ? undefined : toNumber(vm, args[2]);
  const separator = args[1] === undefined ? undefined : toText(vm, args[1]);
  if (text.length > 4096) vm.beacon();
  if (separator !== "" || text.length <= 4096) return arrayOf(vm, text.split(separator as string, limit));
  // Before V8 makes the list: one of too many characters ends its process.
  vm.charge(Math.min(text.length, limit === undefined ? Infinity : limit >>> 0) * 8);
  return makeArray(vm, text.split("", limit));
}

/** `replaceAll` and `matchAll` want a global pattern. */
function checkGlobal(vm: Vm, _: Value, args: readonly Value[]): Value {
  const [pattern, method] = args;
  if (!isObject(pattern) || !isPattern(vm, pattern)) return undefined;
  const flags = vm.get(pattern, "flags");
  if (flags === undefined || flags === null) vm.fail("TypeError", `String.prototype.${method as string} called on null or undefined`);
  if (!toText(vm, flags).includes("g"))
    vm.fail("TypeError", `String.prototype.${method as string} called with a non-global RegExp argument`);
  return undefined;
}
