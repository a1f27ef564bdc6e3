import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Random } from "../core/random.ts";
import { worstAges } from "./age.ts";
import { bitmapOf } from "./bitmap.ts";
import { bitString } from "./bits.ts";
import { allChoices } from "./choices.ts";
import { noFailures } from "./elements.ts";
import { explain, pathTo } from "./explain.ts";
import { type Flow, streamFlows } from "./flows.ts";
import { encodeHeader, frameBytes } from "./header.ts";
import { linkLoads } from "./load.ts";
import type { Fabric, Group, Stream } from "./model.ts";
import { nodeId } from "./names.ts";
import { installGroups } from "./rules.ts";
import { fabricOf, groupsOf, limitsOf, type Sample } from "./scale/test-samples.ts";
import { headerFor, type UpChoice } from "./sender.ts";
import { hostCount } from "./topology.ts";

interface Streams {
  readonly sample: Sample;
  readonly intervals: readonly number[];
  readonly up: UpChoice;
  /** Every spine is named, as by hand: each host beyond the leaf gets a copy from each. */
  readonly namesAllSpines: boolean;
  readonly hostGbps: number;
}

const streamsArbitrary: fc.Arbitrary<Streams> = fc.record({
  sample: fc.record({
    seed: fc.nat(1_000_000),
    shape: fc.tuple(...[3, 3, 3, 3, 3].map((max) => fc.integer({ min: 1, max }))) as unknown as fc.Arbitrary<Sample["shape"]>,
    groups: fc.integer({ min: 1, max: 3 }),
    leafRules: fc.nat(3),
    spineRules: fc.nat(2),
    idsPerRule: fc.integer({ min: 1, max: 2 }),
    redundancy: fc.nat(3),
    leafTable: fc.nat(3),
    spineTable: fc.nat(3),
    largest: fc.integer({ min: 1, max: 12 }),
  }),
  intervals: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  up: fc.record({ spine: fc.constantFrom<"any" | number>("any", "any", 0), core: fc.constantFrom<"any" | number>("any", "any", 0) }),
  namesAllSpines: fc.constantFrom(false, false, false, true),
  hostGbps: fc.constantFrom(0.001, 0.002, 0.004, 10),
});

function fabricWith({ sample, intervals, hostGbps }: Streams): Fabric {
  const groups = groupsOf(sample);
  const topology = fabricOf(sample);
  const random = new Random(sample.seed, 9);
  const streams = intervals.map((intervalMs, index): Stream => {
    const group = random.below(groups.length + 1);
    const isKnown = group < groups.length;
    const some = () => [...new Set(Array.from({ length: 3 }, () => random.below(hostCount(topology))))].sort((a, b) => a - b);
    return {
      index,
      groupText: `g${group}`,
      kind: "statistics",
      intervalMs,
      bytes: 100 + index,
      udpPort: 6343,
      isBroken: false,
      ...(isKnown ? { group } : { senders: some(), receivers: some() }),
    };
  });
  return {
    topology,
    limits: limitsOf(sample),
    groups,
    streams,
    linkGbps: { host: hostGbps, leafSpine: 0.002, spineCore: 0.003 },
    mtu: 1600,
    hopMicroseconds: 3,
    udpPorts: [6343],
    failures: [],
    installed: { headers: [], rules: [] },
    unknownGroup: "unicast",
  };
}

/** A link by its ends. */
type Name = string;
const linkName = (from: { kind: string; id: number }, to: { kind: string; id: number }): Name =>
  `${from.kind}:${from.id}-${to.kind}:${to.id}`;

