import assert from "node:assert/strict";
import { test } from "node:test";
import { maker, Uids } from "./makers.ts";

test("a uid is found by a part of it, however often it was looked for before", () => {
  const uids = new Uids();
  const text = (name: string): string => uids.text("/secrets", `ns/${name}`, maker.user, 0);
  const later = new Uids().text("/secrets", "ns/b", maker.user, 0);
  const first = text("a");
  const [part, digits] = [later.slice(0, 8), later.replaceAll("-", "").slice(4, 16)];
  assert.deepEqual([uids.withPart(part), uids.withPart(digits), uids.withPart(first)], [undefined, undefined, first]);
  assert.equal(text("b"), later);
  assert.deepEqual([uids.withPart(part), uids.withPart(digits), uids.withPart(first)], [later, later, first]);
  assert.deepEqual(
    [uids.withPart(part), uids.withPart(`${digits.slice(0, 4)}-`)],
    [later, later.includes(`${digits.slice(0, 4)}-`) ? later : undefined],
  );
});
