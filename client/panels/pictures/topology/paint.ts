import type { Palette } from "../../view/theme.ts";
import { type Brush, write } from "./brush.ts";
import type { Fabric } from "./fabric.ts";
import type { FabricMoment } from "./fabric-moment.ts";
import { rows } from "./geometry.ts";
import type { FabricLayout } from "./layout.ts";
import type { PodBox } from "./layout-columns.ts";
import { paintEdges, paintFailedLinks } from "./paint-edges.ts";
import { paintBox, paintRing } from "./paint-nodes.ts";

/** The part of the layout that is seen: `scroll` pixels are hidden at the left. */
export interface FabricFrame {
  readonly scroll: number;
  readonly width: number;
  readonly pixelRatio: number;
}

/** Draws the fabric from the back to the front: pods, lines to come, lines so far, boxes. */
export function paintFabric(
  context: CanvasRenderingContext2D,
  layout: FabricLayout,
  fabric: Fabric,
  moment: FabricMoment,
  frame: FabricFrame,
  palette: Palette,
): void {
  context.setTransform(frame.pixelRatio, 0, 0, frame.pixelRatio, 0, 0);
  context.clearRect(0, 0, frame.width, rows.height);
  context.translate(-frame.scroll, 0);
  const brush: Brush = { context, palette, left: frame.scroll - 60, right: frame.scroll + frame.width + 60 };
  paintPlanes(brush, layout);
  const pods = layout.pods.filter((pod) => pod.x + pod.width > brush.left && pod.x < brush.right);
  for (const pod of pods) paintPod(brush, pod);
  paintFailedLinks(brush, layout, fabric);
  paintEdges(brush, layout.edges, moment);
  for (const pod of pods) paintPodTitle(brush, pod);
  for (const [index, box] of layout.nodes.entries()) {
    if (box.x + box.width > brush.left && box.x - box.width < brush.right) paintBox(brush, box, index, moment, fabric);
  }
  if (moment.acting !== undefined) paintRing(brush, layout.nodes[moment.acting], palette.cursor, []);
  if (moment.pointed !== undefined) paintRing(brush, layout.nodes[moment.pointed], palette.fg, [2, 2]);
}

function paintPlanes({ context, palette, left, right }: Brush, { planes }: FabricLayout): void {
  for (const plane of planes) {
    context.fillStyle = palette.faint;
    const size = Math.max(1, Math.min(7, plane.pitch * 0.6));
    for (let core = 0; core < plane.count; core += 1) {
      const x = plane.left + (core + 0.5) * plane.pitch - size / 2;
      if (x > left && x < right) context.fillRect(x, rows.core - 3.5, size, 7);
    }
    if (plane.hasTitle) write({ context, palette }, plane.title, plane.x, rows.planeTitle, { colour: palette.muted, size: 11 });
  }
}

function paintPod({ context, palette }: Brush, pod: PodBox): void {
  const height = rows.podBottom - rows.podTop;
  context.beginPath();
  context.roundRect(pod.x + 0.5, rows.podTop + 0.5, Math.max(1, pod.width - 1), height, Math.min(5, pod.width / 3));
  if (pod.kind === "open") {
    context.fillStyle = palette.wash;
    context.fill();
  }
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.stroke();
}

/** Above the lines, with a rim of the ground around the letters. */
function paintPodTitle({ context, palette }: Brush, pod: PodBox): void {
  if (pod.title === "") return;
  if (pod.kind === "open") {
    write({ context, palette }, pod.title, pod.x + 2, rows.podTitle, { colour: palette.muted, size: 11, align: "left", rim: palette.bg });
    return;
  }
  context.save();
  context.translate(pod.x + pod.width / 2, (rows.podTop + rows.podBottom) / 2);
  context.rotate(-Math.PI / 2);
  write({ context, palette }, pod.title, 0, 4, { colour: palette.muted, size: 11 });
  context.restore();
}
