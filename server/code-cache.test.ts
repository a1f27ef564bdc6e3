import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { keepCodeOf, requireAndKeepCode, requireWithCode } from "./code-cache.ts";

const source = 'const { sep } = require("node:path"); exports.answer = () => (sep ? 1 : 0); exports.here = __dirname;';

interface Loaded {
  readonly here: string;
  answer(): number;
}

function inFolder(use: (place: { readonly folder: string; readonly file: string; readonly cache: string }) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "faultline-code-"));
  const file = join(folder, "worker.cjs");
  try {
    writeFileSync(file, source);
    use({ folder, file, cache: join(folder, "cache") });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const answerOf = (file: string, cache: string | undefined): number => (requireWithCode(file, cache) as Loaded).answer();

test("requireWithCode: a module sees what `require` would show it, and nothing is written", () =>
  inFolder(({ folder, file, cache }) => {
    const loaded = requireWithCode(file, cache) as Loaded;
    assert.deepEqual([loaded.answer(), loaded.here], [1, folder]);
    assert.deepEqual(readdirSync(folder), ["worker.cjs"]);
  }));

test("keepCodeOf: what it keeps is used by others; a file that has changed is never taken for the old one", () =>
  inFolder(({ file, cache }) => {
    keepCodeOf(file, cache);
    const [name = "", ...more] = readdirSync(cache);
    assert.deepEqual(more, []);
    const kept = readFileSync(join(cache, name));
    assert.equal(answerOf(file, cache), 1);
    keepCodeOf(file, cache);
    assert.deepEqual(readFileSync(join(cache, name)), kept);
    // As long as before: V8 alone would take the old code.
    writeFileSync(file, source.replace("? 1 :", "? 2 :"));
    assert.equal(answerOf(file, cache), 2);
  }));

test("keepCodeOf: what is broken is replaced, what cannot be written is done without", () =>
  inFolder(({ file, cache }) => {
    keepCodeOf(file, cache);
    const [name = ""] = readdirSync(cache);
    writeFileSync(join(cache, name), readFileSync(join(cache, name)).subarray(0, 50));
    assert.equal(answerOf(file, cache), 1);
    keepCodeOf(file, cache);
    const kept = readFileSync(join(cache, name));
    assert.deepEqual(createHash("sha256").update(kept.subarray(32)).digest(), kept.subarray(0, 32));
    keepCodeOf(file, "/dev/null/nowhere");
    assert.equal(answerOf(file, "/dev/null/nowhere"), 1);
  }));

test("keepCodeOf: nothing is kept where the build has left the code beside the file", () =>
  inFolder(({ folder, file, cache }) => {
    keepCodeOf(file, cache);
    const [name = ""] = readdirSync(cache);
    renameSync(join(cache, name), join(folder, name));
    rmSync(cache, { recursive: true });
    keepCodeOf(file, cache);
    assert.ok(!existsSync(cache));
    assert.equal(answerOf(file, undefined), 1);
  }));

test("requireAndKeepCode: the code is kept when it has been used, and then no more", () =>
  inFolder(({ file, cache }) => {
    const waiting: (() => void)[] = [];
    const load = () => requireAndKeepCode(file, cache, (keep) => void waiting.push(keep)) as Loaded;
    assert.equal(load().answer(), 1);
    assert.ok(!existsSync(cache));
    for (const keep of waiting.splice(0)) keep();
    assert.equal(readdirSync(cache).length, 1);
    assert.equal(load().answer(), 1);
    assert.deepEqual(waiting, []);
  }));
