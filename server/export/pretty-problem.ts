import type { Problem, Related, Severity } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/report.ts";
import { stepWords } from "../../protocol/trace-words.ts";
import { codeTitle } from "./code-titles.ts";
import { escapeControls } from "./escape.ts";
import { codeFrame } from "./frame.ts";
import type { Paint, Style } from "./paint.ts";
import { harmOf, tellingSteps } from "./steps.ts";
import { grouped } from "./words.ts";

/** How a terminal shows things. */
export interface Look {
  readonly paint: Paint;
  /** Columns. */
  readonly width: number;
  sourceOf(path: string): string | undefined;
}

/** One problem: what, where with the line of source, the steps that lead to it, related places, and how to mend it. */
export function problemLines(problem: Problem, result: Result | undefined, look: Look): readonly string[] {
  const { paint } = look;
  const style = severityStyles[problem.severity];
  return [
    `  ${paint(style, `${problem.severity} ${problem.code}`)} ${paint("strong", codeTitle(problem.code))}`,
    ...wrapped(escapeControls(problem.message), look.width - 2).map((line) => `  ${line}`),
    ...placeLines(problem, style, look),
    ...relatedLines(problem, look),
    ...stepLines(problem, result, look),
    ...(problem.report ?? "").split("\n").flatMap((line) => (line === "" ? [] : [`    ${look.paint("dim", escapeControls(line))}`])),
    ...(problem.fixes ?? []).map((fix) => `  ${paint("good", "fix:")} ${escapeControls(fix.title)}`),
  ];
}

const severityStyles: Record<Severity, Style> = { error: "bad", warning: "warn", information: "note" };

function placeLines({ path, range }: Pick<Problem, "path" | "range">, style: Style, look: Look): readonly string[] {
  const gutter = Math.max(3, String(range.start.line + 1).length + 1);
  const text = look.sourceOf(path);
  return [
    `  ${look.paint("dim", "-->")} ${position(path, range)}`,
    ...(text === undefined ? [] : codeFrame(text, range, { paint: look.paint, style, gutter, width: look.width })),
  ];
}

/** Related places that are no steps: the limit, the other member, the rule. */
function relatedLines(problem: Problem, look: Look): readonly string[] {
  const others = problem.related.filter((related) => !isStep(related));
  return others.map(
    (related) =>
      `  ${look.paint("dim", "see")} ${position(related.path, related.range)} ${look.paint("dim", escapeControls(related.message))}`,
  );
}

/** The steps of its related places where it has them (they name lines of the source), else those of its trace. */
function stepLines(problem: Problem, result: Result | undefined, look: Look): readonly string[] {
  const steps = problem.related.filter(isStep);
  const trace = problem.trace === undefined ? undefined : result?.traces[problem.trace];
  if (steps.length > 0)
    return steps.map((step) => `    ${escapeControls(step.message)} ${look.paint("dim", `(${nearPosition(step, problem)})`)}`);
  if (!trace) return [];
  const harm = harmOf(trace) + 1;
  return [
    ...wrapped(escapeControls(trace.title), look.width - 2).map((line) => `  ${look.paint("dim", line)}`),
    ...tellingSteps(trace, mostSteps).map((entry) => {
      if ("leftOut" in entry) return `    ${look.paint("dim", `…  ${grouped(entry.leftOut)} more`)}`;
      const line = `${String(entry.number).padStart(4)}. ${escapeControls(stepWords(entry.step))}`;
      return entry.number === harm || entry.step.harm ? `  ${look.paint("bad", `${line}  ←`)}` : `  ${line}`;
    }),
  ];
}

const mostSteps = 12;

const isStep = (related: Related): boolean => /^\d+\. /.test(related.message);

const position = (path: string, range: Problem["range"]): string =>
  `${escapeControls(path)}:${range.start.line + 1}:${range.start.character + 1}`;

/** Shorter for a place in the file of the problem. */
const nearPosition = ({ path, range }: Related, problem: Problem): string =>
  path === problem.path ? `line ${range.start.line + 1}` : position(path, range);

/** Breaks at spaces; a longer word keeps a line of its own. */
function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
