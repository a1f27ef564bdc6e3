import assert from "node:assert/strict";
import { test } from "node:test";
import { applyChanges } from "./state-at.ts";
import { type StateRow, stateRows, withExpected } from "./state-rows.ts";

const before = { account: { balance: 90 }, lock: 1, branch: { seen: 100, pending: {} } };
const after = applyChanges(before, [{ location: ["branch", "pending", "balance"], after: 90 }]);

/** `name: before → after`, indented by depth, `*` where changed, `+` where folded. */
const drawn = (rows: readonly StateRow[]): readonly string[] =>
  rows.map(
    (row) =>
      `${"  ".repeat(row.depth)}${row.name}${row.fold === "shut" ? "+" : ""}${row.isChanged ? "*" : ""}: ${row.before} → ${row.after}`,
  );

test("a small state stands open, the changed places are marked down to the value", () => {
  assert.deepEqual(drawn(stateRows(before, after, new Map())), [
    "account:  → ",
    "  balance: 90 → 90",
    "lock: 1 → 1",
    "branch:  → ",
    "  seen: 100 → 100",
    "  pending*: { } → ",
    "    balance*: none → 90",
  ]);
});

test("what the user folds stays folded, and is marked when something inside changes", () => {
  assert.deepEqual(drawn(stateRows(before, after, new Map([['["branch"]', false]]))).slice(3), ["branch+*: {2 keys} → {2 keys}"]);
});

test("in a large state only changed parts stand open", () => {
  const hosts = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`h${i}`, { copies: 0 }]));
  const large = { hosts, total: 0 };
  const next = applyChanges(large, [{ location: ["total"], before: 0, after: 1 }]);
  assert.deepEqual(drawn(stateRows(large, next, new Map())), ["hosts+: {500 keys} → {500 keys}", "total*: 0 → 1"]);
});

test("what goes is shown at the end, with nothing after", () => {
  assert.deepEqual(drawn(stateRows({ a: 1, b: 2 }, { b: 2 }, new Map())), ["b: 2 → 2", "a*: 1 → none"]);
});

test("an object put in place of an equal one is no change", () => {
  assert.deepEqual(drawn(stateRows({ a: { x: [1] } }, { a: { x: [1] } }, new Map())), ["a:  → ", "  x:  → ", "    0: 1 → 1"]);
});

test("a value that should have been another is marked, even where the step left it as it was", () => {
  const changes = [{ location: ["account", "balance"], before: 90, after: 90, expected: 80 }];
  const [row] = withExpected(stateRows(before, before, new Map()), changes).filter(({ name }) => name === "balance");
  assert.deepEqual([row?.isChanged, row?.after, row?.expected], [true, "90", "80"]);
});

test("an expected list shows at its items while it stands open, and in one piece when it is folded", () => {
  const [old, now] = [{ list: ["a", "b"] }, { list: ["c", "b"] }];
  const changes = [{ location: ["list"], before: old.list, after: now.list, expected: ["a", "b"] }];
  const expected = (toggled: ReadonlyMap<string, boolean>) =>
    withExpected(stateRows(old, now, toggled), changes).map((row) => [row.name, row.expected]);
  assert.deepEqual(expected(new Map()), [
    ["list", undefined],
    ["0", "a"],
    ["1", undefined],
  ]);
  assert.deepEqual(expected(new Map([['["list"]', false]])), [["list", undefined]]);
});