/** Each way that one packet of a flow may take: its transmissions, and for each wanted host the links that brought its copy. */
function waysOf(
  fabric: Fabric,
  tables: ReturnType<typeof installGroups>["tables"],
  flow: Flow,
): { bits: Map<Name, number>; paths: Map<number, Name[][]> }[] {
  const { way, sender } = flow;
  if (way.kind === "unicast") return way.receivers.flatMap((to) => unicastWays(fabric, flow, to));
  const { bytes, bits } = encodeHeader(fabric.topology, way.header);
  const packet = { ...way.key, sender, header: bitString(bytes, bits) };
  return allChoices(fabric.topology, packet, noFailures).choices.map((choice) => {
    const { hops } = explain(fabric.topology, tables, packet, noFailures, choice);
    const transmitted = new Map<Name, number>();
    const paths = new Map<number, Name[][]>();
    for (const [index, hop] of hops.entries()) {
      const name = linkName(hop.from, hop.to);
      transmitted.set(name, (transmitted.get(name) ?? 0) + 8 * frameBytes(hop.headerBits, flow.bytes));
      if (hop.to.kind === "host" && way.receivers.includes(hop.to.id) && hop.to.id !== sender) {
        const path = pathTo(hops, index).map(({ from, to }) => linkName(from, to));
        paths.set(hop.to.id, [...(paths.get(hop.to.id) ?? []), path]);
      }
    }
    return { bits: transmitted, paths };
  });
}

/** A group of one receiver whose header has no bits: the same ways as a unicast packet. */
function unicastWays(fabric: Fabric, flow: Flow, to: number): ReturnType<typeof waysOf> {
  const { topology } = fabric;
  const group: Group = { index: 0, name: "", tenant: 9, address: 0xef090909, receivers: [to], senders: [flow.sender], isBroken: false };
  const { rules, tables } = installGroups(topology, { ...fabric.limits, leafRules: 9, spineRules: 9 }, [group]);
  const header = headerFor(topology, rules[0] as NonNullable<(typeof rules)[0]>, [to], flow.sender);
  const multicast = { ...flow, way: { kind: "multicast", key: group, header, receivers: [to] } } as const;
  return waysOf(fabric, tables, multicast).map(({ bits, paths }) => ({
    bits: new Map([...bits.keys()].map((name) => [name, 8 * frameBytes(0, flow.bytes)])),
    paths,
  }));
}

/** For unicast the receivers are packets of their own, each with its own choice. */
function packetsOf(flows: readonly Flow[]): Flow[] {
  return flows.flatMap((flow) =>
    flow.way.kind === "unicast" ? flow.way.receivers.map((to): Flow => ({ ...flow, way: { kind: "unicast", receivers: [to] } })) : [flow],
  );
}

function setUp(given: Streams) {
  const fabric = fabricWith(given);
  const { rules, tables } = installGroups(fabric.topology, fabric.limits, fabric.groups);
  const flows = streamFlows(fabric, (group, sender) => {
    const own = rules[group.index];
    assert.ok(own);
    const header = headerFor(fabric.topology, own, group.receivers, sender, given.up);
    const allSpines = bitmapOf(fabric.topology.spinesPerPod, Array(fabric.topology.spinesPerPod).keys());
    const goesUp = header.us !== undefined && given.namesAllSpines;
    return [{ header: goesUp ? { ...header, ul: { ...header.ul, up: allSpines, multipath: false } } : header, receivers: group.receivers }];
  });
  return { fabric, tables, flows };
}

