import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isOfPackage, ownFilePattern } from "./containment.ts";

const cases = [
  { path: "/w/src/a.ts", isOwn: true },
  { path: "/w/node_modules/p/a.js", isOwn: false },
  { path: "/w/node_modules2/a.js", isOwn: true },
  { path: "/w/node_module/a.js", isOwn: true },
  { path: "/w/my_node_modules/a.js", isOwn: true },
  { path: "/w/NODE_MODULES/a.js", isOwn: true },
  { path: "C:\\w\\node_modules\\p\\a.js", isOwn: false },
  { path: "C:\\w\\src\\node_modules.ts", isOwn: true },
  { path: "/n/no/nod/node/a.js", isOwn: true },
];

for (const { path, isOwn } of cases) test(`own files: ${path}`, () => assert.equal(ownFilePattern.test(path), isOwn));

test("own files: the pattern is the opposite of being part of a package", () => {
  const part = fc.oneof(fc.constant("node_modules"), fc.stringMatching(/^(node_modules?|no|x)[a-z_.]{0,3}$/));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), fc.constantFrom("/", "\\"), (parts, separator) => {
      const path = ["", ...parts, "file.js"].join(separator);
      assert.equal(ownFilePattern.test(path), !isOfPackage(path));
    }),
  );
});
