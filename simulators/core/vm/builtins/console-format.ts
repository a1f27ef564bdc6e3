import { showPrimitive, toNumber, toText } from "../convert.ts";
import { OrdinaryObject } from "../objects/ordinary.ts";
import { isCallable } from "../objects/function.ts";
import type { VObject } from "../cell.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { slotsOf, touchList } from "./array-elements.ts";
import { defaultOptions, type InspectOptions, inspectValue } from "./console-inspect.ts";
import { plainValue } from "./plain.ts";

/** `util.inspect` and `util.format`. */
export const consoleNatives: readonly (readonly [string, number, NativeFunction])[] = [
  ["$inspect", 2, (vm, _, [value, options]) => inspectValue(vm, value, optionsOf(options))],
  ["$format", 1, (vm, _, [args]) => format(vm, valuesOf(vm, args as VObject))],
];

const valuesOf = (vm: Vm, list: VObject): readonly Value[] => slotsOf(vm, list, touchList(vm, list, "read"));

function optionsOf(options: Value): InspectOptions {
  if (!(options instanceof OrdinaryObject)) return defaultOptions;
  const given: Record<string, unknown> = {};
  for (const [key, fallback] of Object.entries(defaultOptions)) {
    const value = plainValue(options, key);
    const isUnlimited = value === null && typeof fallback === "number";
    if (isUnlimited) given[key] = Number.POSITIVE_INFINITY;
    else if (typeof value === typeof fallback || (key === "compact" && typeof value === "boolean")) given[key] = value;
  }
  return { ...defaultOptions, ...given };
}

/** @see "util.format" of Node's documentation. */
export function format(vm: Vm, args: readonly Value[]): string {
  const [first, ...rest] = args;
  if (typeof first !== "string") return args.map((value) => show(vm, value)).join(" ");
  if (rest.length === 0) return first;
  let used = 0;
  const text = first.replaceAll(/%[sdifjoOc%]/g, (directive) => {
    if (directive === "%%") return "%";
    if (used >= rest.length) return directive;
    const value = rest[used];
    used += 1;
    return substitute(vm, directive, value);
  });
  return [text, ...rest.slice(used).map((value) => show(vm, value))].join(" ");
}

const show = (vm: Vm, value: Value): string => (typeof value === "string" ? value : inspectValue(vm, value));

function substitute(vm: Vm, directive: string, value: Value): string {
  switch (directive) {
    case "%s":
      return asText(vm, value);
    case "%d":
      return number(value, (given) => (given instanceof OrdinaryObject ? Number.NaN : toNumber(vm, given)));
    case "%i":
      return number(value, (given) => (given instanceof OrdinaryObject ? Number.NaN : Number.parseInt(toText(vm, given), 10)));
    case "%f":
      return typeof value === "symbol" ? "NaN" : shownNumber(Number.parseFloat(toText(vm, value)));
    case "%j":
      return json(vm, value);
    case "%o":
      return inspectValue(vm, value, { ...defaultOptions, showHidden: true, depth: 4 });
    case "%O":
      return inspectValue(vm, value);
    default:
      return "";
  }
}

const shownNumber = (value: number): string => (Object.is(value, -0) ? "-0" : `${value}`);

function number(value: Value, convert: (value: Value) => number): string {
  if (typeof value === "bigint") return `${value}n`;
  return typeof value === "symbol" ? "NaN" : shownNumber(convert(value));
}

/** Objects with a `toString` of the program's are asked; others are inspected flatly. */
function asText(vm: Vm, value: Value): string {
  if (typeof value === "number") return shownNumber(value);
  if (typeof value === "bigint") return `${value}n`;
  if (!(value instanceof OrdinaryObject)) return showPrimitive(value);
  const method = plainValue(value, "toString");
  if (isCallable(value) || (isCallable(method) && method.native === undefined)) return toText(vm, value);
  return inspectValue(vm, value, { ...defaultOptions, depth: 0 });
}

function json(vm: Vm, value: Value): string {
  const stringify = vm.get(vm.realm.intrinsic("JSON"), "stringify");
  const text = vm.call(stringify, undefined, [value]);
  return typeof text === "string" ? text : "undefined";
}
