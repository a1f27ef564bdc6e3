import assert from "node:assert/strict";
import { test } from "node:test";
import { folderOf, uriIn } from "./places.ts";

test("folderOf: what is left of the address without the path", () => {
  assert.equal(folderOf("file:///w/net/load.multicast.json", "net/load.multicast.json"), "file:///w/");
  assert.equal(folderOf("file:///w/a%20b/x.ts", "a b/x.ts"), "file:///w/");
  assert.equal(folderOf("file:///w/net/load.json", "other/load.json"), undefined);
});

test("folderOf: half a name is no name", () => assert.equal(folderOf("file:///w/overload.json", "load.json"), undefined));

test("uriIn: finds a file of the same folder, whatever characters it has", () => {
  assert.equal(uriIn("file:///w/", "net/a b#1.ts"), "file:///w/net/a%20b%231.ts");
});

test("uriIn: never leads out of the folder", () => {
  for (const path of ["../secret", "a/../../b", "/etc/passwd", "C:/x"]) assert.equal(uriIn("file:///w/", path), undefined);
});
