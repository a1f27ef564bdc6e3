import { isObject, toText } from "../convert.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import type { Methods } from "./install.ts";
import { thisText } from "./string-methods.ts";

const localeCompare: NativeFunction = (vm, thisValue, args) => {
  const text = thisText(vm, thisValue, "localeCompare");
  const other = toText(vm, args[0]);
  checkLocale(vm, args[1], "localeCompare");
  return text.localeCompare(other, "en-US", readOptions(vm, args[2], collatorOptions));
};

function caseMethod(name: string, change: (text: string) => string): NativeFunction {
  return (vm, thisValue, args) => {
    const text = thisText(vm, thisValue, name);
    checkLocale(vm, args[0], name);
    return change(text);
  };
}

/** Methods of String.prototype whose result depends on the locale. */
export const localeStringMethods: Methods = [
  ["localeCompare", 1, localeCompare],
  ["toLocaleLowerCase", 0, caseMethod("toLocaleLowerCase", (text) => text.toLowerCase())],
  ["toLocaleUpperCase", 0, caseMethod("toLocaleUpperCase", (text) => text.toUpperCase())],
];

/** The only locale there is: results must not depend on the machine. */
const locales: ReadonlySet<string> = new Set(["en", "en-US"]);

/** Checks the argument `locales` of a locale-dependent method; undefined and lists of one are fine. */
export function checkLocale(vm: Vm, value: Value, method: string): void {
  if (value === undefined) return;
  const first = isObject(value) ? vm.get(value, 0) : value;
  if (isObject(value) && first === undefined) return;
  const locale = toText(vm, first);
  if (!locales.has(locale)) vm.notModelled(`${method} with the locale "${locale}" is not modelled, only "en-US" is`);
}

/** An object of options for V8's `Intl`: only primitive values. */
export function readOptions(vm: Vm, value: Value, names: readonly string[]): Record<string, unknown> | undefined {
  if (!isObject(value)) return undefined;
  const options: Record<string, unknown> = {};
  for (const name of names) {
    const option = vm.get(value, name);
    if (option === undefined) continue;
    options[name] = isObject(option) || typeof option === "symbol" ? toText(vm, option) : option;
  }
  return options;
}

export const collatorOptions = ["usage", "sensitivity", "ignorePunctuation", "numeric", "caseFirst"] as const;
export const numberFormatOptions =
  "style currency currencyDisplay currencySign unit unitDisplay notation compactDisplay signDisplay useGrouping minimumIntegerDigits minimumFractionDigits maximumFractionDigits minimumSignificantDigits maximumSignificantDigits".split(
    " ",
  );
