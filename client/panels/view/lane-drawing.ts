import type { Step } from "../../../protocol/trace.ts";
import { laneWords, type LaneWords } from "../model/lane-words.ts";
import { arrowOf, type DrawnMark, type LaneColumn, type LaneLayout, markOf, type UndoneFrame } from "../model/lanes.ts";
import type { RowPicture } from "../model/row-picture.ts";
import { svg } from "./dom.ts";
import { barShape, boxShapes, undoneShapes, waitShapes } from "./lane-boxes.ts";
import { lineShapes, trackWidth } from "./lane-lines.ts";
import { markShapes } from "./marks.ts";

/** Room at the left of the lanes for the bracket of a loop. */
export const bracketRoom = 22;

export interface LaneRow {
  readonly layout: LaneLayout;
  readonly height: number;
  /** Pixels before the first lane. */
  readonly left: number;
  readonly loop: "start" | "middle" | "end" | "whole" | undefined;
  readonly undone: UndoneFrame | undefined;
  readonly picture: RowPicture;
}

/** The lanes of one row: the lines go through, so that rows below each other form one picture. */
export function laneDrawing(step: Step | undefined, row: LaneRow): SVGSVGElement {
  const { layout, height, left, loop, picture } = row;
  const width = left + layout.width;
  const drawing = svg("svg", { class: "lanes", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  if (loop) drawing.append(...bracketShapes(loop, height));
  const lanes = svg("g", left === 0 ? {} : { transform: `translate(${left} 0)` });
  drawing.append(lanes);
  for (const { x } of layout.columns) lanes.append(svg("line", { class: "ln", x1: x, x2: x, y1: 0, y2: height }));
  const dotted = picture.waits.filter(({ column }) => !isCovered(column, layout, picture));
  for (const part of dotted) lanes.append(...onColumn(layout, part, (column) => waitShapes(column, height, part)));
  for (const part of picture.boxes) lanes.append(...onColumn(layout, part, (column) => boxShapes(column, height, part)));
  for (const part of picture.bars) lanes.append(...onColumn(layout, part, (column) => [barShape(column, height, part)]));
  const index = step ? layout.columnOf.get(step.lane) : undefined;
  const column = layout.columns[index ?? -1];
  const tracks = picture.lines.flatMap((line) => (line.column === index ? [line.track + 1] : []));
  const words = step && column?.hasWords ? laneWords(step, column.width - 30 - wordsFrom - trackWidth * Math.max(0, ...tracks)) : undefined;
  const wordsEnd = column ? column.x + (words ? wordsFrom + words.width + 7 : 9) : 0;
  for (const part of picture.lines) lanes.append(...lineShapes(part, layout, height, wordsEnd));
  if (step && column) lanes.append(...stepShapes(step, column, words, row));
  return drawing;
}

/** Without room for words a line between steps runs down the lane itself, and its dots would not be seen. */
const isCovered = (column: number, layout: LaneLayout, { lines }: RowPicture): boolean =>
  layout.columns[column]?.hasWords === false && lines.some((line) => line.column === column && (line.up || line.down));

/** From the middle of a mark to its words. */
const wordsFrom = 12;

function onColumn<Shapes>(
  layout: LaneLayout,
  { column }: { readonly column: number },
  draw: (column: LaneColumn) => readonly Shapes[],
): readonly Shapes[] {
  const found = layout.columns[column];
  return found ? draw(found) : [];
}

function stepShapes(
  step: Step,
  column: LaneColumn,
  words: LaneWords | undefined,
  { layout, height, undone }: LaneRow,
): readonly SVGElement[] {
  const middle = height / 2;
  const mark = markOf(step);
  const arrow = arrowOf(step, layout);
  // An arrow to the right begins behind the words.
  const from = arrow && words && arrow.from < arrow.to ? Math.min(arrow.from + wordsFrom + words.width, arrow.to - 14) : arrow?.from;
  return [
    ...(undone ? undoneShapes(column, height, undone) : []),
    ...(arrow && from !== undefined ? arrowShapes(from, arrow.to, middle, mark) : []),
    ...(words ? [wordsShape(words, column.x + wordsFrom, middle, mark)] : []),
    ...markShapes(column.x, middle, mark),
  ];
}

function wordsShape({ words }: LaneWords, x: number, middle: number, { shape, tone }: DrawnMark): SVGElement {
  const text = svg("text", { class: `words ${tone} of-${shape}`, x, y: middle + 4 });
  for (const word of words) {
    const names = [word.isValue ? "value" : "", word.isStruck ? "struck" : ""].join(" ").trim();
    text.append(svg("tspan", names === "" ? {} : { class: names }, word.text));
  }
  return text;
}

function bracketShapes(part: NonNullable<LaneRow["loop"]>, height: number): readonly SVGElement[] {
  const middle = height / 2;
  const head = svg("path", { class: "bracket-head", d: `M18 ${middle}l-5.5 -3v6z` });
  return [svg("path", { class: "bracket", d: bracketPath(part, middle, height) }), ...(part === "start" || part === "whole" ? [head] : [])];
}

function bracketPath(part: NonNullable<LaneRow["loop"]>, middle: number, height: number): string {
  switch (part) {
    case "start":
      return `M14 ${middle}H11Q6 ${middle} 6 ${middle + 5}V${height}`;
    case "middle":
      return `M6 0V${height}`;
    case "end":
      return `M6 0V${middle - 5}Q6 ${middle} 11 ${middle}H16`;
    case "whole":
      return `M14 ${middle - 4}H11Q6 ${middle - 4} 6 ${middle}Q6 ${middle + 4} 11 ${middle + 4}H16`;
  }
}

function arrowShapes(from: number, to: number, y: number, { tone }: DrawnMark): readonly SVGElement[] {
  const direction = to < from ? -1 : 1;
  return [
    svg("line", { class: `ar ${tone}`, x1: from + direction * 5, x2: to - direction * 5, y1: y, y2: y }),
    svg("path", { class: `ah ${tone}`, d: `M${to} ${y}l${-direction * 5.5} -3v6z` }),
  ];
}
