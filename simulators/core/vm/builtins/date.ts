import { isObject, toInteger, toNumber, toPrimitive, toText } from "../convert.ts";
import { prototypeFor } from "../objects/make.ts";
import { type Content, OrdinaryObject } from "../objects/ordinary.ts";
import type { Builtins } from "../realm.ts";
import type { StateWriter } from "../state-writer.ts";
import { type Value, whole } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import { describe } from "./argument.ts";
import { defineAlias, defineConstructor, type Methods } from "./install.ts";
import { dateText, dayText, parseDate, timeText } from "./date-parse.ts";

/** A Date. The clock is the host's, local time is UTC. */
export class VDate extends OrdinaryObject {
  /** Milliseconds since 1970; NaN: an invalid date. Journalled. */
  time = Number.NaN;

  override writeState(out: StateWriter): void {
    out.text(this.kind);
    out.value(this.time);
    this.writeNamed(out);
  }

  override content(): Content {
    return { text: Number.isNaN(this.time) ? "Invalid Date" : new Date(this.time).toISOString() };
  }
}

/** TimeClip */
const clip = (time: number): number => new Date(time).getTime();

function dateOf(vm: Vm, value: Value): VDate {
  return value instanceof VDate ? value : vm.fail("TypeError", "this is not a Date object.");
}

const construct: NativeFunction = (vm, _, args, newTarget) => {
  if (newTarget === undefined) return dateText(vm.host.now());
  const time = args.length === 0 ? vm.host.now() : args.length === 1 ? timeFrom(vm, args[0]) : utc(vm, args);
  const date = new VDate(vm.nextId(), prototypeFor(vm, newTarget, "DatePrototype"), vm.realm.emptyShape, [], "date");
  date.time = clip(time);
  return date;
};

function timeFrom(vm: Vm, value: Value): number {
  if (value instanceof VDate) {
    vm.touch(value, whole, "read");
    return value.time;
  }
  const primitive = toPrimitive(vm, value);
  return typeof primitive === "string" ? parseDate(primitive) : toNumber(vm, primitive);
}

function utc(vm: Vm, args: readonly Value[]): number {
  const parts = args.slice(0, 7).map((part) => toNumber(vm, part));
  return Date.UTC(...(parts as [number, number]));
}

type Getter = "Date" | "Day" | "FullYear" | "Hours" | "Milliseconds" | "Minutes" | "Month" | "Seconds";
const getters: readonly Getter[] = ["Date", "Day", "FullYear", "Hours", "Milliseconds", "Minutes", "Month", "Seconds"];
/** Number of parameters. */
const setters: Readonly<Record<Exclude<Getter, "Day">, number>> = {
  Date: 1,
  FullYear: 3,
  Hours: 4,
  Milliseconds: 1,
  Minutes: 3,
  Month: 2,
  Seconds: 2,
};

const reading =
  (read: (time: number, vm: Vm, args: readonly Value[]) => Value): NativeFunction =>
  (vm, thisValue, args) => {
    const date = dateOf(vm, thisValue);
    vm.touch(date, whole, "read");
    return read(date.time, vm, args);
  };

function setTime(vm: Vm, date: VDate, time: number): number {
  vm.touch(date, whole, "write");
  vm.journal.save(date, "time");
  date.time = clip(time);
  return date.time;
}

const setter =
  (name: keyof typeof setters): NativeFunction =>
  (vm, thisValue, args) => {
    const date = dateOf(vm, thisValue);
    const parts = (args.length === 0 ? [Number.NaN] : args.slice(0, setters[name])).map((part) => toNumber(vm, part));
    vm.touch(date, whole, "read");
    const changed = new Date(date.time);
    const set: (...values: readonly number[]) => number = changed[`setUTC${name}`];
    set.apply(changed, parts);
    return setTime(vm, date, changed.getTime());
  };

const parts: Methods = getters.flatMap((name) => {
  const get = reading((time) => new Date(time)[`getUTC${name}`]());
  return [[`get${name}`, 0, get] as const, [`getUTC${name}`, 0, get] as const];
});

const changes: Methods = (Object.keys(setters) as readonly (keyof typeof setters)[]).flatMap((name) => [
  [`set${name}`, setters[name], setter(name)] as const,
  [`setUTC${name}`, setters[name], setter(name)] as const,
]);

const text = (show: (time: number) => string): NativeFunction => reading((time) => (Number.isNaN(time) ? "Invalid Date" : show(time)));

