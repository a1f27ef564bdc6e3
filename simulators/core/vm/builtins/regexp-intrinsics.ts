import { attribute } from "../cell.ts";
import type { VArray } from "../objects/array.ts";
import { makeArray } from "../objects/make.ts";
import type { Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import type { Methods } from "./install.ts";
import { groupsObject, intactRegExp, runRegExp } from "./regexp-run.ts";
import type { VRegExp } from "./regexp-object.ts";

/** Helpers of the prelude for patterns. */
export const regexpIntrinsics: Methods = [
  ["$checkRegExp", 2, (vm, _, args) => intactRegExp(vm, args[0], `RegExp.prototype.${args[1] as string}`)],
  ["$replaceMatches", 3, replaceMatches],
  ["$matchCalls", 2, matchCalls],
  ["$matchPosition", 1, (_, __, args) => (args[0] as VArray).readOwn("position") as Value],
];

/** `$replaceMatches(regexp, text, replacement)`, with patterns such as `$1` in the replacement. */
function replaceMatches(vm: Vm, _: Value, args: readonly Value[]): Value {
  const [regexp, text, replacement] = args as readonly [VRegExp, string, string];
  return runRegExp(vm, regexp, (compiled) => text.replace(compiled, replacement));
}

/** `$matchCalls(regexp, text)`: for each match the arguments that a replacing function gets; its position is noted beside them. */
function matchCalls(vm: Vm, _: Value, args: readonly Value[]): Value {
  const [regexp, text] = args as readonly [VRegExp, string];
  const calls: unknown[][] = [];
  runRegExp(vm, regexp, (compiled) => text.replace(compiled, (...call: unknown[]) => String(calls.push(call))));
  return makeArray(
    vm,
    calls.map((call) => callObject(vm, call)),
  );
}

function callObject(vm: Vm, call: readonly unknown[]): VArray {
  const last = call.at(-1);
  const hasGroups = typeof last === "object";
  const values = hasGroups ? [...call.slice(0, -1), groupsObject(vm, last as Record<string, string>)] : [...call];
  const made = makeArray(vm, values as Value[]);
  made.addNamed("position", call.at(hasGroups ? -3 : -2) as number, attribute.all);
  return made;
}
