// npm run check: types (TypeScript 7, project references), lint, format, unused code.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureDependencies, root, say } from "./setup.mjs";

ensureDependencies();
const bin = (name) => join(root, "node_modules/.bin", name);
const checks = [
  // By path: with two compilers installed, `tsc` on the PATH may be either.
  { name: "types", command: [process.execPath, "node_modules/@typescript/native/bin/tsc", "-b"] },
  { name: "lint", command: [bin("oxlint"), "--type-aware", "--deny-warnings"] },
  { name: "format", command: [bin("biome"), "format", "."] },
  { name: "unused code", command: [bin("knip"), "--no-progress"] },
];
const failed = checks.filter(({ name, command: [program, ...rest] }) => {
  say(name);
  return spawnSync(program, rest, { cwd: root, stdio: "inherit", shell: process.platform === "win32" }).status !== 0;
});
if (failed.length > 0) say(`failed: ${failed.map(({ name }) => name).join(", ")}`);
process.exit(failed.length === 0 ? 0 : 1);
