import type { Json } from "../../protocol/json.ts";
import type { Change, Step, Trace } from "../../protocol/trace.ts";
import { aroundSteps, plainWords } from "../../protocol/trace-words.ts";
import { columnsOf } from "./columns.ts";
import { escapeControls } from "./escape.ts";
import { harmOf } from "./steps.ts";
import { count } from "./words.ts";

/** A trace for people and diffs: one line for each step with its lane, below it what changed; then what stands around the steps. */
export function plainText(trace: Trace): string {
  const titles = new Map(trace.lanes.map((lane) => [lane.id, escapeControls(lane.title)]));
  const width = Math.max(0, ...trace.steps.map((step) => columnsOf(titles.get(step.lane) ?? step.lane)));
  const harm = trace.property === undefined ? -1 : harmOf(trace);
  const lines = trace.steps.flatMap((step, index) => [
    ...(index === trace.loop ? ["  from here again and again:"] : []),
    ...stepLines(step, index, { titles, width, isHarm: step.harm === true || index === harm }),
  ]);
  return `${[...headLines(trace), ...lines, ...aroundLines(trace)].join("\n")}\n`;
}

/** Sections, locks, waits, values that went stale, upcalls. */
function aroundLines(trace: Trace): readonly string[] {
  return aroundSteps(trace).flatMap(({ title, lines }) => [
    "",
    `${escapeControls(title)}:`,
    ...lines.map(({ text, isHarm }) => `${isHarm ? "!" : " "} ${plain(text)}`),
  ]);
}

function headLines(trace: Trace): readonly string[] {
  const about = trace.property === undefined ? "main path" : `violates ${escapeControls(trace.property)}`;
  return [
    escapeControls(trace.title),
    `${escapeControls(trace.scenario)} (${trace.simulator}) · ${escapeControls(trace.path)} · ${about} · ${count(trace.steps.length, "step")}`,
    "",
  ];
}

interface Place {
  readonly titles: ReadonlyMap<string, string>;
  readonly width: number;
  readonly isHarm: boolean;
}

function stepLines(step: Step, index: number, { titles, width, isHarm }: Place): readonly string[] {
  const lane = titles.get(step.lane) ?? escapeControls(step.lane);
  const source = step.at ? `  (${escapeControls(step.at.path)}:${step.at.range.start.line + 1})` : "";
  const undone = step.revertedBy === undefined ? "" : `  [reverted at step ${step.revertedBy + 1}]`;
  const head = `${isHarm ? "!" : " "}${String(index + 1).padStart(4)}. ${lane}${" ".repeat(Math.max(0, width - columnsOf(lane)))}  ${plain(step.message)}${source}${undone}`;
  const below = [...(step.detail === undefined ? [] : [plain(step.detail)]), ...step.changes.map((change) => changeText(change))];
  return [head, ...below.map((text) => `         ${text}`)];
}

/** `hosts.3.copies: 0 → 1`, `+` for what is new, `-` for what goes; `, should be 80` where the right value is known. */
function changeText(change: Change): string {
  return `${whatChanged(change)}${change.expected === undefined ? "" : `, should be ${valueText(change.expected)}`}`;
}

function whatChanged({ location, before, after }: Change): string {
  const name = escapeControls(location.join("."));
  if (after === undefined) return `- ${name}${before === undefined ? "" : ` (was ${valueText(before)})`}`;
  if (before === undefined) return `+ ${name} = ${valueText(after)}`;
  return `${name}: ${valueText(before)} → ${valueText(after)}`;
}

const plain = (text: string): string => escapeControls(plainWords(text));

const valueText = (value: Json): string => escapeControls(JSON.stringify(value));
