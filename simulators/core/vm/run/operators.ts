import {
  isInstance,
  isLooselyEqual,
  isObject,
  type Primitive,
  toKey,
  toNumber,
  toNumeric,
  toPrimitive,
  toText,
  typeOf,
} from "../convert.ts";
import { shown } from "../builtins/shown.ts";
import type { Instruction } from "../code.ts";
import type { Frame } from "../frame.ts";
import { has, keyValue } from "../property.ts";
import type { Value } from "../value.ts";
import type { Runner } from "./runner.ts";
import { begin } from "./calls.ts";
import { combine, flowInto, setTag, unionOf, worked } from "./tags.ts";

type Numeric = (a: number, b: number) => number;
type Big = (a: bigint, b: bigint) => bigint;

/** Operands that are not both numbers: converted, undivided. */
function slowArithmetic(m: Runner, a: Value, b: Value, numeric: Numeric, big: Big): number | bigint {
  const left = toNumeric(m, a);
  const right = toNumeric(m, b);
  if (typeof left === "number" && typeof right === "number") return numeric(left, right);
  if (typeof left === "bigint" && typeof right === "bigint") return bigResult(m, left, right, big);
  return m.fail("TypeError", "Cannot mix BigInt and other types, use explicit conversions");
}

function bigResult(m: Runner, left: bigint, right: bigint, big: Big): bigint {
  try {
    const result = big(left, right);
    return isHuge(result) ? m.endless(`a BigInt of more than ${hugeBits} bits`) : result;
  } catch (error) {
    if (error instanceof RangeError) return m.fail("RangeError", error.message);
    if (error instanceof TypeError) return m.fail("TypeError", error.message);
    throw error;
  }
}

/** Work with larger ones takes seconds for one instruction. */
const hugeBits = 2 ** 21;
let huge = 0n;

function isHuge(value: bigint): boolean {
  if (value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER) return false;
  huge ||= 1n << BigInt(hugeBits);
  return value > huge || value < -huge;
}

/** An operation on numbers that is written once for each operator, so that each has machine code of its own. */
export function add(m: Runner, f: Frame, i: Instruction): number {
  const { registers } = f;
  const a = registers[i.b];
  const b = registers[i.c];
  if (typeof a === "number" && typeof b === "number") registers[i.a] = a + b;
  else if (typeof a === "string" && typeof b === "string") registers[i.a] = joined(m, a, b);
  else registers[i.a] = slowAdd(m, a, b);
  if (f.tags !== undefined) combine(m, f, i.a, i.b, i.c);
  return f.pc + 1;
}

/** Long texts are memory. */
function joined(m: Runner, a: string, b: string): string {
  const length = a.length + b.length;
  if (length > longText) m.charge(Math.min(a.length, b.length));
  return a + b;
}
const longText = 2 ** 16;

function slowAdd(m: Runner, a: Value, b: Value): Value {
  const left = toPrimitive(m, a);
  const right = toPrimitive(m, b);
  if (typeof left === "string" || typeof right === "string") return joined(m, toText(m, left), toText(m, right));
  return slowArithmetic(
    m,
    left,
    right,
    (x, y) => x + y,
    (x, y) => x + y,
  );
}

export function subtract(m: Runner, f: Frame, i: Instruction): number {
  const { registers } = f;
  const a = registers[i.b];
  const b = registers[i.c];
  if (typeof a === "number" && typeof b === "number") registers[i.a] = a - b;
  else
    registers[i.a] = slowArithmetic(
      m,
      a,
      b,
      (x, y) => x - y,
      (x, y) => x - y,
    );
  if (f.tags !== undefined) combine(m, f, i.a, i.b, i.c);
  return f.pc + 1;
}

