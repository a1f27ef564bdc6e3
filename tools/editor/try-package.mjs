// Installs the packages for this machine and the universal one, each in an embedded editor of its own, and asks its command line what works.
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureEditor, root, say } from "../setup.mjs";
import { installExtension, prepareData } from "./server.mjs";

const folder = join(root, "dist-packages");
const editor = await ensureEditor();
for (const name of [`${process.platform}-${process.arch}`, "universal"]) {
  const vsix = readdirSync(folder).find((file) => file.startsWith(`faultline-${name}-`));
  if (!vsix) throw new Error(`no package for ${name} in dist-packages: run node tools/package.mjs all`);
  const data = prepareData();
  try {
    const answer = installExtension(editor, data, join(folder, vsix));
    if (!/successfully installed/.test(answer)) throw new Error(`${vsix} was not installed:\n${answer}`);
    const installed = readdirSync(join(data, "extensions")).find((entry) => entry.startsWith("faultline."));
    if (!installed) throw new Error(`${vsix} left nothing in the extensions folder`);
    const cli = join(data, "extensions", installed, "dist/cli/main.cjs");
    const report = execFileSync(process.execPath, [cli, "doctor"], { encoding: "utf8" });
    const wanted = name === "universal" ? /esbuild.*WebAssembly/i : /esbuild.*native/i;
    if (!wanted.test(report)) throw new Error(`${vsix}: doctor does not name the bundler that it carries:\n${report}`);
    say(`${vsix}: installs, and its bundler works`);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
