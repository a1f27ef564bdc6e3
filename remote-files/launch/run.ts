import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { nodeOptions } from "../agent/children.ts";
import type { RunSettings } from "../protocol/settings.ts";
import { findEscapes } from "./canary.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import type { ManagerReport } from "../protocol/process.ts";

export interface RunOptions {
  /** Absolute path of the program. */
  readonly program: string;
  readonly args: readonly string[];
  readonly settings: RunSettings;
  /** Stop the memory nodes whenever nothing but reads and writes is going on. */
  readonly stopsMemoryNodes: boolean;
  readonly allowsEscapes: boolean;
  /** Folder of the programs of a run (`preload.cjs` …), absolute. */
  readonly programs: string;
  /** Says a line to the user. */
  readonly tell: (line: string) => void;
}

export interface RunResult {
  /** Of the program; undefined: it was not started, since entry points would escape. */
  readonly exit: number | undefined;
  /** Entry points that the agent does not catch in this version of Node. */
  readonly escapes: readonly string[];
  /** Undefined: the manager ended before the program did. */
  readonly report: ManagerReport | undefined;
}

/** Runs a program whose files under the mounts are served from the memory of another process. */
export async function runProgram(options: RunOptions): Promise<RunResult> {
  const cluster = await startCluster(options);
  try {
    const escapes = await findEscapes(options, cluster.environment);
    const mayStart = escapes.length === 0 || options.allowsEscapes;
    const exit = mayStart ? await runToEnd(options, cluster) : undefined;
    return { exit, escapes, report: await cluster.finish() };
  } finally {
    cluster.remove();
  }
}

function runToEnd({ program, args, programs }: RunOptions, { environment }: Cluster): Promise<number> {
  const preload = `${programs}/preload.cjs`;
  const env = { ...process.env, ...environment, NODE_OPTIONS: nodeOptions(process.env["NODE_OPTIONS"], preload) };
  const child = spawn(process.execPath, ["--require", preload, program, ...args], { stdio: "inherit", env });
  const stop = handSignalsOn(child);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      stop();
      // As a shell says it.
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** What is sent to this process is meant for the program. A terminal sends Ctrl-C to both itself. */
function handSignalsOn(child: ChildProcess): () => void {
  const handlers = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => {
    const handler = (): void => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => {
    for (const remove of handlers) remove();
  };
}
