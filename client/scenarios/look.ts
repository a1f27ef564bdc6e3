import type { Verdict } from "../../protocol/report.ts";
import type { ScenarioStatus } from "../../protocol/requests.ts";

/** The one word under which a scenario is shown, wherever it is shown. */
export type State = Verdict | "obsolete" | "running" | "queued" | "failed" | "cancelled" | "blocked" | "new";

/** A product icon, and the theme colour it takes. */
export interface Icon {
  readonly id: string;
  readonly colour?: string;
}

export function stateOf(status: Pick<ScenarioStatus, "phase" | "verdict">): State {
  switch (status.phase) {
    case "running":
    case "queued":
    case "cancelled":
    case "blocked":
    case "obsolete":
      return status.phase;
    case "crashed":
      return "failed";
    case "idle":
    case "done":
      return status.verdict ?? "new";
  }
}

export function iconOf(state: State): Icon {
  switch (state) {
    case "holds":
      return { id: "pass", colour: "testing.iconPassed" };
    case "violated":
      return { id: "error", colour: "testing.iconFailed" };
    case "undecided":
      return { id: "color-mode" };
    case "not-run":
      return { id: "warning", colour: "list.warningForeground" };
    case "obsolete":
      return { id: "history", colour: "disabledForeground" };
    case "running":
      return { id: "loading~spin" };
    case "queued":
      return { id: "clock" };
    case "failed":
      return { id: "bracket-error", colour: "testing.iconErrored" };
    case "cancelled":
      return { id: "circle-slash" };
    case "blocked":
      return { id: "workspace-untrusted" };
    case "new":
      return { id: "circle-large-outline" };
  }
}

/** The verdict in words, with what limits it: `holds · 3 groups, 12 choices`, `undecided · time limit`. */
export function describe(status: ScenarioStatus): string {
  const state = stateOf(status);
  switch (state) {
    case "running":
      return ["running", progressOf(status)].filter(Boolean).join(" · ");
    case "obsolete":
      return status.verdict ? `${words(status.verdict)} before the last edit` : "changed since the last run";
    case "undecided":
      return ["undecided", status.limit ? limitWords[status.limit] : undefined].filter(Boolean).join(" · ");
    case "not-run":
      return ["not run", status.reason?.code].filter(Boolean).join(" · ");
    case "holds":
      return ["holds", status.bounds].filter(Boolean).join(" · ");
    case "violated":
      return ["violated", status.problems ? count(status.problems, "problem") : undefined].filter(Boolean).join(" · ");
    case "failed":
      return "failed, nothing was concluded";
    case "blocked":
      return "waits until the workspace is trusted";
    case "queued":
    case "cancelled":
      return state;
    case "new":
      return "not verified yet";
  }
}

/** Verdict words as people read them. */
export function words(verdict: Verdict): string {
  return verdict === "not-run" ? "not run" : verdict;
}

export function count(n: number, noun: string): string {
  return `${formatNumber(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** `1234567` → `1,234,567`: the same on every machine. */
export function formatNumber(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

const limitWords = {
  states: "state limit",
  time: "time limit",
  memory: "memory limit",
  cancelled: "stopped",
  "not-modelled": "not modelled",
} as const;

/** `18,420 of 60,000 walks · 3.0 s`, as far as known. */
export function progressOf(status: ScenarioStatus): string {
  const { progress, elapsedMs } = status;
  const done = progress && `${formatNumber(progress.done)}${progress.total ? ` of ${formatNumber(progress.total)}` : ""} ${progress.unit}`;
  const time = elapsedMs === undefined ? undefined : `${(elapsedMs / 1000).toFixed(1)} s`;
  return [done, time].filter(Boolean).join(" · ");
}
