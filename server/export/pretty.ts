import type { Problem } from "../../protocol/problem.ts";
import type { Report, Result } from "../../protocol/report.ts";
import { escapeControls } from "./escape.ts";
import { coloured, type Paint, plain, type Style } from "./paint.ts";
import { type Look, problemLines } from "./pretty-problem.ts";
import type { ReportOptions } from "./report.ts";
import { boundsInWords, count, duration, grouped, summaryInWords, verdictMarks, verdictWords } from "./words.ts";

/** For people on a terminal: per scenario the verdict with its bounds, each problem on its line of source with its steps, and what to do next. */
export function* prettyChunks(report: Report, options: ReportOptions): Iterable<string> {
  const look: Look = {
    paint: options.colours ? coloured : plain,
    width: Math.max(40, options.width ?? 100),
    sourceOf: (path) => options.sourceOf?.(path),
  };
  for (const problem of report.problems) yield block(problemLines(problem, undefined, look));
  for (const result of report.results) yield block(resultLines(result, look));
  yield block(closingLines(report, look.paint, options.milliseconds));
}

function resultLines(result: Result, look: Look): readonly string[] {
  const shown = result.problems.filter((problem) => problem.suppressed === undefined);
  return [
    ...headLines(result, look.paint),
    ...factLines(result, look.paint),
    ...shown.flatMap((problem) => ["", ...problemLines(problem, result, look)]),
    ...result.problems
      .filter((problem) => problem.suppressed !== undefined)
      .flatMap((problem) => ["", ...suppressedLines(problem, look.paint)]),
    ...(result.verdict === "holds" ? [] : ["", `  ${look.paint("dim", `run again: ${escapeControls(result.reproduce)}`)}`]),
  ];
}

const verdictStyles: Record<Result["verdict"], Style> = { holds: "good", violated: "bad", undecided: "warn", "not-run": "warn" };

function headLines(result: Result, paint: Paint): readonly string[] {
  const verdict = paint(verdictStyles[result.verdict], `${verdictMarks[result.verdict]} ${verdictWords[result.verdict]}`);
  const name = `${paint("strong", escapeControls(result.scenario))} ${paint("dim", `${result.simulator} · ${place(result)}`)}`;
  const bounds = boundsInWords(result).map(escapeControls).join(" · ");
  const within = bounds === "" ? "" : `within ${bounds}`;
  return [`${verdict}  ${name}`, ...(within === "" ? [] : [`  ${within}`]), ...reasonLines(result), ...witnessLines(result, paint)];
}

function reasonLines(result: Result): readonly string[] {
  const { reason } = result;
  if (!reason) return [];
  const code = reason.code ? `${reason.code} ` : "";
  const advice = reason.limit ? adviceFor(reason.limit) : undefined;
  return [`  because: ${code}${escapeControls(reason.message)}`, ...(advice ? [`  next: ${advice}`] : [])];
}

function adviceFor(limit: NonNullable<NonNullable<Result["reason"]>["limit"]>): string | undefined {
  switch (limit) {
    case "states":
      return "raise --max-states, or make the scenario smaller";
    case "time":
      return "raise --time-limit (seconds), or make the scenario smaller";
    case "memory":
      return "make the scenario smaller, or split it";
    case "cancelled":
      return "run it again to the end";
    case "not-modelled":
      return undefined;
  }
}

function witnessLines(result: Result, paint: Paint): readonly string[] {
  const trace = result.witness === undefined ? undefined : result.traces[result.witness];
  if (!trace) return [];
  return [`  ${paint("dim", `for example, in ${count(trace.steps.length, "step")}: ${escapeControls(trace.title)}`)}`];
}

/** Lenses of the editor, as many as fit a glance. */
const mostFacts = 8;

function factLines(result: Result, paint: Paint): readonly string[] {
  const facts = (result.notes ?? []).filter((note) => note.kind === "lens");
  const lines = facts
    .slice(0, mostFacts)
    .map((note) => `  ${paint("dim", `line ${note.range.start.line + 1}:`)} ${escapeControls(note.text)}`);
  const left = facts.length - lines.length;
  return left > 0 ? [...lines, `  ${paint("dim", `… and ${grouped(left)} more: --format json`)}`] : lines;
}

function suppressedLines(problem: Problem, paint: Paint): readonly string[] {
  return [
    `  ${paint("dim", `suppressed ${problem.code} at ${place(problem)}: ${escapeControls(problem.suppressed ?? "")}`)}`,
    `  ${paint("dim", escapeControls(problem.message))}`,
  ];
}

function closingLines(report: Report, paint: Paint, milliseconds: number | undefined): readonly string[] {
  const time = milliseconds === undefined ? "" : ` · ${duration(milliseconds)}`;
  const shard = report.shard ? ` · shard ${report.shard.index} of ${report.shard.of}` : "";
  const total =
    report.results.length === 0 ? "no scenario found" : `${count(report.results.length, "scenario")}: ${summaryInWords(report.summary)}`;
  return [`${paint("strong", total)}${shard}${time}`, ...nextLines(report)];
}

function nextLines(report: Report): readonly string[] {
  const problems = report.results
    .flatMap((result) => result.problems)
    .filter((problem) => problem.severity !== "information" && !problem.suppressed);
  const codes = [...new Set([...report.problems, ...problems].map((problem) => problem.code))].sort();
  const hasTrace = problems.some((problem) => problem.trace !== undefined);
  return [
    ...(codes.length > 0 ? [`next: faultline explain ${codes[0]}${codes.length > 1 ? `   (also ${codes.slice(1).join(", ")})` : ""}`] : []),
    ...(hasTrace ? ["      add --format json --output report.json, then: faultline trace report.json"] : []),
  ];
}

const place = ({ path, range }: Pick<Problem, "path" | "range">): string =>
  `${escapeControls(path)}:${range.start.line + 1}:${range.start.character + 1}`;

const block = (lines: readonly string[]): string => `${lines.join("\n")}\n\n`.replace(/\n\n\n+$/, "\n\n");