/** Formats for people: en-US and UTC alone, which are the same everywhere. */
const localText = (method: "toLocaleString" | "toLocaleDateString" | "toLocaleTimeString"): NativeFunction =>
  reading((time, vm, [locales, options]) => {
    const title = `\`Date.prototype.${method}\``;
    if (locales !== undefined && locales !== "en-US" && locales !== "en")
      vm.notModelled(`${title} in ${describe(locales)} is not modelled; use "en-US" or toISOString`);
    return new Date(time)[method]("en-US", { ...formatOf(vm, options, title), timeZone: "UTC" });
  });

function formatOf(vm: Vm, options: Value, title: string): Intl.DateTimeFormatOptions {
  if (!isObject(options)) return {};
  const format: Record<string, string | number | boolean> = {};
  for (const key of options.ownKeys()) {
    const value = vm.get(options, key);
    if (typeof key !== "string" || value === undefined) continue;
    if (key === "timeZone" && value !== "UTC") vm.notModelled(`${title} in time zone ${describe(value)} is not modelled; use UTC`);
    format[key] = typeof value === "boolean" || typeof value === "number" ? value : toText(vm, value);
  }
  return format;
}

const toIso: NativeFunction = reading((time, vm) =>
  Number.isNaN(time) ? vm.fail("RangeError", "Invalid time value") : new Date(time).toISOString(),
);

const toJson: NativeFunction = (vm, thisValue) => {
  if (!isObject(thisValue)) return vm.fail("TypeError", "Date.prototype.toJSON called on non-object");
  const time = toPrimitive(vm, thisValue, "number");
  if (typeof time === "number" && !Number.isFinite(time)) return null;
  return vm.call(vm.get(thisValue, "toISOString"), thisValue, []);
};

const asPrimitive: NativeFunction = (vm, thisValue, [hint]) => {
  if (!isObject(thisValue)) return vm.fail("TypeError", `Date.prototype[Symbol.toPrimitive] called on non-object`);
  if (hint !== "string" && hint !== "default" && hint !== "number") return vm.fail("TypeError", `Invalid hint: ${describe(hint)}`);
  const order = hint === "number" ? ["valueOf", "toString"] : ["toString", "valueOf"];
  for (const name of order) {
    const result = vm.call(vm.get(thisValue, name), thisValue, []);
    if (!isObject(result)) return result;
  }
  return vm.fail("TypeError", "Cannot convert object to primitive value");
};

const methods: Methods = [
  ["toString", 0, text(dateText)],
  ["toDateString", 0, text(dayText)],
  ["toTimeString", 0, text(timeText)],
  ["toISOString", 0, toIso],
  ["toUTCString", 0, text((time) => new Date(time).toUTCString())],
  ...parts,
  ...changes,
  ["getTime", 0, reading((time) => time)],
  ["setTime", 1, (vm, thisValue, [time]) => setTime(vm, dateOf(vm, thisValue), toNumber(vm, time))],
  ["getTimezoneOffset", 0, reading((time) => (Number.isNaN(time) ? time : 0))],
  ["getYear", 0, reading((time) => new Date(time).getUTCFullYear() - 1900)],
  ["setYear", 1, setYear],
  ["toJSON", 1, toJson],
  ["toLocaleString", 0, localText("toLocaleString")],
  ["toLocaleDateString", 0, localText("toLocaleDateString")],
  ["toLocaleTimeString", 0, localText("toLocaleTimeString")],
  ["valueOf", 0, reading((time) => time)],
];

function setYear(vm: Vm, thisValue: Value, [year]: readonly Value[]): Value {
  const date = dateOf(vm, thisValue);
  const given = toNumber(vm, year);
  if (Number.isNaN(given)) return setTime(vm, date, Number.NaN);
  const whole = toInteger(vm, given);
  const changed = new Date(Number.isNaN(date.time) ? 0 : date.time);
  return setTime(vm, date, changed.setUTCFullYear(whole >= 0 && whole <= 99 ? 1900 + whole : whole));
}

export const dateBuiltins: Builtins = {
  globals: ["Date"],
  intrinsics: ["DatePrototype"],
  install(vm) {
    const { prototype } = defineConstructor(vm, {
      name: "Date",
      length: 7,
      call: construct,
      statics: [
        ["now", 0, () => Math.trunc(vm.host.now())],
        ["parse", 1, (_, __, [value]) => parseDate(toText(vm, value))],
        ["UTC", 7, (_, __, args) => utc(vm, args)],
      ],
      methods,
    });
    defineAlias(prototype, "toGMTString", "toUTCString");
    prototype.defineOwn(Symbol.toPrimitive, {
      value: vm.native("[Symbol.toPrimitive]", 1, asPrimitive),
      writable: false,
      enumerable: false,
      configurable: true,
    });
  },
};
