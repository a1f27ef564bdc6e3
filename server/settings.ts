import { defaultSettings, type Settings } from "../protocol/requests.ts";
import { type BudgetOptions, defaultBudget } from "../simulators/core/budget.ts";
import { isObject } from "./shape/check.ts";

/** Settings from whatever a client sends: what is missing or makes no sense gets its default, numbers are brought within bounds. */
export function readSettings(value: unknown): Settings {
  const given = isObject(value) ? value : {};
  const { run, inlayHints, simulators } = given;
  return {
    run: run === "onType" || run === "onSave" || run === "manual" ? run : defaultSettings.run,
    timeLimit: within(given["timeLimit"], 0.1, 24 * 3600, defaultSettings.timeLimit),
    memoryLimit: Math.round(within(given["memoryLimit"], 256, 1024 * 1024, defaultSettings.memoryLimit)),
    workers: Math.round(within(given["workers"], 0, 64, defaultSettings.workers)),
    seed: Math.round(within(given["seed"], 0, 2 ** 31 - 1, defaultSettings.seed)),
    inlayHints: typeof inlayHints === "boolean" ? inlayHints : defaultSettings.inlayHints,
    simulators: isObject(simulators) ? readSimulators(simulators) : {},
  };
}

function readSimulators(given: { readonly [id: string]: unknown }): Settings["simulators"] {
  return Object.fromEntries(
    Object.entries(given).flatMap(([id, value]) => {
      const enabled = isObject(value) ? value["enabled"] : undefined;
      return typeof enabled === "boolean" ? [[id, { enabled }]] : [];
    }),
  );
}

function within(value: unknown, least: number, most: number, otherwise: number): number {
  return typeof value === "number" && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise;
}

/** What a run may use. */
export function budgetOf(settings: Settings, deep: boolean): BudgetOptions {
  return {
    ...defaultBudget,
    seed: settings.seed,
    timeLimitMs: settings.timeLimit * 1000,
    memoryLimitMb: settings.memoryLimit,
    deep,
  };
}
