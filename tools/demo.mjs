// npm run demo: the findings of the examples on the terminal, without an editor.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureBuild, ensureDependencies, root, say } from "./setup.mjs";

ensureDependencies();
ensureBuild();
const arguments_ = process.argv.slice(2);
const done = spawnSync(process.execPath, [join(root, "dist/cli/main.cjs"), "check", ...arguments_], {
  cwd: join(root, "test-fixtures"),
  stdio: "inherit",
});
// The examples are there to fail: violations (1) and configurations that were not run (3) are what is shown.
const isExpected = done.status === 0 || done.status === 1 || done.status === 3;
if (isExpected) say("these are the examples of test-fixtures; `npm start` shows the same findings in the editor");
process.exit(isExpected ? 0 : (done.status ?? 1));
