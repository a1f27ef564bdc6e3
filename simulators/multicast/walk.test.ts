import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type BitString, bitString, bytesOfHex } from "./bits.ts";
import { allChoices, distinctChoices } from "./choices.ts";
import { noFailures } from "./elements.ts";
import { explain, type Hop } from "./explain.ts";
import { encodeHeader } from "./header.ts";
import { headerBitsByLink, links } from "./header-parts.ts";
import type { Failures, InstalledRule, Topology } from "./model.ts";
import { encodeGroup } from "./rules.ts";
import { headerFor } from "./sender.ts";
import { createTables, type Tables } from "./tables.ts";
import { failuresIn, hostOf, hostsOf, limits, situations, someBits, topologies } from "./testing/fabrics.ts";
import { type Arrivals, byHash, bytesOnWire, type Choice, createWalker, hostsReached, type Packet } from "./walk.ts";

const key = { tenant: 3, address: 0xe0000102 };

/** Entries for a few switches, those of the packet among them. */
const entriesIn = (topology: Topology): fc.Arbitrary<InstalledRule[]> => {
  const entry = (tier: "leaf" | "pod", count: number, width: number) =>
    fc.record({
      index: fc.constant(0),
      at: fc.record({ tier: fc.constant(tier), id: fc.integer({ min: 0, max: count - 1 }) }),
      tenant: fc.constantFrom(3, 4),
      address: fc.constant(key.address),
      ports: fc.uniqueArray(fc.integer({ min: 0, max: width - 1 }), { maxLength: 4 }),
    });
  const { pods, leavesPerPod, hostsPerLeaf } = topology;
  return fc.array(fc.oneof(entry("leaf", pods * leavesPerPod, hostsPerLeaf), entry("pod", pods, leavesPerPod)), { maxLength: 4 });
};

/** Headers that lead somewhere with some bits turned over, and bits that mean nothing. */
const anyHeader = (topology: Topology): fc.Arbitrary<BitString> => {
  const nearly = fc
    .record({
      receivers: hostsOf(topology),
      sender: hostOf(topology),
      limits,
      flips: fc.array(fc.nat(400), { maxLength: 3 }),
      cut: fc.nat(6),
    })
    .map(({ receivers, sender, limits: some, flips, cut }) => {
      const rules = encodeGroup(topology, some, receivers, createTables(topology, some), key);
      const { bytes, bits } = encodeHeader(
        topology,
        headerFor(topology, rules, receivers, sender, { spine: sender % 2 === 0 ? "any" : 0, core: "any" }),
      );
      for (const flip of flips) if (flip < bits) bytes[flip >>> 3] = (bytes[flip >>> 3] ?? 0) ^ (128 >>> (flip & 7));
      return bitString(bytes, Math.max(0, bits - (cut === 5 ? flips.length : 0)));
    });
  return fc.oneof({ weight: 4, arbitrary: nearly }, { weight: 1, arbitrary: someBits.map(({ bytes, bits }) => bitString(bytes, bits)) });
};

const packets = topologies.chain((topology) =>
  fc.record({
    topology: fc.constant(topology),
    sender: hostOf(topology),
    header: anyHeader(topology),
    entries: entriesIn(topology),
    failures: failuresIn(topology),
  }),
);

const tablesWith = (topology: Topology, entries: readonly InstalledRule[]): Tables =>
  createTables(
    topology,
    { leafTable: 9, spineTable: 9, ruleKey: "tenant+address", occupied: { leaves: new Map(), pods: new Map() } },
    entries,
  );

/** All that a walk says, as plain data; places that hold a copy more than once are summed. */
function told(arrivals: Arrivals) {
  const sums = (items: readonly { copies: number; text: string }[]) => {
    const counts: Record<string, number> = {};
    for (const { text, copies } of items) counts[text] = (counts[text] ?? 0) + copies;
    return counts;
  };
  const text = (node: { kind: string; id: number } | undefined) => (node ? `${node.kind} ${node.id}` : "nowhere");
  return {
    copies: Object.fromEntries(hostsReached(arrivals).map((host) => [host, arrivals.copies[host]])),
    links: [...arrivals.links],
    bytes: bytesOnWire(arrivals, 100),
    drops: sums(arrivals.drops.map((drop) => ({ copies: drop.copies, text: `${text(drop.from)} - ${text(drop.to)}` }))),
    ends: sums(arrivals.ends.map((end) => ({ copies: end.copies, text: `${text(end.at)} ${end.isMalformed}` }))),
    loops: sums(arrivals.loops.map((loop) => ({ copies: loop.copies, text: text(loop.at) }))),
  };
}

