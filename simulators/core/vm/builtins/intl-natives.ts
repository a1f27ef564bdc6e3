import type { Value } from "../value.ts";
import { VArray } from "../objects/array.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { isObject, toText } from "../convert.ts";
import { checkLocale, collatorOptions, numberFormatOptions, readOptions } from "./string-locale.ts";

const digits = "minimumIntegerDigits minimumFractionDigits maximumFractionDigits minimumSignificantDigits maximumSignificantDigits";

/** Options of each format, in the order in which they are read. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  DateTimeFormat:
    "calendar numberingSystem hour12 hourCycle timeZone weekday era year month day dayPeriod hour minute second fractionalSecondDigits timeZoneName dateStyle timeStyle".split(
      " ",
    ),
  NumberFormat: ["numberingSystem", ...numberFormatOptions, "roundingIncrement", "roundingMode", "roundingPriority", "trailingZeroDisplay"],
  Collator: collatorOptions,
  PluralRules: ["type", ...digits.split(" ")],
  ListFormat: ["type", "style"],
  RelativeTimeFormat: ["numberingSystem", "style", "numeric"],
};

/** V8's formats by what the program knows them by: a format has no state. */
const formats = new Map<string, object>();

/**
 * `$intlFormat(kind, locales, options)`: what stands for a format. "en-US" and UTC alone, which are the same on every machine.
 * @throws RangeError and TypeError as V8 does.
 */
const intlFormat: NativeFunction = (vm, _this, [kind, locales, options]) => {
  const title = `\`Intl.${kind as string}\``;
  checkLocale(vm, locales, title);
  const given = readOptions(vm, options, optionsOf[kind as string] ?? []) ?? {};
  const timeZone = (given["timeZone"] ?? "UTC") as string;
  if (!/^(?:etc\/)?(?:utc|gmt)$/i.test(timeZone)) vm.notModelled(`${title} in time zone "${timeZone}" is not modelled; use UTC`);
  const zone = kind === "DateTimeFormat" ? { timeZone } : {};
  const key = JSON.stringify([kind, localeOf(vm, locales), { ...given, ...zone }]);
  asV8Does(vm, () => formatOf(key));
  return key;
};

/** `$intl(format, method, first, second)`: a text or a number, else JSON of what is answered. A list comes as one. */
const intl: NativeFunction = (vm, _this, [key, method, first, second]) => {
  const format = formatOf(key as string) as Record<string, (...values: readonly unknown[]) => unknown>;
  const values = [first, second].map((value) => (value instanceof VArray ? value.elements : value)).filter((value) => value !== undefined);
  const answer = asV8Does(vm, () => format[method as string]?.(...values));
  return typeof answer === "string" || typeof answer === "number" ? answer : JSON.stringify(answer);
};

/** Natives of host-modules/source/intl.ts. */
export const intlNatives = [
  ["$intlFormat", 3, intlFormat],
  ["$intl", 4, intl],
] as const;

function formatOf(key: string): object {
  const known = formats.get(key);
  if (known) return known;
  const [kind, locale, options] = JSON.parse(key) as readonly [keyof typeof Intl, string, object];
  const made = new (Intl[kind] as new (locale: string, options: object) => object)(locale, options);
  formats.set(key, made);
  return made;
}

function localeOf(vm: Vm, locales: Value): string {
  const first = isObject(locales) ? vm.get(locales, 0) : locales;
  return first === undefined ? "en-US" : toText(vm, first);
}

function asV8Does<T>(vm: Vm, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) return vm.fail("RangeError", error.message);
    if (error instanceof TypeError) return vm.fail("TypeError", error.message);
    throw error;
  }
}
