import assert from "node:assert/strict";
import { test } from "node:test";
import { payloadOf, worldOf } from "../testing/program.ts";
import { bitOf, Sharing } from "./sharing.ts";

const cell = () => worldOf("export function one() {}", payloadOf([{ name: "one" }])).exported("one");

for (const [first, second] of [
  [0, 1],
  [0, 32],
  [31, 63],
  [40, 41],
] as const) {
  test(`sharing: threads ${first} and ${second} conflict when one of them writes`, () => {
    const sharing = new Sharing();
    const object = cell();
    sharing.touch(object, "x", bitOf(first), false);
    sharing.touch(object, "x", bitOf(second), true);
    assert.ok(sharing.count > 0);
    sharing.activate();
    assert.ok(sharing.touch(object, "x", bitOf(first), false));
    assert.ok(!sharing.touch(object, "y", bitOf(first), false));
  });
}

test("sharing: one of the first threads does not conflict with itself", () => {
  const sharing = new Sharing();
  const object = cell();
  sharing.touch(object, "x", bitOf(3), false);
  sharing.touch(object, "x", bitOf(3), true);
  assert.equal(sharing.count, 0);
});
