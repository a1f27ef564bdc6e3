import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadBundler, tryBundler } from "./bundler.ts";

declare const __ROOT__: string;

test("bundler: the dependency works", async () => {
  const bundler = loadBundler(join(__ROOT__, "dist"));
  assert.equal(bundler.kind, "native");
  assert.ok("milliseconds" in (await tryBundler(bundler)));
});

test("bundler: the WebAssembly of a universal package works", async () => {
  const dist = mkdtempSync(join(tmpdir(), "faultline-bundler-"));
  try {
    cpSync(join(__ROOT__, "node_modules/esbuild-wasm"), join(dist, "bundler/wasm"), { recursive: true });
    const bundler = loadBundler(dist);
    assert.equal(bundler.kind, "wasm");
    assert.ok("milliseconds" in (await tryBundler(bundler)));
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
});

test("bundler: none is said, not thrown", async () => {
  const dist = mkdtempSync(join(tmpdir(), "faultline-bundler-"));
  try {
    const bundler = loadBundler(dist);
    assert.equal(bundler.kind, "missing");
    assert.ok("message" in (await tryBundler(bundler)));
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
});
