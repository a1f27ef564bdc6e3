import type { Palette } from "../../view/theme.ts";
import { type Brush, paintCross, podColour, strokeLine } from "./brush.ts";
import type { Fabric } from "./fabric.ts";
import type { FabricMoment } from "./fabric-moment.ts";
import type { FabricLayout } from "./layout.ts";
import type { EdgeLine } from "./layout-edges.ts";

/** Links that are down, as far as both their ends are drawn. */
export function paintFailedLinks({ context, palette }: Brush, layout: FabricLayout, fabric: Fabric): void {
  for (const [a, b] of fabric.failedLinks) {
    const [from, to] = [layout.nodes[layout.boxOf.get(a) ?? -1], layout.nodes[layout.boxOf.get(b) ?? -1]];
    if (!from || !to) continue;
    strokeLine(context, from.x, from.y, to.x, to.y, palette.muted, 1.2, [4, 4]);
    paintCross(context, (from.x + to.x) / 2, (from.y + to.y) / 2, 4, palette.muted, 1.6);
  }
}

/** Lines that look the same are stroked together: thousands of them cost a few strokes. */
export function paintEdges({ context, palette, left, right }: Brush, edges: readonly EdgeLine[], { step, now }: FabricMoment): void {
  const groups = new Map<string, EdgeLine[]>();
  const scale = edges.length > 120 ? 0.55 : 1;
  for (const [index, edge] of edges.entries()) {
    if (Math.max(edge.x1, edge.x2) < left || Math.min(edge.x1, edge.x2) > right) continue;
    const when = now.has(index) ? "2now" : edge.firstStep <= step ? "1done" : "0to come";
    const key = `${when} ${edge.tone} ${edge.isDashed} ${edge.isToHost}`;
    const group = groups.get(key);
    if (group) group.push(edge);
    else groups.set(key, [edge]);
  }
  for (const [key, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const first = group[0];
    if (!first) continue;
    context.globalAlpha = key.startsWith("0") ? 0.38 : 1;
    context.strokeStyle = edgeColour(palette, first.tone);
    context.lineWidth = (first.isToHost ? 1.5 : 2) * scale + (key.startsWith("2") ? 1 : key.startsWith("0") ? -0.5 : 0);
    context.setLineDash(first.tone === "lost" ? [2, 3] : first.isDashed ? [3, 2.5] : []);
    context.beginPath();
    for (const edge of group) addEdge(context, edge);
    context.stroke();
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}

/** A lost copy ends half way, at a bar. */
function addEdge(context: CanvasRenderingContext2D, { x1, y1, x2, y2, tone }: EdgeLine): void {
  context.moveTo(x1, y1);
  if (tone !== "lost") {
    context.lineTo(x2, y2);
    return;
  }
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  context.lineTo(x, y);
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [dx, dy] = [((y2 - y1) / length) * 5, (-(x2 - x1) / length) * 5];
  context.moveTo(x - dx, y - dy);
  context.lineTo(x + dx, y + dy);
}

function edgeColour(palette: Palette, tone: EdgeLine["tone"]): string {
  switch (tone) {
    case "up":
      return palette.fg;
    case "bad":
      return palette.bad;
    case "lost":
      return palette.muted;
    default:
      return podColour(palette, tone);
  }
}
