import type { Fabric, HostState, TouchedLeaf, TouchedPod } from "./fabric.ts";
import { rows } from "./geometry.ts";
import type { PodBox } from "./layout-columns.ts";
import { type NodeCode, nodeCode, shortName, type Tier } from "./names.ts";

/** A node, or several drawn as one. `x` and `y` are its centre. */
export interface NodeBox {
  readonly tier: Tier;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly shape: "box" | "failed" | HostState;
  /** `idle`: nothing of the packet passes there. */
  readonly tone: "plain" | "bad" | "idle";
  readonly label: string;
  /** More than one: a sum. */
  readonly codes: readonly NodeCode[];
  readonly pod: number | undefined;
}

export const podPadding = 10;
/** Room for "+46", the leaves that are not shown. */
export const plusRoom = 34;

/** Pixels that a touched leaf likes to have: its box, or its hosts with their names. */
export function leafWeight({ hosts }: TouchedLeaf): number {
  return Math.max(50, hosts.length * 22 + 12);
}

const untouchedWeight = 8;

/** Boxes of one open pod, from the spines down. */
export function layoutPod(
  fabric: Fabric,
  pod: TouchedPod | undefined,
  box: PodBox,
  unfolded: ReadonlySet<number>,
  add: (box: NodeBox) => void,
): void {
  placeSpines(fabric, pod, box, add);
  const leaves = pod?.leaves ?? [];
  const isUnfolded = unfolded.has(box.first);
  const hidden = fabric.shape.leavesPerPod - leaves.length;
  const padding = box.width < 60 ? 2 : podPadding;
  const plus = hidden > 0 && !isUnfolded && box.width >= 90 ? plusRoom : 0;
  const room = box.width - padding * 2 - plus;
  const slots = leafSlots(fabric, leaves, box.first, isUnfolded);
  const scale = room / slots.reduce((sum, { weight }) => sum + weight, 0);
  const smallest = Math.min(...leaves.map((leaf) => leafWeight(leaf) * scale));
  if (leaves.length > 0 && smallest < 5) addSums(fabric, leaves, { ...box, width: box.width - plus }, add);
  else placeLeaves(fabric, slots, scale, box.x + padding, add);
  if (plus > 0) add(plusBox(hidden, box));
}

interface Slot {
  readonly leaf: number;
  readonly weight: number;
  readonly touched: TouchedLeaf | undefined;
}

function leafSlots({ shape }: Fabric, leaves: readonly TouchedLeaf[], pod: number, isUnfolded: boolean): readonly Slot[] {
  const touched = leaves.map((leaf): Slot => ({ leaf: leaf.leaf, weight: leafWeight(leaf), touched: leaf }));
  if (!isUnfolded) return touched.length > 0 ? touched : [{ leaf: -1, weight: 1, touched: undefined }];
  const byLeaf = new Map(touched.map((slot) => [slot.leaf, slot]));
  return Array.from({ length: shape.leavesPerPod }, (_, index): Slot => {
    const leaf = pod * shape.leavesPerPod + index;
    return byLeaf.get(leaf) ?? { leaf, weight: untouchedWeight, touched: undefined };
  });
}

function placeSpines(
  { shape, failedNodes, badNodes, onWay }: Fabric,
  pod: TouchedPod | undefined,
  box: PodBox,
  add: (box: NodeBox) => void,
): void {
  const first = box.first * shape.spinesPerPod;
  const touched = new Set(pod?.spines ?? []);
  const room = Math.max(4, box.width - 16);
  const pitch = Math.min(50, room / shape.spinesPerPod);
  const left = box.x + box.width / 2 - (pitch * shape.spinesPerPod) / 2;
  for (let index = 0; index < shape.spinesPerPod; index += 1) {
    const isTouched = touched.has(first + index);
    if (!isTouched && pitch < 7) continue;
    const code = nodeCode("spine", first + index);
    const hasName = isTouched && pitch >= 20;
    add({
      tier: "spine",
      x: left + (index + 0.5) * pitch,
      y: rows.spine,
      width: hasName ? 20 : Math.min(18, Math.max(3, box.width - 3), Math.max(isTouched ? 5 : 3, pitch - 4)),
      height: isTouched ? 12 : 10,
      shape: failedNodes.has(code) ? "failed" : "box",
      tone: onWay.has(code) ? (badNodes.has(code) ? "bad" : "plain") : "idle",
      label: hasName ? shortName(shape, code) : "",
      codes: [code],
      pod: box.first,
    });
  }
}

function placeLeaves(fabric: Fabric, slots: readonly Slot[], scale: number, left: number, add: (box: NodeBox) => void): void {
  let x = left;
  for (const { leaf, weight, touched } of slots) {
    const slot = weight * scale;
    if (leaf >= 0) {
      add(leafBox(fabric, leaf, touched !== undefined, x + slot / 2, slot));
      if (touched) placeHosts(fabric, touched, x, slot, add);
    }
    x += slot;
  }
}

