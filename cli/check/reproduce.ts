import { type BudgetOptions, defaultBudget } from "../../simulators/core/budget.ts";
import type { Scenario } from "../../simulators/core/simulator.ts";

/** The command line that gives the result of one scenario again: what differs from the defaults, and the seed always. */
export function reproduceWith(budget: BudgetOptions): (scenario: Pick<Scenario, "path" | "name">) => string {
  const { seed, maxStates, timeLimitMs, deep } = budget;
  const more = [
    `--seed ${seed}`,
    ...(maxStates === defaultBudget.maxStates ? [] : [`--max-states ${maxStates}`]),
    ...(timeLimitMs === defaultBudget.timeLimitMs ? [] : [`--time-limit ${timeLimitMs / 1000}`]),
    ...(deep ? ["--deep"] : []),
  ];
  return ({ path, name }) =>
    ["faultline check", quoted(path.startsWith("-") ? `./${path}` : path), `--scenario ${quoted(name)}`, ...more].join(" ");
}

/** For a POSIX shell; most names need nothing. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith("-") ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