export function multiply(m: Runner, f: Frame, i: Instruction): number {
  const { registers } = f;
  const a = registers[i.b];
  const b = registers[i.c];
  if (typeof a === "number" && typeof b === "number") registers[i.a] = a * b;
  else
    registers[i.a] = slowArithmetic(
      m,
      a,
      b,
      (x, y) => x * y,
      (x, y) => x * y,
    );
  if (f.tags !== undefined) combine(m, f, i.a, i.b, i.c);
  return f.pc + 1;
}

export function remainder(m: Runner, f: Frame, i: Instruction): number {
  const { registers } = f;
  const a = registers[i.b];
  const b = registers[i.c];
  if (typeof a === "number" && typeof b === "number") registers[i.a] = a % b;
  else
    registers[i.a] = slowArithmetic(
      m,
      a,
      b,
      (x, y) => x % y,
      (x, y) => x % y,
    );
  if (f.tags !== undefined) combine(m, f, i.a, i.b, i.c);
  return f.pc + 1;
}

const arithmetic =
  (numeric: Numeric, big: Big) =>
  (m: Runner, f: Frame, i: Instruction): number => {
    const { registers } = f;
    const a = registers[i.b];
    const b = registers[i.c];
    registers[i.a] = typeof a === "number" && typeof b === "number" ? numeric(a, b) : slowArithmetic(m, a, b, numeric, big);
    if (f.tags !== undefined) combine(m, f, i.a, i.b, i.c);
    return f.pc + 1;
  };

export const divide = arithmetic(
  (a, b) => a / b,
  (a, b) => a / b,
);
export const exponentiate = arithmetic(
  (a, b) => a ** b,
  (a, b) => a ** b,
);
export const bitAnd = arithmetic(
  (a, b) => a & b,
  (a, b) => a & b,
);
export const bitOr = arithmetic(
  (a, b) => a | b,
  (a, b) => a | b,
);
export const bitXor = arithmetic(
  (a, b) => a ^ b,
  (a, b) => a ^ b,
);
export const shiftLeft = arithmetic(
  (a, b) => a << b,
  (a, b) => a << b,
);
export const shiftRight = arithmetic(
  (a, b) => a >> b,
  (a, b) => a >> b,
);
export const shiftRightUnsigned = arithmetic(
  (a, b) => a >>> b,
  () => {
    throw new TypeError("BigInts have no unsigned right shift, use >> instead");
  },
);

const comparison =
  (compare: (a: number, b: number) => boolean, slow: (m: Runner, a: Value, b: Value) => boolean) =>
  (m: Runner, f: Frame, i: Instruction): number => {
    const { registers } = f;
    const a = registers[i.b];
    const b = registers[i.c];
    registers[i.a] = typeof a === "number" && typeof b === "number" ? compare(a, b) : slow(m, a, b);
    if (f.tags !== undefined) combine(m, f, i.a, i.b, i.c);
    return f.pc + 1;
  };

/** Texts by code units, BigInts and numbers by value; undefined and NaN are in no order. */
function compareSlow(m: Runner, a: Value, b: Value, operator: "<" | "<=" | ">" | ">="): boolean {
  const left = toPrimitive(m, a, "number");
  const right = toPrimitive(m, b, "number");
  for (const side of [left, right]) if (typeof side === "symbol") toNumber(m, side);
  // Only primitives are compared, as V8 does it.
  const x = left as number;
  const y = right as number;
  switch (operator) {
    case "<":
      return x < y;
    case "<=":
      return x <= y;
    case ">":
      return x > y;
    case ">=":
      return x >= y;
  }
}

export const isLess = (m: Runner, a: Value, b: Value): boolean =>
  typeof a === "number" && typeof b === "number" ? a < b : compareSlow(m, a, b, "<");

export const less = comparison(
  (a, b) => a < b,
  (m, a, b) => compareSlow(m, a, b, "<"),
);
export const lessEqual = comparison(
  (a, b) => a <= b,
  (m, a, b) => compareSlow(m, a, b, "<="),
);
export const greater = comparison(
  (a, b) => a > b,
  (m, a, b) => compareSlow(m, a, b, ">"),
);
export const greaterEqual = comparison(
  (a, b) => a >= b,
  (m, a, b) => compareSlow(m, a, b, ">="),
);

