import type { Palette } from "../../view/theme.ts";
import { rows } from "./geometry.ts";
import type { FabricLayout } from "./layout.ts";
import type { PodBox } from "./layout-columns.ts";
import type { EdgeLine } from "./layout-edges.ts";
import type { NodeBox } from "./layout-pod.ts";
import type { Fabric } from "./fabric.ts";

/** What is special about this moment. Indices into the layout. */
export interface FabricMoment {
  readonly step: number;
  /** Lines of the copies sent now. */
  readonly now: ReadonlySet<number>;
  /** The box of the node that acts. */
  readonly acting: number | undefined;
  readonly isHarm: boolean;
  /** Under the pointer, or chosen with the keys. */
  readonly pointed: number | undefined;
  /** The first step at which a copy reaches each box; hosts are hollow before. */
  readonly reachedAt: ReadonlyMap<number, number>;
}

/** The part of the layout that is seen: `scroll` pixels are hidden at the left. */
export interface FabricFrame {
  readonly scroll: number;
  readonly width: number;
  readonly pixelRatio: number;
}

/** Draws the fabric from the back to the front: pods, lines to come, lines so far, boxes. */
export function paintFabric(context: CanvasRenderingContext2D, layout: FabricLayout, fabric: Fabric, moment: FabricMoment, frame: FabricFrame, palette: Palette): void {
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

interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
  /** Nothing outside is drawn. */
  readonly left: number;
  readonly right: number;
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

function paintFailedLinks({ context, palette }: Brush, layout: FabricLayout, fabric: Fabric): void {
  for (const [a, b] of fabric.failedLinks) {
    const [from, to] = [layout.nodes[layout.boxOf.get(a) ?? -1], layout.nodes[layout.boxOf.get(b) ?? -1]];
    if (!from || !to) continue;
    strokeLine(context, from.x, from.y, to.x, to.y, palette.muted, 1.2, [4, 4]);
    paintCross(context, (from.x + to.x) / 2, (from.y + to.y) / 2, 4, palette.muted, 1.6);
  }
}

/** Lines that look the same are stroked together: thousands of them cost a few strokes. */
function paintEdges({ context, palette, left, right }: Brush, edges: readonly EdgeLine[], { step, now }: FabricMoment): void {
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

/** One of the four colours that tell the copies of a packet apart. */
export function podColour(palette: Palette, colour: number): string {
  return [palette.c1, palette.c2, palette.c3, palette.c4][colour] ?? palette.fg;
}

function paintBox(brush: Brush, box: NodeBox, index: number, moment: FabricMoment, fabric: Fabric): void {
  if (box.tier === "host") paintHost(brush, box, fabric, (moment.reachedAt.get(index) ?? 0) <= moment.step);
  else if (box.shape === "failed") paintFailed(brush, box);
  else if (box.codes.length === 0) write(brush, box.label, box.x, box.y + 4, { colour: brush.palette.muted, size: 10 });
  else paintSwitch(brush, box, index === moment.acting && moment.isHarm);
}

function paintSwitch(brush: Brush, box: NodeBox, isFilled: boolean): void {
  const { context, palette } = brush;
  const { x, y, width, height, tone, tier, label } = box;
  const isSolid = tier === "core" || (tier === "spine" && tone !== "idle");
  const colour = tone === "bad" ? palette.bad : tone === "idle" ? palette.faint : palette.fg;
  context.beginPath();
  context.roundRect(x - width / 2, y - height / 2, width, height, Math.min(3, width / 3));
  context.fillStyle = isFilled ? palette.bad : isSolid ? colour : palette.bg;
  context.fill();
  context.strokeStyle = isFilled ? palette.bad : colour;
  context.lineWidth = tone === "bad" ? 1.6 : tone === "idle" ? 1 : 1.2;
  context.setLineDash([]);
  context.stroke();
  if (label === "") return;
  const isIdle = tone === "idle";
  if (tier === "core") write(brush, label, x, rows.planeTitle, { colour: isIdle ? palette.muted : palette.fg, size: 11, isBold: !isIdle });
  else write(brush, label, x, y + (tier === "spine" ? 3.4 : 4), { colour: isFilled || isSolid ? palette.bg : isIdle ? palette.muted : palette.fg, size: tier === "spine" ? 9.5 : 11, isBold: !isIdle });
}

/** What is down: grey, dashed, crossed out. */
function paintFailed({ context, palette }: Brush, { x, y, width, height, label, tier }: NodeBox): void {
  context.beginPath();
  context.roundRect(x - width / 2, y - height / 2, width, height, 3);
  context.fillStyle = palette.bg;
  context.fill();
  context.setLineDash([3, 2]);
  context.strokeStyle = palette.muted;
  context.lineWidth = 1.2;
  context.stroke();
  context.setLineDash([]);
  paintCross(context, x, y, Math.min(width, height) / 2 - 1, palette.muted, 1.4);
  if (label !== "") write({ context, palette }, label, x, tier === "core" ? rows.planeTitle : y - height / 2 - 4, { colour: palette.muted, size: 10 });
}

/** Hosts have a shape for each outcome, besides the colour; hollow until their copy has come. */
function paintHost(brush: Brush, box: NodeBox, fabric: Fabric, isReached: boolean): void {
  const { context, palette } = brush;
  const { x, y, width, shape, label } = box;
  const radius = width / 2;
  const colour = box.tone === "bad" ? palette.bad : podColour(palette, fabric.colourOf.get(box.pod ?? -1) ?? -1);
  context.lineWidth = 1.5;
  context.setLineDash([]);
  context.strokeStyle = colour;
  context.fillStyle = isReached ? colour : palette.bg;
  context.beginPath();
  switch (shape) {
    case "sender":
      context.fillStyle = palette.fg;
      context.fillRect(x - radius, y - radius, width, width);
      break;
    case "unasked":
      paintCross(context, x, y, Math.max(2, radius * 0.85), colour, isReached ? 2 : 1.2);
      break;
    case "duplicate":
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.stroke();
      context.beginPath();
      context.arc(x, y, radius * 0.45, 0, 2 * Math.PI);
      context.fill();
      break;
    case "missing":
    case "unreachable":
    case "failed":
      context.strokeStyle = shape === "missing" ? palette.bad : palette.muted;
      context.setLineDash([2, 2]);
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.stroke();
      context.setLineDash([]);
      if (shape === "failed") paintCross(context, x, y, radius * 0.6, palette.muted, 1.4);
      break;
    case "wanted":
    case "box":
      context.arc(x, y, Math.max(1, radius - 0.75), 0, 2 * Math.PI);
      context.fill();
      context.stroke();
      break;
  }
  if (label !== "") write(brush, label, x, rows.hostTitle, { colour: box.tone === "bad" ? palette.bad : palette.muted, size: 10 });
}

function paintRing({ context }: Brush, box: NodeBox | undefined, colour: string, dash: number[]): void {
  if (!box) return;
  context.beginPath();
  context.roundRect(box.x - box.width / 2 - 3.5, box.y - box.height / 2 - 3.5, box.width + 7, box.height + 7, 5);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

function paintCross(context: CanvasRenderingContext2D, x: number, y: number, size: number, colour: string, width: number): void {
  context.beginPath();
  context.moveTo(x - size, y - size);
  context.lineTo(x + size, y + size);
  context.moveTo(x + size, y - size);
  context.lineTo(x - size, y + size);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash([]);
  context.stroke();
}

function strokeLine(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number, colour: string, width: number, dash: number[]): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

interface TextStyle {
  readonly colour: string;
  readonly size: number;
  readonly isBold?: boolean;
  readonly align?: CanvasTextAlign;
  readonly rim?: string;
}

function write({ context, palette }: Pick<Brush, "context" | "palette">, text: string, x: number, y: number, style: TextStyle): void {
  context.font = `${style.isBold ? "600 " : ""}${style.size}px ${palette.font}`;
  context.textAlign = style.align ?? "center";
  context.textBaseline = "alphabetic";
  if (style.rim) {
    context.strokeStyle = style.rim;
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeText(text, x, y);
  }
  context.fillStyle = style.colour;
  context.fillText(text, x, y);
}
