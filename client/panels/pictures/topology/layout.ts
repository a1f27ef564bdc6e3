import type { CopyTable } from "./copies.ts";
import type { Fabric } from "./fabric.ts";
import { type LayoutOptions, rows } from "./geometry.ts";
import { layoutColumns, type PodBox } from "./layout-columns.ts";
import { type EdgeLine, layoutEdges } from "./layout-edges.ts";
import { layoutPod, type NodeBox } from "./layout-pod.ts";
import { nodeCode, type NodeCode, shortName } from "./names.ts";

/** Where everything of a fabric stands, in pixels. Labels say what fits; hovering says all. */
export interface FabricLayout {
  readonly width: number;
  readonly height: number;
  readonly planes: readonly PlaneBox[];
  readonly pods: readonly PodBox[];
  readonly nodes: readonly NodeBox[];
  readonly edges: readonly EdgeLine[];
  /** Edge of each copy, by its index; -1: not drawn. */
  readonly edgeOfCopy: Int32Array;
  /** Index into `nodes` of the box that stands for a node. */
  readonly boxOf: ReadonlyMap<NodeCode, number>;
  /** Something is drawn as a sum: zooming in shows more. */
  readonly isReduced: boolean;
}

/** The cores of one plane as a row of small squares. */
export interface PlaneBox {
  readonly title: string;
  readonly x: number;
  /** First square's left edge, distance between squares, and how many there are. */
  readonly left: number;
  readonly pitch: number;
  readonly count: number;
  /** The title has room beside the labels of touched cores. */
  readonly hasTitle: boolean;
}

export function layoutFabric(fabric: Fabric, table: CopyTable, options: LayoutOptions): FabricLayout {
  const pods = layoutColumns(fabric, options);
  const nodes: NodeBox[] = [];
  const boxOf = new Map<NodeCode, number>();
  let isReduced = false;
  const add = (box: NodeBox): void => {
    for (const code of box.codes) boxOf.set(code, nodes.length);
    isReduced ||= box.codes.length > 1;
    nodes.push(box);
  };
  const planes = layoutPlanes(fabric, options.width);
  for (const box of coreBoxes(fabric, planes)) add(box);
  const touched = new Map(fabric.pods.map((pod) => [pod.pod, pod]));
  for (const box of pods) if (box.kind === "open") layoutPod(fabric, touched.get(box.first), box, options.unfolded, add);
  const { edges, edgeOfCopy } = layoutEdges(fabric, table, nodes, boxOf);
  return { width: options.width, height: rows.height, planes: withTitles(planes, nodes), pods, nodes, edges, edgeOfCopy, boxOf, isReduced };
}

function layoutPlanes({ shape }: Fabric, width: number): readonly PlaneBox[] {
  const room = width / shape.spinesPerPod;
  const pitch = Math.min(13, Math.max(room - 36, room * 0.6) / shape.coresPerSpine);
  return Array.from({ length: shape.spinesPerPod }, (_, plane) => {
    const x = room * (plane + 0.5);
    return { title: `plane s${plane}`, x, left: x - (pitch * shape.coresPerSpine) / 2, pitch, count: shape.coresPerSpine, hasTitle: true };
  });
}

function coreBoxes(fabric: Fabric, planes: readonly PlaneBox[]): readonly NodeBox[] {
  const { coresPerSpine } = fabric.shape;
  let lastLabel = Number.NEGATIVE_INFINITY;
  return fabric.cores.map((core): NodeBox => {
    const plane = planes[Math.floor(core / coresPerSpine)];
    const code = nodeCode("core", core);
    const x = (plane?.left ?? 0) + ((core % coresPerSpine) + 0.5) * (plane?.pitch ?? 0);
    const label = x - lastLabel >= labelRoom ? shortName(fabric.shape, code) : "";
    if (label) lastLabel = x;
    const isFailed = fabric.failedNodes.has(code);
    return {
      tier: "core",
      x,
      y: rows.core,
      width: Math.max(4, Math.min(8, (plane?.pitch ?? 0) * 0.62)),
      height: 10,
      shape: isFailed ? "failed" : "box",
      tone: fabric.onWay.has(code) ? "plain" : "idle",
      label,
      codes: [code],
      pod: undefined,
    };
  });
}

/** Pixels that the name of a core or plane needs. */
const labelRoom = 52;

function withTitles(planes: readonly PlaneBox[], nodes: readonly NodeBox[]): readonly PlaneBox[] {
  const taken = nodes.filter(({ tier, label }) => tier === "core" && label !== "").map(({ x }) => x);
  let last = Number.NEGATIVE_INFINITY;
  return planes.map((plane) => {
    const hasTitle = plane.x - last >= labelRoom + 10 && taken.every((x) => Math.abs(x - plane.x) >= labelRoom);
    if (hasTitle) last = plane.x;
    return { ...plane, hasTitle };
  });
}
