// Bundles and runs unit tests: `node tools/unit.mjs [filter …]`. A filter is a part of the path: `simulators/multicast/header`.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
/** `client/test` holds the tests that run inside an editor; they have a launcher of their own. */
const skipped = new Set(["node_modules", "dist", ".cache", ".editor", "test-fixtures", "test-output", ".git"]);

export function findTests(folder = root) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) || relative(root, path) === join("client", "test") ? [] : findTests(path);
    return entry.name.endsWith(".test.ts") ? [path] : [];
  });
}

/** Bundled beside each other in a folder of their own, three levels below the root, so that runs do not disturb one another. */
export async function bundleTests(files, outdir, plugins = []) {
  mkdirSync(outdir, { recursive: true });
  await build({
    entryPoints: files,
    outdir,
    outbase: root,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    packages: "external",
    define: { __ROOT__: JSON.stringify(root), __VERSION__: '"0.0.0-test"' },
    logLevel: "warning",
    plugins,
  });
}

/** With `FAULTLINE_COUNTS` the counts go to that file too. */
function reporters() {
  const counts = process.env["FAULTLINE_COUNTS"];
  const count = ["--test-reporter=./tools/count-reporter.mjs", `--test-reporter-destination=${counts}`];
  return ["--test-reporter=spec", "--test-reporter-destination=stdout", ...(counts ? count : [])];
}

async function main(filters) {
  const files = findTests().filter((file) => filters.length === 0 || filters.some((filter) => relative(root, file).includes(filter)));
  if (files.length === 0) {
    console.error(`no test file matches ${filters.join(" ")}`);
    return 2;
  }
  const outdir = join(root, ".cache", `unit-${process.pid}`);
  try {
    await bundleTests(files, outdir);
    const built = files.map((file) => join(outdir, relative(root, file)).replace(/\.ts$/, ".mjs"));
    const seed = `--import=${pathToFileURL(join(root, "tools/fixed-seed.mjs"))}`;
    const child = spawn(process.execPath, ["--enable-source-maps", seed, "--test", "--test-concurrency=2", ...reporters(), ...built], {
      cwd: root,
      stdio: "inherit",
    });
    return await new Promise((ok) => child.once("exit", (code) => ok(code ?? 1)));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