const test =
  (decide: (m: Runner, a: Value, b: Value, i: Instruction) => boolean) =>
  (m: Runner, f: Frame, i: Instruction): number => {
    f.registers[i.a] = decide(m, f.registers[i.b], f.registers[i.c], i);
    if (f.tags !== undefined) combine(m, f, i.a, i.b, i.c);
    return f.pc + 1;
  };

export const strictEqual = test((_, a, b) => a === b);
export const strictNotEqual = test((_, a, b) => a !== b);
export const equal = test((m, a, b) => a === b || isLooselyEqual(m, a, b));
export const notEqual = test((m, a, b) => a !== b && !isLooselyEqual(m, a, b));

export const isInstanceOf = test((m, value, constructor, i) => {
  begin(m);
  if (!isObject(constructor)) return m.fail("TypeError", "Right-hand side of 'instanceof' is not an object");
  if (constructor.kind !== "function" && m.get(constructor, Symbol.hasInstance) === undefined) {
    return m.fail("TypeError", `Right-hand side of 'instanceof' is not callable`);
  }
  return isInstance(m, value, constructor) && i !== undefined;
});

export function isIn(m: Runner, f: Frame, i: Instruction): number {
  const key = f.registers[i.b];
  const object = f.registers[i.c];
  if (!isObject(object)) {
    const text = typeof key === "symbol" ? key.toString() : shown(key);
    return m.fail("TypeError", `Cannot use 'in' operator to search for '${text.replace(/^'|'$/g, "")}' in ${showBase(object)}`);
  }
  m.flow = 0;
  f.registers[i.a] = has(m, object, toKey(m, key));
  flowInto(m, f, i.a, i.c);
  return f.pc + 1;
}

const showBase = (value: Primitive): string => (typeof value === "symbol" ? value.toString() : String(value));

const unary =
  (make: (m: Runner, value: Value) => Value) =>
  (m: Runner, f: Frame, i: Instruction): number => {
    f.registers[i.a] = make(m, f.registers[i.b]);
    if (f.tags !== undefined) setTag(f, i.a, f.tags[i.b] as number);
    return f.pc + 1;
  };

export const not = unary((_, value) => !value);
export const plus = unary((m, value) => (typeof value === "number" ? value : toNumber(m, value)));
export const numeric = unary((m, value) => (typeof value === "number" ? value : toNumeric(m, value)));
export const negate = unary((m, value) => (typeof value === "number" ? -value : -toNumeric(m, value)));
export const bitNot = unary((m, value) => (typeof value === "number" ? ~value : ~toNumeric(m, value)));
export const typeOfValue = unary((_, value) => typeOf(value));
export const propertyKey = unary((m, value) => keyValue(toKey(m, value)));

const plusOne = (value: number | bigint, step: 1 | -1): number | bigint =>
  typeof value === "number" ? value + step : value + BigInt(step);

export const increment = unary((m, value) => (typeof value === "number" ? value + 1 : plusOne(toNumeric(m, value), 1)));
export const decrement = unary((m, value) => (typeof value === "number" ? value - 1 : plusOne(toNumeric(m, value), -1)));

/** `d` .. are the values between the texts. */
export function template(m: Runner, f: Frame, i: Instruction): number {
  const texts = i.constant as readonly string[];
  let result = texts[0] as string;
  for (let at = 0; at < i.e; at += 1) result = joined(m, result, toText(m, f.registers[i.d + at]) + (texts[at + 1] as string));
  f.registers[i.a] = result;
  if (f.tags !== undefined) setTag(f, i.a, worked(m, unionOf(m, f, i.d, i.e)));
  return f.pc + 1;
}
