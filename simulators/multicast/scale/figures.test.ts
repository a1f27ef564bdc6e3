import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unlimited } from "../../core/budget.ts";
import { bitString } from "../bits.ts";
import { noFailures } from "../elements.ts";
import { headerBitsByLink } from "../header-parts.ts";
import { encodeHeader } from "../header.ts";
import type { Generate, Group, Limits, Topology } from "../model.ts";
import { installGroups } from "../rules.ts";
import { headerFor } from "../sender.ts";
import { hopsBetween, idealLinks } from "../transmissions.ts";
import { createWalker, totalLinks } from "../walk.ts";
import { checkDelivery } from "./deliver.ts";
import { createGroupEncoder, encodeGroup } from "./encode.ts";
import { measureScale, type ScaleFigures, type ScaleOptions } from "./figures.ts";
import { groupsOfTenant, planWorkload } from "./generate.ts";
import { spreadOf } from "./percentiles.ts";
import { createSummaries, summarise } from "./summary.ts";
import { tableRoom } from "./tables.ts";
import { fabricOf, groupsOf, limitsOf, sampleArbitrary } from "./test-samples.ts";
import { exactCost, headerBitsOf } from "./traffic.ts";

test("exact cost: transmissions and header bytes of a packet that the switches pass on bit by bit", () => {
  fc.assert(
    fc.property(sampleArbitrary, (sample) => {
      const topology = fabricOf(sample);
      const limits = limitsOf(sample);
      const groups = groupsOf(sample);
      const { rules, tables } = installGroups(topology, limits, groups);
      const encoder = createGroupEncoder(topology, limits);
      const room = tableRoom(topology, limits, limits.occupied);
      const walker = createWalker(topology, tables);
      const summaries = createSummaries(groups.length);
      for (const [index, { receivers, tenant, address }] of groups.entries()) {
        encodeGroup(encoder, receivers, receivers.length, room);
        const delivery = checkDelivery(encoder, receivers, receivers.length);
        const sender = receivers[sample.seed % receivers.length] as number;
        const own = rules[index];
        assert.ok(own);
        const header = headerFor(topology, own, receivers, sender);
        const bits = headerBitsOf(encoder);
        assert.deepEqual({ ...bits, ...headerBitsByLink(topology, header), leafDown: 0 }, { ...bits, leafDown: 0 });
        const encoded = encodeHeader(topology, header);
        const arrivals = walker.walk({ tenant, address, sender, header: bitString(encoded.bytes, encoded.bits) }, noFailures);
        const cost = exactCost(encoder, sender, receivers.length, bits);
        assert.equal(cost.multicast, totalLinks(arrivals));
        assert.equal(cost.headerBytes, arrivals.headerBytes);
        assert.equal(cost.ideal, idealLinks(topology, receivers, sender).total);
        assert.equal(
          cost.unicast,
          receivers.filter((host) => host !== sender).reduce((sum, host) => sum + hopsBetween(topology, sender, host), 0),
        );
        const summary = summarise(encoder, receivers.length, bits.hostUp, delivery);
        summaries.set(index, summary);
        assert.deepEqual(summaries.get(index), summary);
      }
    }),
    { numRuns: 150 },
  );
});

const topology: Topology = { pods: 3, leavesPerPod: 6, hostsPerLeaf: 8, spinesPerPod: 2, coresPerSpine: 2 };
const generate: Generate = { tenants: 12, groups: 150, sizes: "wve", hostsPerRack: 2, smallest: 5, vmsPerHost: 20, seed: 4 };
const limits: Limits = {
  leafRules: 4,
  spineRules: 1,
  idsPerRule: 2,
  redundancy: 3,
  leafTable: 12,
  spineTable: 20,
  ruleKey: "tenant+address",
  headerBytes: 20,
  headersPerPacket: 8,
  updatesPerSecond: { leaf: 1000, spine: 1000, host: 1000 },
  occupied: { leaves: new Map([[0, 10]]), pods: new Map([[2, 20]]) },
};

function figuresOf(options: ScaleOptions = {}, change: Partial<Generate> = {}): ScaleFigures {
  const result = measureScale(topology, limits, { ...generate, ...change }, unlimited(), options);
  assert.ok(result.kind === "done");
  return result.figures;
}

/** The generated groups as if they had been written in a configuration. */
function writtenOut(): Group[] {
  const workload = planWorkload(topology, generate, unlimited());
  assert.ok(workload);
  const groups: Group[] = [];
  for (let tenant = 0; tenant < generate.tenants; tenant += 1) {
    const cursor = groupsOfTenant(workload, tenant);
    for (let group = workload.groupOffsets[tenant] ?? 0; group < (workload.groupOffsets[tenant + 1] ?? 0); group += 1) {
      const size = cursor.next();
      const receivers = [...new Set(cursor.hosts.slice(0, size))].sort((a, b) => a - b);
      const sender = cursor.hosts[0] ?? 0;
      groups.push({ index: groups.length, name: "", tenant, address: 0xe0000000 + group, receivers, senders: [sender], isBroken: false });
    }
  }
  return groups;
}

