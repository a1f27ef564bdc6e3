// npm run conformance -- DIR [--flavour store|gc] …: replays recordings of a real API server against the simulated one.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureDependencies, root } from "./setup.mjs";

ensureDependencies();
const { bundleTests } = await import("./unit.mjs");

const outdir = join(root, ".cache", `conformance-${process.pid}`);
mkdirSync(outdir, { recursive: true });
let code = 1;
try {
  await bundleTests([join(root, "test/conformance/main.ts")], outdir);
  const built = join(outdir, "test/conformance/main.mjs");
  code = spawnSync(process.execPath, ["--enable-source-maps", built, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
process.exit(code);
