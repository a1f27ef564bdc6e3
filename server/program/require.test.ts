import assert from "node:assert/strict";
import { test } from "node:test";
import { SourceMapIndex } from "../../simulators/core/source-map.ts";
import { programOf } from "./testing.ts";

const packages = {
  "node_modules/old/index.js": [
    "exports.kind = typeof require;",
    'try { require("not-there"); } catch (error) { exports.error = error; }',
    'try { exports.either = require("./not-there-either"); } catch {}',
    "exports.load = (name) => require(name);",
    "exports.isMain = require.main === module;",
  ].join("\n"),
};

test("require: what is named at run time is asked of the machine, with what was not found; lines stay where they are", async () => {
  const text = 'import old from "old";\nexport const all = old;\nthrow new Error("line 3");';
  const { code, sourceMap } = await programOf({ ...packages, "src/main.ts": text }, ["all"]);
  assert.doesNotMatch(code, /Proxy|Dynamic require/);
  const [, name, missing] = /import \{ requireOf as (\w+) \} from "host:require"; const __require = \1\((.*?)\);/.exec(code) ?? [];
  assert.equal(name, "__requireOf");
  assert.deepEqual(JSON.parse(missing ?? ""), ["./not-there-either", "not-there"]);
  const at = code.indexOf("throw new Error(");
  assert.ok(at > 0);
  assert.equal(new SourceMapIndex(code, sourceMap).locate(at)?.line, 2);
});

test("require: one that somebody else finds is not missing for all, and names of the user's are left alone", async () => {
  const { code } = await programOf(
    {
      ...packages,
      "node_modules/other/index.js": 'exports.found = require("not-there");',
      "node_modules/other/node_modules/not-there/index.js": "exports.here = 1;",
      "src/main.ts":
        'import old from "old";\nimport other from "other";\nconst __requireOf = 1;\nexport const all = [old, other, __requireOf];',
    },
    ["all"],
  );
  assert.match(
    code,
    /import \{ requireOf as __requireOf_ \} from "host:require"; const __require = __requireOf_\(\["\.\/not-there-either"\]\);/,
  );
});

test("require: a program that names all its modules carries nothing of it", async () => {
  const { code } = await programOf(
    { "node_modules/old/index.js": "exports.one = 1;", "src/main.ts": 'import old from "old";\nexport const all = old;' },
    ["all"],
  );
  assert.doesNotMatch(code, /var __require|host:require/);
});
