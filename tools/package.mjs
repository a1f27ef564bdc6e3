// Packages the extension: `node tools/package.mjs [host | universal | PLATFORM … | all]`, by default for this machine.
// One .vsix per platform with esbuild's native binary, and a universal one with its WebAssembly (docs/decisions/0004-packages.md).
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuild, ensureDependencies, npm, root, say } from "./setup.mjs";
import { listZip } from "./zip.mjs";

/** VS Code's name of a platform → esbuild's. esbuild's Linux binaries are static, so they serve Alpine too. */
const platforms = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "alpine-x64": "linux-x64",
  "alpine-arm64": "linux-arm64",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "win32-x64",
  "win32-arm64": "win32-arm64",
};
const hostPlatform = `${process.platform}-${process.arch}`;

/** Bytes. The universal package carries 14 MB of WebAssembly, packed about 4. */
const largestPackage = 8 * 1024 * 1024;

/** Packs from what dist/ holds now. @returns the path of the .vsix */
export async function packageExtension({ platform, folder = root }) {
  const target = platform === "host" ? (hostPlatform in platforms ? hostPlatform : "universal") : platform;
  const { version } = manifest();
  const stage = join(root, ".cache", `stage-${target}`);
  const vsix = join(folder, `faultline-${target}-${version}.vsix`);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  stageFiles(stage);
  stageBundler(stage, target);
  const expected = filesOf(stage);
  const vsce = join(root, "node_modules/@vscode/vsce/vsce");
  const options = ["--no-dependencies", "--no-rewrite-relative-links", "-o", vsix, ...(target === "universal" ? [] : ["--target", target])];
  execFileSync(process.execPath, [vsce, "package", ...options], { cwd: stage, stdio: ["ignore", "pipe", 2] });
  rmSync(stage, { recursive: true, force: true });
  assertPackage(vsix, expected);
  return vsix;
}

const manifest = () => JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** What ships, and nothing else: bundles, pages of the codes, pictures, texts. */
function stageFiles(stage) {
  const {
    scripts: _scripts,
    devDependencies: _dev,
    dependencies: _dependencies,
    type: _type,
    private: _private,
    files: _files,
    ...rest
  } = manifest();
  writeFileSync(join(stage, "package.json"), JSON.stringify(rest, undefined, 2));
  // The stage holds what ships and nothing else; vsce wants to be told that this is meant.
  writeFileSync(join(stage, ".vscodeignore"), "");
  for (const name of ["README.md", "CHANGELOG.md", "LICENSE", "media", "dist", ...picturesOf("README.md")]) {
    if (existsSync(join(root, name)))
      cpSync(join(root, name), join(stage, name), { recursive: true, filter: (source) => ships(relative(root, source)) });
  }
}

/** The docs have more of them. */
const picturesOf = (page) =>
  Array.from(readFileSync(join(root, page), "utf8").matchAll(/\]\((docs\/images\/[\w-]+\.png)\)/g), ([, path]) => path);

const ships = (path) => !/\.(map|code)$|^dist[\\/]test\b|^media[\\/].*\.(mjs|html)$/.test(path);

function stageBundler(stage, target) {
  const kind = target === "universal" ? "wasm" : "native";
  const to = join(stage, "dist/bundler", kind);
  const copy = (from, name) => cpSync(from, join(to, name), { recursive: true });
  if (kind === "wasm") {
    const from = join(root, "node_modules/esbuild-wasm");
    for (const name of ["lib/main.js", "bin/esbuild", "esbuild.wasm", "wasm_exec.js", "wasm_exec_node.js", "package.json", "LICENSE.md"])
      copy(join(from, name), name);
    return;
  }
  const windows = target.startsWith("win32");
  const binary = windows ? "esbuild.exe" : "bin/esbuild";
  copy(join(root, "node_modules/esbuild/lib/main.js"), "lib/main.js");
  copy(join(root, "node_modules/esbuild/LICENSE.md"), "LICENSE.md");
  copy(join(platformPackage(platforms[target]), binary), windows ? "bin/esbuild.exe" : "bin/esbuild");
  if (!windows) chmodSync(join(to, "bin/esbuild"), 0o755);
}

/** Folder of esbuild's package for a platform: installed for this machine, fetched by npm for others. */
function platformPackage(name) {
  const installed = join(root, "node_modules/@esbuild", name);
  if (existsSync(installed)) return installed;
  const { version } = JSON.parse(readFileSync(join(root, "node_modules/esbuild/package.json"), "utf8"));
  const folder = join(root, ".cache", "esbuild", `${name}-${version}`);
  const fetched = join(folder, "node_modules/@esbuild", name);
  if (!existsSync(fetched)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true }');
    npm(folder, ["install", "--ignore-scripts", "--force", "--no-save", `@esbuild/${name}@${version}`]);
  }
  return fetched;
}

function filesOf(folder, below = folder) {
  return readdirSync(below, { withFileTypes: true }).flatMap((entry) => {
    const path = join(below, entry.name);
    if (entry.isDirectory()) return filesOf(folder, path);
    return entry.name === ".vscodeignore" ? [] : [relative(folder, path).replaceAll("\\", "/")];
  });
}

/** The package holds exactly the files that were staged, the ones that it cannot do without are among them, and it is small enough. */
function assertPackage(vsix, staged) {
  const lower = (path) => path.toLowerCase();
  const inside = new Set(
    listZip(readFileSync(vsix))
      .filter((path) => path.startsWith("extension/"))
      .map((path) => lower(path.slice("extension/".length))),
  );
  // vsce renames LICENSE to LICENSE.txt.
  const want = new Set(staged.map((path) => (path === "LICENSE" ? "license.txt" : lower(path))));
  const missing = [...want].filter((path) => !inside.has(path));
  const extra = [...inside].filter((path) => !want.has(path));
  const needed = [
    "dist/client/extension.cjs",
    "dist/server/main.cjs",
    "dist/server/engine.cjs",
    "dist/server/worker.cjs",
    "dist/cli/main.cjs",
    "dist/cli/program.cjs",
    "dist/remote-files/preload.cjs",
    "dist/typescript.cjs",
    "dist/panel/panel.js",
    "dist/codes/fl3001.md",
  ];
  const absent = needed.filter((path) => !inside.has(path));
  const { size } = statSync(vsix);
  const complaints = [
    ...(missing.length > 0 ? [`missing: ${missing.join(", ")}`] : []),
    ...(extra.length > 0 ? [`not expected: ${extra.join(", ")}`] : []),
    ...(absent.length > 0 ? [`needed: ${absent.join(", ")}`] : []),
    ...(size > largestPackage ? [`${size} bytes, at most ${largestPackage}`] : []),
  ];
  if (complaints.length > 0) throw new Error(`${vsix}: ${complaints.join("; ")}`);
  say(`${relative(root, vsix)}: ${(size / 1024 / 1024).toFixed(1)} MB, ${inside.size} files`);
}

async function main(words) {
  ensureDependencies();
  ensureBuild("--production");
  const wanted = words.length === 0 ? ["host"] : words.includes("all") ? [...Object.keys(platforms), "universal"] : words;
  const unknown = wanted.filter((name) => name !== "host" && name !== "universal" && !(name in platforms));
  if (unknown.length > 0) {
    say(`unknown platform ${unknown.join(", ")}: one of ${Object.keys(platforms).join(", ")}, host, universal, all`);
    return 2;
  }
  const folder = join(root, "dist-packages");
  mkdirSync(folder, { recursive: true });
  for (const platform of wanted) await packageExtension({ platform, folder });
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
