import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { names, text } from "../assets/files.ts";

declare const __ROOT__: string;

interface Tool {
  bundleFiles(): Promise<{ readonly names: Readonly<Record<string, readonly string[]>>; readonly text: string }>;
}

test("files: the committed text is what its sources make", async () => {
  const tool = (await import(pathToFileURL(join(__ROOT__, "tools/remote-file-modules.mjs")).href)) as Tool;
  assert.deepEqual({ names, text }, await tool.bundleFiles(), "run node tools/remote-file-modules.mjs");
});
