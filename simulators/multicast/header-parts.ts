/** How a header is shown: its parts, rules and bitmaps with their bits, and what is left of it on each kind of link. */
import type { HeaderPart, HeaderRow, Link } from "../../protocol/picture.ts";
import { portsOf } from "./bitmap.ts";
import { leafSectionBits, podSectionBits, upstreamBits } from "./header.ts";
import type { Bitmap, Header, Section, Topology, UpstreamPart } from "./model.ts";
import { leafText } from "./names.ts";
import { idWidth, leafCount } from "./topology.ts";

/** The kinds of links in the order of the way. */
export const links: readonly Link[] = ["hostUp", "leafUp", "spineUp", "coreDown", "spineDown", "leafDown"];

/**
 * Bits of header on each kind of link that the header leads to (§3, popping).
 * A controller's header without `us` ends at the leaf, without `dc` in the pod.
 */
export function headerBitsByLink(topology: Topology, header: Header): Partial<Record<Link, number>> {
  const [ul, us, dc, ds, dl] = partBits(topology, header);
  const hostUp = 1 + ul + us + dc + ds + dl;
  if (!header.us) return { hostUp, leafDown: 0 };
  const leafUp = hostUp - ul;
  if (!header.dc && !header.ds) return { hostUp, leafUp, spineDown: 1 + dl, leafDown: 0 };
  return { hostUp, leafUp, spineUp: leafUp - us, coreDown: 1 + ds + dl, spineDown: 1 + dl, leafDown: 0 };
}

/** The parts in the order of the bits, with a row for each rule and bitmap; rows of a section: its rules, then its default. */
export function headerParts(topology: Topology, header: Header): HeaderPart[] {
  const parts: HeaderPart[] = [{ part: "type", at: 0, bits: 1, rows: [] }];
  const add = (part: HeaderPart["part"], layOut: (at: number) => Omit<HeaderPart, "part" | "at">) => {
    const last = parts.at(-1);
    const at = last ? last.at + last.bits : 0;
    parts.push({ part, at, ...layOut(at) });
  };
  const { ul, us, dc, ds, dl } = header;
  add("UL", (at) => upstreamPart(at, ul, topology.hostsPerLeaf, topology.spinesPerPod, "spine"));
  if (!us) return parts;
  const goesOn = dc !== undefined || ds !== undefined;
  add("US", (at) => upstreamPart(at, us, topology.leavesPerPod, topology.coresPerSpine, "core"));
  if (goesOn) add("DC", (at) => ({ bits: topology.pods, rows: [row("pods", "", at, topology.pods, at, topology.pods, dc)] }));
  const podIds = { bits: idWidth(topology.pods), one: "pod", many: "pods", text: String };
  if (goesOn && (ds ?? dl)) add("DS", (at) => sectionPart(at, ds ?? { rules: [] }, topology.leavesPerPod, podIds));
  const leafIds = { bits: idWidth(leafCount(topology)), one: "", many: "", text: (leaf: number) => knownLeafText(topology, leaf) };
  if (dl) add("DL", (at) => sectionPart(at, dl, topology.hostsPerLeaf, leafIds));
  return parts;
}

type Widths = readonly [ul: number, us: number, dc: number, ds: number, dl: number];

function partBits(topology: Topology, { us, dc, ds, dl }: Header): Widths {
  const ul = upstreamBits(topology.hostsPerLeaf, topology.spinesPerPod);
  if (!us) return [ul, 0, 0, 0, 0];
  const goesOn = dc !== undefined || ds !== undefined;
  return [
    ul,
    upstreamBits(topology.leavesPerPod, topology.coresPerSpine),
    goesOn ? topology.pods : 0,
    goesOn && (ds ?? dl) ? podSectionBits(topology, ds ?? { rules: [] }) : 0,
    dl ? leafSectionBits(topology, dl) : 0,
  ];
}

function upstreamPart(at: number, part: UpstreamPart, down: number, up: number, upper: string): Omit<HeaderPart, "part" | "at"> {
  const choice = part.multipath ? `any ${upper}` : "";
  return {
    bits: upstreamBits(down, up),
    rows: [row("down", "", at, down, at, down, part.down), row("up", choice, at + down, up + 2, at + down, up, part.up)],
  };
}

interface Ids {
  /** Width of one. */
  readonly bits: number;
  readonly one: string;
  readonly many: string;
  readonly text: (id: number) => string;
}

function sectionPart(at: number, section: Section, width: number, ids: Ids): Omit<HeaderPart, "part" | "at"> {
  const rows: HeaderRow[] = [];
  let next = at + 2;
  section.rules.forEach((rule, index) => {
    const bits = width + rule.ids.length * (ids.bits + 1) + 1;
    const names = `${rule.ids.length > 1 ? ids.many : ids.one} ${rule.ids.map(ids.text).join(", ")}`.trim();
    rows.push(row(`rule ${index + 1}`, names, next, bits, next, width, rule.ports));
    next += bits;
  });
  if (section.defaultPorts) {
    rows.push(row("default", ids.one === "pod" ? "any pod" : "any leaf", next, width, next, width, section.defaultPorts));
    next += width;
  }
  return { bits: next - at, rows };
}

function row(
  label: string,
  names: string,
  at: number,
  bits: number,
  bitmapAt: number,
  width: number,
  ports: Bitmap | undefined,
): HeaderRow {
  return { label, names, at, bits, bitmap: { at: bitmapAt, width, ports: ports ? portsOf(ports) : [] } };
}

/** A hand-written header may name a leaf that the fabric does not have. */
const knownLeafText = (topology: Topology, leaf: number): string =>
  leaf < leafCount(topology) ? leafText(topology, leaf) : `leaf ${leaf}`;
