// Reads of 4 KiB under a mount of `faultline remote-files run`, against the same in a file of the host's memory and by calls to another process.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { isQuick, printTable, type Row } from "../support.ts";
import type { Figures } from "./program.ts";

declare const __ROOT__: string;

const faultline = join(__ROOT__, "dist/cli/main.cjs");
const rounds = isQuick ? 16_000 : 160_000;

/** As far as the command line tells it. */
interface Stats {
  readonly reads: number;
  readonly memoryNode: Readonly<
    Record<"cpuTicksBefore" | "cpuTicksAfter" | "contextSwitchesBefore" | "contextSwitchesAfter", number | null>
  >;
}

async function main(): Promise<void> {
  if (!existsSync(faultline)) throw new Error(`${faultline} is not built: npm run build`);
  const folder = mkdtempSync(join(tmpdir(), "faultline-bench-"));
  const hostFile = join(existsSync("/dev/shm") ? "/dev/shm" : folder, `faultline-bench-${process.pid}`);
  try {
    await prepare(folder);
    const { figures, stats } = measure(folder, hostFile);
    printTable("reads of 4 KiB, microseconds, middle one; ratios are of this run", rowsOf(figures, stats));
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(hostFile, { force: true });
  }
}

async function prepare(folder: string): Promise<void> {
  const source = (name: string): string => join(__ROOT__, "bench/remote-files-run", name);
  await build({
    entryPoints: { program: source("program.ts"), server: source("server.ts") },
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
  });
  const nodes = ["app", "manager", "memory"].map((role) => ({ name: role, role }));
  writeFileSync(join(folder, "faultline.remote-files.json"), JSON.stringify({ mounts: [{ prefix: "/rdma", regionSize: 2 ** 21 }], nodes }));
}

function measure(folder: string, hostFile: string): { readonly figures: Figures; readonly stats: Stats } {
  const args = [
    "program.cjs",
    "--stop-memory-node",
    "--stats",
    "stats.json",
    "--",
    hostFile,
    join(folder, "socket"),
    join(folder, "server.cjs"),
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [faultline, "remote-files", "run", ...args, String(rounds)], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return { figures: JSON.parse(stdout) as Figures, stats: JSON.parse(readFileSync(join(folder, "stats.json"), "utf8")) as Stats };
}

function rowsOf(figures: Figures, { reads, memoryNode }: Stats): readonly Row[] {
  const { cpuTicksBefore, cpuTicksAfter, contextSwitchesBefore, contextSwitchesAfter } = memoryNode;
  const ticks = (cpuTicksAfter ?? 0) - (cpuTicksBefore ?? 0);
  const switches = (contextSwitchesAfter ?? 0) - (contextSwitchesBefore ?? 0);
  const micro = (value: number): string => `${value.toFixed(2)} µs`;
  const times = (over: number, under: number): string => `${(over / under).toFixed(2)} times`;
  return [
    { what: "one-sided readSync under the mount", figure: micro(figures.remote) },
    { what: "readSync of a file in the host's memory", figure: micro(figures.host) },
    { what: "read by a call over a Unix socket", figure: micro(figures.twoSided) },
    { what: "one-sided FileHandle.read", figure: micro(figures.remotePromise) },
    { what: "FileHandle.read of the host's file", figure: micro(figures.hostPromise) },
    { what: "one-sided writeSync", figure: micro(figures.remoteWrite) },
    { what: "writeSync to the host's file", figure: micro(figures.hostWrite) },
    { what: "open under the mount, with the memory node continued and stopped again", figure: micro(figures.open) },
    atLeast("a call costs, in one-sided reads", figures.twoSided / figures.remote, 5),
    {
      what: "readSync: mount against host",
      figure: times(figures.remote, figures.host),
      goal: "no claim: both are one copy by the kernel",
    },
    { what: "FileHandle.read: mount against host", figure: times(figures.remotePromise, figures.hostPromise) },
    { what: `processor time of the stopped memory node, of ${reads} reads`, figure: `${ticks} ticks`, goal: "0 ticks", isMet: ticks === 0 },
    { what: "its context switches", figure: String(switches), goal: "0", isMet: switches === 0 },
  ];
}

const atLeast = (what: string, ratio: number, least: number): Row => ({
  what,
  figure: `${ratio.toFixed(1)} times`,
  goal: `at least ${least} times`,
  isMet: ratio >= least,
});

void main();
