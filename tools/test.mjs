// npm test: sets up a fresh machine and runs everything: unit, property, CLI, LSP and editor tests, and the UI drive.
// `npm test -- --no-editor` leaves out what needs a browser.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBuild, ensureChromium, ensureDependencies, ensureEditor, root, say } from "./setup.mjs";

ensureDependencies();
ensureBuild();
const output = join(root, "test-output");
mkdirSync(output, { recursive: true });
const withEditor = !process.argv.includes("--no-editor");
if (withEditor) {
  ensureChromium();
  await ensureEditor();
}

/** The panel alone in a browser: accessibility by axe, content security policy, keys, state over a reload. */
const panelChecks =
  "multicast-dark,multicast-contrast,multicast-narrow,critical-section-light,lasso-dark,lost-answer-dark,outdated-cache-narrow,states-dark,keys,restore";

const parts = [
  { name: "unit", script: "tools/unit.mjs" },
  ...(withEditor
    ? [
        { name: "panel", script: "tools/panel-shots.mjs", options: ["--only", panelChecks] },
        { name: "editor", script: "tools/editor/run-tests.mjs" },
        { name: "drive", script: "tools/editor/drive.mjs" },
      ]
    : []),
];

const total = { passed: 0, failed: 0, skipped: 0 };
for (const { name, script, options = [] } of parts) {
  say(`${name} tests`);
  const file = join(output, `${name}-counts.json`);
  rmSync(file, { force: true });
  const { status } = spawnSync(process.execPath, [join(root, script), ...options], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, FAULTLINE_COUNTS: file },
  });
  const counts = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { passed: 0, failed: 0, skipped: 0 };
  total.passed += counts.passed;
  total.skipped += counts.skipped ?? 0;
  // A part that ends badly, or ran nothing, is a failure even when no test of it failed.
  total.failed += counts.failed || (status !== 0 || counts.passed === 0 ? 1 : 0);
}
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
process.exit(total.failed === 0 ? 0 : 1);
