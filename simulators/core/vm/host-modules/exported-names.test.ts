import assert from "node:assert/strict";
import { builtinModules, createRequire } from "node:module";
import { test } from "node:test";
import { exportedNames } from "./exported-names.ts";

/** Set by the test bundler. */
declare const __ROOT__: string;

const nodeRequire = createRequire(`${__ROOT__}/package.json`);

for (const [module, names] of Object.entries(exportedNames))
  test(`names that ${module} exports are those of Node's`, { skip: !builtinModules.includes(module) }, () => {
    const exported = Object.keys(nodeRequire(`node:${module}`) as object);
    assert.deepEqual(
      names.split(" ").filter((name) => !exported.includes(name)),
      [],
    );
  });
