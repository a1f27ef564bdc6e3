import assert from "node:assert/strict";
import { test } from "node:test";
import { isSameFile } from "./addresses.ts";

test("isSameFile: the two ways to write a drive are one", () => {
  assert.ok(isSameFile("file:///c:/w/a@b.ts", "file:///c%3A/w/a%40b.ts"));
  assert.ok(!isSameFile("file:///w/a.ts", "file:///w/b.ts"));
});

test("isSameFile: an address that cannot be decoded is taken as it is", () => assert.ok(isSameFile("file:///w/100%", "file:///w/100%")));
