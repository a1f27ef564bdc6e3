import type { Json } from "../../protocol/json.ts";
import type { Change, Step, Trace } from "../../protocol/trace.ts";
import { columnsOf } from "./columns.ts";
import { escapeControls } from "./escape.ts";
import { harmOf } from "./steps.ts";
import { count } from "./words.ts";

/** A trace for people and diffs: one line for each step with its lane, below it what changed. */
export function plainText(trace: Trace): string {
  const titles = new Map(trace.lanes.map((lane) => [lane.id, escapeControls(lane.title)]));
  const width = Math.max(0, ...trace.steps.map((step) => columnsOf(titles.get(step.lane) ?? step.lane)));
  const harm = trace.property === undefined ? -1 : harmOf(trace);
  const lines = trace.steps.flatMap((step, index) => [
    ...(index === trace.loop ? ["  from here again and again:"] : []),
    ...stepLines(step, index, { titles, width, isHarm: step.harm === true || index === harm }),
  ]);
  return `${[...headLines(trace), ...lines].join("\n")}\n`;
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
  const head = `${isHarm ? "!" : " "}${String(index + 1).padStart(4)}. ${lane}${" ".repeat(Math.max(0, width - columnsOf(lane)))}  ${escapeControls(step.message)}${source}`;
  return [head, ...step.changes.map((change) => `         ${changeText(change)}`)];
}

/** `hosts.3.copies: 0 → 1`, `+` for what is new, `-` for what goes. */
function changeText({ location, before, after }: Change): string {
  const name = escapeControls(location.join("."));
  if (after === undefined) return `- ${name}${before === undefined ? "" : ` (was ${valueText(before)})`}`;
  if (before === undefined) return `+ ${name} = ${valueText(after)}`;
  return `${name}: ${valueText(before)} → ${valueText(after)}`;
}

const valueText = (value: Json): string => escapeControls(JSON.stringify(value));
