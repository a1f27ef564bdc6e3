import { resolve } from "node:path";
import { createCluster } from "../../testing/controller/create-cluster.ts";
import type { Cluster, Served } from "../../testing/controller/types.ts";
import { type Arguments, choiceOption, integerOption, type Option } from "../arguments.ts";
import type { World } from "../command.ts";
import { readText } from "../files/read.ts";
import { mustBeWritable, writeOutput } from "../output.ts";
import { stopOnSignals } from "../stop.ts";
import { UnreadableError, UsageError } from "../usage-error.ts";

export const serveOptions: readonly Option[] = [
  { name: "port", value: "N", help: "port on 127.0.0.1 (default: any that is free)" },
  { name: "definitions", value: "FILE", help: "CustomResourceDefinitions in YAML or JSON; may be given several times", isRepeatable: true },
  { name: "objects", value: "FILE", help: "what is there in the beginning; may be given several times", isRepeatable: true },
  { name: "controllers", value: "WHICH", help: "built-in controllers: running (default) or none" },
  { name: "kubeconfig", value: "FILE", help: "write a kubeconfig there, for kubectl and other clients" },
  { name: "seed", value: "N", help: "draws uids and generated names (default 1)" },
];

/** `faultline controller serve`: the fake cluster over HTTP, until Ctrl-C. */
export async function serve(given: Arguments, { terminal, cwd }: World): Promise<number> {
  if (given.operands.length > 0)
    throw new UsageError(`controller serve takes no operands: give ${given.operands[0]} as --objects or --definitions`);
  const port = integerOption(given, "port", { least: 0, most: 65_535 }) ?? 0;
  const kubeconfig = given.options.get("kubeconfig");
  if (kubeconfig !== undefined) mustBeWritable(kubeconfig, cwd, "--kubeconfig");
  const cluster = createCluster({
    controllers: choiceOption(given, "controllers", ["running", "none"]) ?? "running",
    seed: integerOption(given, "seed", { least: 0, most: 2_147_483_647 }) ?? 1,
    start: new Date().toISOString(),
  });
  for (const file of [...(given.lists.get("definitions") ?? []), ...(given.lists.get("objects") ?? [])]) fill(cluster, file, cwd);
  const stop = stopOnSignals();
  const server = await open(cluster, port);
  const clock = keepTime(cluster);
  try {
    if (kubeconfig !== undefined) {
      await writeOutput([server.kubeconfig], kubeconfig, terminal, cwd, "--kubeconfig");
      terminal.tell(`faultline: kubectl --kubeconfig ${kubeconfig} get pods -A`);
    }
    terminal.tell("faultline: serving a cluster; Ctrl-C ends it");
    await terminal.out(`${server.url}\n`);
    await aborted(stop.signal);
  } finally {
    clearInterval(clock);
    await server.close();
    stop.dispose();
  }
  return stop.status() ?? 0;
}

/** @throws {UnreadableError} The file cannot be read, or the cluster refuses what is in it. */
function fill(cluster: Cluster, file: string, cwd: string): void {
  const text = readText(resolve(cwd, file));
  if (text.kind !== "text") throw new UnreadableError(`${file} ${text.message}`);
  try {
    cluster.add(text.text);
  } catch (error) {
    throw new UnreadableError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @throws {UnreadableError} The port cannot be had. */
async function open(cluster: Cluster, port: number): Promise<Served> {
  try {
    return await cluster.serve({ port });
  } catch (error) {
    const code = (error as { readonly code?: unknown }).code;
    if (code === "EADDRINUSE") throw new UnreadableError(`--port ${port}: another program uses it; leave it out for any port that is free`);
    if (code === "EACCES") throw new UnreadableError(`--port ${port}: this user may not use it; give one from 1024`);
    throw error;
  }
}

/** The clock of the cluster goes on as that of its users: who looks at ages and expiries finds them. */
function keepTime(cluster: Cluster): NodeJS.Timeout {
  let told = performance.now();
  return setInterval(() => {
    const seconds = Math.floor((performance.now() - told) / 1000);
    if (seconds === 0) return;
    told += seconds * 1000;
    cluster.advance(seconds);
  }, 1000);
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });
