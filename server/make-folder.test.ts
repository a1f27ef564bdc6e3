import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder } from "./make-folder.ts";

test("a folder is made with those above it, and may be there already", () => {
  const root = mkdtempSync(join(tmpdir(), "faultline-make-"));
  try {
    makeFolder(join(root, "a", "b", "c"), 0o700);
    makeFolder(join(root, "a", "b", "c"));
    assert.equal(statSync(join(root, "a", "b", "c")).mode & 0o777, 0o700);
    writeFileSync(join(root, "file"), "");
    assert.throws(() => makeFolder(join(root, "file")), { code: "EEXIST" });
    assert.throws(() => makeFolder(join(root, "file", "below")), { code: "ENOTDIR" });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test("where the system makes no folders this ends with its error", { skip: process.platform !== "linux" }, () => {
  assert.throws(() => makeFolder("/proc/faultline/below"));
});
