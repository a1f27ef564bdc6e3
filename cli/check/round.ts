import { resolve } from "node:path";
import type { Report } from "../../protocol/report.ts";
import { noCache } from "../../server/cache.ts";
import type { Engine } from "../../server/engine/client.ts";
import { readCodePage } from "../../server/export/code-pages.ts";
import { reportChunks } from "../../server/export/report.ts";
import { summaryInWords } from "../../server/export/words.ts";
import { reproduceWith } from "../../server/reproduce.ts";
import { chooseScenarios } from "../choose.ts";
import type { World } from "../command.ts";
import { type Discovered, discover } from "../discover.ts";
import type { CommandPrograms } from "../programs.ts";
import { exitStatus } from "../exit-status.ts";
import { writeOutput } from "../output.ts";
import { resultCache } from "../result-cache.ts";
import type { Stop } from "../stop.ts";
import { UnreadableError } from "../usage-error.ts";
import type { CheckOptions } from "./options.ts";
import { progressDisplay } from "./progress.ts";
import { reportFrom } from "./report.ts";
import { runScenarios } from "./run.ts";
import { scenariosOfShard } from "./shard.ts";

/** One check; with `--watch` there are many. */
export interface Round extends Pick<Stop, "signal" | "status"> {
  /** Told which folders to watch, absolute, as soon as they are known. */
  onFolders(folders: readonly string[]): void;
  /** Told which files scenarios import, absolute. */
  onImports(files: readonly string[]): void;
  /** All scenarios have been run: the processes that do so may end while the report is written. */
  onRun?(): void;
}

/** What one check leaves to the next. */
export interface Machinery {
  readonly engine: Engine;
  readonly programs: CommandPrograms;
}

/** Finds, runs and reports once. @returns The exit status. */
export async function checkOnce(round: Round, options: CheckOptions, world: World, machinery: Machinery): Promise<number> {
  const { terminal, cwd } = world;
  const start = performance.now();
  const { programs } = machinery;
  programs.renew();
  const found = await discover(options.paths, {
    cwd,
    typescript: programs.typescript,
    ...(options.config === undefined ? {} : { config: options.config }),
    signal: round.signal,
  });
  round.onFolders(found.folders);
  if (found.missing.length > 0 && !options.isWatching) throw new UnreadableError(found.missing.join("\n"));
  for (const missing of found.missing) terminal.tell(`faultline: ${missing}`);
  if (round.signal.aborted) terminal.tell("faultline: stopped while looking for scenarios");
  const chosen = round.signal.aborted ? [] : chooseScenarios(found, options, terminal);
  const mine = options.shard ? scenariosOfShard(chosen, options.shard) : chosen;
  const report = await reportOn(mine, found, { options, world, round, ...machinery });
  round.onRun?.();
  round.onImports([...programs.imported(), ...[...found.texts.keys()].map((path) => resolve(cwd, path))]);
  const stopped = round.status();
  // A change overtook this check: its answer is of no use to anybody.
  if (round.signal.aborted && stopped === undefined) return 0;
  const sourceOf = (path: string) => found.texts.get(path) ?? programs.textOf(path);
  await writeReportOf(report, sourceOf, options, world, Math.round(performance.now() - start));
  return exitStatus(report, { isStrict: options.isStrict, found: chosen.length, ...(stopped === undefined ? {} : { stopped }) });
}

interface Work extends Machinery {
  readonly options: CheckOptions;
  readonly world: World;
  readonly round: Round;
}

async function reportOn(scenarios: Discovered["scenarios"], found: Discovered, work: Work): Promise<Report> {
  const { options, world, engine, programs, round } = work;
  const { budget, workers, shard } = options;
  const listener = progressDisplay(world.terminal, scenarios.length, options.format === "pretty", () => performance.now());
  const results = await runScenarios(scenarios, budget, {
    engine,
    cache: options.isCached ? resultCache(world.dist) : noCache,
    version: world.version,
    workers,
    prepare: (scenario) => programs.prepare(scenario),
    typescript: programs.typescript,
    reproduce: reproduceWith({ ...budget, ...(options.config === undefined ? {} : { config: options.config }) }),
    signal: round.signal,
    listener,
  });
  listener.end();
  return reportFrom({ version: world.version, seed: budget.seed, ...(shard ? { shard } : {}), problems: found.problems, results });
}

async function writeReportOf(
  report: Report,
  sourceOf: (path: string) => string | undefined,
  { format, output }: CheckOptions,
  world: World,
  milliseconds: number,
): Promise<void> {
  const chunks = reportChunks(report, format, {
    sourceOf,
    pageOf: (code) => readCodePage(world.dist, code),
    colours: output === undefined && world.terminal.hasColours,
    width: world.terminal.width,
    milliseconds,
  });
  await writeOutput(chunks, output, world.terminal, world.cwd);
  if (output !== undefined) world.terminal.tell(`${output}: ${summaryInWords(report.summary)}`);
}