function leafBox({ shape, failedNodes, badNodes }: Fabric, leaf: number, isTouched: boolean, x: number, slot: number): NodeBox {
  const code = nodeCode("leaf", leaf);
  const hasName = isTouched && slot >= 32;
  return {
    tier: "leaf",
    x,
    y: rows.leaf,
    width: hasName ? Math.min(42, slot - 4) : Math.max(2, Math.min(isTouched ? 20 : 8, slot * 0.7)),
    height: isTouched ? 18 : 10,
    shape: failedNodes.has(code) ? "failed" : "box",
    tone: isTouched ? (badNodes.has(code) ? "bad" : "plain") : "idle",
    label: hasName ? shortName(shape, code) : "",
    codes: [code],
    pod: Math.floor(leaf / shape.leavesPerPod),
  };
}

/** Hosts below their leaf: each with its name, without, or, when there is no room, one for each kind. */
function placeHosts({ shape }: Fabric, { leaf, hosts }: TouchedLeaf, left: number, slot: number, add: (box: NodeBox) => void): void {
  const pod = Math.floor(leaf / shape.leavesPerPod);
  const pitch = Math.min(24, (slot - 2) / Math.max(1, hosts.length));
  if (pitch >= 7) {
    const start = left + slot / 2 - (pitch * hosts.length) / 2;
    for (const [index, { host, state }] of hosts.entries()) {
      const code = nodeCode("host", host);
      add({ ...hostBox(state, start + (index + 0.5) * pitch, pitch, [code], pod), label: pitch >= 18 ? shortName(shape, code) : "" });
    }
    return;
  }
  const kinds = byState(hosts);
  const each = Math.min(30, (slot - 2) / kinds.length);
  const start = left + slot / 2 - (each * kinds.length) / 2;
  for (const [index, [state, members]] of kinds.entries()) {
    const box = hostBox(
      state,
      start + (index + 0.5) * each,
      each,
      members.map((host) => nodeCode("host", host)),
      pod,
    );
    add({ ...box, label: each >= 15 ? String(members.length) : "" });
  }
}

/** A pod too narrow for its leaves: one box for all of them, and one mark for each kind of host. */
function addSums({ badNodes }: Fabric, leaves: readonly TouchedLeaf[], box: PodBox, add: (box: NodeBox) => void): void {
  const codes = leaves.map(({ leaf }) => nodeCode("leaf", leaf));
  const inner = box.width - 4;
  const isBad = codes.some((code) => badNodes.has(code));
  const label = inner >= 66 ? `${codes.length} leaves` : fits(String(codes.length), inner) ? String(codes.length) : "";
  add({
    tier: "leaf",
    x: box.x + box.width / 2,
    y: rows.leaf,
    width: Math.max(3, Math.min(64, inner - 2)),
    height: 18,
    shape: "box",
    tone: isBad ? "bad" : "plain",
    label,
    codes,
    pod: box.first,
  });
  const kinds = byState(leaves.flatMap(({ hosts }) => hosts));
  const each = Math.min(40, inner / Math.max(1, kinds.length));
  const start = box.x + box.width / 2 - (each * kinds.length) / 2;
  const areNamed = kinds.every(([, members]) => fits(String(members.length), each));
  for (const [index, [state, members]] of kinds.entries()) {
    const hosts = members.map((host) => nodeCode("host", host));
    add({ ...hostBox(state, start + (index + 0.5) * each, each, hosts, box.first), label: areNamed ? String(members.length) : "" });
  }
}

const fits = (text: string, room: number): boolean => text.length * 6 + 2 <= room;

/** In the order in which they are drawn: what was wanted first. */
const stateOrder: readonly HostState[] = ["sender", "wanted", "unasked", "duplicate", "missing", "unreachable", "failed"];

function byState(hosts: TouchedLeaf["hosts"]): readonly (readonly [HostState, readonly number[]])[] {
  return stateOrder
    .map((state) => [state, hosts.filter((host) => host.state === state).map(({ host }) => host)] as const)
    .filter(([, members]) => members.length > 0);
}

function hostBox(state: HostState, x: number, room: number, codes: readonly NodeCode[], pod: number): NodeBox {
  const size = Math.max(2, Math.min(10, room - 2));
  const isBad = state === "unasked" || state === "duplicate" || state === "missing";
  return { tier: "host", x, y: rows.host, width: size, height: size, shape: state, tone: isBad ? "bad" : "plain", label: "", codes, pod };
}

function plusBox(hidden: number, box: PodBox): NodeBox {
  return {
    tier: "leaf",
    x: box.x + box.width - plusRoom / 2 - 2,
    y: rows.leaf,
    width: plusRoom - 6,
    height: 16,
    shape: "box",
    tone: "idle",
    label: `+${hidden}`,
    codes: [],
    pod: box.first,
  };
}
