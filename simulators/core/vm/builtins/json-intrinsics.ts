import type { VObject } from "../cell.ts";
import { toInteger, toNumber, toText } from "../convert.ts";
import { VArray } from "../objects/array.ts";
import { VWrapper } from "../objects/wrapper.ts";
import { createProperty } from "../property.ts";
import { canonicalKey, type Value } from "../value.ts";
import type { Vm } from "../vm.ts";
import { absentMark } from "./array-intrinsics.ts";
import { arrayOf } from "./array-elements.ts";
import type { Methods } from "./install.ts";
import { parseJson } from "./json-parse.ts";
import { checkCycle, enumerableTexts, needsCalls, primitiveText, type Step, stringify } from "./json-stringify.ts";

/** Helpers of the prelude for JSON. */
export const jsonIntrinsics: Methods = [
  ["$parseJson", 1, (vm, _, args) => parseJson(vm, args[0] as string)],
  ["$stringifyJson", 3, stringifyNative],
  ["$jsonGap", 1, gap],
  ["$jsonList", 1, list],
  ["$jsonKeys", 1, keys],
  ["$jsonDelete", 2, remove],
  ["$jsonDefine", 3, define],
  ["$jsonPrimitive", 1, (vm, _, args) => primitiveText(vm, args[0])],
  ["$jsonCheckCycle", 3, (vm, _, args) => checkCycle(vm, pathFrom(args[0] as VArray), args[1] as VObject, args[2] as string)],
  ["$jsonDescend", 3, descend],
  ["$unwrap", 1, (vm, _, args) => unwrap(vm, args[0])],
];

function stringifyNative(vm: Vm, _: Value, args: readonly Value[]): Value {
  const text = stringify(vm, args[0], args[1] as VArray | undefined, args[2] as string);
  return text === needsCalls ? absentMark : text;
}

/** What a level is indented by: at most ten characters. */
function gap(vm: Vm, _: Value, args: readonly Value[]): Value {
  const space = unwrap(vm, args[0]);
  if (typeof space === "number") return " ".repeat(Math.min(10, Math.max(0, toInteger(vm, space))));
  return typeof space === "string" ? space.slice(0, 10) : "";
}

/** The names that a list of names lets through; undefined: all. */
function list(vm: Vm, _: Value, args: readonly Value[]): Value {
  const [replacer] = args;
  if (!(replacer instanceof VArray)) return undefined;
  const names = new Set<string>();
  replacer.touchAll(vm, "read");
  for (let index = 0; index < replacer.length; index += 1) {
    const item = vm.get(replacer, index);
    const isName =
      typeof item === "string" || typeof item === "number" || (item instanceof VWrapper && /^(string|number)$/.test(typeof item.value));
    if (isName) names.add(toText(vm, item));
  }
  return arrayOf(vm, [...names]);
}

function unwrap(vm: Vm, value: Value): Value {
  if (!(value instanceof VWrapper)) return value;
  if (typeof value.value === "number") return toNumber(vm, value);
  if (typeof value.value === "string") return toText(vm, value);
  return typeof value.value === "symbol" ? value : value.value;
}

/** Own enumerable names; of an array its indices. */
function keys(vm: Vm, _: Value, args: readonly Value[]): Value {
  const object = args[0] as VObject;
  object.touchAll(vm, "read");
  const names = object instanceof VArray ? Array.from({ length: object.length }, (__, index) => String(index)) : enumerableTexts(object);
  return arrayOf(vm, names);
}

function remove(vm: Vm, _: Value, args: readonly Value[]): Value {
  const [object, key] = args as readonly [VObject, string];
  object.touchOwn(vm, canonicalKey(key), "write");
  return object.deleteOwn(canonicalKey(key));
}

function define(vm: Vm, _: Value, args: readonly Value[]): Value {
  const [object, key, value] = args as readonly [VObject, string, Value];
  return createProperty(vm, object, canonicalKey(key), value);
}

/** The path with one more object, in which `key` is that of the property it was found in. */
function descend(vm: Vm, _: Value, args: readonly Value[]): Value {
  const [path, object, key] = args as readonly [VArray, VObject, string];
  return arrayOf(vm, [...path.elements, key, object]);
}

/** What `descend` has collected: each step's key is the one below which the next object was found. */
function pathFrom({ elements }: VArray): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < elements.length; at += 2) {
    steps.push({ object: elements[at + 1] as VObject, key: (elements[at + 2] ?? "") as string });
  }
  return steps;
}
