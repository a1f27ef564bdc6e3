import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { VArray } from "../objects/array.ts";
import { NativeVm } from "../testing/native-vm.ts";
import { Thrown } from "../thrown.ts";
import type { VObject } from "../cell.ts";
import type { Value } from "../value.ts";

const vm = new NativeVm();
const prototype = vm.realm.intrinsic("StringPrototype");

/** What it answers, or the words of its error. */
function outcome(run: () => unknown): unknown {
  try {
    const answer = run();
    return typeof answer === "object" && answer !== null && "elements" in answer ? (answer as VArray).elements : answer;
  } catch (error) {
    if (error instanceof Thrown) return vm.get(error.value as VObject, "message");
    return (error as Error).message;
  }
}

const methods =
  "at charAt charCodeAt codePointAt concat endsWith includes indexOf isWellFormed lastIndexOf localeCompare padEnd padStart repeat slice startsWith substr substring toLowerCase toUpperCase toWellFormed trim trimEnd anchor sub toLocaleUpperCase";
const method = fc.constantFrom(...methods.split(" "));
const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ unit: "binary", maxLength: 5 }),
  fc.constantFrom("", " aß ", "aab", "\ud800b"),
);
const argument = fc.oneof(text, fc.integer({ min: -4, max: 12 }), fc.constantFrom<Value>(undefined, null, true, Number.NaN, 1.7, "2"));

test("texts: every method answers what V8's does, for any arguments", () => {
  fc.assert(
    fc.property(text, method, fc.array(argument, { maxLength: 3 }), (subject, name, given) => {
      const args = name === "toLocaleUpperCase" ? [] : name === "localeCompare" ? given.slice(0, 1) : given;
      const theirs = (subject as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[name];
      const ours = outcome(() => vm.call(vm.get(prototype, name), subject, args));
      const wanted =
        name === "localeCompare"
          ? outcome(() => subject.localeCompare(args[0] as string, "en-US"))
          : outcome(() => theirs?.apply(subject, args));
      assert.deepEqual(ours, wanted);
    }),
    { numRuns: 3000, seed: 1 },
  );
});

test("texts: the iterator goes by code points, as V8's", () => {
  fc.assert(
    fc.property(text, (subject) => {
      const iterator = vm.call(vm.get(prototype, Symbol.iterator), subject, []) as VObject;
      const seen: unknown[] = [];
      for (let at = 0; at <= subject.length; at += 1) {
        const { mark } = vm.journal;
        const first = vm.get(vm.invoke(iterator, "next") as VObject, "value");
        vm.journal.undoTo(mark);
        const again = vm.get(vm.invoke(iterator, "next") as VObject, "value");
        assert.equal(again, first);
        if (first !== undefined) seen.push(first);
      }
      assert.deepEqual(seen, Array.from(subject));
    }),
  );
});

test("texts: a locale other than en-US is not modelled", () => {
  assert.throws(() => vm.call(vm.get(prototype, "localeCompare"), "a", ["b", "sv"]), /"sv" is not modelled/);
  assert.equal(vm.call(vm.get(prototype, "localeCompare"), "a", ["b", "en"]), -1);
});
