import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface ForkOptions {
  /** The engine's main file (`dist/server/engine.cjs`); its worker lies beside it. */
  readonly entry: string;
  readonly workers: number;
  readonly memoryLimitMb: number;
  /** See `EngineOptions`. */
  readonly codeFolder?: string | undefined;
}

export interface Forked {
  readonly child: ChildProcess;
  /** Its temporary working folder. */
  readonly folder: string;
}

/**
 * Starts an engine process behind the wall of `ARCHITECTURE.md` (Trust): an environment of our own making,
 * no handle but the channel and stderr, an empty working folder, limits of memory, and no way to other files or programs.
 */
export function forkEngine({ entry, workers, memoryLimitMb, codeFolder }: ForkOptions): Forked {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "faultline-engine-")));
  // No flag of V8's: with one, neither Node's own code nor ours would be loaded as it was kept. Workers have limits of their own.
  const child = fork(entry, [String(workers), String(memoryLimitMb), ...(codeFolder === undefined ? [] : [codeFolder])], {
    execArgv: ["--no-addons", "--no-warnings", ...permissions(entry, folder, codeFolder)],
    env: environment(),
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "advanced",
  });
  return { child, folder };
}

/** No token, no KUBECONFIG, no NODE_OPTIONS: only what a process needs to start. */
function environment(): NodeJS.ProcessEnv {
  const needed = process.platform === "win32" ? ["SystemRoot", "TEMP"] : ["LD_LIBRARY_PATH"];
  const inherited = needed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]));
  return { ...Object.fromEntries(inherited), TZ: "UTC", ...(isElectron ? { ELECTRON_RUN_AS_NODE: "1" } : {}) };
}

const isElectron = "electron" in process.versions;

/** Node's permission model, where the running Node has it. */
function permissions(entry: string, folder: string, codeFolder: string | undefined): readonly string[] {
  if (isElectron) return [];
  const flag = ["--permission", "--experimental-permission"].find((name) => process.allowedNodeEnvironmentFlags.has(name));
  if (flag === undefined) return [];
  const folders = [dirname(entry), realpathSync(dirname(entry)), ...(codeFolder === undefined ? [] : [codeFolder])];
  const readable = [...new Set(folders)].map((path) => `--allow-fs-read=${join(path, "*")}`);
  return [flag, "--allow-worker", ...readable, `--allow-fs-read=${folder}`, `--allow-fs-write=${folder}`];
}
