import type { Step } from "../../../protocol/trace.ts";
import { arrowOf, type DrawnMark, type LaneLayout, markOf, type UndoneFrame } from "../model/lanes.ts";
import { svg } from "./dom.ts";

/** Room at the left of the lanes for the bracket of a loop. */
export const bracketRoom = 22;

export interface LaneRow {
  readonly layout: LaneLayout;
  readonly height: number;
  /** Pixels before the first lane. */
  readonly left: number;
  readonly loop: "start" | "middle" | "end" | "whole" | undefined;
  readonly undone: UndoneFrame | undefined;
}

/** The lanes of one row: the lines go through, so that rows below each other form one picture. */
export function laneDrawing(step: Step | undefined, { layout, height, left, loop, undone }: LaneRow): SVGSVGElement {
  const width = left + layout.width;
  const middle = height / 2;
  const drawing = svg("svg", { class: "lanes", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  for (const { x } of layout.columns) drawing.append(svg("line", { class: "ln", x1: left + x, x2: left + x, y1: 0, y2: height }));
  if (loop)
    drawing.append(
      svg("path", { class: "bracket", d: bracketPath(loop, middle, height) }),
      ...(loop === "start" || loop === "whole" ? [svg("path", { class: "bracket-head", d: `M18 ${middle}l-5.5 -3v6z` })] : []),
    );
  const column = step && layout.columns[layout.columnOf.get(step.lane) ?? -1];
  if (!step || !column) return drawing;
  if (undone) drawing.append(...undoneShapes(left + column.x, height, undone));
  const mark = markOf(step);
  const arrow = arrowOf(step, layout);
  if (arrow) drawing.append(...arrowShapes(left + arrow.from, left + arrow.to, middle, mark));
  drawing.append(...markShapes(left + column.x, middle, mark));
  return drawing;
}

function bracketPath(part: "start" | "middle" | "end" | "whole", middle: number, height: number): string {
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

/** Hatched, in a dashed frame that is open towards rows that belong to it. */
function undoneShapes(x: number, height: number, { isFirst, isLast }: UndoneFrame): readonly SVGElement[] {
  const [left, right] = [x - 11, x + 11];
  const [top, bottom] = [isFirst ? 2 : 0, isLast ? height - 2 : height];
  const sides = `M${left} ${bottom}V${top}${isFirst ? "H" : "M"}${right}${isFirst ? "" : ` ${top}`}V${bottom}${isLast ? `H${left}` : ""}`;
  const hatch = Array.from({ length: Math.ceil((22 + height) / 6) }, (_, index) => {
    const c = index * 6 + 3;
    const from = { x: Math.max(0, c - (bottom - top)), y: Math.min(c, bottom - top) };
    const to = { x: Math.min(c, 22), y: Math.max(0, c - 22) };
    return from.x < to.x ? `M${left + from.x} ${top + from.y}L${left + to.x} ${top + to.y}` : "";
  }).join("");
  return [svg("path", { class: "hatch", d: hatch }), svg("path", { class: "undone-frame", d: sides })];
}

function arrowShapes(from: number, to: number, y: number, { tone }: DrawnMark): readonly SVGElement[] {
  const direction = to < from ? -1 : 1;
  return [
    svg("line", { class: `ar ${tone}`, x1: from + direction * 5, x2: to - direction * 5, y1: y, y2: y }),
    svg("path", { class: `ah ${tone}`, d: `M${to} ${y}l${-direction * 5.5} -3v6z` }),
  ];
}

/** Marks of a step; harm has a halo. */
function markShapes(x: number, y: number, { shape, tone }: DrawnMark): readonly SVGElement[] {
  const halo = tone === "harm" ? [svg("circle", { class: "halo", cx: x, cy: y, r: 8 })] : [];
  const size = tone === "harm" ? 1.25 : 1;
  return [...halo, markShape(x, y, shape, tone, size)];
}

function markShape(x: number, y: number, shape: DrawnMark["shape"], tone: string, size: number): SVGElement {
  switch (shape) {
    case "read":
      return svg("circle", { class: `mk o ${tone}`, cx: x, cy: y, r: 3.6 * size });
    case "write":
      return svg("circle", { class: `mk ${tone}`, cx: x, cy: y, r: 3.6 * size });
    case "control":
      return svg("rect", { class: `mk ${tone}`, x: x - 3.4 * size, y: y - 3.4 * size, width: 6.8 * size, height: 6.8 * size });
    case "event":
      return svg("path", { class: `mk ${tone}`, d: `M${x} ${y - 6}l6 6l-6 6l-6 -6z` });
    case "revert":
      return svg("path", {
        class: `mk turn ${tone}`,
        d: `M${x - 4.5} ${y - 0.5}a4.6 4.6 0 1 1 3.5 5M${x - 6.8} ${y - 2.8}l2.4 2.8l2.6 -2.4`,
      });
    case "wait":
      return svg("path", { class: `mk turn ${tone}`, d: `M${x - 2.2 * size} ${y - 4 * size}v${8 * size}m${4.4 * size} ${-8 * size}v${8 * size}` });
  }
}

/** A mark as it stands in a legend. */
export function legendMark(shape: DrawnMark["shape"], tone: DrawnMark["tone"]): SVGSVGElement {
  return svg("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" }, markShape(0, 0, shape, tone, 1));
}
