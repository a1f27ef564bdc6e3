import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { VArray } from "../objects/array.ts";
import { StateKeys } from "../state-key.ts";
import { NativeVm } from "../testing/native-vm.ts";
import { Thrown } from "../thrown.ts";
import { hole, type Slot, type Value, whole } from "../value.ts";

/** What a method does to an array: name and arguments. */
type Operation = readonly [method: string, ...args: readonly Value[]];

const integer = fc.integer({ min: -6, max: 6 });
const maybe = fc.option(integer, { nil: undefined });
const value = fc.constantFrom<Value>(0, 1, 2, "a", "b", undefined, null, Number.NaN, true);

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.array(value, { maxLength: 3 }).map((args): Operation => ["push", ...args]),
  fc.array(value, { maxLength: 3 }).map((args): Operation => ["unshift", ...args]),
  fc.constantFrom<Operation>(["pop"], ["shift"], ["reverse"], ["toReversed"], ["join"], ["flat"], ["toString"]),
  fc.tuple(maybe, maybe, fc.array(value, { maxLength: 2 })).map(([at, count, added]): Operation => ["splice", at, count, ...added]),
  fc.tuple(maybe, maybe, fc.array(value, { maxLength: 2 })).map(([at, count, added]): Operation => ["toSpliced", at, count, ...added]),
  fc.tuple(value, maybe, maybe).map(([filler, from, to]): Operation => ["fill", filler, from, to]),
  fc.tuple(integer, maybe, maybe).map(([to, from, end]): Operation => ["copyWithin", to, from, end]),
  fc.tuple(fc.constantFrom("slice", "at", "with"), integer, maybe).map(([name, from, to]): Operation => [name, from, to]),
  fc.tuple(fc.constantFrom("includes", "indexOf"), value, maybe).map(([name, wanted, from]): Operation => [name, wanted, from]),
  fc.tuple(value, integer).map(([wanted, from]): Operation => ["lastIndexOf", wanted, from]),
  // The property itself: `delete array[i]`, `array[i] = v`, `array.length = n`.
  fc.tuple(fc.constant("delete"), fc.nat(8)).map(([name, at]): Operation => [name, at]),
  fc.tuple(fc.constant("set"), fc.nat(12), value).map(([name, at, given]): Operation => [name, at, given]),
  fc.tuple(fc.constant("length"), fc.nat(10)).map(([name, length]): Operation => [name, length]),
);

const holey = fc.array(fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(hole as Slot) }), { maxLength: 8 });

/** The same array for V8. */
function plain(slots: readonly Slot[]): unknown[] {
  const array: unknown[] = [];
  array.length = slots.length;
  for (const [index, slot] of slots.entries()) if (slot !== hole) array[index] = slot;
  return array;
}

const slotsOf = (array: VArray): Slot[] => Array.from({ length: array.length }, (_, index) => array.readOwn(index) as Slot);

/** A value of either world as data that can be compared; holes count. */
function shown(given: unknown): unknown {
  if (Array.isArray(given)) return ["array", given.length, ...Object.entries(given)];
  if (typeof given === "object" && given !== null && "elements" in given) return shown(plain(slotsOf(given as VArray)));
  return given;
}

