import type { TopologyPicture } from "../../../../protocol/picture.ts";

export type FabricShape = TopologyPicture["fabric"];

/** From the bottom up. */
export type Tier = "host" | "leaf" | "spine" | "core";

/** A node of the fabric: tier and number in one integer, so that a million of them fit into typed arrays. */
export type NodeCode = number;

const tiers: readonly Tier[] = ["host", "leaf", "spine", "core"];
/** A fabric has at most 1,048,576 (2^20) elements of one tier. */
const numberBits = 21;

export function nodeCode(tier: Tier, number: number): NodeCode {
  return tiers.indexOf(tier) * 2 ** numberBits + number;
}

export function tierOf(code: NodeCode): Tier {
  return tiers[Math.floor(code / 2 ** numberBits)] ?? "host";
}

export function numberOf(code: NodeCode): number {
  return code % 2 ** numberBits;
}

/** Reads `leaf:40`; undefined for anything else, such as the lane of a controller. */
export function parseNode(text: string): NodeCode | undefined {
  const match = /^(host|leaf|spine|core):(\d{1,7})$/.exec(text);
  return match ? nodeCode(match[1] as Tier, Number(match[2])) : undefined;
}

/** `p4.l40.h3`, `p4.l40`, `p4.s1`, `s1.c5`. */
export function nodeName(fabric: FabricShape, code: NodeCode): string {
  const number = numberOf(code);
  switch (tierOf(code)) {
    case "host": {
      const leaf = Math.floor(number / fabric.hostsPerLeaf);
      return `${leafName(fabric, leaf)}.h${number % fabric.hostsPerLeaf}`;
    }
    case "leaf":
      return leafName(fabric, number);
    case "spine":
      return `p${Math.floor(number / fabric.spinesPerPod)}.s${number % fabric.spinesPerPod}`;
    case "core":
      return `s${Math.floor(number / fabric.coresPerSpine)}.c${number % fabric.coresPerSpine}`;
  }
}

/** `leaf p4.l40`. */
export function nodeTitle(fabric: FabricShape, code: NodeCode): string {
  return `${tierOf(code)} ${nodeName(fabric, code)}`;
}

/** The last part of its name: `h3`, `l40`, `s1`; a core keeps its plane: `s1.c5`. */
export function shortName(fabric: FabricShape, code: NodeCode): string {
  const name = nodeName(fabric, code);
  return tierOf(code) === "core" ? name : name.slice(name.lastIndexOf(".") + 1);
}

/** Pod of a host, leaf or spine; undefined for a core. */
export function podOf(fabric: FabricShape, code: NodeCode): number | undefined {
  const number = numberOf(code);
  switch (tierOf(code)) {
    case "host":
      return Math.floor(number / (fabric.hostsPerLeaf * fabric.leavesPerPod));
    case "leaf":
      return Math.floor(number / fabric.leavesPerPod);
    case "spine":
      return Math.floor(number / fabric.spinesPerPod);
    case "core":
      return undefined;
  }
}

/** Port of the switch `from` that leads to `to`: a position in one of its bitmaps. */
export function portTo(fabric: FabricShape, from: NodeCode, to: NodeCode): number {
  const number = numberOf(to);
  switch (tierOf(to)) {
    case "host":
      return number % fabric.hostsPerLeaf;
    case "leaf":
      return number % fabric.leavesPerPod;
    case "core":
      return number % fabric.coresPerSpine;
    case "spine":
      return tierOf(from) === "core" ? Math.floor(number / fabric.spinesPerPod) : number % fabric.spinesPerPod;
  }
}

/**
 * Reads the text form of an element that is down: `leaf:p1.l2`, `spine:p0.s0`, `core:s1.c0`, `host:p0.l1.h2`, `link:p0.s1-s1.c0`.
 * @returns The node, or both ends of the link; undefined for what has no such form.
 */
export function parseElement(
  fabric: FabricShape,
  text: string,
): { readonly node: NodeCode } | { readonly ends: readonly [NodeCode, NodeCode] } | undefined {
  const link = /^link:([^-]+)-([^-]+)$/.exec(text);
  if (link) {
    const [from, to] = [parseName(fabric, link[1] ?? ""), parseName(fabric, link[2] ?? "")];
    return from === undefined || to === undefined ? undefined : { ends: [from, to] };
  }
  const node = parseName(fabric, text.slice(text.indexOf(":") + 1));
  return node === undefined ? undefined : { node };
}

function parseName(fabric: FabricShape, name: string): NodeCode | undefined {
  const match = /^p(\d+)\.l(\d+)(?:\.h(\d+))?$/.exec(name);
  if (match) {
    const leaf = Number(match[1]) * fabric.leavesPerPod + Number(match[2]);
    return match[3] === undefined ? nodeCode("leaf", leaf) : nodeCode("host", leaf * fabric.hostsPerLeaf + Number(match[3]));
  }
  const spine = /^p(\d+)\.s(\d+)$/.exec(name);
  if (spine) return nodeCode("spine", Number(spine[1]) * fabric.spinesPerPod + Number(spine[2]));
  const core = /^s(\d+)\.c(\d+)$/.exec(name);
  return core ? nodeCode("core", Number(core[1]) * fabric.coresPerSpine + Number(core[2])) : undefined;
}

function leafName(fabric: FabricShape, leaf: number): string {
  return `p${Math.floor(leaf / fabric.leavesPerPod)}.l${leaf % fabric.leavesPerPod}`;
}
