import type { TraceHead } from "../../../protocol/requests.ts";
import type { Lane, Step } from "../../../protocol/trace.ts";
import { aroundSteps } from "../../../protocol/trace-words.ts";
import type { TextLine } from "../pictures/text-lines.ts";
import { plainMessage, sourceLabel } from "./format.ts";

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

  /** What the lanes and the card say besides the steps. */
  otherLines(): readonly TextLine[] {
    return aroundSteps(this.#head).flatMap(({ title, step, lines }): readonly TextLine[] => [
      { text: title, isTitle: true, ...(step === undefined ? {} : { step }) },
      ...lines.map(({ text, step: at, isHarm }) => ({ text: `  ${plainMessage(text)}`, step: at, isBad: isHarm })),
    ]);
  }

  #title(lane: string): string {
    return this.#titles.get(lane) ?? lane;
  }
}

/** Wide enough for "CPU 0 → kernel"; of many lanes the first fifty count. */
function laneWidth(lanes: readonly Lane[]): number {
  const longest = Math.max(0, ...lanes.slice(0, 50).map(({ title }) => title.length));
  return Math.min(32, longest * 2 + 3);
}
