// npm run bench [-- filter … --quick]: bundles and runs bench/**/*.bench.ts one after the other.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { ensureBuild, ensureDependencies, root, say } from "./setup.mjs";

ensureDependencies();
ensureBuild("--production");
const { bundleTests } = await import("./unit.mjs");
const { precompiledScripts } = await import("./precompiled.mjs");

const findBenches = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return findBenches(path);
    return entry.name.endsWith(".bench.ts") ? [path] : [];
  });

const filters = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const options = process.argv.slice(2).filter((word) => word.startsWith("--"));
const files = findBenches(join(root, "bench")).filter(
  (file) => filters.length === 0 || filters.some((filter) => relative(root, file).includes(filter)),
);
const outdir = join(root, ".cache", `bench-${process.pid}`);
mkdirSync(outdir, { recursive: true });
let worst = 0;
try {
  // As it is shipped.
  await bundleTests(files, outdir, [precompiledScripts]);
  for (const file of files) {
    say(relative(root, file));
    const built = join(outdir, relative(root, file)).replace(/\.ts$/, ".mjs");
    const { status } = spawnSync(process.execPath, ["--expose-gc", "--enable-source-maps", built, ...options], {
      cwd: root,
      stdio: "inherit",
    });
    worst = Math.max(worst, status ?? 1);
  }
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
process.exit(worst);
