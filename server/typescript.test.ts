import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { typescriptLoader } from "./typescript.ts";

/** A small module in the place of the compiler. */
const source = 'const { sep } = require("node:path"); exports.version = "1" + (sep ? "" : ""); exports.parse = (text) => text.length;';

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "faultline-compiler-"));
  try {
    writeFileSync(join(folder, "typescript.cjs"), source);
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const written = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test("typescriptLoader: loads once, when it is first asked", () =>
  inFolder(async (folder) => {
    const load = typescriptLoader(folder);
    assert.equal(load().version, "1");
    assert.equal(load(), load());
    await written();
    assert.deepEqual(readdirSync(folder), ["typescript.cjs"]);
  }));

test("typescriptLoader: keeps the code, and does without it when it is broken or cannot be kept", () =>
  inFolder(async (folder) => {
    const cache = join(folder, "cache");
    assert.equal(typescriptLoader(folder, () => cache)().version, "1");
    await written();
    const [name = ""] = readdirSync(cache);
    const whole = readFileSync(join(cache, name));
    assert.equal(typescriptLoader(folder, () => cache)().version, "1");
    for (const bytes of [Buffer.alloc(0), whole.subarray(0, 40), Buffer.concat([whole.subarray(0, 60), Buffer.alloc(whole.length - 60)])]) {
      writeFileSync(join(cache, name), bytes);
      assert.equal(typescriptLoader(folder, () => cache)().version, "1");
      await written();
      const again = readFileSync(join(cache, name));
      assert.deepEqual(createHash("sha256").update(again.subarray(32)).digest(), again.subarray(0, 32));
    }
    assert.equal(typescriptLoader(folder, () => "/dev/null/nowhere")().version, "1");
    await written();
  }));

test("typescriptLoader: uses the code that the build has put beside the compiler, and keeps no other", () =>
  inFolder(async (folder) => {
    const built = join(folder, "built");
    typescriptLoader(folder, () => built)();
    await written();
    const [name = ""] = readdirSync(built);
    renameSync(join(built, name), join(folder, name));
    const cache = join(folder, "cache");
    assert.equal(typescriptLoader(folder, () => cache)().version, "1");
    await written();
    assert.ok(!existsSync(cache));
    writeFileSync(join(folder, "typescript.cjs"), source.replace('"1"', '"2"'));
    assert.equal(typescriptLoader(folder)().version, "2");
  }));
