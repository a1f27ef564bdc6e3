/** The header FL-MC/1 (§3) as bits. */
import { type BitString, type BitWriter, bitString, bitWriter, hexOf, readBitmap, readBits } from "./bits.ts";
import { emptyBitmap } from "./bitmap.ts";
import type { Bitmap, Header, PRule, Section, Topology, UpstreamPart } from "./model.ts";
import { idWidth, leafCount } from "./topology.ts";

export { hexOf };

/** Bytes of the outer frame on every link: Ethernet 14, IPv4 20, UDP 8, VXLAN 8 (§3). */
export const outerBytes = 50;

/** A header as it leaves the host: `ceil(bits / 8)` bytes, padded with zeros. */
export interface EncodedHeader {
  readonly bytes: Uint8Array;
  readonly bits: number;
}

/** What a decoder finds. Malformed bits are an answer: `at` is the bit where it gave up. */
export type DecodedHeader =
  | { readonly kind: "header"; readonly header: Header }
  | { readonly kind: "malformed"; readonly message: string; readonly at: number };

/**
 * Writes a header.
 *
 * Parts that are absent are absent in the bits; what the format cannot place behind an absent part is left out:
 * nothing follows an absent `us`; an absent `dc` or `ds` before a part that is there is written empty.
 * Rules are written in the order given.
 */
export function encodeHeader(topology: Topology, header: Header): EncodedHeader {
  const { ul, us, dc, ds, dl } = header;
  const writer = bitWriter();
  writer.write(1, 1);
  writeUpstream(writer, ul, topology.hostsPerLeaf, topology.spinesPerPod, us !== undefined);
  if (us) {
    const goesOn = dc !== undefined || ds !== undefined;
    writeUpstream(writer, us, topology.leavesPerPod, topology.coresPerSpine, goesOn);
    if (goesOn) writer.writeBitmap(dc ?? emptyBitmap(topology.pods), topology.pods);
    if (goesOn && (ds ?? dl)) writeSection(writer, ds ?? { rules: [] }, topology.leavesPerPod, idWidth(topology.pods));
    if (dl) writeSection(writer, dl, topology.hostsPerLeaf, idWidth(leafCount(topology)));
  }
  return { bytes: writer.bytes(), bits: writer.length };
}

/** Reads a whole header back. Accepts rules in any order; a header may end after any part. */
export function decodeHeader(topology: Topology, bytes: Uint8Array, bits: number): DecodedHeader {
  if (bits > bytes.length * 8)
    return { kind: "malformed", message: `${bits} bits do not fit in ${bytes.length} bytes`, at: bytes.length * 8 };
  const reader = new Reader(bitString(bytes, bits));
  try {
    return { kind: "header", header: readHeader(topology, reader) };
  } catch (error) {
    if (error instanceof Malformed) return { kind: "malformed", message: error.message, at: error.at };
    throw error;
  }
}

/** Bytes of multicast header in a frame. */
export const headerBytes = (bits: number): number => Math.ceil(bits / 8);

/** Bytes of the frame on a link where `bits` of header are left (§3). */
export const frameBytes = (bits: number, innerBytes: number): number => outerBytes + headerBytes(bits) + innerBytes;

// ---- sizes, in bits ----

export const upstreamBits = (down: number, up: number): number => down + up + 2;

export function sectionBits(section: Section, width: number, idBits: number): number {
  const rules = section.rules.reduce((sum, rule) => sum + width + rule.ids.length * (idBits + 1) + 1, 0);
  return 2 + rules + (section.defaultPorts ? width : 0);
}

export const podSectionBits = (topology: Topology, section: Section): number =>
  sectionBits(section, topology.leavesPerPod, idWidth(topology.pods));

export const leafSectionBits = (topology: Topology, section: Section): number =>
  sectionBits(section, topology.hostsPerLeaf, idWidth(leafCount(topology)));

// ---- writing ----

