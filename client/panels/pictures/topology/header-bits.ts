import type { CopyOnLink, HeaderPart, HeaderPicture, HeaderRow, Link } from "../../../../protocol/picture.ts";
import { numberList } from "../../model/format.ts";
import type { Reading } from "./copies.ts";
import { type FabricShape, nodeTitle, parseNode, portTo } from "./names.ts";

/** The header on one link of the way. */
export interface StripRow {
  readonly link: Link;
  /** "leaf → spine". */
  readonly title: string;
  readonly bits: number;
  readonly popped: string;
  /** Indices of the parts that are left. */
  readonly parts: readonly number[];
  /** The link on which the copy arrived that the current switch reads. */
  readonly isCurrent: boolean;
}

export const linkTitles: { readonly [link in Link]: string } = {
  hostUp: "host → leaf",
  leafUp: "leaf → spine",
  spineUp: "spine → core",
  coreDown: "core → spine",
  spineDown: "spine → leaf",
  leafDown: "leaf → host",
};

/** Parts left on each link (docs/multicast.md, header FL-MC/1). */
const partsLeft: { readonly [link in Link]: readonly HeaderPart["part"][] } = {
  hostUp: ["type", "UL", "US", "DC", "DS", "DL"],
  leafUp: ["type", "US", "DC", "DS", "DL"],
  spineUp: ["type", "DC", "DS", "DL"],
  coreDown: ["type", "DS", "DL"],
  spineDown: ["type", "DL"],
  leafDown: [],
};

export function stripRows(header: HeaderPicture, reading: Reading): readonly StripRow[] {
  const current = reading.arrived?.link ?? (reading.node === undefined ? undefined : reading.sent[0]?.link);
  return header.links.map(({ link, bits, popped }) => ({
    link,
    title: linkTitles[link],
    bits,
    popped,
    parts: header.parts.flatMap(({ part }, index) => (partsLeft[link].includes(part) ? [index] : [])),
    isCurrent: link === current,
  }));
}

/** A rule as the current switch sees it. */
export interface RuleRow {
  readonly label: string;
  readonly names: string;
  readonly width: number;
  readonly ports: readonly RulePort[];
  readonly isUsed: boolean;
  /** "names another leaf", "used: h3 h20, and h0 h1 unasked". */
  readonly verdict: string;
  readonly isBad: boolean;
}

export interface RulePort {
  readonly port: number;
  readonly kind: "set" | "wanted" | "bad" | "lost";
}

export interface ReadPart {
  /** Index into the header's parts. */
  readonly part: number;
  readonly rows: readonly RuleRow[];
  /** What the ports of its bitmaps are: "a cell is a host port, h0 to h47". */
  readonly legend: string;
  /** Said below the rows when no row is used: a table entry, or nothing at all. */
  readonly otherwise: string | undefined;
}

/** What the current switch reads of its header; undefined where it reads none. */
export function readPart(fabric: FabricShape, header: HeaderPicture, reading: Reading): ReadPart | undefined {
  const reads = reading.arrived?.reads;
  const part = header.parts[reads?.part ?? -1];
  if (!reads || !part || !reading.arrived || part.rows.length === 0) return undefined;
  const prefix = (row: HeaderRow): string => portPrefix(part.part, row.label);
  const isRules = part.part === "DS" || part.part === "DL";
  const used = isRules ? reads.row : undefined;
  return {
    part: reads.part,
    rows: part.rows.map((row, index) => ruleRow(fabric, part, row, { index, used, isRules, prefix: prefix(row), reading })),
    legend: legendOf(part, prefix),
    otherwise: isRules && used === undefined ? otherwiseOf(fabric, reading, prefix(part.rows[0] ?? noRow)) : undefined,
  };
}

interface RowContext {
  readonly index: number;
  readonly used: number | undefined;
  readonly isRules: boolean;
  readonly prefix: string;
  readonly reading: Reading;
}

function ruleRow(fabric: FabricShape, part: HeaderPart, row: HeaderRow, { index, used, isRules, prefix, reading }: RowContext): RuleRow {
  const isUsed = isRules ? index === used : true;
  const sent = isUsed ? sentOver(fabric, reading, prefix) : new Map<number, CopyOnLink["kind"]>();
  const ports = row.bitmap.ports.map((port): RulePort => ({ port, kind: portKind(isUsed, sent.get(port)) }));
  const base = {
    label: row.label,
    names: row.names,
    width: row.bitmap.width,
    ports,
    isUsed,
    isBad: ports.some(({ kind }) => kind === "bad"),
  };
  if (!isUsed)
    return {
      ...base,
      verdict: used !== undefined && index > used ? "not looked at" : `names another ${part.part === "DS" ? "pod" : "leaf"}`,
    };
  return { ...base, verdict: usedWords(prefix, row, sent) };
}

/** Ports of a kind over which copies went, with what became of them. */
function sentOver(fabric: FabricShape, { node, sent }: Reading, prefix: string): ReadonlyMap<number, CopyOnLink["kind"]> {
  const ports = new Map<number, CopyOnLink["kind"]>();
  for (const copy of sent) {
    const to = parseNode(copy.to);
    if (node === undefined || to === undefined || !copy.to.startsWith(tierOfPrefix(prefix))) continue;
    ports.set(portTo(fabric, node, to), copy.kind);
  }
  return ports;
}

