import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  isLooselyEqual,
  toBigInt,
  toIndex,
  toInteger,
  toInt32,
  toKey,
  toLength,
  toNumber,
  toNumeric,
  toPrimitive,
  toText,
  toUint32,
  typeOf,
} from "./convert.ts";
import { makeArray, makeNative, makeObject } from "./objects/make.ts";
import type { VError } from "./objects/error.ts";
import { NativeVm } from "./testing/native-vm.ts";
import { Thrown } from "./thrown.ts";
import type { Value } from "./value.ts";

const vm = new NativeVm();

const primitive = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.bigInt(),
  fc.string(),
  fc.constantFrom("", " 12 ", "0x1f", "1e3", "-0", "Infinity", "12n", "\n", "4294967294", "4294967295"),
  fc.constantFrom(undefined, null, true, false, -0, Number.NaN, 2 ** 53, -(2 ** 31), 2 ** 32 - 2, 2 ** 32 - 1),
  fc.constantFrom(Symbol("a"), Symbol.iterator),
);

/** What happens, as text: the answer, or the error. */
function outcome(run: () => unknown): string {
  const show = (value: unknown) => (Object.is(value, -0) ? "-0" : typeof value === "bigint" ? `${value}n` : String(value));
  try {
    return show(run());
  } catch (error) {
    if (!(error instanceof Thrown)) return `${(error as Error).name}: ${(error as Error).message}`;
    const thrown = error.value as VError;
    return `${vm.get(thrown, "name") as string}: ${vm.get(thrown, "message") as string}`;
  }
}

const plainKey = (value: Value): string | symbol => Reflect.ownKeys({ [value as string]: 1 })[0] as string | symbol;

/** `+value`, which throws for what is no number in V8's words. */
const plainNumber = (value: Value): number => +(value as unknown as string);

/** A template literal, which refuses symbols; `String` does not. */
const plainText = (value: Value): string => "".concat(value as string);

const conversions: readonly (readonly [name: string, ours: (value: Value) => unknown, theirs: (value: Value) => unknown])[] = [
  ["toNumber", (value) => toNumber(vm, value), plainNumber],
  ["toNumeric", (value) => toNumeric(vm, value), (value) => (typeof value === "bigint" ? value : plainNumber(value))],
  ["toText", (value) => toText(vm, value), plainText],
  ["toInt32", (value) => toInt32(vm, value), (value) => plainNumber(value) | 0],
  ["toUint32", (value) => toUint32(vm, value), (value) => plainNumber(value) >>> 0],
  ["toInteger", (value) => toInteger(vm, value), (value) => Math.trunc(plainNumber(value)) + 0 || 0],
  ["toBigInt", (value) => toBigInt(vm, value), (value) => plainBigInt(value)],
  ["toKey", (value) => String(toKey(vm, value)), (value) => String(plainKey(value))],
  ["typeof", typeOf, (value) => typeof value],
];

/** `BigInt(…)` takes numbers, ToBigInt does not. */
function plainBigInt(value: Value): bigint {
  const words = new BigInt64Array(1);
  words[0] = value as bigint;
  return BigInt(value as unknown as number);
}

for (const [name, ours, theirs] of conversions) {
  test(`${name}: any primitive is converted as by V8, or refused in its words`, () => {
    fc.assert(
      fc.property(primitive, (value) =>
        assert.equal(
          outcome(() => ours(value)),
          outcome(() => theirs(value)),
        ),
      ),
    );
  });
}

test("toLength and toIndex keep to their ranges", () => {
  fc.assert(
    fc.property(fc.double(), (number) => {
      const length = toLength(vm, number);
      assert.ok(Number.isSafeInteger(length) && length >= 0);
      assert.equal(length, number > 0 ? Math.min(Math.trunc(number), Number.MAX_SAFE_INTEGER) : 0);
      const isIndex = Number.isNaN(number) || (Math.trunc(number) >= 0 && Math.trunc(number) <= Number.MAX_SAFE_INTEGER);
      assert.equal(outcome(() => toIndex(vm, number)).startsWith("RangeError"), !isIndex);
    }),
  );
});

// oxlint-disable-next-line eqeqeq -- what is compared with
const equals = (a: unknown, b: unknown): boolean => a == b;

test("== compares primitives as V8 does", () => {
  fc.assert(fc.property(primitive, primitive, (a, b) => assert.equal(isLooselyEqual(vm, a, b), equals(a, b))));
});

test("objects are converted by valueOf and toString, in the order that the hint asks for", () => {
  const calls: string[] = [];
  const method = (name: string, answer: Value) =>
    makeNative(vm, name, 0, () => {
      calls.push(name);
      return answer;
    });
  const object = makeObject(vm);
  vm.set(object, "valueOf", method("valueOf", 12));
  vm.set(object, "toString", method("toString", makeObject(vm)));
  assert.equal(toNumber(vm, object), 12);
  assert.equal(toText(vm, object), "12");
  assert.deepEqual(calls, ["valueOf", "toString", "valueOf"]);
  assert.equal(isLooselyEqual(vm, object, "12"), true);
  vm.set(object, "valueOf", undefined);
  assert.equal(
    outcome(() => toNumber(vm, object)),
    "TypeError: Cannot convert object to primitive value",
  );
});

test("Symbol.toPrimitive comes before both, and gets the hint", () => {
  const object = makeObject(vm);
  vm.set(
    object,
    Symbol.toPrimitive,
    makeNative(vm, "convert", 1, (_, __, [hint]) => `hint ${hint as string}`),
  );
  assert.equal(toText(vm, object), "hint string");
  assert.equal(toPrimitive(vm, object), "hint default");
  assert.equal(
    outcome(() => toNumber(vm, object)),
    "NaN",
  );
});

test("plain objects and arrays have the texts that V8 gives them", () => {
  assert.equal(toText(vm, makeObject(vm)), "[object Object]");
  assert.equal(toText(vm, makeArray(vm, [1, undefined, "x"])), "1,,x");
  assert.equal(toNumber(vm, makeArray(vm, [7])), 7);
});
