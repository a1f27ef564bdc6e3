import { toNumber, toText } from "../convert.ts";
import type { Value } from "../value.ts";
import type { NativeFunction, Vm } from "../vm.ts";
import type { Methods } from "./install.ts";
import { isPattern } from "./regexp-object.ts";

type Primitive = undefined | number | string;
/** How an argument becomes a primitive: a text (not a regular expression: "plain"), a number. */
type Parameter = "text" | "plain" | "number";
interface Delegated {
  readonly length: number;
  readonly parameters: readonly Parameter[];
  /** Kind of all arguments after `parameters`. */
  readonly rest?: Parameter;
}

const of = (length: number, ...parameters: readonly Parameter[]): Delegated => ({ length, parameters });

/** Methods that V8 does as well on primitives: nothing of the user's can be called after the conversion of the arguments. */
const delegated: Readonly<Record<string, Delegated>> = {
  at: of(1, "number"),
  charAt: of(1, "number"),
  charCodeAt: of(1, "number"),
  codePointAt: of(1, "number"),
  concat: { length: 1, parameters: [], rest: "text" },
  endsWith: of(1, "plain", "number"),
  includes: of(1, "plain", "number"),
  indexOf: of(1, "text", "number"),
  isWellFormed: of(0),
  lastIndexOf: of(1, "text", "number"),
  normalize: of(0, "text"),
  padEnd: of(1, "number", "text"),
  padStart: of(1, "number", "text"),
  repeat: of(1, "number"),
  slice: of(2, "number", "number"),
  startsWith: of(1, "plain", "number"),
  substr: of(2, "number", "number"),
  substring: of(2, "number", "number"),
  toLowerCase: of(0),
  toUpperCase: of(0),
  toWellFormed: of(0),
  trim: of(0),
  trimEnd: of(0),
  trimStart: of(0),
  anchor: of(1, "text"),
  big: of(0),
  blink: of(0),
  bold: of(0),
  fixed: of(0),
  fontcolor: of(1, "text"),
  fontsize: of(1, "text"),
  italics: of(0),
  link: of(1, "text"),
  small: of(0),
  strike: of(0),
  sub: of(0),
  sup: of(0),
};

/** Characters of the result, for methods whose result can be much longer than the text. */
const growing: Readonly<Record<string, (text: string, count: Primitive) => number>> = {
  padEnd: (_, count) => Number(count),
  padStart: (_, count) => Number(count),
  repeat: (text, count) => text.length * Number(count),
};

/** Name, `length`, and what it does. */
export const delegatedStringMethods: Methods = Object.entries(delegated).map(([name, { length, parameters, rest }]) => [
  name,
  length,
  delegate(name, parameters, rest),
]);

/** `this` of a method of String.prototype, as text. */
export function thisText(vm: Vm, value: Value, method: string): string {
  if (value === undefined || value === null)
    vm.fail("TypeError", `String.prototype${method.startsWith("[") ? "" : "."}${method} called on null or undefined`);
  return toText(vm, value);
}

type Method = (this: string, ...args: Primitive[]) => Value;

function delegate(name: string, parameters: readonly Parameter[], rest: Parameter | undefined): NativeFunction {
  const method = (String.prototype as unknown as Readonly<Record<string, Method>>)[name] as Method;
  const [first, second] = parameters;
  const growth = growing[name];
  return (vm, thisValue, args) => {
    const text = typeof thisValue === "string" ? thisValue : thisText(vm, thisValue, name);
    if (rest !== undefined) return method.apply(text, convertAll(vm, name, args, rest));
    const one = first === undefined || args.length === 0 ? undefined : convert(vm, name, args[0], first);
    const two = second === undefined || args.length < 2 ? undefined : convert(vm, name, args[1], second);
    if (growth !== undefined) chargeText(vm, growth(text, one));
    return method.call(text, one, two);
  };
}

/** Longest string of V8; it throws a RangeError itself above. */
const longest = 536_870_888;

function chargeText(vm: Vm, length: number): void {
  if (length > 4096 && length <= longest) vm.charge(length);
}

const convertAll = (vm: Vm, name: string, args: readonly Value[], to: Parameter): Primitive[] =>
  args.map((value) => (value === undefined ? "undefined" : convert(vm, name, value, to)));

function convert(vm: Vm, name: string, value: Value, to: Parameter): Primitive {
  if (value === undefined) return undefined;
  if (to === "number") return typeof value === "number" ? value : toNumber(vm, value);
  if (typeof value === "string") return value;
  if (to === "plain" && isPattern(vm, value)) {
    return vm.fail("TypeError", `First argument to String.prototype.${name} must not be a regular expression`);
  }
  return toText(vm, value);
}
