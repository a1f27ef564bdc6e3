import type { DrawnMark } from "../model/lanes.ts";
import { svg } from "./dom.ts";

/** Marks of a step; harm has a halo. */
export function markShapes(x: number, y: number, { shape, tone }: DrawnMark): readonly SVGElement[] {
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
      return svg("path", {
        class: `mk turn bars ${tone}`,
        d: `M${x - 2.4 * size} ${y - 4 * size}v${8 * size}m${4.8 * size} ${-8 * size}v${8 * size}`,
      });
  }
}

/** A mark as it stands in a legend. */
export function legendMark(shape: DrawnMark["shape"], tone: DrawnMark["tone"]): SVGSVGElement {
  return svg("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" }, markShape(0, 0, shape, tone, 1));
}
