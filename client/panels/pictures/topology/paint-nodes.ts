import { type Brush, paintCross, podColour, write } from "./brush.ts";
import type { Fabric } from "./fabric.ts";
import type { FabricMoment } from "./fabric-moment.ts";
import { rows } from "./geometry.ts";
import type { NodeBox } from "./layout-pod.ts";

/** A node, or the sum of several. */
export function paintBox(brush: Brush, box: NodeBox, index: number, moment: FabricMoment, fabric: Fabric): void {
  if (box.tier === "host") paintHost(brush, box, fabric, (moment.reachedAt.get(index) ?? 0) <= moment.step);
  else if (box.shape === "failed") paintFailed(brush, box);
  else if (box.codes.length === 0) write(brush, box.label, box.x, box.y + 4, { colour: brush.palette.muted, size: 10 });
  else paintSwitch(brush, box, index === moment.acting && moment.isHarm);
}

/** Around the node that acts, or the one that is pointed at. */
export function paintRing({ context }: Brush, box: NodeBox | undefined, colour: string, dash: number[]): void {
  if (!box) return;
  context.beginPath();
  context.roundRect(box.x - box.width / 2 - 3.5, box.y - box.height / 2 - 3.5, box.width + 7, box.height + 7, 5);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
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
  else
    write(brush, label, x, y + (tier === "spine" ? 3.4 : 4), {
      colour: isFilled || isSolid ? palette.bg : isIdle ? palette.muted : palette.fg,
      size: tier === "spine" ? 9.5 : 11,
      isBold: !isIdle,
    });
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
  if (label !== "")
    write({ context, palette }, label, x, tier === "core" ? rows.planeTitle : y - height / 2 - 4, { colour: palette.muted, size: 10 });
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
