import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import workerThreads from "node:worker_threads";
import { settingsVariable } from "../protocol/settings.ts";
import { type HostFunction, replace, withProperties } from "./replace.ts";

/**
 * The agent goes along into child processes and workers, also where a program gives them an environment or options of its own.
 * Programs that are no Node, and what a native addon does, see the host alone.
 */
export function followChildren(preload: string): void {
  const { prototype } = childProcess.ChildProcess as unknown as { prototype: Record<string, HostFunction> };
  const spawn = prototype["spawn"];
  if (spawn) {
    replace(prototype, "spawn", function (this: unknown, options: { envPairs?: string[] }, ...rest: unknown[]) {
      return spawn.call(this, { ...options, envPairs: withAgent(options.envPairs ?? [], preload) }, ...rest);
    });
  }
  for (const name of ["spawnSync", "execFileSync", "execSync"] as const) {
    const original = childProcess[name] as unknown as HostFunction;
    const wrapper = function (this: unknown, ...args: unknown[]): unknown {
      return original.apply(this, withEnvironment(args, preload));
    };
    replace(childProcess, name, withProperties(original, wrapper));
  }
  replace(workerThreads, "Worker", followingWorker(preload));
  syncBuiltinESMExports();
}

/** `NODE_OPTIONS` that load the agent, after those that are there. */
export function nodeOptions(given: string | undefined, preload: string): string {
  const word = `--require "${preload.replaceAll(/["\\]/g, "\\$&")}"`;
  if (given === undefined || given.trim() === "") return word;
  return given.includes(preload) ? given : `${given} ${word}`;
}

function withAgent(pairs: readonly string[], preload: string): string[] {
  const options = pairs.find((pair) => pair.startsWith("NODE_OPTIONS="))?.slice("NODE_OPTIONS=".length);
  const rest = pairs.filter((pair) => !pair.startsWith("NODE_OPTIONS=") && !pair.startsWith(`${settingsVariable}=`));
  return [...rest, `NODE_OPTIONS=${nodeOptions(options, preload)}`, `${settingsVariable}=${settingsPath}`];
}

/** A program may change its environment: the run is the one that it started in. */
const settingsPath = process.env[settingsVariable] ?? "";

/** The options of the synchronous functions are the last argument, if it is an object. */
function withEnvironment(args: readonly unknown[], preload: string): unknown[] {
  const last = args.at(-1);
  if (typeof last !== "object" || last === null || Array.isArray(last)) return [...args];
  const { env } = last as { env?: NodeJS.ProcessEnv };
  if (!env) return [...args];
  return [...args.slice(0, -1), { ...last, env: followedEnvironment(env, preload) }];
}

const followedEnvironment = (env: NodeJS.ProcessEnv, preload: string): NodeJS.ProcessEnv => ({
  ...env,
  NODE_OPTIONS: nodeOptions(env["NODE_OPTIONS"], preload),
  [settingsVariable]: settingsPath,
});

/** A worker with `execArgv` or `env` of its own would do without the agent. */
function followingWorker(preload: string): typeof workerThreads.Worker {
  const Host = workerThreads.Worker;
  class Worker extends Host {
    constructor(file: string | URL, options: workerThreads.WorkerOptions = {}) {
      super(file, followed(options, preload));
    }
  }
  return Worker;
}

function followed(options: workerThreads.WorkerOptions, preload: string): workerThreads.WorkerOptions {
  const { env, execArgv } = options;
  return {
    ...options,
    ...(typeof env === "object" ? { env: followedEnvironment(env, preload) } : {}),
    ...(execArgv ? { execArgv: execArgv.includes(preload) ? execArgv : [...execArgv, "--require", preload] } : {}),
  };
}
