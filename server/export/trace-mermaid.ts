import type { Step, Trace, WithoutFault } from "../../protocol/trace.ts";
import { plainWords, stepWords } from "../../protocol/trace-words.ts";
import { tellingSteps } from "./steps.ts";

/**
 * A Mermaid sequence diagram for descriptions of pull requests. Lanes without a step are left out.
 * Mermaid refuses texts over 50,000 characters, so a long trace is cut to the steps that tell most, and says so.
 *
 * @see https://mermaid.js.org/syntax/sequenceDiagram.html
 */
export function mermaidText(trace: Trace): string {
  const used = new Set(trace.steps.flatMap((step) => [step.lane, step.to ?? ""]).filter((lane) => lane !== ""));
  const known = trace.lanes.filter((lane) => used.has(lane.id));
  const unknown = [...used].filter((id) => !known.some((lane) => lane.id === id)).map((id) => ({ id, title: id }));
  // A diagram needs somebody, even where all is found out after the run.
  const lanes = used.size > 0 ? [...known, ...unknown] : [{ id: "", title: trace.scenario }];
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
  const over = everybody(names);
  let isInLoop = false;
  const lines = tellingSteps(trace, mostSteps).flatMap((entry) => {
    if ("leftOut" in entry) return [`  Note over ${over}: ${entry.leftOut} steps left out`];
    const entersLoop = !isInLoop && trace.loop !== undefined && entry.number - 1 >= trace.loop;
    if (entersLoop) isInLoop = true;
    return [
      ...(entersLoop ? ["  loop again and again"] : []),
      ...(entry.number - 1 === trace.without?.from ? [`  Note over ${over}: ${safe(withoutWords(trace.without))}`] : []),
      ...stepLines(entry.step, entry.number, trace, names),
    ];
  });
  return isInLoop ? [...lines, "  end"] : lines;
}

/** "without the crash: creates ConfigMap web, then at rest, 4 objects". */
const withoutWords = ({ fault, steps }: WithoutFault): string => `without ${fault}: ${steps.map(plainWords).join(", then ")}`;

function stepLines(step: Step, number: number, trace: Trace, names: ReadonlyMap<string, string>): readonly string[] {
  const from = names.get(step.lane) ?? everybody(names);
  const line = messageLine(step, number, names);
  if (!step.harm && number - 1 !== trace.harm) return [line];
  return [
    "  rect rgb(255, 220, 220)",
    line,
    ...(trace.property === undefined ? [] : [`  Note over ${from}: ${safe(trace.property)}`]),
    "  end",
  ];
}

/** A note over one participant or all of them for what is no message: waiting, and what is found out after the run. */
function messageLine(step: Step, number: number, names: ReadonlyMap<string, string>): string {
  const words = `${number}. ${safe(stepWords(step))}`;
  const from = names.get(step.lane);
  if (from === undefined || step.lane === "") return `  Note over ${everybody(names)}: ${words}`;
  if (step.mark === "wait") return `  Note over ${from}: ${words}`;
  const arrow = step.mark === "event" || step.mark === "revert" ? "--)" : "->>";
  return `  ${from}${arrow}${names.get(step.to ?? step.lane)}: ${words}`;
}

/** From the first participant to the last. */
function everybody(names: ReadonlyMap<string, string>): string {
  const all = [...names.values()];
  return [...new Set([all[0], all.at(-1)])].join(",");
}

/** Characters that mean something to Mermaid, as its entity codes; no line ends. */
const safe = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, " ")
    .replace(/[#;:<>{}"`%]/g, (character) => (character === ":" ? ":" : `#${character.codePointAt(0)};`))
    .trim();
