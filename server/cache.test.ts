import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Outcome } from "../simulators/core/simulator.ts";
import { createFileCache, noCache } from "./cache.ts";

const outcome = (states: number): Outcome => ({
  verdict: "holds",
  properties: [],
  problems: [],
  traces: [],
  bounds: { states },
  stats: { states, transitions: 0, executions: 1, complete: true },
});
const hash = (number: number) => `sha256:${number.toString(16).padStart(64, "0")}`;

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "faultline-cache-"));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("cache: what was set is got, by another cache on the same folder too, and nothing else is", () =>
  inFolder(async (folder) => {
    await createFileCache(join(folder, "made", "for", "it")).set(hash(1), outcome(5));
    const cache = createFileCache(join(folder, "made", "for", "it"));
    assert.deepEqual(await cache.get(hash(1)), outcome(5));
    assert.equal(await cache.get(hash(2)), undefined);
    assert.equal(await cache.get("../../etc/passwd"), undefined);
    assert.deepEqual(readdirSync(join(folder, "made", "for", "it")).length, 1);
  }));

test("cache: a file that was cut, changed, renamed or comes from another version is a miss, whatever the byte", () =>
  inFolder(async (folder) => {
    const cache = createFileCache(folder);
    await cache.set(hash(1), outcome(5));
    const [name = ""] = readdirSync(folder);
    const file = join(folder, name);
    const whole = readFileSync(file);
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(file, whole.subarray(0, length));
      assert.equal(await cache.get(hash(1)), undefined);
    }
    for (let at = 0; at < whole.length; at += 3) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(file, changed);
      // A change in a place that says nothing may be let pass, a change of the answer never.
      assert.deepEqual((await cache.get(hash(1))) ?? outcome(5), outcome(5));
    }
    writeFileSync(join(folder, name.replace(/1\./, "2.")), whole);
    assert.equal(await cache.get(hash(2)), undefined);
    writeFileSync(file, whole.toString().replace("faultline-cache/1", "faultline-cache/9"));
    assert.equal(await cache.get(hash(1)), undefined);
    await cache.set(hash(1), outcome(6));
    assert.deepEqual(await cache.get(hash(1)), outcome(6));
  }));

test("cache: a run that was ended by time, memory or the user is not kept; one that reached its bound of states is", () =>
  inFolder(async (folder) => {
    const cache = createFileCache(folder);
    for (const limit of ["time", "memory", "cancelled"] as const) {
      await cache.set(hash(1), { ...outcome(1), verdict: "undecided", reason: { limit, message: "" } });
      assert.equal(await cache.get(hash(1)), undefined);
    }
    await cache.set(hash(1), { ...outcome(1), verdict: "undecided", reason: { limit: "states", message: "" } });
    assert.equal((await cache.get(hash(1)))?.verdict, "undecided");
  }));

test("cache: over its limit the files that were not used for longest go", () =>
  inFolder(async (folder) => {
    const size = await sizeOfOne();
    const cache = createFileCache(folder, size * 20);
    for (let number = 0; number < 50; number += 1) {
      await cache.set(hash(number), outcome(number % 10));
      const file = join(folder, `${hash(number).slice(7)}.result`);
      utimesSync(file, 1000 + number, 1000 + number);
    }
    // An old one is used: it stays when the next write counts.
    await cache.get(hash(0));
    await cache.set(hash(100), outcome(1));
    assert.ok(readdirSync(folder).length <= 20);
    assert.ok(await cache.get(hash(0)));
    assert.ok(await cache.get(hash(49)));
    assert.equal(await cache.get(hash(1)), undefined);
  }));

async function sizeOfOne(): Promise<number> {
  let size = 0;
  await inFolder(async (folder) => {
    await createFileCache(folder).set(hash(1), outcome(1));
    size = statSync(join(folder, readdirSync(folder)[0] ?? "")).size;
  });
  return size;
}

test("cache: a folder that cannot be written does no harm", async () => {
  const cache = createFileCache("/dev/null/nowhere");
  await cache.set(hash(1), outcome(1));
  assert.equal(await cache.get(hash(1)), undefined);
  await noCache.set(hash(1), outcome(1));
  assert.equal(await noCache.get(hash(1)), undefined);
});