test("link loads: mean and maximum over every choice of up-ports, followed packet by packet", () => {
  let compared = 0;
  fc.assert(
    fc.property(streamsArbitrary, (given) => {
      const { fabric, tables, flows } = setUp(given);
      const even = new Map<Name, number>();
      const worst = new Map<Name, number>();
      const parts = new Map<Name, number>();
      for (const packet of packetsOf(flows)) {
        const ways = waysOf(fabric, tables, packet);
        const rate = 1000 / packet.intervalMs;
        for (const name of new Set(ways.flatMap(({ bits }) => [...bits.keys()]))) {
          const bits = ways.map((way) => way.bits.get(name) ?? 0);
          const mean = (bits.reduce((sum, one) => sum + one, 0) / bits.length) * rate;
          even.set(name, (even.get(name) ?? 0) + mean);
          worst.set(name, (worst.get(name) ?? 0) + Math.max(...bits) * rate);
          const part = `${name} of ${packet.stream}`;
          parts.set(part, (parts.get(part) ?? 0) + mean);
        }
      }
      const loads = linkLoads(fabric, tables, flows, Number.POSITIVE_INFINITY);
      assert.equal(loads.busiest.length, even.size);
      for (const link of loads.busiest) {
        const name = `${nodeId(link.from)}-${nodeId(link.to)}`;
        assert.ok(isClose(link.load, even.get(name)), `${name}: ${link.load}, want ${even.get(name)}`);
        assert.ok(isClose(link.worstLoad, worst.get(name)), `${name}: at worst ${link.worstLoad}, want ${worst.get(name)}`);
        for (const { stream, load } of link.parts) assert.ok(isClose(load, parts.get(`${name} of ${stream}`)), `${name} of ${stream}`);
        assert.ok(
          isClose(
            link.parts.reduce((sum, { load }) => sum + load, 0),
            link.load,
          ),
        );
        compared += 1;
      }
      const over = loads.busiest.filter(({ load, rate }) => load > rate * (1 + 1e-9));
      assert.equal(
        loads.oversubscribed.reduce((sum, { links }) => sum + links, 0),
        over.length,
      );
      for (const { stream, worst: full } of loads.oversubscribed) assert.equal(full.parts[0]?.stream, stream);
    }),
    { numRuns: 300 },
  );
  assert.ok(1000 < compared);
});

test("worst ages: the slowest of all ways that any copy may take, with all other flows in front", () => {
  const seen = { bounded: 0, unbounded: 0 };
  fc.assert(
    fc.property(streamsArbitrary, (given) => {
      const { fabric, tables, flows } = setUp(given);
      const loads = linkLoads(fabric, tables, flows, Number.POSITIVE_INFINITY);
      const rates = new Map(loads.busiest.map((link) => [`${nodeId(link.from)}-${nodeId(link.to)}`, link]));
      const queued = new Map<Name, number>();
      const packets = packetsOf(flows).map((packet) => ({ packet, ways: waysOf(fabric, tables, packet) }));
      for (const { ways } of packets) {
        for (const name of new Set(ways.flatMap(({ bits }) => [...bits.keys()]))) {
          queued.set(name, (queued.get(name) ?? 0) + Math.max(...ways.map(({ bits }) => bits.get(name) ?? 0)));
        }
      }
      const delay = (name: Name): number => {
        const link = rates.get(name);
        assert.ok(link);
        return link.load > link.rate * (1 + 1e-9) ? Number.POSITIVE_INFINITY : ((queued.get(name) ?? 0) / link.rate) * 1000 + 0.003;
      };
      const want = new Map<number, { ms: number; unbounded: number }>(flows.map(({ stream }) => [stream, { ms: 0, unbounded: 0 }]));
      for (const { packet, ways } of packets) {
        const age = want.get(packet.stream);
        assert.ok(age);
        for (const host of new Set(ways.flatMap(({ paths }) => [...paths.keys()]))) {
          const onWay = ways.flatMap(({ paths }) => paths.get(host) ?? []).map((path) => path.reduce((sum, name) => sum + delay(name), 0));
          const ms = packet.intervalMs + Math.max(...onWay);
          if (ms === Number.POSITIVE_INFINITY) age.unbounded += 1;
          else age.ms = Math.max(age.ms, ms);
        }
      }
      for (const { stream, worst, unbounded } of worstAges(fabric, tables, flows, loads)) {
        const age = want.get(stream);
        assert.ok(isClose(worst?.ms ?? 0, age?.ms), `stream ${stream}: ${worst?.ms}, want ${age?.ms}`);
        assert.equal(unbounded.pairs, age?.unbounded);
        assert.equal(unbounded.link !== undefined, unbounded.pairs > 0);
        seen.bounded += worst ? 1 : 0;
        seen.unbounded += unbounded.pairs;
      }
    }),
    { numRuns: 300 },
  );
  assert.ok(100 < seen.bounded && 100 < seen.unbounded, JSON.stringify(seen));
});

const isClose = (a: number, b: number | undefined): boolean => b !== undefined && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
