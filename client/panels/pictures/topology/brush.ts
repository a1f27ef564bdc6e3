import type { Palette } from "../../view/theme.ts";

/** A canvas with the colours of the theme, and the part of the picture that is seen. */
export interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
  /** Nothing outside is drawn. */
  readonly left: number;
  readonly right: number;
}

export function paintCross(context: CanvasRenderingContext2D, x: number, y: number, size: number, colour: string, width: number): void {
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

export function strokeLine(
  context: CanvasRenderingContext2D,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  colour: string,
  width: number,
  dash: number[],
): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

export interface TextStyle {
  readonly colour: string;
  readonly size: number;
  readonly isBold?: boolean;
  readonly align?: CanvasTextAlign;
  readonly rim?: string;
}

export function write(
  { context, palette }: Pick<Brush, "context" | "palette">,
  text: string,
  x: number,
  y: number,
  style: TextStyle,
): void {
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

/** One of the four colours that tell the copies of a packet apart. */
export function podColour(palette: Palette, colour: number): string {
  return [palette.c1, palette.c2, palette.c3, palette.c4][colour] ?? palette.fg;
}
