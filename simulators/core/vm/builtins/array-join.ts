import type { VObject } from "../cell.ts";
import { toText } from "../convert.ts";
import { VArray } from "../objects/array.ts";
import { isCallable } from "../objects/function.ts";
import { className, get } from "../property.ts";
import { hole, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { listOf } from "./argument.ts";
import { slotsOf, touchList } from "./array-elements.ts";
import type { Methods } from "./install.ts";
import { Walk } from "./walk.ts";

/** Methods that make text of an array. */
export const arrayTextMethods: Methods = [
  ["join", 1, join],
  ["toString", 0, arrayToString],
  ["toLocaleString", 0, arrayToLocaleString],
];

/** Arrays whose text is being made: one in itself is empty there. */
const joining: VObject[] = [];

/** Of the outermost of them. */
let outermost: Walk | undefined;

function join(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  const object = listOf(vm, thisValue, "join");
  return joinWith(vm, object, args[0] === undefined ? "," : toText(vm, args[0]), (value) => toText(vm, value));
}

function joinWith(vm: Vm, object: VObject, separator: string, textOf: (value: Value) => string): string {
  const length = touchList(vm, object, "read");
  if (joining.includes(object)) return "";
  const walk = (joining.length === 0 ? undefined : outermost) ?? new Walk(vm);
  outermost = walk;
  joining.push(object);
  try {
    const texts = slotsOf(vm, object, length).map((slot) => {
      walk.visit();
      if (typeof slot === "string") return slot;
      return slot === hole || slot === undefined || slot === null ? "" : textOf(slot);
    });
    const characters = texts.reduce((sum, text) => sum + text.length, separator.length * texts.length);
    if (characters > 4096) vm.charge(characters);
    return texts.join(separator);
  } finally {
    joining.pop();
  }
}

function arrayToString(vm: Vm, thisValue: Value): Value {
  const object = listOf(vm, thisValue, "toString");
  const method = vm.get(object, "join");
  if (method === vm.realm.intrinsic("$arrayJoin")) return join(vm, object, []);
  if (isCallable(method)) return vm.call(method, object, []);
  return `[object ${object instanceof VArray ? "Array" : (className(object) ?? "Object")}]`;
}

function arrayToLocaleString(vm: Vm, thisValue: Value, args: readonly Value[]): Value {
  return joinWith(vm, listOf(vm, thisValue, "toLocaleString"), ",", (value) => {
    return toText(vm, vm.call(get(vm, value, "toLocaleString"), value, args));
  });
}
