import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { VObject } from "../cell.ts";
import type { VArray } from "../objects/array.ts";
import { NativeVm } from "../testing/native-vm.ts";
import type { Value } from "../value.ts";
import { makeRegExp } from "./regexp-object.ts";

const vm = new NativeVm();
const helper = (name: string, ...args: readonly Value[]): Value => vm.call(vm.realm.intrinsic(name), undefined, args);

const source = fc.constantFrom("a", "(a)(b)?", "(?<x>a)|b", "", "b*", "^a", ".", "(?:)", "[^a]", "😀", "a(?=b)");
const flags = fc.subarray(["d", "g", "i", "m", "s", "u", "y"]).map((letters) => letters.join(""));
const subject = fc.oneof(fc.string({ unit: fc.constantFrom("a", "b", "c", "😀", "\n", "A"), maxLength: 8 }), fc.constantFrom("aab", ""));
const replacement = fc.constantFrom("", "-", "[$&]", "$1$2", "$<x>", "$$", "$`|$'");
const position = fc.nat(4);

/** Arrays and plain objects of the machine as V8's, with all own properties. */
function plain(value: Value | undefined): unknown {
  if (typeof value !== "object" || value === null) return value;
  const isArray = value.kind === "array";
  const made: Record<string, unknown> = isArray ? ([] as unknown as Record<string, unknown>) : Object.create(null);
  for (const key of value.ownKeys()) if (key !== "length") made[String(key)] = plain(value.readOwn(key) as Value);
  if (isArray) (made as unknown as unknown[]).length = (value as VArray).length;
  return made;
}

test("patterns: every operation answers what V8's does, and leaves the same lastIndex", () => {
  const operations: Readonly<
    Record<
      string,
      readonly [ours: (pattern: VObject, text: string, by: string) => Value, theirs: (pattern: RegExp, text: string, by: string) => unknown]
    >
  > = {
    exec: [(p, text) => vm.invoke(p, "exec", text), (p, text) => p.exec(text)],
    test: [(p, text) => vm.invoke(p, "test", text), (p, text) => p.test(text)],
    match: [(p, text) => vm.invoke(p, Symbol.match, text), (p, text) => text.match(p)],
    search: [(p, text) => vm.invoke(p, Symbol.search, text), (p, text) => text.search(p)],
    split: [(p, text) => vm.invoke(p, Symbol.split, text), (p, text) => text.split(p)],
    replace: [(p, text, by) => helper("$replaceMatches", p, text, by), (p, text, by) => text.replace(p, by)],
    matchAll: [(p, text) => allMatches(p, text), (p, text) => (p.global ? [...text.matchAll(p)] : [])],
  };
  fc.assert(
    fc.property(
      source,
      flags,
      position,
      fc.array(fc.tuple(fc.constantFrom(...Object.keys(operations)), subject, replacement), { maxLength: 4 }),
      (pattern, letters, start, steps) => {
        const ours = makeRegExp(vm, pattern, letters);
        const theirs = new RegExp(pattern, letters);
        vm.set(ours, "lastIndex", start);
        theirs.lastIndex = start;
        for (const [name, text, by] of steps) {
          const [mine, v8s] = operations[name] as (typeof operations)[string];
          const { mark } = vm.journal;
          const first = plain(mine(ours, text, by));
          vm.journal.undoTo(mark);
          assert.deepEqual(plain(mine(ours, text, by)), first, "again, after taking back");
          assert.deepEqual(first, plain8(v8s(theirs, text, by)));
          assert.equal(vm.get(ours, "lastIndex"), theirs.lastIndex);
        }
      },
    ),
    { numRuns: 1500, seed: 1 },
  );
});

function allMatches(pattern: VObject, text: string): Value {
  if (vm.get(pattern, "global") !== true) return vm.array([]);
  const iterator = vm.invoke(pattern, Symbol.matchAll, text) as VObject;
  const found: Value[] = [];
  for (;;) {
    const result = vm.invoke(iterator, "next") as VObject;
    if (vm.get(result, "done") === true) return vm.array(found);
    found.push(vm.get(result, "value"));
  }
}

/** V8's answer with the prototypes that `plain` makes. */
function plain8(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const made: Record<string, unknown> = Array.isArray(value) ? ([] as unknown as Record<string, unknown>) : Object.create(null);
  for (const [key, part] of Object.entries(value)) made[key] = plain8(part);
  if (Array.isArray(value)) (made as unknown as unknown[]).length = value.length;
  return made;
}

test("patterns: the calls of a replacing function are V8's", () => {
  fc.assert(
    fc.property(source, flags, subject, (pattern, letters, text) => {
      const wanted: unknown[] = [];
      text.replace(new RegExp(pattern, letters), (...call: unknown[]) => String(wanted.push(plain8(call))));
      const calls = helper("$matchCalls", makeRegExp(vm, pattern, letters), text) as VArray;
      const seen = (calls.elements as VArray[]).map((call) => plain8((plain(call) as unknown[]).slice()));
      assert.deepEqual(seen, wanted);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test("patterns: only those with g or y access lastIndex", () => {
  for (const [letters, wanted] of [
    ["", []],
    ["i", []],
    ["g", ["read", "write"]],
    ["y", ["read", "write"]],
  ] as const) {
    const pattern = makeRegExp(vm, "a", letters);
    const exec = vm.get(pattern, "exec");
    vm.accesses = [];
    vm.call(exec, pattern, ["a"]);
    assert.deepEqual(
      vm.accesses.filter(({ cell }) => cell === pattern).map(({ kind }) => kind),
      wanted,
    );
  }
});
