import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Report } from "../../protocol/report.ts";
import { createFileCache, noCache } from "../../server/cache.ts";
import { createEngine, type Engine } from "../../server/engine/client.ts";
import { readCodePage } from "../../server/export/code-pages.ts";
import { reportChunks } from "../../server/export/report.ts";
import { summaryInWords } from "../../server/export/words.ts";
import { typescriptLoader } from "../../server/typescript.ts";
import type { Arguments } from "../arguments.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { World } from "../command.ts";
import { type Discovered, discover } from "../discover.ts";
import { exitStatus } from "../exit-status.ts";
import { errorText } from "../files/error-text.ts";
import { mustBeWritable, writeOutput } from "../output.ts";
import { stopOnSignals } from "../stop.ts";
import { UnreadableError } from "../usage-error.ts";
import { type CheckOptions, noSuchScenario, readCheckOptions } from "./options.ts";
import { progressDisplay } from "./progress.ts";
import { reportFrom } from "./report.ts";
import { reproduceWith } from "./reproduce.ts";
import { runScenarios } from "./run.ts";
import { scenariosOfShard } from "./shard.ts";
import { type Round, watchAndRepeat } from "./watch.ts";

/** `faultline check`: finds scenarios, runs them, writes the report. */
export async function check(given: Arguments, world: World): Promise<number> {
  const options = readCheckOptions(given);
  if (options.config !== undefined) mustBeReadable(options.config, world.cwd);
  if (options.output !== undefined) mustBeWritable(options.output, world.cwd);
  const stop = stopOnSignals();
  const engine = engineFor(options, world);
  // It loads while the files are read.
  engine.warm();
  try {
    const once = (round: Round) => checkOnce(round, options, world, engine);
    return options.isWatching ? await watchAndRepeat(stop, world.terminal, once) : await once({ ...stop, onFolders: () => {} });
  } finally {
    await engine.dispose();
    stop.dispose();
  }
}

async function checkOnce(round: Round, options: CheckOptions, world: World, engine: Engine): Promise<number> {
  const { terminal, cwd } = world;
  const start = performance.now();
  const found = await discover(options.paths, { cwd, typescript: typescriptLoader(world.dist), signal: round.signal });
  round.onFolders(found.folders);
  if (found.missing.length > 0 && !options.isWatching) throw new UnreadableError(found.missing.join("\n"));
  for (const missing of found.missing) terminal.tell(`faultline: ${missing}`);
  const chosen = chooseScenarios(found, options, world);
  const mine = options.shard ? scenariosOfShard(chosen, options.shard) : chosen;
  const report = await reportOn(mine, found, { options, world, engine, round });
  const stopped = round.status();
  // A change overtook this check: its answer is of no use to anybody.
  if (round.signal.aborted && stopped === undefined) return 0;
  await writeReportOf(report, found, options, world, Math.round(performance.now() - start));
  return exitStatus(report, { isStrict: options.isStrict, found: chosen.length, ...(stopped === undefined ? {} : { stopped }) });
}

function engineFor(options: CheckOptions, { dist, terminal }: World): Engine {
  return createEngine({
    entry: join(dist, "server", "engine.cjs"),
    workers: options.workers,
    memoryLimitMb: options.budget.memoryLimitMb,
    onLost: (message) => terminal.tell(`faultline: the engine was lost and is started again: ${message}`),
  });
}

/** What `--scenario` and `--simulator` leave. That nothing is left is said, since it looks like "all is well". */
function chooseScenarios(found: Discovered, { scenario, simulator }: CheckOptions, { terminal }: World): Discovered["scenarios"] {
  for (const path of found.foreign)
    terminal.tell(`faultline: ${path}: no simulator reads files of this name; \`faultline list\` shows what there is`);
  const ofSimulator = found.scenarios.filter((candidate) => simulator === undefined || candidate.simulator === simulator);
  const chosen = ofSimulator.filter((candidate) => scenario === undefined || candidate.name === scenario);
  if (chosen.length > 0) return chosen;
  const isMisnamed = scenario !== undefined && ofSimulator.length > 0;
  terminal.tell(
    isMisnamed
      ? `faultline: ${noSuchScenario(
          scenario,
          ofSimulator.map(({ name }) => name),
        )}`
      : "faultline: no scenario found: a scenario is a *.multicast.json or *.multicast.yaml file, or a TypeScript file that calls defineMulticast",
  );
  return chosen;
}

interface Work {
  readonly options: CheckOptions;
  readonly world: World;
  readonly engine: Engine;
  readonly round: Round;
}

async function reportOn(scenarios: Discovered["scenarios"], found: Discovered, { options, world, engine, round }: Work): Promise<Report> {
  const { budget, workers, shard } = options;
  const listener = progressDisplay(world.terminal, scenarios.length, options.format === "pretty", () => performance.now());
  const folder = options.isCached ? cacheFolder() : undefined;
  const results = await runScenarios(scenarios, budget, {
    engine,
    cache: folder === undefined ? noCache : createFileCache(join(folder, "results")),
    version: world.version,
    workers,
    reproduce: reproduceWith(budget),
    signal: round.signal,
    listener,
  });
  listener.end();
  return reportFrom({ version: world.version, seed: budget.seed, ...(shard ? { shard } : {}), problems: found.problems, results });
}

async function writeReportOf(
  report: Report,
  found: Discovered,
  { format, output }: CheckOptions,
  world: World,
  milliseconds: number,
): Promise<void> {
  const chunks = reportChunks(report, format, {
    sourceOf: (path) => found.texts.get(path),
    pageOf: (code) => readCodePage(world.dist, code),
    colours: output === undefined && world.terminal.hasColours,
    width: world.terminal.width,
    milliseconds,
  });
  await writeOutput(chunks, output, world.terminal, world.cwd);
  if (output !== undefined) world.terminal.tell(`${output}: ${summaryInWords(report.summary)}`);
}

function mustBeReadable(file: string, cwd: string): void {
  try {
    readFileSync(resolve(cwd, file));
  } catch (error) {
    throw new UnreadableError(`--config ${file} ${errorText(error)}`);
  }
}
