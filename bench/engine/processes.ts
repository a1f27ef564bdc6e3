import { spawnSync } from "node:child_process";

/** A process that has ended. */
export interface Ended {
  readonly stdout: string;
  /** User and system time, ms: of all its threads, start and end included. */
  readonly cpuMs: number;
}

/** Runs a program and measures its time on the processor, ours and others' in the same way. */
export function timed(program: string, args: readonly string[]): Ended {
  const script = 'TIMEFORMAT="cpu %U %S"; time "$@"';
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script, "timed", program, ...args], { encoding: "utf8", maxBuffer: 1 << 26 });
  const times = /^cpu ([\d.]+) ([\d.]+)$/m.exec(stderr);
  if (status !== 0 || times === null) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stderr.slice(0, 2000)}`);
  return { stdout, cpuMs: 1000 * (Number(times[1]) + Number(times[2])) };
}

/** @throws {Error} It failed. */
export function run(program: string, args: readonly string[], cwd?: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", cwd, maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${error?.message ?? stderr.slice(0, 2000)}`);
  return stdout;
}

export const isInstalled = (program: string): boolean => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