function inV8(array: unknown[], [name, ...args]: Operation): unknown {
  try {
    if (name === "delete") return Reflect.deleteProperty(array, args[0] as number);
    if (name === "set") return (array[args[0] as number] = args[1]);
    if (name === "length") return (array.length = args[0] as number);
    return (array as unknown as Record<string, (...args: unknown[]) => unknown>)[name]?.(...args);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

function inMachine(vm: NativeVm, array: VArray, [name, ...args]: Operation): unknown {
  try {
    if (name === "delete") return array.deleteOwn(args[0] as number);
    if (name === "set" || name === "length") {
      const [key, given] = name === "set" ? [args[0] as number, args[1]] : ["length", args[0]];
      vm.set(array, key, given);
      return given;
    }
    return vm.invoke(array, name, ...args);
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    const thrown = error.value as VArray;
    return `${vm.get(thrown, "name") as string}: ${vm.get(thrown, "message") as string}`;
  }
}

test("arrays: every operation does and answers what V8's does, with holes", () => {
  const vm = new NativeVm();
  fc.assert(
    fc.property(holey, fc.array(operation, { maxLength: 8 }), (slots, operations) => {
      const theirs = plain(slots);
      const ours = vm.realm.inBeginning(() => vm.array([])) as VArray;
      ours.elements = [...slots];
      for (const each of operations) {
        assert.deepEqual(shown(inMachine(vm, ours, each)), shown(inV8(theirs, each)), JSON.stringify(each));
        assert.deepEqual(shown(ours), shown(theirs), JSON.stringify(each));
      }
    }),
    { numRuns: 2000, seed: 1 },
  );
});

test("arrays: sparse and frozen ones as well", () => {
  const vm = new NativeVm();
  const prepare = fc.constantFrom<Operation>(["set", 5000, 1], ["freeze"], ["seal"], ["prevent"]);
  const change: Readonly<Record<string, (array: unknown[]) => unknown>> = {
    freeze: Object.freeze,
    seal: Object.seal,
    prevent: Object.preventExtensions,
  };
  fc.assert(
    fc.property(holey, prepare, operation, (slots, [how, ...rest], operation) => {
      const theirs = plain(slots);
      const ours = vm.array([]) as VArray;
      ours.elements = [...slots];
      if (how === "set") {
        inV8(theirs, [how, ...rest]);
        inMachine(vm, ours, [how, ...rest]);
      } else {
        change[how]?.(theirs);
        limit(vm, ours, how);
      }
      const [answer, wanted] = [inMachine(vm, ours, operation), inV8(theirs, operation)];
      const isOwnProperty = ["delete", "set", "length"].includes(operation[0]);
      if (!isOwnProperty) assert.deepEqual(shown(answer), shown(wanted), JSON.stringify(operation));
      assert.deepEqual(shown(ours), shown(theirs), JSON.stringify(operation));
    }),
    { numRuns: 500, seed: 2 },
  );
});

function limit(vm: NativeVm, array: VArray, how: string): void {
  const names: Readonly<Record<string, string>> = { freeze: "freeze", seal: "seal", prevent: "preventExtensions" };
  vm.invoke(vm.realm.intrinsic("Object"), names[how] as string, array);
}

test("arrays: taking back restores elements, holes, length and words of the state; so does taking back a revert", () => {
  const vm = new NativeVm();
  const keys = new StateKeys(vm, []);
  vm.context = 0;
  fc.assert(
    fc.property(holey, fc.array(operation, { maxLength: 6 }), fc.array(operation, { maxLength: 6 }), (slots, first, second) => {
      const start = vm.journal.mark;
      const array = vm.array([]) as VArray;
      array.elements = [...slots];
      const look = (): unknown => [shown(array), wordsOf(keys, array)];
      const initial = look();
      for (const each of first) inMachine(vm, array, each);
      const between = look();
      const mark = vm.journal.mark;
      for (const each of second) inMachine(vm, array, each);
      const end = look();
      assert.equal(
        isDeepStrictEqual(wordsOf(keys, array), (between as unknown[])[1]),
        isDeepStrictEqual(shown(array), (between as unknown[])[0]),
      );
      const beforeRevert = vm.journal.mark;
      vm.journal.revertTo(mark);
      assert.deepEqual(look(), between);
      vm.journal.undoTo(beforeRevert);
      assert.deepEqual(look(), end);
      vm.journal.undoTo(start);
      assert.deepEqual(look(), initial);
    }),
    { numRuns: 1000, seed: 3 },
  );
});

function wordsOf(keys: StateKeys, array: VArray): unknown {
  keys.begin().cell(array);
  const { buffer, length } = keys.finish();
  return [...buffer.subarray(0, length)];
}

test("arrays: a method that changes its array is one write of the whole, before anything is changed", () => {
  const vm = new NativeVm();
  for (const operation of [
    ["push", 1],
    ["pop"],
    ["shift"],
    ["unshift", 0],
    ["splice", 0, 1],
    ["reverse"],
    ["fill", 0],
    ["copyWithin", 0, 1],
  ] as const) {
    const array = vm.array([1, 2, 3]) as VArray;
    const [name, ...args] = operation;
    const call = vm.get(array, name);
    vm.accesses = [];
    vm.call(call, array, args);
    assert.deepEqual(accessesTo(vm, array), [[whole, "write"]], name);
  }
});

test("arrays: a method that is stopped at its access has done nothing", () => {
  const vm = new NativeVm();
  const array = vm.array([1, 2, 3]) as VArray;
  for (const [name, ...args] of [["push", 1], ["splice", 0, 1, 7, 8], ["shift"], ["sort"], ["reverse"]] as const) {
    const call = name === "sort" ? vm.realm.intrinsic("$sortByText") : vm.get(array, name);
    const stop = new Error("stopped");
    const { mark } = vm.journal;
    vm.touch = () => {
      throw stop;
    };
    assert.throws(() => vm.call(call, array, name === "sort" ? [array, array, true] : args), stop);
    Reflect.deleteProperty(vm, "touch");
    assert.equal(vm.journal.mark, mark, name);
    assert.deepEqual(slotsOf(array), [1, 2, 3]);
  }
});

test("arrays: reading methods read the whole, at() its element", () => {
  const vm = new NativeVm();
  const array = vm.array([1, 2, 3]) as VArray;
  const cases = {
    includes: [[whole, "read"]],
    indexOf: [[whole, "read"]],
    join: [[whole, "read"]],
    at: [
      ["length", "read"],
      [1, "read"],
    ],
  };
  for (const [name, wanted] of Object.entries(cases)) {
    const call = vm.get(array, name);
    vm.accesses = [];
    vm.call(call, array, [1]);
    assert.deepEqual(accessesTo(vm, array), wanted, name);
  }
});

const accessesTo = (vm: NativeVm, array: VArray): unknown[] =>
  vm.accesses.filter(({ cell }) => cell === array).map(({ place, kind }) => [place, kind]);

test("arrays: positions of iterators are taken back", () => {
  const vm = new NativeVm();
  const array = vm.array(["a", "b"]) as VArray;
  const iterator = vm.invoke(array, "values") as VArray;
  const take = (): unknown => {
    const result = vm.invoke(iterator, "next") as VArray;
    return vm.get(result, "done") === true ? "end" : vm.get(result, "value");
  };
  assert.equal(take(), "a");
  const { mark } = vm.journal;
  assert.deepEqual([take(), take(), take()], ["b", "end", "end"]);
  vm.invoke(array, "push", "c");
  assert.equal(take(), "end");
  vm.journal.undoTo(mark);
  vm.invoke(array, "push", "d");
  assert.deepEqual([take(), take(), take()], ["b", "d", "end"]);
});
