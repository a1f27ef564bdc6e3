import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { buildProgram, ended, type Ended, type Program, root, workspace } from "../programs.ts";

/** Statistics as a test reads them. */
export interface Stats {
  readonly exit: number | null;
  readonly opens: number;
  readonly reads: number;
  readonly writes: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly atomics: number;
  readonly managerRequests: number;
  readonly memoryNode: {
    readonly pid: number;
    readonly stopped: boolean;
    readonly ended: boolean;
    readonly cpuTicksBefore: number | null;
    readonly cpuTicksAfter: number | null;
    readonly contextSwitchesBefore: number | null;
    readonly contextSwitchesAfter: number | null;
    readonly requestsBetweenOpenAndClose: number;
  };
  readonly memoryNodes?: readonly { readonly name: string }[];
  readonly latencyMicroseconds: { readonly read: { readonly p50: number | null }; readonly open: { readonly p50: number | null } };
  readonly escapes: readonly string[];
}

export interface Done extends Ended {
  /** Undefined: none were written. */
  readonly stats: Stats | undefined;
}

export interface Setting {
  /** Of the mount `/rdma`. */
  readonly mount?: Readonly<Record<string, unknown>>;
  /** Of the configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly options?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** More files beside the program. */
  readonly files?: Readonly<Record<string, string>>;
}

/** `faultline` with what `remote-files run` starts. */
export async function buildRunner(): Promise<Program> {
  const program = await buildProgram();
  const tool = (await import(pathToFileURL(join(root, "tools/remote-files-programs.mjs")).href)) as {
    readonly remoteFilesPrograms: Record<string, string>;
  };
  await build({
    absWorkingDir: root,
    entryPoints: tool.remoteFilesPrograms,
    outdir: program.folder,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "warning",
  });
  await build({
    entryPoints: [join(root, "api/remote-file.ts")],
    outfile: join(program.folder, "api/remote-file.mjs"),
    bundle: true,
    platform: "neutral",
    format: "esm",
    logLevel: "warning",
  });
  return program;
}

export function configuration({ mount, config }: Setting): string {
  const nodes = [
    { name: "app", role: "app" },
    { name: "manager", role: "manager" },
    { name: "memory", role: "memory" },
  ];
  return JSON.stringify({ mounts: [{ prefix: "/rdma", writers: "multi", access: "rw+atomic", ...mount }], nodes, ...config });
}

/** Starts a program whose text is given, `main.mjs` or `main.cjs`, and leaves it running. */
export function startText(faultline: Program, name: string, text: string, setting: Setting = {}) {
  const { folder, remove } = workspace({ [name]: text, "faultline.remote-files.json": configuration(setting), ...setting.files });
  const argv = ["remote-files", "run", name, "--stats", "stats.json", ...(setting.options ?? []), "--", ...(setting.args ?? [])];
  const child = spawn(process.execPath, [faultline.main, ...argv], { cwd: folder, env: { ...faultline.env, ...setting.env } });
  // What hangs shall fail, and leave nothing behind.
  const limit = setTimeout(() => child.kill("SIGTERM"), longestRun);
  const done = ended(child).then((end): Done => {
    clearTimeout(limit);
    const stats = statsIn(folder);
    remove();
    return { ...end, stats };
  });
  return { child, folder, done };
}

/** Milliseconds; many times what the slowest takes. */
const longestRun = 120_000;

/** Runs a program to its end. */
export function runText(faultline: Program, name: string, text: string, setting: Setting = {}): Promise<Done> {
  return startText(faultline, name, text, setting).done;
}

function statsIn(folder: string): Stats | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "stats.json"), "utf8")) as Stats;
  } catch {
    return undefined;
  }
}

/** The program's own assertions held. */
export async function passes(program: Program, name: string, text: string, setting: Setting = {}): Promise<Done> {
  const done = await runText(program, name, text, setting);
  assert.equal(done.status, 0, `${done.out}\n${done.err}`);
  return done;
}
