import type { Lane, Mark, Step } from "../../../protocol/trace.ts";

/** A vertical line of the timeline: one lane, or all lanes of a group folded into one. Pixels. */
export interface LaneColumn {
  readonly title: string;
  /** One or two characters, for a narrow panel. */
  readonly short: string;
  /** Of the line that the marks stand on. */
  readonly x: number;
  readonly left: number;
  readonly width: number;
  /** Words stand beside its marks. */
  readonly hasWords: boolean;
}

export interface LaneLayout {
  readonly columns: readonly LaneColumn[];
  /** Pixels that the columns take. */
  readonly width: number;
  /** Column of each lane, by lane id. */
  readonly columnOf: ReadonlyMap<string, number>;
  /** There is room for one or two characters above each column only. */
  readonly isShort: boolean;
}

/** `wide`: a panel of its own width; `half`: beside something else; `narrow`: a side bar, where one letter names a lane. */
export type LaneStyle = "wide" | "half" | "narrow";

/** What stands in the lanes besides marks. */
export interface LaneContent {
  /** Ids of lanes whose marks carry words. */
  readonly worded: ReadonlySet<string>;
  /** Boxes and bars stand around the marks: lanes keep more distance. */
  readonly isBoxed: boolean;
}

/**
 * Columns for the lanes of a trace, at most `room` pixels wide.
 * Words stand beside the marks where there is room for them. Many lanes fold into one column for each group;
 * without groups they stand closer; what still has no room shares the last column.
 */
export function layoutLanes(lanes: readonly Lane[], room: number, style: LaneStyle, content: LaneContent = onlyMarks): LaneLayout {
  const withWords = layoutWords(lanes, room, content);
  if (withWords) return withWords;
  const boxed = content.isBoxed && lanes.length * boxedWidth <= room ? boxedWidth : 0;
  if (boxed > 0 && style === "narrow") return placeEvenly(lanes, boxed);
  const all = lanes.map((lane): Column => ({ title: lane.title, lanes: [lane.id] }));
  const isCrowded = lanes.length > mostSingleLanes || totalWidth(all, style) > room;
  const columns = isCrowded ? foldGroups(lanes) : all;
  const fitting = totalWidth(columns, style) > room ? "narrow" : style;
  return place(fit(columns, room, fitting), fitting);
}

const onlyMarks: LaneContent = { worded: new Set(), isBoxed: false };

/** Width of a lane in a narrow panel with a box around its marks and a bar beside it. */
const boxedWidth = 26;

const placeEvenly = (lanes: readonly Lane[], width: number): LaneLayout => ({
  columns: lanes.map(({ title }, index) => ({
    title,
    short: shortTitle(title),
    x: (index + 0.5) * width,
    left: index * width,
    width,
    hasWords: false,
  })),
  width: lanes.length * width,
  columnOf: new Map(lanes.map(({ id }, index) => [id, index])),
  isShort: true,
});

/** Room for "balance: 100" and for more words than the eye takes in at once. */
const leastWithWords = 124;
const mostWithWords = 170;

/** Lanes with words, evenly wide; undefined where their words would be cut. */
function layoutWords(lanes: readonly Lane[], room: number, { worded }: LaneContent): LaneLayout | undefined {
  const others = lanes.filter(({ id }) => !worded.has(id));
  const left = room - others.reduce((sum, { title }) => sum + wordless(title), 0);
  const width = Math.min(mostWithWords, Math.floor(left / Math.max(1, lanes.length - others.length)));
  if (others.length === lanes.length || width < leastWithWords) return undefined;
  const columns: LaneColumn[] = [];
  let at = 0;
  for (const { id, title } of lanes) {
    const hasWords = worded.has(id);
    const own = hasWords ? width : wordless(title);
    columns.push({ title, short: shortTitle(title), x: at + (hasWords ? 20 : own / 2), left: at, width: own, hasWords });
    at += own;
  }
  return { columns, width: at, columnOf: new Map(lanes.map(({ id }, index) => [id, index])), isShort: false };
}

const wordless = (title: string): number => columnWidth(title, "wide");

/** Beyond this many, lanes of a group share a column: more lines than that nobody follows. */
const mostSingleLanes = 6;

interface Column {
  readonly title: string;
  readonly short?: string;
  readonly lanes: readonly string[];
}

