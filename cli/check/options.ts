import { availableParallelism } from "node:os";
import { type ReportFormat, reportFormats } from "../../server/export/report.ts";
import { type BudgetOptions, defaultBudget } from "../../simulators/core/budget.ts";
import { type Arguments, choiceOption, integerOption, type Option } from "../arguments.ts";
import { configOption } from "../config-option.ts";
import { UsageError } from "../usage-error.ts";

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly format: ReportFormat;
  readonly output?: string;
  readonly scenario?: string;
  readonly simulator?: string;
  readonly budget: BudgetOptions;
  readonly workers: number;
  readonly shard?: Shard;
  /** Configuration file of the scenarios (`--config`). */
  readonly config?: string;
  readonly isStrict: boolean;
  readonly isWatching: boolean;
  readonly isCached: boolean;
}

/** Part `index`, from 1, of `of`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

export const outputOptions: readonly Option[] = [
  { name: "format", value: "FORMAT", help: "pretty (default), json, sarif or junit" },
  { name: "output", value: "FILE", help: "write the report there instead of to standard output" },
];

export const choiceOptions: readonly Option[] = [
  { name: "scenario", value: "NAME", help: "only scenarios of this name" },
  { name: "simulator", value: "ID", help: "only scenarios of this simulator, such as multicast" },
];

export const budgetOptions: readonly Option[] = [
  { name: "seed", value: "N", help: "seed of every random choice (default 1)" },
  { name: "max-states", value: "N", help: "states per scenario (default 10,000,000)" },
  { name: "time-limit", value: "S", help: "seconds per scenario (default 60)" },
  { name: "deep", help: "the simulators' larger bounds" },
  { name: "workers", value: "N", help: "workers of the engine (default: one per core, at most 4); never changes an answer" },
];

export const checkOptions: readonly Option[] = [
  ...outputOptions,
  ...choiceOptions,
  ...budgetOptions,
  { name: "shard", value: "I/N", help: "only part I of N, divided by scenario; put the reports together with `faultline merge`" },
  configOption,
  { name: "strict", help: "exit 3 also when a scenario is undecided or none is found" },
  { name: "watch", help: "check again after each change" },
  { name: "no-cache", help: "neither use nor keep results of earlier runs" },
];

/** @throws {UsageError} */
export function readCheckOptions(given: Arguments): CheckOptions {
  const { options } = given;
  const optional = {
    output: options.get("output"),
    simulator: options.get("simulator"),
    scenario: options.get("scenario"),
    config: options.get("config"),
  };
  const shard = readShard(options.get("shard"));
  if (shard && options.has("watch")) throw new UsageError("--shard and --watch do not go together");
  if (optional.output === "") throw new UsageError("--output needs a file name");
  return {
    paths: given.operands,
    format: choiceOption(given, "format", reportFormats) ?? "pretty",
    ...(optional.output === undefined ? {} : { output: optional.output }),
    ...(optional.scenario === undefined ? {} : { scenario: optional.scenario }),
    ...(optional.config === undefined ? {} : { config: optional.config }),
    ...(optional.simulator === undefined ? {} : { simulator: optional.simulator }),
    ...(shard ? { shard } : {}),
    budget: readBudget(given),
    workers: integerOption(given, "workers", { least: 1, most: 256 }) ?? Math.min(4, availableParallelism()),
    isStrict: options.has("strict"),
    isWatching: options.has("watch"),
    isCached: !options.has("no-cache"),
  };
}

/** @throws {UsageError} */
export function readBudget(given: Arguments): BudgetOptions {
  return {
    ...defaultBudget,
    seed: integerOption(given, "seed", { least: 0, most: 0xffff_ffff }) ?? defaultBudget.seed,
    maxStates: integerOption(given, "max-states", { least: 1, most: 1_000_000_000 }) ?? defaultBudget.maxStates,
    timeLimitMs: readSeconds(given.options.get("time-limit")) ?? defaultBudget.timeLimitMs,
    deep: given.options.has("deep"),
  };
}

function readSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(0 < seconds && seconds <= 1_000_000)) throw new UsageError(`--time-limit ${text}: give seconds, such as 60 or 0.5`);
  return Math.ceil(seconds * 1000);
}

function readShard(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const [, index = "", of = ""] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (shard.index < 1 || shard.of < shard.index) throw new UsageError(`--shard ${text}: give I/N with I from 1 to N, such as 2/4`);
  return shard;
}
