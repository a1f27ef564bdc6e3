import { escapeControls } from "../../server/export/escape.ts";
import { cutTo } from "../../server/export/columns.ts";
import { count, duration, grouped, verdictMarks, verdictWords } from "../../server/export/words.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { Progress } from "../../simulators/core/budget.ts";
import type { Scenario } from "../../simulators/core/simulator.ts";
import type { Terminal } from "../terminal.ts";
import type { RunListener } from "./run.ts";

export interface ProgressDisplay extends RunListener {
  /** Takes the line away. */
  end(): void;
}

/**
 * What is going on, on standard error: one line that changes on a terminal; in CI a line for each problem when it is found, and for each
 * scenario that has ended, but only beside a report for people.
 */
export function progressDisplay(terminal: Terminal, total: number, isPretty: boolean, now: () => number): ProgressDisplay {
  if (terminal.isErrInteractive) return liveLine(terminal, total, now);
  return isPretty ? plainLines(terminal, total) : silent;
}

const silent: ProgressDisplay = { started() {}, progress() {}, found() {}, finished() {}, end() {} };

function plainLines(terminal: Terminal, total: number): ProgressDisplay {
  let ended = 0;
  return {
    ...silent,
    found: (problem) => terminal.tell(`found ${foundText(problem)}`),
    finished: ({ path, scenario, verdict, stats }) => {
      ended += 1;
      terminal.tell(
        `${ended}/${total} ${escapeControls(path)} ${escapeControls(scenario)}: ${verdictWords[verdict]} (${duration(stats.milliseconds)})`,
      );
    },
  };
}

/** In one line, as editors and shells find places. */
const foundText = ({ code, path, range: { start }, message }: Problem): string =>
  cutTo(`${escapeControls(path)}:${start.line + 1}:${start.character + 1} ${code} ${escapeControls(message)}`, 160);

/** At most so often, milliseconds. */
const refreshMs = 100;

function liveLine(terminal: Terminal, total: number, now: () => number): ProgressDisplay {
  const running = new Map<string, string>();
  const start = now();
  let ended = 0;
  let last = "";
  const keyOf = ({ path, name }: Pick<Scenario, "path" | "name">) => `${path}\0${name}`;
  const show = () => {
    const [current] = running.values();
    const elapsed = duration(Math.floor((now() - start) / 100) * 100);
    terminal.status(
      cutTo(
        [`${ended}/${count(total, "scenario")}`, ...(current === undefined ? [] : [current]), last, elapsed]
          .filter((part) => part !== "")
          .join(" · "),
        100,
      ),
    );
  };
  const timer = setInterval(show, refreshMs);
  timer.unref();
  return {
    started: (scenario) => running.set(keyOf(scenario), escapeControls(scenario.path)),
    found: (problem) => {
      last = foundText(problem);
      show();
    },
    progress: (scenario, progress) => running.set(keyOf(scenario), `${escapeControls(scenario.path)} ${progressText(progress)}`),
    finished: ({ path, scenario, verdict }) => {
      ended += 1;
      running.delete(keyOf({ path, name: scenario }));
      last = `${verdictMarks[verdict]} ${escapeControls(scenario)} ${verdictWords[verdict]}`;
    },
    end: () => {
      clearInterval(timer);
      terminal.status(undefined);
    },
  };
}

function progressText({ done, total, unit }: Progress): string {
  return total === undefined ? `${grouped(done)} ${unit}` : `${grouped(done)} of ${grouped(total)} ${unit}`;
}
