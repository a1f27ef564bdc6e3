// What every other tool needs to be there. Imports nothing but Node, so that it runs on a fresh clone.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const isWindows = process.platform === "win32";

/** Says what is being done, on stderr: stdout belongs to results. */
export const say = (text) => process.stderr.write(`faultline: ${text}\n`);

/** Runs a program and shows its output; throws with its exit code when it fails. */
export function run(program, args, options = {}) {
  const done = spawnSync(program, args, { cwd: root, stdio: ["ignore", 2, 2], shell: isWindows, ...options });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")}: exit code ${done.status ?? done.signal}`);
}

/** Installs the dependencies of the lock file; nothing to do when they are those of the last time. */
export function ensureDependencies() {
  const want = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".faultline-stamp");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === want) return;
  say("installing dependencies (npm ci)");
  // esbuild's binary comes in a package of its own: no install script is needed.
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(stamp, want);
}

/** Builds every bundle: under a second, so there is no stamp that could be wrong. */
export function ensureBuild(...args) {
  run(process.execPath, ["esbuild.mjs", ...args]);
}

/** Path of a Chromium: `FAULTLINE_CHROMIUM`, one on the PATH, or Debian's package, installed when we may. */
export function ensureChromium() {
  const found = process.env["FAULTLINE_CHROMIUM"] ?? onPath(["chromium", "chromium-browser", "google-chrome", "chrome"]);
  if (found) return found;
  if (process.platform === "linux" && process.getuid?.() === 0 && onPath(["apt-get"])) {
    say("installing chromium (Debian package)");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    run("apt-get", ["update", "-qq"], { env });
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env, stdio: ["ignore", "ignore", 2] });
    const installed = onPath(["chromium"]);
    if (installed) return installed;
  }
  throw new Error("no Chromium found: install it (Debian: apt-get install chromium) or set FAULTLINE_CHROMIUM to its path");
}

function onPath(names) {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, isWindows ? `${name}.exe` : name)));
  return candidates.find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

/** Installs the embedded editor (tools/editor/install.mjs) and says where it is. */
export async function ensureEditor() {
  const { installEditor } = await import("./editor/install.mjs");
  return installEditor();
}

export const npm = (cwd, args, env = process.env) =>
  execFileSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd, env, stdio: ["ignore", 2, 2], shell: isWindows });