function portKind(isUsed: boolean, sent: CopyOnLink["kind"] | undefined): RulePort["kind"] {
  if (!isUsed) return "set";
  switch (sent) {
    case "unasked":
    case "duplicate":
      return "bad";
    case "lost":
      return "lost";
    case "wanted":
      return "wanted";
    case undefined:
      return "set";
  }
}

function usedWords(prefix: string, row: HeaderRow, sent: ReadonlyMap<number, CopyOnLink["kind"]>): string {
  const portsOf = (...kinds: readonly (CopyOnLink["kind"] | undefined)[]): readonly number[] =>
    [...sent]
      .filter(([, kind]) => kinds.includes(kind))
      .map(([port]) => port)
      .sort((a, b) => a - b);
  if (row.bitmap.ports.length === 0) {
    const chosen = [...sent.keys()];
    return chosen.length === 0 ? "used: nobody" : `used: any, ${numberList(prefix, chosen)} chosen`;
  }
  const wanted = portsOf("wanted");
  const silent = row.bitmap.ports.filter((port) => !sent.has(port));
  const pieces = [
    wanted.length > 0 ? numberList(prefix, wanted, 6) : "",
    ...(["unasked", "duplicate", "lost"] as const).map((kind) =>
      portsOf(kind).length > 0 ? `${numberList(prefix, portsOf(kind), 6)} ${kindWords[kind]}` : "",
    ),
    silent.length > 0 ? `${numberList(prefix, silent, 6)} without a copy` : "",
  ].filter((piece) => piece !== "");
  return pieces.length === 0 ? "used: nobody" : `used: ${pieces.join(", and ")}`;
}

const kindWords = { unasked: "unasked", duplicate: "twice", lost: "lost" } as const;

function otherwiseOf(fabric: FabricShape, reading: Reading, prefix: string): string {
  const ports = [...sentOver(fabric, reading, prefix).keys()].sort((a, b) => a - b);
  const to = ports.length > 0 ? numberList(prefix, ports, 8) : "nobody";
  const rule = reading.arrived?.rule;
  if (rule === "s-rule") return `no rule here names it; the entry in its own table is used: ${to}`;
  if (rule === "default") return `the default rule is used: ${to}`;
  return "no rule names it, it has no table entry, and there is no default: the copy ends here";
}

/** Name of a port of a part's bitmap, without its number. */
export function portPrefix(part: HeaderPart["part"], label: string): string {
  switch (part) {
    case "DC":
      return "pod ";
    case "DS":
      return "l";
    case "DL":
      return "h";
    case "UL":
      return label === "up" ? "s" : "h";
    case "US":
      return label === "up" ? "c" : "l";
    case "type":
      return "";
  }
}

const portNouns: { readonly [prefix: string]: string } = { h: "host", l: "leaf", s: "spine", c: "core", "pod ": "pod" };

function tierOfPrefix(prefix: string): string {
  return prefix === "pod " ? "spine" : (portNouns[prefix] ?? "");
}

function legendOf(part: HeaderPart, prefix: (row: HeaderRow) => string): string {
  const kinds = [...new Set(part.rows.map(prefix))];
  const width = part.rows[0]?.bitmap.width ?? 0;
  const only = kinds[0] ?? "";
  return kinds.length === 1
    ? `a cell is a ${portNouns[only] ?? ""} port, ${only}0 to ${only}${width - 1}`
    : `a cell is a port: ${kinds.map((kind) => portNouns[kind] ?? "").join(", ")}`;
}

/** "Header, and what leaf p4.l40 reads". */
export function headerTitle(fabric: FabricShape, { node, arrived }: Reading): string {
  if (node === undefined) return "Header";
  return arrived ? `Header, and what ${nodeTitle(fabric, node)} reads` : `Header, as ${nodeTitle(fabric, node)} sends it`;
}

const noRow: HeaderRow = { label: "", names: "", at: 0, bits: 0, bitmap: { at: 0, width: 0, ports: [] } };

/** One line of the header in hexadecimal: 16 bytes, and which of them hold the part that is read. */
export interface HexLine {
  readonly offset: number;
  readonly bytes: readonly { readonly hex: string; readonly isRead: boolean }[];
}

/** @param read First bit and length of the part that is read. */
export function hexLines(hex: string, read: { readonly at: number; readonly bits: number } | undefined): readonly HexLine[] {
  const bytes = hex.match(/../g) ?? [];
  const first = read ? Math.floor(read.at / 8) : -1;
  const last = read ? Math.floor((read.at + read.bits - 1) / 8) : -2;
  return Array.from({ length: Math.ceil(bytes.length / 16) }, (_, line) => ({
    offset: line * 16,
    bytes: bytes
      .slice(line * 16, line * 16 + 16)
      .map((byte, i) => ({ hex: byte, isRead: first <= line * 16 + i && line * 16 + i <= last })),
  }));
}
