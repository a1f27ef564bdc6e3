// Runs client/test in a real VS Code: the embedded one, or a desktop build named by FAULTLINE_VSCODE (`download` fetches one).
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { root } from "../setup.mjs";

const output = join(root, "test-output");
mkdirSync(output, { recursive: true });
/** The suite writes its counts here: an exit code alone may be a false green. */
const counts = process.env["FAULTLINE_COUNTS"] ?? join(output, "editor-counts.json");
rmSync(counts, { force: true });
/** A copy, so that tests may edit and save. */
const workspace = mkdtempSync(join(tmpdir(), "faultline-workspace-"));
cpSync(join(root, "client/test/workspace"), workspace, { recursive: true });
const desktop = process.env["FAULTLINE_VSCODE"];

try {
  await runTests({
    ...(desktop === "download" ? {} : { vscodeExecutablePath: desktop ?? join(root, "tools/editor/launcher.mjs") }),
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, "dist/test/index.cjs"),
    extensionTestsEnv: { FAULTLINE_COUNTS: counts },
    launchArgs: [workspace],
  });
  const { passed, failed } = existsSync(counts) ? JSON.parse(readFileSync(counts, "utf8")) : { passed: 0, failed: 0 };
  if (passed === 0 || failed > 0) throw new Error(`the editor reported success, but ${passed} tests passed and ${failed} failed`);
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
