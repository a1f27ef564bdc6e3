import type { ScenarioStatus } from "../../protocol/requests.ts";
import { type Icon, iconOf, type State, stateOf } from "../scenarios/look.ts";

/** What the status bar says of the whole workspace. */
export interface Summary {
  readonly icon: Icon;
  /** Short: `1 of 4 violated`. */
  readonly text: string;
  /** One line for each state that occurs, worst first: `1 violated`. */
  readonly lines: readonly string[];
}

/** The worst that is known, counted over all scenarios; undefined when there is none. */
export function summarise(statuses: readonly ScenarioStatus[]): Summary | undefined {
  if (statuses.length === 0) return undefined;
  const counts = countStates(statuses);
  const worst = worstFirst.find((state) => counts.has(state)) ?? "new";
  const lines = worstFirst.filter((state) => counts.has(state)).map((state) => `${counts.get(state)} ${shown[state]}`);
  return { icon: iconOf(worst), text: textOf(worst, counts.get(worst) ?? 0, statuses.length), lines };
}

function countStates(statuses: readonly ScenarioStatus[]): Map<State, number> {
  const counts = new Map<State, number>();
  for (const status of statuses) {
    const state = stateOf(status);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}

function textOf(state: State, n: number, total: number): string {
  if (state === "running" || state === "queued") return `${n} ${shown[state]}`;
  if (state === "holds" && n === total) return total === 1 ? "holds" : `all ${total} hold`;
  return `${n} of ${total} ${shown[state]}`;
}

/** Work in progress stands first: it explains why all else may change. */
const worstFirst: readonly State[] = [
  "running",
  "queued",
  "violated",
  "failed",
  "not-run",
  "undecided",
  "obsolete",
  "cancelled",
  "blocked",
  "new",
  "holds",
];

const shown: { readonly [state in State]: string } = {
  running: "running",
  queued: "waiting",
  violated: "violated",
  failed: "failed",
  "not-run": "not run",
  undecided: "undecided",
  obsolete: "obsolete",
  cancelled: "stopped",
  blocked: "not trusted",
  new: "not verified",
  holds: "hold",
};
