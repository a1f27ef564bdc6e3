import assert from "node:assert/strict";
import { test } from "node:test";
import { mountOf } from "../testing/mount.ts";
import { Refused } from "./refused.ts";
import { Tree } from "./tree.ts";

function treeWith(...paths: readonly string[]): Tree {
  const tree = new Tree([mountOf("/a"), mountOf("/a/b")], () => 1);
  for (const path of paths) {
    const place = tree.find(path, true);
    if (place.parent) tree.put(place.parent, place.name, tree.newFile(place.mount, 0, []));
  }
  return tree;
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return "none";
  } catch (error) {
    return error instanceof Refused ? error.code : "other";
  }
};

test("tree: a path leads to the longest mount, whose directory is always there", () => {
  const tree = treeWith("/a/x", "/a/b/x");
  assert.equal(tree.find("/a/b/x").mount.prefix, "/a/b");
  assert.equal(tree.find("/a/bx").mount.prefix, "/a");
  assert.equal(tree.find("/a").entry?.kind, "directory");
  assert.equal(tree.files.length, 2);
});

const cases = [
  { path: "/a/x", code: "none" },
  { path: "/a/none", code: "none" },
  { path: "/a/none/x", code: "ENOENT" },
  { path: "/a/x/below", code: "ENOTDIR" },
  { path: `/a/${"n".repeat(256)}`, code: "ENAMETOOLONG" },
  { path: "/elsewhere", code: "ENOENT" },
];
for (const { path, code } of cases) {
  test(`tree: on the way to ${path.slice(0, 20)}: ${code}`, () =>
    assert.equal(
      codeOf(() => treeWith("/a/x").find(path)),
      code,
    ));
}

test("tree: folders above a new file are made, and files below a folder are found and forgotten", () => {
  const tree = treeWith("/a/deep/er/x", "/a/deep/y");
  const { entry } = tree.find("/a/deep");
  assert.ok(entry?.kind === "directory");
  assert.equal(tree.filesOf(entry).length, 2);
  tree.forget((file) => file === tree.find("/a/deep/y").entry);
  assert.deepEqual([tree.find("/a/deep/y").entry, tree.files.length], [undefined, 1]);
});