test("scale figures: those of the same groups, encoded by the letter and walked", () => {
  const groups = writtenOut();
  const { rules, tables } = installGroups(topology, limits, groups);
  const walker = createWalker(topology, tables);
  const sum = { covered: 0, hosts: 0, links: 0, ideal: 0, headers: 0, spanning: 0, largest: 0 };
  for (const [index, { receivers, senders, tenant, address }] of groups.entries()) {
    const own = rules[index];
    const sender = senders[0] ?? 0;
    assert.ok(own);
    const header = encodeHeader(topology, headerFor(topology, own, receivers, sender));
    sum.covered += own.leaves.sRules.length + own.leaves.defaultIds.length === 0 ? 1 : 0;
    sum.hosts += receivers.length;
    sum.headers += header.bytes.length;
    sum.largest = Math.max(sum.largest, header.bits);
    sum.ideal += idealLinks(topology, receivers, sender).total;
    sum.links += totalLinks(walker.walk({ tenant, address, sender, header: bitString(header.bytes, header.bits) }, noFailures));
    sum.spanning += new Set(receivers.map((host) => Math.floor(host / 48))).size > 1 ? 1 : 0;
  }
  const figures = figuresOf();
  const isNear = (actual: number, want: number) => assert.ok(Math.abs(actual - want) < 1e-9 * Math.max(1, want), `${actual}, want ${want}`);
  assert.equal(figures.missed, 0);
  assert.equal(figures.workload.groups, groups.length);
  isNear(figures.covered.leaves, (sum.covered / groups.length) * 100);
  isNear(figures.workload.meanHosts, sum.hosts / groups.length);
  isNear(figures.headers.mean, sum.headers / groups.length);
  isNear(figures.traffic.exact.links, sum.links / sum.ideal);
  isNear(figures.affected.core, (sum.spanning / groups.length) * 100);
  const { header, overDelivery } = figures.worst;
  assert.equal(header?.headerBits, sum.largest);
  assert.equal(groups[header?.group ?? 0]?.tenant, header?.tenant);
  assert.ok(0 < (overDelivery?.spurious ?? 0));
  const used = Array.from({ length: 18 }, (_, leaf) => tables.used("leaf", leaf) - (leaf === 0 ? 10 : 0));
  assert.deepEqual(figures.tables.leaf, spreadOf(used));
  assert.ok(0 < figures.onDefault.leaves && 0 < figures.onDefault.pods && figures.covered.leaves < 100);
});

test("scale figures: the same for the same seed, others for another one", () => {
  const options: ScaleOptions = { churn: { events: 100, eventsPerSecond: 1000 } };
  assert.deepEqual(figuresOf(options), figuresOf(options));
  assert.notDeepEqual(figuresOf(options), figuresOf(options, { seed: 5 }));
});

test("scale figures: entries of other groups take room", () => {
  const taken = { leaves: new Map(Array.from({ length: 18 }, (_, leaf) => [leaf, 12])), pods: new Map<number, number>() };
  assert.equal(figuresOf({ taken }).tables.leaf.max, 0);
  assert.ok(0 < figuresOf().tables.leaf.max);
});

test("scale figures: churn counts each event at the tables and at half of the members", () => {
  const { updates } = figuresOf({ churn: { events: 400, eventsPerSecond: 1000 } });
  assert.ok(updates && 0 < updates.leaf.mean && 0 < updates.host.mean);
  assert.equal(updates.core, 0);
  // No more than one entry of a leaf's own, and no more headers than hosts, can change with one event.
  assert.ok(updates.leaf.max <= 1000 && updates.host.max <= 1000);
});

test("scale figures: stop when told to, and say how far they came", () => {
  let polls = 0;
  const budget = { ...unlimited(), stop: () => (14 < ++polls ? ("time" as const) : undefined) };
  const result = measureScale(topology, limits, generate, budget);
  assert.deepEqual(result, { kind: "stopped", limit: "time", groups: 64 });
});

test("spread: mean, 95th percentile and largest", () => {
  assert.deepEqual(spreadOf([]), { mean: 0, p95: 0, max: 0 });
  assert.deepEqual(spreadOf(Array.from({ length: 100 }, (_, i) => 100 - i)), { mean: 50.5, p95: 95, max: 100 });
});
