import type { Fabric, TouchedPod } from "./fabric.ts";
import type { LayoutOptions } from "./geometry.ts";
import { leafWeight, plusRoom, podPadding } from "./layout-pod.ts";

/** A pod, or a run of untouched pods folded into one column. Pixels. */
export interface PodBox {
  readonly kind: "open" | "folded";
  readonly first: number;
  /** The last pod of a folded run; otherwise `first`. */
  readonly last: number;
  readonly x: number;
  readonly width: number;
  /** Above an open pod; upright in a folded one. Empty where it has no room. */
  readonly title: string;
}

const widestGap = 4;
const foldedWidth = 20;
/** Folded columns take at most this share of the width; beyond, neighbours share one. */
const foldedShare = 0.35;
const narrowestOpen = 14;

/** Columns from left to right: touched and unfolded pods open, all others as narrow columns. */
export function layoutColumns(fabric: Fabric, options: LayoutOptions): readonly PodBox[] {
  const columns = foldRuns(fabric, options);
  const folded = columns.filter(({ kind }) => kind === "folded");
  const open = columns.filter(({ kind }) => kind === "open");
  const gap = Math.min(widestGap, (options.width * 0.12) / columns.length);
  const eachFolded = Math.min(foldedWidth, Math.max(0.5, (options.width * foldedShare) / Math.max(1, folded.length) - gap));
  const room = Math.max(open.length, options.width - folded.length * eachFolded - (columns.length - 1) * gap);
  const widths = shareOut(
    open.map(({ natural }) => natural),
    room,
  );
  let x = 0;
  let next = 0;
  return columns.map(({ kind, first, last }): PodBox => {
    const width =
      kind === "folded" ? (open.length === 0 ? options.width / columns.length - gap : eachFolded) : (widths[next++] ?? narrowestOpen);
    const box = { kind, first, last, x, width, title: titleOf(fabric, kind, first, last, width) };
    x += width + gap;
    return box;
  });
}

/** Width that shows every touched node with its name. */
export function naturalWidth(fabric: Fabric, unfolded: ReadonlySet<number>): number {
  const columns = foldRuns(fabric, { width: Number.POSITIVE_INFINITY, unfolded });
  return columns.reduce((sum, { kind, natural }) => sum + widestGap + (kind === "open" ? natural : foldedWidth), 0);
}

interface Column {
  readonly kind: PodBox["kind"];
  readonly first: number;
  readonly last: number;
  readonly natural: number;
}

function foldRuns(fabric: Fabric, { width, unfolded }: LayoutOptions): readonly Column[] {
  const touched = new Map(fabric.pods.map((pod) => [pod.pod, pod]));
  const foldedPods = fabric.shape.pods - new Set([...touched.keys(), ...unfolded]).size;
  const isShared = foldedPods * (foldedWidth + widestGap) > width * foldedShare;
  const columns: Column[] = [];
  for (let pod = 0; pod < fabric.shape.pods; pod += 1) {
    const last = columns.at(-1);
    if (touched.has(pod) || unfolded.has(pod))
      columns.push({ kind: "open", first: pod, last: pod, natural: naturalPod(fabric, touched.get(pod), unfolded.has(pod)) });
    else if (isShared && last?.kind === "folded") columns[columns.length - 1] = { ...last, last: pod };
    else columns.push({ kind: "folded", first: pod, last: pod, natural: foldedWidth });
  }
  return columns;
}

function naturalPod({ shape }: Fabric, pod: TouchedPod | undefined, isUnfolded: boolean): number {
  const leaves = pod?.leaves ?? [];
  const untouched = shape.leavesPerPod - leaves.length;
  const weights = leaves.reduce((sum, leaf) => sum + leafWeight(leaf), 0) + (isUnfolded ? untouched * 8 : 0);
  const spines = Math.min(shape.spinesPerPod, 8) * 22;
  return Math.max(weights, spines, 60) + podPadding * 2 + (untouched > 0 && !isUnfolded ? plusRoom : 0);
}

/** Widths in proportion to what each would like, none below the least that can be drawn, in sum `room`. */
function shareOut(natural: readonly number[], room: number): readonly number[] {
  const least = Math.min(narrowestOpen, room / Math.max(1, natural.length));
  const fixed = new Set<number>();
  for (;;) {
    const rest = room - fixed.size * least;
    const sum = natural.reduce((total, width, index) => (fixed.has(index) ? total : total + width), 0);
    const tooSmall = natural.flatMap((width, index) => (!fixed.has(index) && (width * rest) / sum < least - 1e-9 ? [index] : []));
    if (tooSmall.length === 0) return natural.map((width, index) => (fixed.has(index) ? least : (width * rest) / sum));
    for (const index of tooSmall) fixed.add(index);
  }
}

function titleOf({ shape }: Fabric, kind: PodBox["kind"], first: number, last: number, width: number): string {
  if (kind === "open") return width >= 38 ? `pod ${first}` : width >= 16 ? String(first) : "";
  if (width < 12) return "";
  const leaves = `${shape.leavesPerPod} leaves`;
  return first === last ? `pod ${first} · ${leaves}` : `pods ${first}–${last} · ${leaves} each`;
}
