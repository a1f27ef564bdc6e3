import type { Json } from "../../protocol/json.ts";
import { containsPosition, type Position } from "../../protocol/source.ts";
import type { Change, Step } from "../../protocol/trace.ts";

/** A step with its place in the trace. */
export interface NumberedStep {
  /** From 0; shown from 1. */
  readonly index: number;
  readonly step: Step;
}

export type LineKind = "current" | "harm" | "event" | "plain";

/** What one line of source shows while a trace is open. */
export interface LinePlan {
  readonly line: number;
  readonly kind: LineKind;
  /** In the gutter: `7`, or `7+` where more steps stand on this line. */
  readonly label: string;
  readonly steps: readonly NumberedStep[];
}

/** The marks beside one file's lines, top down. */
export function linePlans(steps: readonly NumberedStep[], path: string, current: number): readonly LinePlan[] {
  const byLine = new Map<number, NumberedStep[]>();
  for (const numbered of steps) {
    const { at } = numbered.step;
    if (at?.path !== path) continue;
    const { line } = at.range.start;
    const known = byLine.get(line);
    if (known) known.push(numbered);
    else byLine.set(line, [numbered]);
  }
  return [...byLine].sort(([a], [b]) => a - b).map(([line, onLine]) => linePlan(line, onLine, current));
}

function linePlan(line: number, steps: readonly NumberedStep[], current: number): LinePlan {
  const { kind, index } = outstanding(steps, current);
  return { line, kind, label: `${index + 1}${steps.length > 1 ? "+" : ""}`, steps };
}

/** The step that gives a line its number and its look. */
function outstanding(steps: readonly NumberedStep[], current: number): { readonly kind: LineKind; readonly index: number } {
  if (steps.some(({ index }) => index === current)) return { kind: "current", index: current };
  const harm = steps.find(({ step }) => step.harm);
  if (harm) return { kind: "harm", index: harm.index };
  const event = steps.find(({ step }) => step.mark === "event" || step.mark === "revert");
  if (event) return { kind: "event", index: event.index };
  return { kind: "plain", index: steps[0]?.index ?? 0 };
}

/** At the end of a line with several steps, of which the gutter shows one: "steps 4, 5, 12"; on the current line the others, "also 4, 5". */
export function otherSteps({ kind, steps }: LinePlan, current: number): string {
  const numbers = steps.flatMap(({ index }) => (kind === "current" && index === current ? [] : [String(index + 1)]));
  if (numbers.length === 0 || steps.length < 2) return "";
  const shown = numbers.slice(0, 8).join(", ");
  return `${kind === "current" ? "also" : "steps"} ${shown}${numbers.length > 8 ? ` and ${numbers.length - 8} more` : ""}`;
}

/**
 * The step that the user means by putting the cursor somewhere: the only one whose place holds the cursor,
 * or else the only one on its line. Undefined when there is none or more than one.
 */
export function stepAtCursor(steps: readonly NumberedStep[], path: string, cursor: Position): number | undefined {
  const here = steps.filter(({ step }) => step.at?.path === path);
  const holding = here.filter(({ step }) => step.at && containsPosition(step.at.range, cursor));
  if (holding.length > 0) return only(holding);
  return only(here.filter(({ step }) => step.at?.range.start.line === cursor.line));
}

const only = (steps: readonly NumberedStep[]): number | undefined => (steps.length === 1 ? steps[0]?.index : undefined);

/** Behind the current line: `seen 90 → 100, copies 1 → 2`; at most three changes, each cut to what can be read at a glance. */
export function valuesText(changes: readonly Change[]): string {
  const shown = changes.slice(0, 3).map((change) => changeText(change));
  return [...shown, ...(changes.length > 3 ? [`${changes.length - 3} more`] : [])].join(", ");
}

function changeText(change: Change): string {
  return `${whatChanged(change)}${change.expected === undefined ? "" : ` (not ${valueText(change.expected)})`}`;
}

function whatChanged({ location, before, after }: Change): string {
  const name = String(location.at(-1) ?? "state");
  if (after === undefined) return `${name} gone`;
  return before === undefined ? `${name} ${valueText(after)}` : `${name} ${valueText(before)} → ${valueText(after)}`;
}

function valueText(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
