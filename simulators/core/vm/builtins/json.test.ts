import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { VObject } from "../cell.ts";
import { NativeVm } from "../testing/native-vm.ts";
import { Thrown } from "../thrown.ts";
import type { Value } from "../value.ts";
import { absentMark } from "./array-intrinsics.ts";

const vm = new NativeVm();
const helper = (name: string, ...args: readonly Value[]): Value => vm.call(vm.realm.intrinsic(name), undefined, args);
const messageOf = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    if (error instanceof Thrown) return vm.get(error.value as VObject, "message");
    return (error as Error).message;
  }
};

test("JSON: what was parsed is written as V8 writes it, with any indent", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom("", " ", "\t", "--"), (text, gap) => {
      const parsed = helper("$parseJson", text);
      assert.equal(helper("$stringifyJson", parsed, undefined, gap), JSON.stringify(JSON.parse(text), undefined, gap));
    }),
    { numRuns: 500, seed: 1 },
  );
});

test("JSON: a list of names lets through what V8 lets through, in its order", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), fc.array(fc.oneof(fc.string({ maxLength: 2 }), fc.nat(3))), (text, names) => {
      const list = helper("$jsonList", vm.array(names));
      assert.equal(helper("$stringifyJson", helper("$parseJson", text), list, ""), JSON.stringify(JSON.parse(text), names));
    }),
    { numRuns: 300, seed: 1 },
  );
});

test("JSON: any text is parsed, or refused in V8's words", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.json().map((text) => text.slice(1)),
      ),
      (text) => {
        const ours = messageOf(() => helper("$stringifyJson", helper("$parseJson", text), undefined, ""));
        assert.equal(
          ours,
          messageOf(() => JSON.stringify(JSON.parse(text))),
        );
      },
    ),
    { numRuns: 500, seed: 1 },
  );
});

/** Objects and arrays in a row, the last of which leads back to one of them. */
test("JSON: a cycle is told in V8's words", () => {
  for (const kinds of ["o", "a", "oo", "oa", "ao", "ooo", "oao", "aoaoo"]) {
    for (let back = 0; back < kinds.length; back += 1) {
      const theirs = Array.from(kinds, (kind) => (kind === "a" ? [] : {}) as Record<string, unknown>);
      const ours = Array.from(kinds, (kind) => (kind === "a" ? vm.array([]) : vm.object()));
      for (const [at, kind] of Array.from(kinds).entries()) {
        const next = at + 1 < kinds.length ? at + 1 : back;
        (theirs[at] as Record<string, unknown>)[kind === "a" ? 0 : "next"] = theirs[next];
        vm.set(ours[at] as VObject, kind === "a" ? 0 : "next", ours[next]);
      }
      assert.equal(
        messageOf(() => helper("$stringifyJson", ours[0] as VObject, undefined, "")),
        messageOf(() => JSON.stringify(theirs[0])),
      );
    }
  }
});

test("JSON: code of the user's is left to the prelude", () => {
  const object = vm.object();
  vm.set(object, "toJSON", vm.script("toJSON", 0));
  assert.equal(helper("$stringifyJson", vm.array([object]), undefined, ""), absentMark);
});
