import { join } from "node:path";
import type { Replay, Trace } from "../protocol/trace.ts";
import { createEngine, type Engine } from "../server/engine/client.ts";
import { EngineFailure, EngineStopped } from "../server/engine/errors.ts";
import { escapeControls } from "../server/export/escape.ts";
import { engineCodeFolder } from "./cache-folder.ts";
import type { BudgetOptions } from "../simulators/core/budget.ts";
import { type CommandPrograms, commandPrograms } from "./programs.ts";
import type { Scenario } from "../simulators/core/simulator.ts";
import type { Arguments, Option } from "./arguments.ts";
import { budgetOptions, readBudget } from "./check/options.ts";
import type { World } from "./command.ts";
import { configOption, mustBeReadable } from "./config-option.ts";
import { type Discovered, discover } from "./discover.ts";
import { readDocument } from "./report-file.ts";
import { stopOnSignals } from "./stop.ts";
import { choiceIn } from "./trace.ts";
import { failuresIn } from "./trace-choice.ts";
import { UnreadableError, UsageError } from "./usage-error.ts";

export const replayOptions: readonly Option[] = [
  { name: "scenario", value: "NAME", help: "of a report: only traces of this scenario" },
  { name: "property", value: "ID", help: "of a report: only traces of this property or code" },
  ...budgetOptions.filter(({ name }) => name !== "workers"),
  configOption,
];

/** `faultline replay TRACE`: does it still fail? 1 some trace fails again · 3 one does not fit any more · 0 none fails. */
export async function replay(given: Arguments, world: World): Promise<number> {
  const [file, ...more] = given.operands;
  if (file === undefined || more.length > 0) throw new UsageError("replay takes one trace file, or one report");
  const traces = failuresIn(readDocument(file, world.cwd), choiceIn(given));
  if (traces.length === 0) {
    world.terminal.tell(`faultline: ${file} has no failure to replay`);
    return 0;
  }
  const budget = readBudget(given);
  const config = given.options.get("config");
  mustBeReadable(config, world.cwd);
  const stop = stopOnSignals();
  const engine = createEngine({
    entry: join(world.dist, "server", "engine.cjs"),
    workers: 1,
    memoryLimitMb: budget.memoryLimitMb,
    codeFolder: engineCodeFolder,
  });
  engine.warm();
  const programs = commandPrograms(world);
  try {
    const context = { engine, programs, budget, found: await scenariosOf(traces, config, world, programs), signal: stop.signal };
    const answers: Replay["kind"][] = [];
    for (const trace of traces) {
      const answer = await replayOne(trace, context);
      answers.push(answer.kind);
      await world.terminal.out(`${sentence(trace, answer)}\n`);
    }
    return answers.includes("fails-again") ? 1 : answers.includes("does-not-fit") ? 3 : 0;
  } catch (error) {
    if (error instanceof EngineStopped) return stopped(error, stop.status(), world);
    if (error instanceof EngineFailure) throw new Error(`the engine failed: ${error.message}`, { cause: error });
    throw error;
  } finally {
    await Promise.all([engine.dispose(), programs.dispose()]);
    stop.dispose();
  }
}

/** Traces name their files relative to the folder that the check ran in. */
async function scenariosOf(
  traces: readonly Trace[],
  config: string | undefined,
  { cwd }: World,
  { typescript }: CommandPrograms,
): Promise<Discovered> {
  const context = { cwd, typescript, ...(config === undefined ? {} : { config }) };
  const found = await discover([...new Set(traces.map(({ path }) => path))], context);
  if (found.missing.length > 0) throw new UnreadableError(`${found.missing.join("\n")}\nreplay in the folder that the check ran in`);
  return found;
}

interface ReplayContext {
  readonly engine: Engine;
  readonly programs: CommandPrograms;
  readonly budget: BudgetOptions;
  readonly found: Discovered;
  readonly signal: AbortSignal;
}

async function replayOne(trace: Trace, { engine, programs, budget, found, signal }: ReplayContext): Promise<Replay> {
  const known = found.scenarios.find((candidate) => isOf(trace, candidate));
  const scenario = known && (await programs.prepare(known));
  if (!scenario) return { kind: "does-not-fit", step: 0, message: `${trace.path} has no scenario ${trace.scenario} any more` };
  if (scenario.notRun) return { kind: "does-not-fit", step: 0, message: `the scenario cannot be run: ${scenario.notRun.message}` };
  return engine.replay(scenario, trace, budget, { signal });
}

const isOf = (trace: Trace, { simulator, name, path }: Scenario): boolean =>
  simulator === trace.simulator && name === trace.scenario && path === trace.path;

function sentence(trace: Trace, answer: Replay): string {
  const what = `${escapeControls(trace.path)} ${escapeControls(trace.scenario)}${trace.property === undefined ? "" : ` ${trace.property}`}`;
  switch (answer.kind) {
    case "fails-again":
      return `${what}: fails again: ${escapeControls(answer.trace.title)}`;
    case "no-longer-fails":
      return `${what}: no longer fails`;
    case "does-not-fit":
      return `${what}: does not fit any more at step ${answer.step + 1}: ${escapeControls(answer.message)}`;
  }
}

function stopped(error: EngineStopped, status: number | undefined, { terminal }: World): number {
  if (status !== undefined) return status;
  terminal.tell(`faultline: undecided: the ${error.limit} limit came first${error.limit === "time" ? "; raise --time-limit" : ""}`);
  return 3;
}
