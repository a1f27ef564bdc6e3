import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { text as clientNode } from "./assets/client-node.ts";
import { text as clientNodeCore } from "./assets/client-node-core.ts";
import { text as controller } from "./assets/controller.ts";
import { text as controllerCore } from "./assets/controller-core.ts";
import { traitsOf } from "./process/options.ts";

declare const __ROOT__: string;

const committed: Readonly<Record<string, string>> = {
  controller,
  "controller-core": controllerCore,
  "client-node": clientNode,
  "client-node-core": clientNodeCore,
};

test("modules inside the machine: the committed texts are what their sources make", async () => {
  const tool = (await import(pathToFileURL(join(__ROOT__, "tools/controller-modules.mjs")).href)) as {
    readonly names: readonly string[];
    bundleModule(name: string): Promise<string>;
  };
  assert.deepEqual([...tool.names].sort(), Object.keys(committed).sort());
  for (const name of tool.names) assert.ok(committed[name] === (await tool.bundleModule(name)), "run node tools/controller-modules.mjs");
});

test("modules inside the machine: their cores read no clock, draw nothing and hash nothing, for only the text of a program is looked at", () => {
  for (const text of [clientNodeCore, controllerCore])
    assert.deepEqual(traitsOf(text), { readsClock: false, mayDraw: false, clearsTimers: false, readsEvents: false, hashes: false });
});