/** The same from the hops. */
function toldByHops(hops: readonly Hop[]) {
  const count = (texts: readonly string[]) => {
    const counts: Record<string, number> = {};
    for (const one of texts) counts[one] = (counts[one] ?? 0) + 1;
    return counts;
  };
  const sent = hops.filter((hop) => hop.isSent);
  const text = (node: { kind: string; id: number }) => `${node.kind} ${node.id}`;
  const stuck = sent.filter((hop) => hop.choice && hop.choice.took === undefined);
  return {
    copies: count(sent.filter((hop) => hop.rule === "host").map((hop) => String(hop.to.id))),
    links: links.map((link) => sent.filter((hop) => hop.link === link).length),
    bytes: sent.reduce((sum, hop) => sum + 150 + Math.ceil(hop.headerBits / 8), 0),
    drops: count([
      ...hops.filter((hop) => !hop.isSent).map((hop) => `${text(hop.from)} - ${text(hop.to)}`),
      ...stuck.map((hop) => `${text(hop.to)} - nowhere`),
    ]),
    ends: count(sent.filter((hop) => hop.rule === "none" || hop.isMalformed).map((hop) => `${text(hop.to)} ${hop.isMalformed}`)),
    loops: count(sent.filter((hop) => hop.isLoop).map((hop) => text(hop.to))),
  };
}

test("walk and explanation agree on any header, entry, failure and choice", () => {
  let loops = 0;
  let lost = 0;
  fc.assert(
    fc.property(
      packets,
      fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 3 }),
      ({ topology, sender, header, entries, failures }, ports) => {
        const tables = tablesWith(topology, entries);
        const packet: Packet = { ...key, sender, header };
        const [leaf = -1, ...spines] = ports.map((port) => (port < Math.min(topology.spinesPerPod, topology.coresPerSpine) ? port : -1));
        const choice: Choice = { leaf, spines };
        const { hops, isComplete } = explain(topology, tables, packet, failures, choice);
        assert.ok(isComplete);
        const walked = told(createWalker(topology, tables).walk(packet, failures, choice));
        assert.deepEqual(walked, toldByHops(hops));
        loops += Object.keys(walked.loops).length;
        lost += Object.keys(walked.drops).length;
      },
    ),
    { numRuns: 3000 },
  );
  assert.ok(loops > 0 && lost > 0, "no loop or no drop was seen");
});

test("a walker forgets the packet before", () => {
  fc.assert(
    fc.property(packets, fc.array(someBits, { maxLength: 3 }), ({ topology, sender, header, entries, failures }, before) => {
      const tables = tablesWith(topology, entries);
      const walker = createWalker(topology, tables);
      const packet: Packet = { ...key, sender, header };
      const fresh = told(createWalker(topology, tables).walk(packet, failures));
      for (const { bytes, bits } of before) walker.walk({ ...packet, header: bitString(bytes, bits) }, noFailures);
      assert.deepEqual(told(walker.walk(packet, failures)), fresh);
    }),
    { numRuns: 300 },
  );
});

test("one choice of each sort sees everything that trying all of them sees", () => {
  const seen = (topology: Topology, tables: Tables, packet: Packet, failures: Failures, choices: readonly Choice[]) => {
    const walker = createWalker(topology, tables);
    return new Set(
      choices.map((choice) => {
        const { copies, links: counts, bytes, loops } = told(walker.walk(packet, failures, choice));
        return JSON.stringify({ copies, counts, bytes, looped: Object.keys(loops).length });
      }),
    );
  };
  let fewer = 0;
  fc.assert(
    fc.property(packets, ({ topology, sender, header, entries, failures }) => {
      const tables = tablesWith(topology, entries);
      const packet: Packet = { ...key, sender, header };
      const all = allChoices(topology, packet, failures);
      const some = distinctChoices(topology, packet, failures);
      assert.ok(all.isComplete && some.isComplete);
      if (some.choices.length < all.choices.length) fewer++;
      assert.deepEqual(seen(topology, tables, packet, failures, some.choices), seen(topology, tables, packet, failures, all.choices));
    }),
    { numRuns: 1500 },
  );
  assert.ok(fewer > 0);
});