function foldGroups(lanes: readonly Lane[]): readonly Column[] {
  const columns = new Map<string, { title: string; lanes: string[] }>();
  for (const lane of lanes) {
    const key = lane.group === undefined ? `lane ${lane.id}` : `group ${lane.group}`;
    const column = columns.get(key);
    if (column) column.lanes.push(lane.id);
    else columns.set(key, { title: lane.title, lanes: [lane.id] });
  }
  const groupOf = new Map(lanes.map((lane) => [lane.id, lane.group]));
  return [...columns.values()].map((column) => {
    const group = groupOf.get(column.lanes[0] ?? "");
    return group === undefined ? column : { ...column, title: group };
  });
}

function fit(columns: readonly Column[], room: number, style: LaneStyle): readonly Column[] {
  let kept = columns.length;
  while (kept > 1 && totalWidth(columns.slice(0, kept), style) > room) kept -= 1;
  if (kept === columns.length) return columns;
  const rest = columns.slice(Math.max(1, kept - 1));
  return [
    ...columns.slice(0, Math.max(1, kept - 1)),
    { title: `${rest.length} more`, short: `+${rest.length}`, lanes: rest.flatMap((column) => column.lanes) },
  ];
}

function place(columns: readonly Column[], style: LaneStyle): LaneLayout {
  const placed: LaneColumn[] = [];
  const columnOf = new Map<string, number>();
  let left = 0;
  for (const [index, { title, short, lanes }] of columns.entries()) {
    const width = columnWidth(title, style);
    // The first title may begin above the numbers of the steps, where nothing else stands.
    const x = index === 0 && style === "half" ? Math.max(15, width / 2 - 26) : left + width / 2;
    placed.push({ title, short: short ?? shortTitle(title), x, left: x - width / 2, width, hasWords: false });
    left = x + width / 2;
    for (const lane of lanes) columnOf.set(lane, index);
  }
  return { columns: placed, width: left, columnOf, isShort: style === "narrow" };
}

const totalWidth = (columns: readonly Column[], style: LaneStyle): number =>
  columns.reduce((sum, { title }) => sum + columnWidth(title, style), 0);

/** Wide enough for its title at 11 pixels, within what the eye follows. */
const columnWidth = (title: string, style: LaneStyle): number =>
  style === "narrow" ? 20 : Math.min(84, Math.max(style === "half" ? 30 : 54, Math.round(title.length * 5.9) + 10));

/** "CPU 1" → "1", "kernel" → "k", "leaf p4.l40" → "l". */
function shortTitle(title: string): string {
  return /^[a-zA-Z]+ (\d{1,2})(?= |$)/.exec(title)?.[1] ?? title.slice(0, 1);
}

/** How a step is drawn on its lane. */
export interface DrawnMark {
  readonly shape: Mark;
  readonly tone: "plain" | "fault" | "harm" | "undone";
}

export function markOf(step: Step): DrawnMark {
  const shape = step.mark ?? "write";
  if (step.harm) return { shape, tone: "harm" };
  if (step.revertedBy !== undefined) return { shape, tone: "undone" };
  return { shape, tone: shape === "event" || shape === "revert" ? "fault" : "plain" };
}

/** The frame around steps that one later step takes back, in the row of one of them. */
export interface UndoneFrame {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** @param before @param after The steps of the rows above and below, as far as they are at hand. */
export function undoneFrame(step: Step, before: Step | undefined, after: Step | undefined): UndoneFrame | undefined {
  if (step.revertedBy === undefined) return undefined;
  const isSame = (other: Step | undefined): boolean => other?.lane === step.lane && other.revertedBy === step.revertedBy;
  return { isFirst: !isSame(before), isLast: !isSame(after) };
}

/** From the mark to the lane that is acted on, in pixels; within one column a short stub to the side with room. */
export function arrowOf(step: Step, layout: LaneLayout): { readonly from: number; readonly to: number } | undefined {
  if (step.to === undefined) return undefined;
  const fromColumn = layout.columnOf.get(step.lane);
  const toColumn = layout.columnOf.get(step.to);
  const from = layout.columns[fromColumn ?? -1]?.x;
  const to = layout.columns[toColumn ?? -1]?.x;
  if (from === undefined || to === undefined) return undefined;
  if (from !== to) return { from, to: to + (from < to ? -5 : 5) };
  return { from, to: fromColumn === layout.columns.length - 1 && fromColumn > 0 ? from - 16 : from + 16 };
}

/** The part of the loop's bracket in the row of a step. */
export function loopPart(step: number, loop: number | undefined, steps: number): "start" | "middle" | "end" | "whole" | undefined {
  if (loop === undefined || step < loop || step >= steps) return undefined;
  if (loop === steps - 1) return "whole";
  if (step === loop) return "start";
  return step === steps - 1 ? "end" : "middle";
}
