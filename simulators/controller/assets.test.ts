import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { modules } from "./module.ts";

declare const __ROOT__: string;

test("modules inside the machine: the committed texts are what their sources make", async () => {
  const tool = (await import(pathToFileURL(join(__ROOT__, "tools/controller-modules.mjs")).href)) as {
    readonly names: readonly string[];
    bundleModule(name: string): Promise<string>;
  };
  const made = await Promise.all(tool.names.map((name) => tool.bundleModule(name)));
  assert.ok(made.length > 0);
  assert.ok(
    [modules["faultline/controller"], modules["@kubernetes/client-node"]].every((text, index) => text === made[index]),
    "run node tools/controller-modules.mjs",
  );
});
