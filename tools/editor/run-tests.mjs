// Runs client/test in a real VS Code: the embedded one, or a desktop build named by FAULTLINE_VSCODE (`download` fetches one).
import { existsSync, readFileSync, rmSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { root } from "../setup.mjs";

const output = join(root, "test-output");
mkdirSync(output, { recursive: true });
/** The suite writes its counts here: an exit code alone may be a false green. */
const counts = process.env["FAULTLINE_COUNTS"] ?? join(output, "editor-counts.json");
rmSync(counts, { force: true });
const desktop = process.env["FAULTLINE_VSCODE"];

try {
  await runTests({
    ...(desktop === "download" ? {} : { vscodeExecutablePath: desktop ?? join(root, "tools/editor/launcher.mjs") }),
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, "dist/test/index.cjs"),
    extensionTestsEnv: { FAULTLINE_COUNTS: counts },
    launchArgs: [join(root, "test-fixtures")],
  });
  const { passed, failed } = existsSync(counts) ? JSON.parse(readFileSync(counts, "utf8")) : { passed: 0, failed: 0 };
  if (passed === 0 || failed > 0) throw new Error(`the editor reported success, but ${passed} tests passed and ${failed} failed`);
} catch (error) {
  console.error(String(error));
  process.exit(1);
}
