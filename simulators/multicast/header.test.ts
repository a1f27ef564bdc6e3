import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bitString, bytesOfHex, hexOf, readBits } from "./bits.ts";
import { bitmapOf } from "./bitmap.ts";
import { decodeHeader, encodeHeader, frameBytes } from "./header.ts";
import { headerBitsByLink, headerParts } from "./header-parts.ts";
import type { Bitmap, Header, Section, Topology, UpstreamPart } from "./model.ts";
import { someBits, topologies } from "./testing/fabrics.ts";
import { leafCount } from "./topology.ts";

const bitmaps = (width: number): fc.Arbitrary<Bitmap> => fc.uniqueArray(fc.nat(width - 1)).map((ports) => bitmapOf(width, ports));

const upstream = (down: number, up: number): fc.Arbitrary<UpstreamPart> =>
  fc.record({ down: bitmaps(down), up: bitmaps(up), multipath: fc.boolean() });

const sections = (ids: number, width: number): fc.Arbitrary<Section> =>
  fc
    .record({
      rules: fc.array(fc.record({ ids: fc.array(fc.nat(ids - 1), { minLength: 1, maxLength: 4 }), ports: bitmaps(width) }), {
        maxLength: 4,
      }),
      defaultPorts: fc.option(bitmaps(width), { nil: undefined }),
    })
    .map(({ rules, defaultPorts }) => ({ rules, ...(defaultPorts ? { defaultPorts } : {}) }));

/** All that FL-MC/1 can say, however odd. */
const headers = (topology: Topology): fc.Arbitrary<Header> => {
  const { pods, leavesPerPod, hostsPerLeaf, spinesPerPod, coresPerSpine } = topology;
  const ul = upstream(hostsPerLeaf, spinesPerPod);
  const us = upstream(leavesPerPod, coresPerSpine);
  const dl = sections(leafCount(topology), hostsPerLeaf);
  const ds = sections(pods, leavesPerPod);
  const dc = bitmaps(pods);
  return fc.oneof(
    fc.record({ ul }),
    fc.record({ ul, us }),
    fc.record({ ul, us, dl }),
    fc.record({ ul, us, dc }),
    fc.record({ ul, us, dc, ds }),
    fc.record({ ul, us, dc, ds, dl }),
  );
};

const withHeader = topologies.chain((topology) =>
  fc.record({ topology: fc.constant(topology), header: headers(topology).map(structuredClone<Header>) }),
);

test("what was encoded is decoded", () => {
  fc.assert(
    fc.property(withHeader, ({ topology, header }) => {
      const { bytes, bits } = encodeHeader(topology, header);
      assert.equal(bytes.length, Math.ceil(bits / 8));
      assert.deepEqual(decodeHeader(topology, bytes, bits), { kind: "header", header });
    }),
    { numRuns: 500 },
  );
});

test("parts tile the header without gap or overlap, and their bitmaps are where they say", () => {
  fc.assert(
    fc.property(withHeader, ({ topology, header }) => {
      const { bytes, bits } = encodeHeader(topology, header);
      const { words } = bitString(bytes, bits);
      let at = 0;
      for (const part of headerParts(topology, header)) {
        assert.equal(part.at, at);
        at += part.bits;
        for (const { at: from, bits: length, bitmap } of part.rows) {
          assert.ok(part.at <= from && from + length <= at);
          assert.ok(from <= bitmap.at && bitmap.at + bitmap.width <= from + length);
          const ports = Array.from({ length: bitmap.width }, (_, port) => port).filter(
            (port) => readBits(words, bitmap.at + port, 1) === 1,
          );
          assert.deepEqual(bitmap.ports, ports);
        }
      }
      assert.equal(at, bits);
      assert.equal(headerBitsByLink(topology, header).hostUp, bits);
    }),
    { numRuns: 500 },
  );
});

