import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { NativeVm } from "../testing/native-vm.ts";
import type { Value } from "../value.ts";
import { makeBuffer } from "./array-buffer.ts";
import { isBig, type TypedArrayName, typedArrayNames, VTypedArray } from "./typed-array.ts";

/** A method of a random view and its numbers; `write`: an element is set. */
interface Step {
  readonly view: number;
  readonly method: "write" | "fill" | "copyWithin" | "reverse" | "set" | "subset";
  readonly numbers: readonly [number, number, number];
}

const number = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constantFrom(Number.NaN, -0, 300, 2 ** 40, -1.5, Number.POSITIVE_INFINITY));
const steps = fc.array(
  fc.record({
    view: fc.nat(3),
    method: fc.constantFrom(...(["write", "fill", "copyWithin", "reverse", "set", "subset"] as const)),
    numbers: fc.tuple(number, number, number),
  }),
  { maxLength: 30 },
);
const views = fc.array(fc.record({ name: fc.constantFrom(...typedArrayNames), start: fc.nat(3), length: fc.nat(3) }), {
  minLength: 4,
  maxLength: 4,
});

type Plain = Int8Array & Record<string, (...args: readonly unknown[]) => unknown>;
const classes = globalThis as unknown as Record<TypedArrayName, new (buffer: ArrayBuffer, offset: number, length: number) => Plain>;
const bytes = 64;

const elementFor = (name: TypedArrayName, value: number): number | bigint =>
  isBig(name) ? BigInt(Math.trunc(Number.isFinite(value) ? value : 7)) : value;

function run(vm: NativeVm, ours: VTypedArray, all: readonly VTypedArray[], { method, numbers }: Step): void {
  const element = elementFor(ours.name, numbers[0]);
  if (method === "write") ours.writeOwn(vm, Math.abs(Math.trunc(numbers[1] || 0)) % 8, element);
  else if (method === "fill") vm.invoke(ours, "fill", element, numbers[1], numbers[2]);
  else if (method === "copyWithin") vm.invoke(ours, "copyWithin", ...numbers);
  else if (method === "reverse") vm.invoke(ours, "reverse");
  else if (method === "set") vm.invoke(ours, "set", vm.array([element] as Value[]), Math.abs(numbers[1] || 0) % 8);
  else for (const other of all) if (isBig(other.name) === isBig(ours.name) && other.length <= ours.length) vm.invoke(ours, "set", other);
}

function runPlain(name: TypedArrayName, plain: Plain, all: readonly Plain[], { method, numbers }: Step): void {
  const element = elementFor(name, numbers[0]);
  if (method === "write") {
    const index = Math.abs(Math.trunc(numbers[1] || 0)) % 8;
    (plain as unknown as (number | bigint)[])[index] = element;
  } else if (method === "fill") plain["fill"]?.(element as number, numbers[1], numbers[2]);
  else if (method === "copyWithin") plain.copyWithin(...numbers);
  else if (method === "reverse") plain.reverse();
  else if (method === "set") plain["set"]?.([element] as unknown as Int8Array, Math.abs(numbers[1] || 0) % 8);
  else {
    const isBigOne = (one: Plain): boolean => one.constructor.name.startsWith("Big");
    for (const other of all) if (isBigOne(other) === isBig(name) && other.length <= plain.length) plain["set"]?.(other);
  }
}

/** Both throw, or neither. */
function alike(ours: () => void, theirs: () => void): void {
  const outcome = (call: () => void): string => {
    try {
      call();
      return "done";
    } catch {
      return "threw";
    }
  };
  assert.equal(outcome(ours), outcome(theirs));
}

test("typed arrays on one buffer do what V8's do, and go back exactly, and forth again", () => {
  fc.assert(
    fc.property(views, steps, (kinds, program) => {
      const vm = new NativeVm();
      const buffer = makeBuffer(vm, bytes);
      const memory = new ArrayBuffer(bytes);
      const ours = kinds.map(
        ({ name, start, length }) => new VTypedArray(vm, vm.realm.intrinsic(`${name}Prototype`), name, buffer, start * 8, length),
      );
      const theirs = kinds.map(({ name, start, length }) => new classes[name](memory, start * 8, length));
      const middle = Math.floor(program.length / 2);
      const step = (one: Step): void => {
        const [kind, our, their] = [kinds[one.view], ours[one.view], theirs[one.view]];
        if (kind && our && their)
          alike(
            () => run(vm, our, ours, one),
            () => runPlain(kind.name, their, theirs, one),
          );
      };
      for (const one of program.slice(0, middle)) step(one);
      const { mark } = vm.journal;
      const before = buffer.bytes.slice();
      for (const one of program.slice(middle)) step(one);
      assert.deepEqual(buffer.bytes, new Uint8Array(memory));
      const end = vm.journal.mark;
      vm.journal.revertTo(mark);
      assert.deepEqual(buffer.bytes, before);
      vm.journal.undoTo(end);
      assert.deepEqual(buffer.bytes, new Uint8Array(memory));
      vm.journal.undoTo(mark);
      assert.deepEqual(buffer.bytes, before);
    }),
    { numRuns: 300 },
  );
});

test("an access to an element names the bytes that it covers, in units of the smallest elements there are", () => {
  const vm = new NativeVm();
  const buffer = makeBuffer(vm, 16);
  const words = new VTypedArray(vm, null, "Int32Array", buffer, 0, 4);
  const places = (): readonly unknown[] => {
    vm.accesses = [];
    words.touchOwn(vm, 1, "write");
    return vm.accesses.map(({ cell, place }) => [cell === buffer, place]);
  };
  assert.deepEqual(places(), [[true, 4]]);
  const halves = new VTypedArray(vm, null, "Int16Array", buffer, 8, 4);
  assert.deepEqual(places(), [
    [true, 4],
    [true, 6],
  ]);
  assert.equal(halves.length, 4);
});