function writeUpstream(writer: BitWriter, part: UpstreamPart, down: number, up: number, more: boolean): void {
  writer.writeBitmap(part.down, down);
  writer.writeBitmap(part.up, up);
  writer.write(part.multipath ? 1 : 0, 1);
  writer.write(more ? 1 : 0, 1);
}

function writeSection(writer: BitWriter, section: Section, width: number, idBits: number): void {
  writer.write(section.rules.length > 0 ? 1 : 0, 1);
  writer.write(section.defaultPorts ? 1 : 0, 1);
  section.rules.forEach((rule, index) => {
    writer.writeBitmap(rule.ports, width);
    rule.ids.forEach((id, position) => {
      writer.write(id, idBits);
      writer.write(position + 1 < rule.ids.length ? 1 : 0, 1);
    });
    writer.write(index + 1 < section.rules.length ? 1 : 0, 1);
  });
  if (section.defaultPorts) writer.writeBitmap(section.defaultPorts, width);
}

// ---- reading ----

function readHeader(topology: Topology, reader: Reader): Header {
  if (reader.number(1, "type") === 0) throw new Malformed("the type bit is 0: there is no upstream leaf part", 0);
  const ul = readUpstream(reader, "UL", topology.hostsPerLeaf, topology.spinesPerPod);
  if (!ul.more) return finished(reader, { ul: ul.part });
  const us = readUpstream(reader, "US", topology.leavesPerPod, topology.coresPerSpine);
  const dc = us.more ? reader.bitmap(topology.pods, "DC") : undefined;
  const ds = us.more && !reader.isAtEnd() ? readSection(reader, "DS", topology.leavesPerPod, idWidth(topology.pods)) : undefined;
  const dl = reader.isAtEnd() ? undefined : readSection(reader, "DL", topology.hostsPerLeaf, idWidth(leafCount(topology)));
  return finished(reader, { ul: ul.part, us: us.part, ...(dc ? { dc } : {}), ...(ds ? { ds } : {}), ...(dl ? { dl } : {}) });
}

function finished(reader: Reader, header: Header): Header {
  if (!reader.isAtEnd()) throw new Malformed("bits follow the last part", reader.at);
  return header;
}

function readUpstream(reader: Reader, name: string, down: number, up: number): { part: UpstreamPart; more: boolean } {
  const downPorts = reader.bitmap(down, name);
  const upPorts = reader.bitmap(up, name);
  const multipath = reader.number(1, name) === 1;
  return { part: { down: downPorts, up: upPorts, multipath }, more: reader.number(1, name) === 1 };
}

function readSection(reader: Reader, name: string, width: number, idBits: number): Section {
  const hasRules = reader.number(1, name) === 1;
  const hasDefault = reader.number(1, name) === 1;
  const rules: PRule[] = [];
  for (let more = hasRules; more; more = reader.number(1, name) === 1) rules.push(readRule(reader, name, width, idBits));
  return { rules, ...(hasDefault ? { defaultPorts: reader.bitmap(width, name) } : {}) };
}

function readRule(reader: Reader, name: string, width: number, idBits: number): PRule {
  const ports = reader.bitmap(width, name);
  const ids: number[] = [];
  do ids.push(reader.number(idBits, name));
  while (reader.number(1, name) === 1);
  return { ids, ports };
}

class Malformed extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

class Reader {
  at = 0;
  readonly #string: BitString;

  constructor(string: BitString) {
    this.#string = string;
  }

  isAtEnd(): boolean {
    return this.at === this.#string.bits;
  }

  number(count: number, part: string): number {
    return readBits(this.#string.words, this.#take(count, part), count);
  }

  bitmap(width: number, part: string): Bitmap {
    return readBitmap(this.#string.words, this.#take(width, part), width);
  }

  #take(count: number, part: string): number {
    const from = this.at;
    if (from + count > this.#string.bits) throw new Malformed(`the bits end within ${part}`, from);
    this.at += count;
    return from;
  }
}
