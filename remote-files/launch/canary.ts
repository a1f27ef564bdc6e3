import { spawn } from "node:child_process";
import { join } from "node:path";
import { canaryVariable } from "../protocol/settings.ts";
import type { RunOptions } from "./run.ts";

/** Entry points that the agent does not catch in this version of Node, with the program's own `NODE_OPTIONS`. */
export async function findEscapes(
  { settings, programs }: RunOptions,
  environment: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const [mount] = settings.mounts;
  if (!mount) return [];
  const env = { ...process.env, ...environment, [canaryVariable]: "1" };
  const argv = ["--require", join(programs, "preload.cjs"), join(programs, "canary.cjs"), mount.prefix];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"], env });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  await new Promise((resolve) => child.once("close", resolve));
  try {
    return (JSON.parse(out) as { escapes: readonly string[] }).escapes;
  } catch {
    return [`every entry point: the canary failed: ${(err || out).trim()}`];
  }
}
