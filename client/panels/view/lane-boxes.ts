import type { LaneColumn, UndoneFrame } from "../model/lanes.ts";
import type { BarPart, BoxPart, WaitPart } from "../model/row-picture.ts";
import { svg } from "./dom.ts";

/** The part of a section's box in one row: hatched and dashed when it is taken back, without a bottom when it never ends. */
export function boxShapes(column: LaneColumn, height: number, { isFirst, isLast, outcome, isHarm }: BoxPart): readonly SVGElement[] {
  const [left, right] = boxSides(column);
  const hasEnd = isLast && outcome !== "open";
  const tone = `${outcome === "reverted" ? "taken-back" : ""} ${isHarm ? "harm" : ""}`;
  const top = isFirst ? 3 : 0;
  const bottom = isLast ? height - 3 : height;
  return [
    svg("rect", { class: "box-ground", x: left, y: top, width: right - left, height: bottom - top, rx: isFirst || hasEnd ? 4 : 0 }),
    ...(outcome === "reverted" ? [svg("path", { class: `hatch ${tone}`, d: hatchPath(left, right, top, bottom, height / 3) })] : []),
    svg("path", { class: `box ${tone}`, d: framePath(left, right, top, bottom, { isFirst, isLast: hasEnd }) }),
  ];
}

/** A frame around steps that are taken back where no section is told of. */
export function undoneShapes(column: LaneColumn, height: number, part: UndoneFrame): readonly SVGElement[] {
  const top = part.isFirst ? 2 : 0;
  const bottom = part.isLast ? height - 2 : height;
  const [left, right] = [column.x - 11, column.x + 11];
  return [
    svg("path", { class: "hatch", d: hatchPath(left, right, top, bottom, height / 3) }),
    svg("path", { class: "box taken-back", d: framePath(left, right, top, bottom, part) }),
  ];
}

/** A lock is held: a thick bar left of the lane. */
export function barShape(column: LaneColumn, height: number, { isFirst, isLast, track }: BarPart): SVGElement {
  const [left] = boxSides(column);
  const x = left - 4.5 - track * 4.5;
  return svg("line", {
    class: `held ${isFirst || isLast ? "" : "middle"}`,
    x1: x,
    x2: x,
    y1: isFirst ? 5 : 0,
    y2: isLast ? height - 5 : height,
  });
}

/** A thread of the lane waits: the lane is a row of dots. */
export function waitShapes(column: LaneColumn, height: number, { isFirst, isHarm }: WaitPart): readonly SVGElement[] {
  const from = isFirst ? height / 2 + 9 : 1;
  return [
    svg("line", { class: "no-lane", x1: column.x, x2: column.x, y1: from - 1, y2: height }),
    svg("line", { class: `waits ${isHarm ? "harm" : ""}`, x1: column.x, x2: column.x, y1: from, y2: height }),
  ];
}

function boxSides({ x, left, width, hasWords }: LaneColumn): readonly [number, number] {
  return hasWords ? [left + 6, left + width - 8] : [x - 11, x + 11];
}

const corner = 4;

/** Three sides, two or all four: open towards rows that belong to the same frame. */
function framePath(left: number, right: number, top: number, bottom: number, { isFirst, isLast }: UndoneFrame): string {
  const r = corner;
  const up = isFirst
    ? `V${top + r}Q${left} ${top} ${left + r} ${top}H${right - r}Q${right} ${top} ${right} ${top + r}`
    : `V${top}M${right} ${top}`;
  const down = isLast
    ? `V${bottom - r}Q${right} ${bottom} ${right - r} ${bottom}H${left + r}Q${left} ${bottom} ${left} ${bottom - r}`
    : `V${bottom}`;
  return `M${left} ${isLast ? bottom - r : bottom}${up}${down}`;
}

/** Lines at 45 degrees. Three of them to the height of a row, so that rows join. */
function hatchPath(left: number, right: number, top: number, bottom: number, pitch: number): string {
  const lines: string[] = [];
  for (let sum = left + top - ((left + top) % pitch); sum < right + bottom; sum += pitch) {
    const x1 = Math.max(left, sum - bottom);
    const x2 = Math.min(right, sum - top);
    if (x1 < x2) lines.push(`M${x1} ${sum - x1}L${x2} ${sum - x2}`);
  }
  return lines.join("");
}
