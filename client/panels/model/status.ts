import type { Verdict } from "../../../protocol/report.ts";
import type { Phase, ScenarioStatus } from "../../../protocol/requests.ts";
import { count, fileName, formatCount, formatDuration } from "./format.ts";

export type Icon = "none" | "running" | "holds" | "violated" | "undecided" | "obsolete" | "not-run" | "failed" | "waiting";

export type StatusAction =
  | { readonly kind: "run" }
  | { readonly kind: "stop" }
  | { readonly kind: "replay" }
  | { readonly kind: "show-output" }
  | { readonly kind: "explain"; readonly code: string };

/** Where a scenario stands, ready to be drawn: as a card when there is no trace, as a strip above one. */
export interface StatusCard {
  readonly icon: Icon;
  readonly title: string;
  /** The first piece is the verdict, in bold, when `verdict` is given. */
  readonly facts: readonly string[];
  readonly verdict?: Verdict;
  /** Progress, 0 to 1; absent without a real limit. */
  readonly share?: number;
  readonly isRunning: boolean;
  readonly actions: readonly { readonly title: string; readonly action: StatusAction; readonly isPrimary: boolean }[];
  /** Beside the actions. */
  readonly note?: string;
}

/** Words for verdicts; nothing else is ever said. */
export const verdictWords: { readonly [verdict in Verdict]: string } = {
  holds: "holds",
  violated: "violated",
  undecided: "undecided",
  "not-run": "not run",
};

/** The strip above a trace, or undefined when its result is the current one. */
export function bannerOf(phase: Phase, status: ScenarioStatus | undefined, file: string): StatusCard | undefined {
  const name = status?.scenario ?? fileName(file);
  switch (phase) {
    case "idle":
    case "done":
      return undefined;
    case "queued":
    case "running":
      return { ...running(phase, status, name), note: "The last result stays below until this one is ready." };
    case "obsolete":
      return {
        icon: "obsolete",
        title: `${fileName(file)} has changed since this run`,
        facts: ["Result of an older text"],
        isRunning: false,
        actions: [
          { title: "Run again", action: { kind: "run" }, isPrimary: true },
          { title: "Replay on new text", action: { kind: "replay" }, isPrimary: false },
        ],
      };
    case "cancelled":
      return stopped("Stopped before it had an answer", status);
    case "crashed":
      return stopped("The simulator stopped before it had an answer", status);
    case "blocked":
      return waiting(name);
  }
}

/**
 * What to say of a trace that is open, when its scenario is in `phase`.
 * @param isOutdated The trace is of an older text: a newer result does not make it current.
 */
export function phaseOfTrace(phase: Phase, isOutdated: boolean): Phase {
  return isOutdated && (phase === "done" || phase === "idle") ? "obsolete" : phase;
}

/** Do two cards differ in their figures alone? */
export function sameShape(a: StatusCard, b: StatusCard): boolean {
  const shape = ({ facts, share, ...rest }: StatusCard): string => JSON.stringify([rest, facts.length > 0, share !== undefined]);
  return shape(a) === shape(b);
}

/** The card of a scenario where no trace is open. */
export function cardOf(status: ScenarioStatus): StatusCard {
  switch (status.phase) {
    case "queued":
    case "running":
      return running(status.phase, status, status.scenario);
    case "cancelled":
      return stopped(`${status.scenario}: stopped before it had an answer`, status);
    case "crashed":
      return stopped(`${status.scenario}: the simulator stopped before it had an answer`, status);
    case "blocked":
      return waiting(status.scenario);
    case "obsolete":
      return { ...judged(status), icon: "obsolete", facts: [...judged(status).facts, "of an older text"] };
    case "idle":
    case "done":
      return judged(status);
  }
}

function judged(status: ScenarioStatus): StatusCard {
  const { verdict, reason, limit, scenario, simulator } = status;
  const again = { action: { kind: "run" }, isPrimary: false } as const;
  const took = status.milliseconds === undefined ? [] : [formatDuration(status.milliseconds)];
  const bounds = status.bounds ? [status.bounds] : [];
  if (verdict === undefined) {
    return { icon: "none", title: scenario, facts: [simulator], isRunning: false, actions: [{ title: "Verify", ...again }] };
  }
  switch (verdict) {
    case "holds":
      return {
        icon: "holds",
        title: scenario,
        verdict,
        facts: [...bounds, ...took],
        isRunning: false,
        actions: [{ title: "Verify", ...again }],
      };
    case "violated":
      return {
        icon: "violated",
        title: scenario,
        verdict,
        facts: [...(status.problems === undefined ? [] : [count(status.problems, "problem")]), ...bounds, ...took],
        isRunning: false,
        actions: [{ title: "Run again", ...again }],
      };
    case "undecided":
      return {
        icon: "undecided",
        title: `${scenario}: no failure so far${limit ? `; the ${limit} limit came first` : ""}`,
        verdict,
        facts: [...(reason ? [reason.message] : []), ...bounds, ...took],
        isRunning: false,
        actions: [{ title: "Run again", ...again }],
      };
    case "not-run":
      return {
        icon: "not-run",
        title: `${scenario} was not run`,
        verdict,
        facts: reason ? [reason.message] : [],
        isRunning: false,
        actions: [
          ...(reason?.code
            ? [{ title: `What is ${reason.code}?`, action: { kind: "explain", code: reason.code }, isPrimary: false } as const]
            : []),
          { title: "Run again", ...again },
        ],
      };
  }
}

function running(phase: "queued" | "running", status: ScenarioStatus | undefined, name: string): StatusCard {
  const { progress, elapsedMs } = status ?? {};
  const facts: string[] = [];
  if (progress) {
    facts.push(`${formatCount(progress.done)}${progress.total ? ` of ${formatCount(progress.total)}` : ""} ${progress.unit}`);
    if (elapsedMs && elapsedMs >= 1000) facts.push(`${formatCount(Math.round((progress.done * 1000) / elapsedMs))} per second`);
  }
  if (elapsedMs !== undefined) facts.push(formatDuration(elapsedMs));
  return {
    icon: "running",
    title: phase === "queued" ? `${name} waits for its turn` : `Checking ${name}`,
    facts,
    ...(progress?.total ? { share: Math.min(1, progress.done / progress.total) } : {}),
    isRunning: true,
    actions: [{ title: "Stop", action: { kind: "stop" }, isPrimary: false }],
  };
}

function stopped(title: string, status: ScenarioStatus | undefined): StatusCard {
  return {
    icon: "failed",
    title,
    facts: [...(status?.reason ? [status.reason.message] : []), "nothing was concluded"],
    isRunning: false,
    actions: [
      { title: "Run again", action: { kind: "run" }, isPrimary: true },
      { title: "Show output", action: { kind: "show-output" }, isPrimary: false },
    ],
  };
}

function waiting(name: string): StatusCard {
  return {
    icon: "waiting",
    title: `${name} waits until this folder is trusted`,
    facts: ["nothing of your code has been run"],
    isRunning: false,
    actions: [],
  };
}
