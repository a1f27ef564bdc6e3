import type { CopyTable } from "./copies.ts";
import type { Fabric } from "./fabric.ts";
import type { NodeBox } from "./layout-pod.ts";
import { type NodeCode, podOf, tierOf } from "./names.ts";

/** A line between two boxes, for one copy or for several that look the same. Pixels. */
export interface EdgeLine {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** `up`: on the way to the top; a number: colour of the pod it leads to. */
  readonly tone: "up" | "bad" | "lost" | number;
  readonly isDashed: boolean;
  /** The first step at which one of its copies is sent. */
  readonly firstStep: number;
  /** The tier at its lower end: lines to hosts are thinner. */
  readonly isToHost: boolean;
}

/** Lines of all copies; copies between the same boxes that look the same share one. */
export function layoutEdges(
  fabric: Fabric,
  table: CopyTable,
  nodes: readonly NodeBox[],
  boxOf: ReadonlyMap<NodeCode, number>,
): { readonly edges: readonly EdgeLine[]; readonly edgeOfCopy: Int32Array } {
  const edges: EdgeLine[] = [];
  const known = new Map<number, number>();
  const edgeOfCopy = new Int32Array(table.copies.length).fill(-1);
  for (let index = 0; index < table.copies.length; index += 1) {
    const a = boxOf.get(table.from[index] ?? -1);
    const b = boxOf.get(table.to[index] ?? -1);
    if (a === undefined || b === undefined) continue;
    const tone = toneOf(fabric, table, index);
    const key = (a * nodes.length + b) * 8 + (typeof tone === "number" ? tone : tone === "up" ? 5 : tone === "bad" ? 6 : 7);
    const step = table.step[index] ?? 0;
    const at = known.get(key);
    const old = edges[at ?? -1];
    if (at !== undefined && old) {
      if (step < old.firstStep) edges[at] = { ...old, firstStep: step };
      edgeOfCopy[index] = at;
      continue;
    }
    const line = lineBetween(nodes[a], nodes[b]);
    if (!line) continue;
    edgeOfCopy[index] = edges.length;
    known.set(key, edges.length);
    edges.push({ ...line, tone, isDashed: table.copies[index]?.kind === "unasked", firstStep: step });
  }
  return { edges, edgeOfCopy };
}

function toneOf(fabric: Fabric, table: CopyTable, index: number): EdgeLine["tone"] {
  const copy = table.copies[index];
  switch (copy?.kind) {
    case "unasked":
    case "duplicate":
      return "bad";
    case "lost":
      return "lost";
    case "wanted":
    case undefined:
      break;
  }
  if (copy?.link === "hostUp" || copy?.link === "leafUp" || copy?.link === "spineUp") return "up";
  const to = table.to[index] ?? 0;
  const pod = podOf(fabric.shape, to);
  return fabric.colourOf.get(pod ?? -1) ?? "up";
}

function lineBetween(
  from: NodeBox | undefined,
  to: NodeBox | undefined,
): Pick<EdgeLine, "x1" | "y1" | "x2" | "y2" | "isToHost"> | undefined {
  if (!from || !to) return undefined;
  const isDown = from.y < to.y;
  const isToHost = tierOf(from.codes[0] ?? 0) === "host" || tierOf(to.codes[0] ?? 0) === "host";
  return {
    x1: from.x,
    y1: from.y + (isDown ? from.height / 2 : -from.height / 2),
    x2: to.x,
    y2: to.y + (isDown ? -to.height / 2 : to.height / 2),
    isToHost,
  };
}
