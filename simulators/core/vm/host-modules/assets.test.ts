import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";
import { assets } from "./assets/all.ts";

declare const __ROOT__: string;

interface Tool {
  moduleNames(): readonly string[];
  bundleHostModule(name: string): Promise<string>;
}

test("host modules: the committed texts are what their sources and packages make", async () => {
  const tool = (await import(pathToFileURL(join(__ROOT__, "tools/host-modules.mjs")).href)) as Tool;
  assert.deepEqual(Object.keys(assets), [...tool.moduleNames()]);
  for (const name of tool.moduleNames())
    assert.equal(assets[name], await tool.bundleHostModule(name), `${name}: run node tools/host-modules.mjs`);
});