test("any bits are read or said to be malformed; what was read is written back bit by bit", () => {
  let read = 0;
  fc.assert(
    fc.property(topologies, someBits, (topology, { bytes, bits }) => {
      const decoded = decodeHeader(topology, bytes, bits);
      if (decoded.kind === "malformed") {
        assert.ok(decoded.message !== "" && 0 <= decoded.at && decoded.at <= bits);
        return;
      }
      read++;
      const again = encodeHeader(topology, decoded.header);
      const [want, got] = [bitString(bytes, bits), bitString(again.bytes, again.bits)];
      assert.equal(got.bits, want.bits);
      for (let bit = 0; bit < bits; bit++) assert.equal(readBits(got.words, bit, 1), readBits(want.words, bit, 1), `bit ${bit}`);
    }),
    { numRuns: 2000 },
  );
  assert.ok(read > 0, "no random bits were a header");
});

test("a header cut short is malformed, unless it ends where a section may be left out", () => {
  fc.assert(
    fc.property(withHeader, fc.nat(1000), ({ topology, header }, cut) => {
      const { bytes, bits } = encodeHeader(topology, header);
      const length = cut % bits;
      const last = header.dc ? ["DC", "DS"] : ["US"];
      const ends = headerParts(topology, header).flatMap(({ part, at, bits: size }) => (last.includes(part) ? [at + size] : []));
      assert.equal(decodeHeader(topology, bytes, length).kind, ends.includes(length) ? "header" : "malformed");
    }),
  );
});

const small: Topology = { pods: 4, leavesPerPod: 2, hostsPerLeaf: 2, spinesPerPod: 2, coresPerSpine: 2 };
const ports = (width: number, ...list: number[]) => bitmapOf(width, list);

// Type 1, UL down 01 up 00 multipath 1 more 1, US down 01 up 00 multipath 1 more 1, DC 0011,
// DS hasRules 1 hasDefault 0: [01][00]0 1, [01][10]0 1, [11][11]0 0, DL 1 0: [01][001]0 0.
const known: Header = {
  ul: { down: ports(2, 1), up: ports(2), multipath: true },
  us: { down: ports(2, 1), up: ports(2), multipath: true },
  dc: ports(4, 2, 3),
  ds: {
    rules: [
      { ids: [0], ports: ports(2, 1) },
      { ids: [2], ports: ports(2, 1) },
      { ids: [3], ports: ports(2, 0, 1) },
    ],
  },
  dl: { rules: [{ ids: [1], ports: ports(2, 1) }] },
};

test("written out by hand", () => {
  const text = ["1", "010011", "010011", "0011", "10", "010001", "011001", "111100", "10", "0100100"].join("");
  const { bytes, bits } = encodeHeader(small, known);
  assert.equal(bits, text.length);
  const written = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  assert.equal(written, text.padEnd(bytes.length * 8, "0"));
  assert.deepEqual(headerBitsByLink(small, known), {
    hostUp: bits,
    leafUp: bits - 6,
    spineUp: bits - 12,
    coreDown: bits - 16,
    spineDown: 10,
    leafDown: 0,
  });
});

test("rows of a section are its rules, then its default", () => {
  const header = { ...known, dl: { rules: [{ ids: [1, 5], ports: ports(2, 1) }], defaultPorts: ports(2, 0) } };
  const rows = headerParts(small, header).at(-1)?.rows ?? [];
  assert.deepEqual(
    rows.map(({ label, names }) => [label, names]),
    [
      ["rule 1", "p0.l1, p2.l1"],
      ["default", "any leaf"],
    ],
  );
});

test("frames: 50 bytes outside, the header in whole bytes, the inner frame", () => {
  assert.equal(frameBytes(0, 100), 150);
  assert.equal(frameBytes(67, 100), 159);
});

test("hexadecimal digits", () => {
  assert.equal(hexOf(bytesOfHex("9aC9") ?? assert.fail()), "9ac9");
  assert.equal(bytesOfHex("9ac"), undefined);
  assert.equal(bytesOfHex("9z"), undefined);
});
