import { type BudgetOptions, defaultBudget } from "../simulators/core/budget.ts";
import type { Scenario } from "../simulators/core/simulator.ts";

/** What decides the answer. */
type Bounds = Pick<BudgetOptions, "seed"> &
  Partial<BudgetOptions> & {
    /** `--config`, as given. */
    readonly config?: string;
  };

/** The command line that gives the result of one scenario again: what differs from the defaults, and the seed always. */
export function reproduceWith(bounds: Bounds): (scenario: Pick<Scenario, "path" | "name">) => string {
  const { seed, maxStates, timeLimitMs, deep } = { ...defaultBudget, ...bounds };
  const more = [
    `--seed ${seed}`,
    ...(maxStates === defaultBudget.maxStates ? [] : [`--max-states ${maxStates}`]),
    ...(timeLimitMs === defaultBudget.timeLimitMs ? [] : [`--time-limit ${timeLimitMs / 1000}`]),
    ...(deep ? ["--deep"] : []),
    ...(bounds.config === undefined ? [] : [`--config${bounds.config.startsWith("-") ? "=" : " "}${quoted(bounds.config)}`]),
  ];
  return ({ path, name }) =>
    ["faultline check", quoted(path.startsWith("-") ? `./${path}` : path), `--scenario${name.startsWith("-") ? "=" : " "}${quoted(name)}`]
      .concat(more)
      .join(" ");
}

/** As one word for a shell; most names need nothing. Control characters are written as bash, ksh and zsh read them, never as they are. */
function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (!hidden.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  return `$'${text.replaceAll(/['\\]/g, "\\$&").replaceAll(new RegExp(hidden, "gu"), escaped)}'`;
}

/** What a terminal obeys instead of showing it, or shows out of its place. */
const hidden = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/u;

const escaped = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
