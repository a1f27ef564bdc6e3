import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { NotStarted } from "../../remote-files/launch/cluster.ts";
import { type RunResult, runProgram } from "../../remote-files/launch/run.ts";
import { type RunStats, statsOf } from "../../remote-files/launch/stats.ts";
import { count } from "../../server/export/words.ts";
import type { Arguments, Option } from "../arguments.ts";
import type { World } from "../command.ts";
import { readText } from "../files/read.ts";
import { mustBeWritable, writeOutput } from "../output.ts";
import { UnreadableError, UsageError } from "../usage-error.ts";
import { configurationName, readSettings } from "./settings.ts";

export const runOptions: readonly Option[] = [
  { name: "config", value: "FILE", help: "the configuration (default: the nearest faultline.remote-files.json upwards of the program)" },
  { name: "stop-memory-node", help: "stop the memory nodes' processes (SIGSTOP) between requests: proof that reads and writes need none" },
  { name: "stats", value: "FILE", help: "write what was done there, as JSON; without it a summary goes to standard error" },
  { name: "allow-escapes", help: "start the program although this version of Node has entry points that are not intercepted" },
];

/** `faultline remote-files run`: a real program, its files under the mounts in the memory of another process. @returns The program's status. */
export async function run(given: Arguments, world: World): Promise<number> {
  const { cwd, dist, terminal } = world;
  const [name, ...args] = given.operands;
  if (name === undefined) throw new UsageError("remote-files run needs a program: faultline remote-files run PROGRAM -- ARGUMENTS");
  if (process.platform === "win32") throw new UsageError("remote-files run needs signals and Unix sockets; Windows has neither");
  const program = resolve(cwd, name);
  const code = readText(program);
  if (code.kind === "unreadable") throw new UnreadableError(`${name} ${code.message}`);
  const stats = given.options.get("stats");
  if (stats !== undefined) mustBeWritable(stats, cwd, "--stats");
  const config = findConfiguration(given.options.get("config"), program, cwd);
  const read = readSettings(config.text, relative(cwd, config.path) || config.path);
  for (const line of read.lines) terminal.tell(line);
  const { settings } = read;
  if (!settings) return exitNotRun;
  const options = {
    program,
    args,
    settings,
    programs: join(dist, "remote-files"),
    tell: (line: string) => terminal.tell(line),
  };
  const flags = { stopsMemoryNodes: given.options.has("stop-memory-node"), allowsEscapes: given.options.has("allow-escapes") };
  const result = await started(() => runProgram({ ...options, ...flags }), world);
  if (!result) return exitNotRun;
  for (const line of escapeLines(result)) terminal.tell(line);
  const told = statsOf(result, name);
  if (!told) terminal.tell("faultline: the manager has ended before the program: there are no figures");
  else if (stats !== undefined) await writeOutput([`${JSON.stringify(told, null, 2)}\n`], stats, terminal, cwd, "--stats");
  else terminal.tell(summary(told));
  return result.exit ?? exitNotRun;
}

/** As of `faultline check`: something was not run. */
const exitNotRun = 3;

async function started(work: () => Promise<RunResult>, { terminal }: World): Promise<RunResult | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotStarted)) throw error;
    terminal.tell(`faultline: ${error.message}`);
    return undefined;
  }
}

/** @throws {UsageError} There is none, or it cannot be read. */
function findConfiguration(given: string | undefined, program: string, cwd: string): { readonly path: string; readonly text: string } {
  if (given !== undefined) {
    const path = isAbsolute(given) ? given : resolve(cwd, given);
    const read = readText(path);
    if (read.kind === "text") return { path, text: read.text };
    throw new UnreadableError(`--config ${given} ${read.message}`);
  }
  for (let folder = dirname(program); ; folder = dirname(folder)) {
    const path = join(folder, configurationName);
    const read = readText(path);
    if (read.kind === "text") return { path, text: read.text };
    if (folder === dirname(folder))
      throw new UsageError(`there is no ${configurationName} at or above the program: give one with --config`);
  }
}

function escapeLines({ escapes, exit }: RunResult): readonly string[] {
  const lines = escapes.map(
    (name) => `error FL4010 ${name} is not intercepted in Node ${process.version}: what it does goes to the local disk`,
  );
  if (lines.length > 0 && exit === undefined) lines.push("faultline: the program was not started; --allow-escapes starts it all the same");
  return lines;
}

function summary(stats: RunStats): string {
  const { opens, reads, writes, atomics, managerRequests, memoryNode, memoryNodes } = stats;
  const done = [
    count(opens, "open"),
    count(reads, "read"),
    count(writes, "write"),
    count(managerRequests, "request to the manager", "requests to the manager"),
  ];
  if (atomics > 0) done.push(count(atomics, "atomic"));
  const nodes = memoryNodes ?? (memoryNode ? [memoryNode] : []);
  const told = nodes.map((node) => {
    const cpu =
      node.stopped && node.cpuTicksBefore !== null && node.cpuTicksAfter !== null
        ? `, stopped: ${node.cpuTicksAfter - node.cpuTicksBefore} ticks of processor time`
        : "";
    return `; ${node.name}${node.ended ? " (ended)" : ""} took part in ${node.requestsBetweenOpenAndClose} of them between open and close${cpu}`;
  });
  return `faultline: ${done.join(", ")}${told.join("")}`;
}
