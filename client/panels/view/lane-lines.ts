import type { LaneLayout } from "../model/lanes.ts";
import type { LinePart } from "../model/row-picture.ts";
import { svg } from "./dom.ts";

/** Pixels between lines that run side by side. */
export const trackWidth = 7;

/** The part of a line between two steps in one row. @param wordsEnd Pixel behind the words of the step in this row. */
export function lineShapes(part: LinePart, layout: LaneLayout, height: number, wordsEnd: number): readonly SVGElement[] {
  const column = layout.columns[part.column];
  if (!column) return [];
  const middle = height / 2;
  const x = column.hasWords ? column.left + column.width - 18 - part.track * trackWidth : column.x;
  const name = `link ${part.kind}`;
  const own = part.at === undefined ? undefined : layout.columns[part.at];
  const gap = column.hasWords ? 0 : 6;
  const shapes = [];
  if (part.up) shapes.push(svg("line", { class: name, x1: x, x2: x, y1: 0, y2: own ? middle - gap : middle }));
  if (part.down) shapes.push(svg("line", { class: name, x1: x, x2: x, y1: own ? middle + gap : middle, y2: height }));
  if (own && (column.hasWords || own !== column)) {
    const from = own.x <= x ? Math.min(x - 4, wordsEnd) : own.x - 9;
    shapes.push(svg("line", { class: name, x1: from, x2: x, y1: middle, y2: middle }));
  }
  if (part.isDot) shapes.push(svg("circle", { class: "link-dot", cx: x, cy: middle, r: 3.5 }));
  return shapes;
}
