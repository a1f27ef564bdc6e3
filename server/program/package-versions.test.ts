import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { versionsOf } from "./package-versions.ts";

const folder = mkdtempSync(join(tmpdir(), "faultline-versions-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, value: unknown): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), typeof value === "string" ? value : JSON.stringify(value));
}

test("the generation of a package is the one that is installed or asked for nearest", () => {
  put("node_modules/client/package.json", { version: "1.4.0" });
  put("old/package.json", { devDependencies: { client: "^0.22.0" } });
  put("old/deep/er/package.json", { name: "without" });
  put("broken/package.json", "{ not json");
  assert.deepEqual(versionsOf(["client", "other"], join(folder, "old/deep/er")), { client: "^0.22.0" });
  assert.deepEqual(versionsOf(["client"], join(folder, "broken")), { client: "1.4.0" });
  assert.deepEqual(versionsOf(["other"], join(folder, "nowhere")), {});
});
