import type { TraceHead } from "../../../protocol/requests.ts";
import type { Hold, SectionBox, StepLink, Wait } from "../../../protocol/trace.ts";
import type { LaneLayout } from "./lanes.ts";
import { Stretches, tracksOf } from "./stretches.ts";

/** The part of something tall that stands in one row. */
interface Part {
  readonly column: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

export interface BoxPart extends Part {
  readonly outcome: SectionBox["outcome"];
  readonly isHarm: boolean;
}

/** A lock that is held. Bars of one lane that stand side by side have different tracks, from 0. */
export interface BarPart extends Part {
  readonly track: number;
}

export interface WaitPart extends Part {
  readonly isHarm: boolean;
}

/** A part of a line between two steps. It runs down the right side of `column`; in rows where it begins or ends it leads to the mark in column `at`. */
export interface LinePart {
  readonly kind: StepLink["kind"];
  readonly column: number;
  readonly track: number;
  /** Goes on in the rows above, below. */
  readonly up: boolean;
  readonly down: boolean;
  readonly at: number | undefined;
  /** Ends here, in a dot on the line of the value that it makes stale. */
  readonly isDot: boolean;
}

/** All that stands in the lanes of one row besides the mark of its step. */
export interface RowPicture {
  readonly boxes: readonly BoxPart[];
  readonly bars: readonly BarPart[];
  readonly waits: readonly WaitPart[];
  readonly lines: readonly LinePart[];
}

/** Sections, locks, waits and lines of a trace, row by row. */
export class LanePicture {
  /** Boxes or bars need room around the marks. */
  readonly isBoxed: boolean;
  readonly #sections: Stretches<SectionBox>;
  readonly #held: Stretches<Hold>;
  readonly #waits: Stretches<Wait>;
  readonly #lines: Stretches<TallLine>;
  readonly #barTracks: ReadonlyMap<Hold, number>;
  readonly #lineTracks: ReadonlyMap<StepLink, number>;

  constructor({ sections = [], held = [], waits = [], links = [] }: Pick<TraceHead, "sections" | "held" | "waits" | "links">) {
    this.isBoxed = sections.length + held.length > 0;
    this.#sections = new Stretches(sections);
    this.#held = new Stretches(held);
    this.#waits = new Stretches(waits);
    const lines = tallLines(links);
    this.#lines = new Stretches(lines);
    this.#barTracks = tracksOf(held, (a, b) => a.lane === b.lane);
    this.#lineTracks = tracksOf(lines.filter(({ host }) => host === undefined).map(({ link }) => link));
  }

  /** Is the step inside a try of a section in this lane? */
  hasBox(step: number, lane: string): boolean {
    return this.#sections.at(step).some((section) => section.lane === lane);
  }

  /** @param laneOf Lane of a step, as far as the step is at hand. */
  row(step: number, layout: LaneLayout, laneOf: (step: number) => string | undefined): RowPicture {
    const columnAt = (index: number): number | undefined => layout.columnOf.get(laneOf(index) ?? "");
    return {
      boxes: this.#sections.at(step).flatMap((box) => {
        const part = partOf(box, step, layout);
        return part ? [{ ...part, outcome: box.outcome, isHarm: box.harm === true }] : [];
      }),
      bars: this.#held.at(step).flatMap((hold) => {
        const part = partOf(hold, step, layout);
        return part ? [{ ...part, track: this.#barTracks.get(hold) ?? 0 }] : [];
      }),
      waits: this.#waits.at(step).flatMap((wait) => {
        const part = partOf(wait, step, layout);
        return part ? [{ ...part, isHarm: wait.harm === true }] : [];
      }),
      lines: this.#lines.at(step).flatMap((line) => this.#linePart(line, step, columnAt) ?? []),
    };
  }

  #linePart({ link, host }: TallLine, step: number, columnAt: (step: number) => number | undefined): LinePart | undefined {
    const tall = host ?? link;
    const column = columnAt(tall.to) ?? columnAt(tall.from);
    if (column === undefined) return undefined;
    const track = this.#lineTracks.get(tall) ?? 0;
    const isEnd = step === link.from || step === link.to;
    const place = { kind: link.kind, column, track, at: isEnd ? columnAt(step) : undefined };
    if (host) return { ...place, up: false, down: false, isDot: true };
    return { ...place, up: step > link.from, down: step < link.to, isDot: false };
  }
}

/** What came between leads to the line of the value that it made stale, and ends there; without such a line it has one of its own. */
interface TallLine {
  readonly from: number;
  readonly to: number;
  readonly link: StepLink;
  readonly host: StepLink | undefined;
}

function tallLines(links: readonly StepLink[]): readonly TallLine[] {
  const stale = new Map<number, StepLink[]>();
  for (const link of links) if (link.kind === "stale") stale.set(link.to, [...(stale.get(link.to) ?? []), link]);
  return links.map((link) => {
    const hosts = link.kind === "overwrites" ? (stale.get(link.to) ?? []) : [];
    const host = hosts.find(({ from, to }) => from <= link.from && link.from <= to);
    return { from: link.from, to: host ? link.from : link.to, link, host };
  });
}

function partOf(
  item: { readonly lane: string; readonly from: number; readonly to: number },
  step: number,
  layout: LaneLayout,
): Part | undefined {
  const column = layout.columnOf.get(item.lane);
  return column === undefined ? undefined : { column, isFirst: step === item.from, isLast: step === item.to };
}