test("the hash takes one of the choices", () => {
  fc.assert(
    fc.property(situations, ({ topology, limits: some, receivers, sender, failures }) => {
      const tables = createTables(topology, some);
      const rules = encodeGroup(topology, some, receivers, tables, key);
      const { bytes, bits } = encodeHeader(topology, headerFor(topology, rules, receivers, sender));
      const packet: Packet = { ...key, sender, header: bitString(bytes, bits) };
      const walker = createWalker(topology, tables);
      const choices = allChoices(topology, packet, failures).choices.map((choice) =>
        JSON.stringify(told(walker.walk(packet, failures, choice))),
      );
      assert.ok(choices.includes(JSON.stringify(told(walker.walk(packet, failures, byHash)))));
    }),
    { numRuns: 300 },
  );
});

test("headers shrink as they are told: every hop carries the bits that its kind of link should", () => {
  fc.assert(
    fc.property(situations, ({ topology, limits: some, receivers, sender }) => {
      const tables = createTables(topology, some);
      const header = headerFor(topology, encodeGroup(topology, some, receivers, tables, key), receivers, sender);
      const { bytes, bits } = encodeHeader(topology, header);
      const sizes = headerBitsByLink(topology, header);
      const { hops } = explain(topology, tables, { ...key, sender, header: bitString(bytes, bits) }, noFailures);
      for (const hop of hops) assert.equal(hop.headerBits, sizes[hop.link], hop.link);
    }),
    { numRuns: 300 },
  );
});

const largest: Topology = { pods: 64, leavesPerPod: 128, hostsPerLeaf: 128, spinesPerPod: 32, coresPerSpine: 32 };

test("a header that asks for a thousand million copies is counted, not followed", () => {
  const all = (width: number) => new Uint32Array(Math.ceil(width / 32)).fill(0xffffffff);
  const header = encodeHeader(largest, {
    ul: { down: all(128), up: all(32), multipath: false },
    us: { down: all(128), up: all(32), multipath: false },
    dc: all(64),
    ds: { rules: [], defaultPorts: all(128) },
    dl: { rules: [], defaultPorts: all(128) },
  });
  const packet: Packet = { ...key, sender: 0, header: bitString(header.bytes, header.bits) };
  const arrivals = createWalker(largest, tablesWith(largest, [])).walk(packet, noFailures);
  assert.equal(arrivals.hostCount, 1_048_576);
  // 32 spines x 32 cores each, and once more in the own pod from every spine.
  assert.equal(arrivals.copies[1_048_575], 1024);
  assert.equal(arrivals.copies[200], 1024 + 32);
  assert.equal(arrivals.links[5], 1_048_576 * 1024 + 128 * 128 * 32 + 128);
  const { hops, isComplete } = explain(largest, tablesWith(largest, []), packet, noFailures, byHash, 5000);
  assert.deepEqual([hops.length, isComplete], [5000, false]);
});

test("the published example: both spines named, every host beyond the leaf gets two copies", () => {
  const topology: Topology = { pods: 4, leavesPerPod: 2, hostsPerLeaf: 2, spinesPerPod: 2, coresPerSpine: 2 };
  const header = bitString(bytesOfHex("9ac9c8b3e496ad9780") ?? assert.fail(), 67);
  const { hops } = explain(topology, tablesWith(topology, []), { ...key, sender: 0, header }, noFailures);
  assert.deepEqual(
    hops
      .slice(0, 5)
      .map(
        (hop) =>
          `${hop.from.kind} ${hop.from.id} > ${hop.to.kind} ${hop.to.id}: ${hop.headerBits} bits, ${hop.rule} ${hop.reads?.part ?? ""} ${hop.out.join(" ")}`,
      ),
    [
      "host 0 > leaf 0: 67 bits, upstream UL up:0 up:1",
      "leaf 0 > spine 0: 61 bits, upstream US down:1 up:0",
      "leaf 0 > spine 1: 61 bits, upstream US down:1 up:0",
      "spine 0 > leaf 1: 31 bits, p-rule DL down:1",
      "spine 0 > core 0: 55 bits, upstream DC down:2 down:3",
    ],
  );
});
