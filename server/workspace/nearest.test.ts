import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { findUpwards, mayFindAnother, upwardsFrom } from "./nearest.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "faultline-nearest-")));
after(() => rmSync(root, { recursive: true, force: true }));
mkdirSync(join(root, "a/b/c"), { recursive: true });
mkdirSync(join(root, "a/b/x.json"));
writeFileSync(join(root, "x.json"), "top");
writeFileSync(join(root, "a/x.json"), "\uFEFFmiddle");
writeFileSync(join(root, "a/b/c/bytes.json"), Buffer.from([0xff, 0xfe, 0x41, 0x00]));

const cases = [
  { name: "the nearest counts, a folder of that name does not", folder: "a/b/c", want: ["a/x.json", "middle"] },
  { name: "the folder itself comes first", folder: "a", want: ["a/x.json", "middle"] },
  { name: "not above the top", folder: "a/b/c", top: "a/b", want: undefined },
  { name: "the top itself is looked into", folder: "a/b/c", top: "a", want: ["a/x.json", "middle"] },
  { name: "folders that are not there are passed", folder: "gone/deep", want: ["x.json", "top"] },
  { name: "what the editor has counts more", folder: "a/b/c", newer: "a/b/x.json", want: ["a/b/x.json", "unsaved"] },
  { name: "what cannot be read is found, and is empty", folder: "a/b/c", file: "bytes.json", want: ["a/b/c/bytes.json", ""] },
];

for (const { name, folder, top, newer, file = "x.json", want } of cases) {
  test(`nearest: ${name}`, () => {
    const found = findUpwards(file, {
      folder: join(root, folder),
      ...(top === undefined ? {} : { top: join(root, top) }),
      newer: (path) => (newer !== undefined && path === join(root, newer) ? "unsaved" : undefined),
    });
    assert.deepEqual(found && [found.file.slice(root.length + 1), found.text], want);
  });
}

test("nearest: the search ends at the workspace folder, and at the root outside of all; a document without a file is in the first one", () => {
  const folder = { uri: "file:///w" };
  assert.deepEqual(upwardsFrom("file:///w/a/b.ts", folder, [folder]), { folder: "/w/a", top: "/w" });
  assert.deepEqual(upwardsFrom("file:///else/b.ts", undefined, [folder]), { folder: "/else" });
  assert.deepEqual(upwardsFrom("untitled:Untitled-1", undefined, [folder]), { folder: "/w", top: "/w" });
  assert.equal(upwardsFrom("untitled:Untitled-1", undefined, []), undefined);
});

test("nearest: what may be found otherwise after a change", () => {
  const file = "file:///w/a/b/c.ts";
  const found = new Map([["x.json", "file:///w/a/x.json"]]);
  const answer = (changed: string, sought: Map<string, string | undefined> = found) => mayFindAnother(sought, file, changed);
  assert.equal(answer("file:///w/a/x.json"), true);
  assert.equal(answer("file:///w/a/b/x.json"), true);
  assert.equal(answer("file:///w/a"), true, "a folder that has gone takes it along");
  assert.equal(answer("file:///w/a/y.json"), false);
  assert.equal(answer("file:///w/other/x.json"), false);
  assert.equal(answer("file:///w/a/b/x.json", new Map([["x.json", undefined]])), true);
  assert.equal(answer("file:///w/a/x.json", new Map()), false);
});
