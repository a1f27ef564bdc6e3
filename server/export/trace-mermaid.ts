import type { Step, Trace } from "../../protocol/trace.ts";
import { tellingSteps } from "./steps.ts";

/**
 * A Mermaid sequence diagram for descriptions of pull requests. Lanes without a step are left out.
 * Mermaid refuses texts over 50,000 characters, so a long trace is cut to the steps that tell most, and says so.
 *
 * @see https://mermaid.js.org/syntax/sequenceDiagram.html
 */
export function mermaidText(trace: Trace): string {
  const used = new Set(trace.steps.flatMap((step) => (step.to === undefined ? [step.lane] : [step.lane, step.to])));
  const known = trace.lanes.filter((lane) => used.has(lane.id));
  const unknown = [...used].filter((id) => !known.some((lane) => lane.id === id)).map((id) => ({ id, title: id }));
  const lanes = [...known, ...unknown];
  const names = new Map(lanes.map((lane, index) => [lane.id, `L${index}`]));
  const lines = [
    "sequenceDiagram",
    ...(trace.title === "" ? [] : [`  title ${safe(trace.title)}`]),
    ...lanes.map((lane) => `  participant ${names.get(lane.id)} as ${safe(lane.title)}`),
    ...bodyLines(trace, names),
  ];
  return `${lines.join("\n")}\n`;
}

const mostSteps = 200;

function bodyLines(trace: Trace, names: ReadonlyMap<string, string>): readonly string[] {
  const over = names.get(trace.steps[0]?.lane ?? "");
  let isInLoop = false;
  const lines = tellingSteps(trace, mostSteps).flatMap((entry) => {
    if ("leftOut" in entry) return [`  Note over ${over}: ${entry.leftOut} steps left out`];
    const entersLoop = !isInLoop && trace.loop !== undefined && entry.number - 1 >= trace.loop;
    if (entersLoop) isInLoop = true;
    return [...(entersLoop ? ["  loop again and again"] : []), ...stepLines(entry.step, entry.number, trace, names)];
  });
  return isInLoop ? [...lines, "  end"] : lines;
}

function stepLines(step: Step, number: number, trace: Trace, names: ReadonlyMap<string, string>): readonly string[] {
  const from = names.get(step.lane);
  const arrow = step.mark === "event" || step.mark === "revert" ? "--)" : "->>";
  const line = `  ${from}${arrow}${names.get(step.to ?? step.lane)}: ${number}. ${safe(step.message)}`;
  if (!step.harm && number - 1 !== trace.harm) return [line];
  return [
    "  rect rgb(255, 220, 220)",
    line,
    ...(trace.property === undefined ? [] : [`  Note over ${from}: ${safe(trace.property)}`]),
    "  end",
  ];
}

/** Characters that mean something to Mermaid, as its entity codes; no line ends. */
const safe = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, " ")
    .replace(/[#;:<>{}"`%]/g, (character) => (character === ":" ? ":" : `#${character.codePointAt(0)};`))
    .trim();
