/**
 * What stands around the steps of a trace, in words: the same in the panel's text, in exported text and on a terminal.
 * Values are between back-ticks as in messages; escaping is up to who writes them out.
 */
import type { Json } from "./json.ts";
import type { SourceSpan } from "./source.ts";
import type { SectionBox, Step, Trace, Upcall } from "./trace.ts";

/** A heading and what stands below it. */
export interface Paragraph {
  readonly title: string;
  /** Index of the step that the heading belongs to. */
  readonly step?: number;
  readonly lines: readonly ParagraphLine[];
}

export interface ParagraphLine {
  readonly text: string;
  readonly step: number;
  readonly isHarm: boolean;
}

/** Sections, locks, waits, values that went stale, and the starts of handlers with their four items; only what there is. */
export function aroundSteps(trace: Omit<Trace, "steps">): readonly Paragraph[] {
  const { sections = [], held = [], waits = [], links = [], upcalls = [] } = trace;
  const titles = new Map(trace.lanes.map(({ id, title }) => [id, title]));
  const title = (lane: string): string => titles.get(lane) ?? lane;
  const paragraphs: readonly Paragraph[] = [
    { title: "Sections", lines: sections.map((section) => line(section.from, sectionWords(section, title(section.lane)), section.harm)) },
    {
      title: "Locks held",
      lines: held.map(({ lane, from, to, what, thread }) => line(from, `${thread ?? title(lane)} holds ${what}, ${stepSpan(from, to)}`)),
    },
    {
      title: "Waiting",
      lines: waits.map(({ lane, from, to, thread, what, harm }) =>
        line(from, `${thread} ${what} (${title(lane)}, ${stepSpan(from, to)}${harm ? ", for ever" : ""})`, harm),
      ),
    },
    {
      title: "Values",
      lines: links.map(({ from, to, kind }) =>
        kind === "stale"
          ? line(to, `step ${to + 1} uses what step ${from + 1} read`)
          : line(to, `step ${from + 1} came between, and step ${to + 1} overwrites it`),
      ),
    },
    ...upcalls.map((upcall) => upcallParagraph(upcall, title(upcall.lane))),
    ...withoutFault(trace),
  ];
  return paragraphs.filter(({ lines }) => lines.length > 0);
}

function withoutFault({ without }: Omit<Trace, "steps">): readonly Paragraph[] {
  if (!without) return [];
  const { fault, from, steps } = without;
  const same = from === 0 ? [] : [line(0, `${stepSpan(0, from - 1)} as above, then`)];
  return [{ title: `Without ${fault}`, step: from, lines: [...same, ...steps.map((text, index) => line(from + index, text))] }];
}

/** A message without the back-ticks around its values. */
export const plainWords = (message: string): string => message.replace(/`([^`]+)`/g, "$1");

/** The plain message of a step, and when it was taken back. */
export function stepWords({ message, revertedBy }: Step): string {
  return `${plainWords(message)}${revertedBy === undefined ? "" : `, reverted at step ${revertedBy + 1}`}`;
}

/** "steps 7–8", "step 7". Counted from 1. */
export const stepSpan = (from: number, to: number): string => (from === to ? `step ${from + 1}` : `steps ${from + 1}–${to + 1}`);

/** "100 → 90"; a place that was not there, or goes, in words. */
export function changeWords(before: Json | undefined, after: Json | undefined): string {
  if (before === undefined) return after === undefined ? "" : `new: ${valueWords(after)}`;
  return `${valueWords(before)} → ${after === undefined ? "gone" : valueWords(after)}`;
}

/** The fourth item of an upcall, and what becomes of the changes of the interrupted thread. */
export function inSectionWords({ inSection, cpu }: Upcall): string {
  if (!inSection) return "no, so what it changed stays";
  return cpu.pending.length === 0 ? "yes, and there was nothing to take back" : "yes, so its changes are taken back";
}

/** For a handler that took the place of one that was interrupted; undefined for any other. */
export function nestedWords({ nestedIn }: Upcall): string | undefined {
  if (!nestedIn) return undefined;
  return `a ${nestedIn.event} event ended the instance before this one${nestedIn.depth > 1 ? ` (${nestedIn.depth} deep)` : ""}; the first record is handed over again`;
}

const valueWords = (value: Json): string => (typeof value === "string" && value !== "" ? value : JSON.stringify(value));

const line = (step: number, text: string, harm = false): ParagraphLine => ({ text, step, isHarm: harm });

function sectionWords({ from, to, thread, outcome, try: count }: SectionBox, lane: string): string {
  const ends = { published: "published", reverted: "reverted", open: "never ends" }[outcome];
  return `${thread} on ${lane}, ${stepSpan(from, to)}, try ${count}: ${ends}`;
}

function upcallParagraph(upcall: Upcall, lane: string): Paragraph {
  const { handler, from, to, thread, event, cpu, did, answered } = upcall;
  const nested = nestedWords(upcall);
  const state = [
    `CPU ${cpu.cpu}`,
    ...(cpu.at ? [`at ${placeWords(cpu.at)}`] : []),
    ...cpu.locals.map(({ name, value }) => `${name} = ${valueWords(value)}`),
    ...cpu.pending.map(({ location, before, after }) => `pending ${location} ${changeWords(before, after)}, taken back`),
  ];
  const items: readonly (readonly [name: string, text: string])[] = [
    ["1 thread", thread],
    ["2 event", [event.kind, event.after, `event ${event.sequence}`].filter((text) => text !== undefined).join(", ")],
    ["3 CPU state", state.join("; ")],
    ["4 in section", inSectionWords(upcall)],
    ...(nested === undefined ? [] : [["nested", nested] as const]),
    ["did", did.length === 0 ? "nothing" : did.join("; ")],
    ["answered", answered ?? "never"],
  ];
  return {
    title: `Upcall: ${handler} on ${lane}, ${stepSpan(from, to)}`,
    step: from,
    lines: items.map(([name, text]) => line(from, `${name.padEnd(14)}${text}`)),
  };
}

const placeWords = ({ path, range }: SourceSpan): string => `${path.slice(path.lastIndexOf("/") + 1)}:${range.start.line + 1}`;
