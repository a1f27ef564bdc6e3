import type { TraceHead } from "../../../protocol/requests.ts";
import type { Lane, SectionBox, Step, Upcall } from "../../../protocol/trace.ts";
import type { TextLine } from "../pictures/text-lines.ts";
import { formatValue, plainMessage, sourceLabel } from "./format.ts";
import { changeWords, inSectionWords, nestedWords, stepSpan } from "./upcalls.ts";

/** The steps of a trace as lines of text, and what else stands in their lanes. */
export class TextTwin {
  readonly #head: TraceHead;
  readonly #digits: number;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #laneWidth: number;

  /** @param steps How many steps the trace has. */
  constructor(head: TraceHead, steps: number) {
    this.#head = head;
    this.#digits = String(steps).length;
    this.#titles = new Map(head.lanes.map((lane) => [lane.id, lane.title]));
    this.#laneWidth = laneWidth(head.lanes);
  }

  /** "13  CPU 1  branch writes 90 …". @param step Undefined while it is not at hand. */
  stepLine(index: number, step: Step | undefined): TextLine {
    const number = String(index + 1).padStart(this.#digits);
    if (!step) return { text: number, step: index };
    const to = step.to === undefined ? "" : ` → ${this.#title(step.to)}`;
    const message = plainMessage(step.message);
    const at = step.at ? `   ${sourceLabel(step.at, "")}` : "";
    const words = [
      `${number}  ${(this.#title(step.lane) + to).padEnd(this.#laneWidth)}  ${at ? message.padEnd(60) : message}${at}`,
      ...(step.revertedBy === undefined ? [] : [`reverted at step ${step.revertedBy + 1}`]),
      ...(step.harm ? ["← harm"] : []),
      ...(step.detail === undefined ? [] : [plainMessage(step.detail)]),
    ];
    return { text: words.join("   "), step: index, isBad: step.harm === true };
  }

  /** What the lanes and the card say besides the steps: sections, locks, waits, stale values, upcalls, the loop. */
  otherLines(): readonly TextLine[] {
    const { sections = [], held = [], waits = [], links = [], upcalls = [] } = this.#head;
    return [
      ...titled(
        "Sections",
        sections.map((section) => this.#sectionLine(section)),
      ),
      ...titled(
        "Locks held",
        held.map(({ lane, from, to, what, thread }) => line(from, `${thread ?? this.#title(lane)} holds ${what}, ${stepSpan(from, to)}`)),
      ),
      ...titled(
        "Waiting",
        waits.map(({ lane, from, to, thread, what, harm }) => ({
          ...line(from, `${thread} ${what} (${this.#title(lane)}, ${stepSpan(from, to)}${harm ? ", for ever" : ""})`),
          isBad: harm === true,
        })),
      ),
      ...titled(
        "Values",
        links.map(({ from, to, kind }) =>
          line(
            to,
            kind === "stale"
              ? `step ${to + 1} uses what step ${from + 1} read`
              : `step ${from + 1} came between, and step ${to + 1} overwrites it`,
          ),
        ),
      ),
      ...upcalls.flatMap((upcall) => this.#upcallLines(upcall)),
    ];
  }

  #title(lane: string): string {
    return this.#titles.get(lane) ?? lane;
  }

  #sectionLine({ lane, from, to, thread, outcome, try: count, harm }: SectionBox): TextLine {
    const ends = { published: "published", reverted: "reverted", open: "never ends" }[outcome];
    return { ...line(from, `${thread} on ${this.#title(lane)}, ${stepSpan(from, to)}, try ${count}: ${ends}`), isBad: harm === true };
  }

  #upcallLines(upcall: Upcall): readonly TextLine[] {
    const { handler, lane, from, to, thread, event, cpu, did, answered } = upcall;
    const nested = nestedWords(upcall);
    const state = [
      ...(cpu.at ? [`at ${sourceLabel(cpu.at, "")}`] : []),
      ...cpu.locals.map(({ name, value }) => `${name} = ${formatValue(value)}`),
      ...cpu.pending.map(({ location, before, after }) => `pending ${location} ${changeWords(before, after)}, taken back`),
    ];
    const items: readonly (readonly [name: string, text: string])[] = [
      ["1 thread", thread],
      ["2 event", [event.kind, event.after, `event ${event.sequence}`].filter((text) => text !== undefined).join(", ")],
      ["3 CPU state", [`CPU ${cpu.cpu}`, ...state].join("; ")],
      ["4 in section", inSectionWords(upcall)],
      ...(nested === undefined ? [] : [["nested", nested] as const]),
      ["did", did.length === 0 ? "nothing" : did.map(plainMessage).join("; ")],
      ["answered", answered === undefined ? "never" : plainMessage(answered)],
    ];
    return [
      { text: `Upcall: ${handler} on ${this.#title(lane)}, ${stepSpan(from, to)}`, isTitle: true, step: from },
      ...items.map(([name, text]) => line(from, `${name.padEnd(14)}${text}`)),
    ];
  }
}

const line = (step: number, text: string): TextLine => ({ text: `  ${text}`, step });

function titled(title: string, lines: readonly TextLine[]): readonly TextLine[] {
  return lines.length === 0 ? [] : [{ text: title, isTitle: true }, ...lines];
}

/** Wide enough for "CPU 0 → kernel"; of many lanes the first fifty count. */
function laneWidth(lanes: readonly Lane[]): number {
  const longest = Math.max(0, ...lanes.slice(0, 50).map(({ title }) => title.length));
  return Math.min(32, longest * 2 + 3);
}
