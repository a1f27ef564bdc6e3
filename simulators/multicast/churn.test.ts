import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { unlimited } from "../core/budget.ts";
import { Random } from "../core/random.ts";
import { createController } from "./churn/controller.ts";
import { eventSource } from "./churn/events.ts";
import { simulateChurn } from "./churn.ts";
import { encodeHeader, hexOf } from "./header.ts";
import type { Churn, Fabric, Group } from "./model.ts";
import { installGroups } from "./rules.ts";
import { fabricOf, groupsOf, limitsOf, type Sample, sampleArbitrary } from "./scale/test-samples.ts";
import { headerFor } from "./sender.ts";
import { hostCount, leafCount } from "./topology.ts";

declare const __ROOT__: string;

function fabricWith(sample: Sample, ruleKey: "address" | "tenant+address" = "tenant+address"): Fabric {
  const groups = groupsOf(sample).map((group): Group => {
    // With the address alone as key, every third group collides with the first one.
    return ruleKey === "address" && group.index % 3 === 0 ? { ...group, tenant: group.index, address: 0xef010100 } : group;
  });
  const first = groups[0] as Group;
  return {
    topology: fabricOf(sample),
    limits: { ...limitsOf(sample), ruleKey },
    groups,
    streams: [],
    linkGbps: { host: 10, leafSpine: 40, spineCore: 40 },
    mtu: 1600,
    hopMicroseconds: 1,
    udpPorts: [6343],
    failures: [],
    installed: {
      headers: [],
      rules: [{ index: 0, at: { tier: "leaf", id: 0 }, tenant: first.tenant, address: first.address, ports: [0] }],
    },
    unknownGroup: "unicast",
  };
}

/** Everything that is written somewhere, from computing all rules: s-rules by switch and key, headers by group and sender. */
function written(fabric: Fabric, groups: readonly Group[]): Map<string, string> {
  const { topology, limits, installed } = fabric;
  const { rules, tables } = installGroups(topology, limits, groups, installed.rules);
  const all = new Map<string, string>();
  for (const tier of ["pod", "leaf"] as const) {
    for (const id of tables.switches(tier)) {
      for (const { key, ports, by } of tables.entries(tier, id)) {
        const name = limits.ruleKey === "address" ? key.address : `${key.tenant}/${key.address}`;
        if (by.kind === "group") all.set(`${tier} ${id} ${name}`, ports.join());
      }
    }
  }
  for (const [index, { receivers, senders }] of groups.entries()) {
    const own = rules[index];
    assert.ok(own);
    for (const sender of senders) {
      const { bytes, bits } = encodeHeader(topology, headerFor(topology, own, receivers, sender));
      all.set(`host ${sender} ${index}`, `${bits} ${hexOf(bytes)}`);
    }
  }
  return all;
}

function countDifferences(before: Map<string, string>, after: Map<string, string>, counts: Record<string, number[]>): void {
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(name) === after.get(name)) continue;
    const [kind = "", id = ""] = name.split(" ");
    const some = counts[kind] as number[];
    some[Number(id)] = (some[Number(id)] ?? 0) + 1;
  }
}

for (const ruleKey of ["tenant+address", "address"] as const) {
  test(`churn: the same updates as computing all rules again after each event, key ${ruleKey}`, () => {
    const seen = { leaf: 0, pod: 0, host: 0 };
    fc.assert(
      fc.property(sampleArbitrary, fc.constantFrom(0, 0.3, 0.5, 1), (sample, joinShare) => {
        const fabric = fabricWith(sample, ruleKey);
        const { topology } = fabric;
        const churn: Churn = { eventsPerSecond: 1, joinShare, events: 15, seed: sample.seed };
        const source = eventSource(topology, churn, fabric.groups, new Random(churn.seed));
        const controller = createController(fabric, fabric.groups);
        const zeros = (count: number) => Array.from({ length: count }, () => 0);
        const want = { leaf: zeros(leafCount(topology)), pod: zeros(topology.pods), host: zeros(hostCount(topology)) };
        let groups = fabric.groups;
        let before = written(fabric, groups);
        for (let i = 0; i < churn.events; i += 1) {
          const event = source.next();
          if (!event) continue;
          controller.update(event.group, source.members(event.group));
          groups = groups.with(event.group, { ...(groups[event.group] as Group), receivers: source.members(event.group).slice() });
          const after = written(fabric, groups);
          countDifferences(before, after, want);
          before = after;
        }
        assert.deepEqual([...controller.counts.leaves], want.leaf, "leaves");
        assert.deepEqual([...controller.counts.pods], want.pod, "pods");
        assert.deepEqual([...controller.counts.hosts], want.host, "hosts");
        for (const kind of ["leaf", "pod", "host"] as const) seen[kind] += want[kind].reduce((sum, one) => sum + one, 0);
      }),
      { numRuns: 60 },
    );
    assert.ok(50 < seen.leaf && 5 < seen.pod && 500 < seen.host, JSON.stringify(seen));
  });
}

test("events: members stay distinct, ascending and candidates; groups are drawn by size", () => {
  const topology = { pods: 1, leavesPerPod: 2, hostsPerLeaf: 20, spinesPerPod: 1, coresPerSpine: 1 };
  const groups = [{ receivers: [0, 1, 2, 3, 4, 5, 6, 7, 8] }, { receivers: [10] }, { receivers: [0, 39] }];
  const churn: Churn = { eventsPerSecond: 1, joinShare: 0.5, events: 1, seed: 3, candidates: [30, 0, 1, 2, 5, 31, 10] };
  const source = eventSource(topology, churn, groups, new Random(3));
  const before = groups.map(({ receivers }) => new Set(receivers));
  const drawn = [0, 0, 0];
  for (let i = 0; i < 3000; i += 1) {
    const event = source.next();
    assert.ok(event);
    const { group, kind, host } = event;
    drawn[group] = (drawn[group] ?? 0) + 1;
    const members = before[group] as Set<number>;
    assert.equal(members.has(host), kind === "leave");
    if (kind === "join") assert.ok(churn.candidates?.includes(host));
    if (kind === "join") members.add(host);
    else members.delete(host);
    assert.ok(0 < members.size);
    assert.deepEqual(
      source.members(group),
      [...members].sort((a, b) => a - b),
    );
  }
  assert.ok(drawn.every((count) => 100 < count));
});

test("events: a single member that nobody may join stays", () => {
  const topology = { pods: 1, leavesPerPod: 1, hostsPerLeaf: 4, spinesPerPod: 1, coresPerSpine: 1 };
  const churn: Churn = { eventsPerSecond: 1, joinShare: 0.5, events: 1, seed: 1, candidates: [2] };
  assert.equal(eventSource(topology, churn, [{ receivers: [2] }], new Random(1)).next(), undefined);
});

test("churn: without p-rules every join or leave writes a leaf, with p-rules none", () => {
  const report = (file: string) => {
    const text = readFileSync(`${__ROOT__}/test/cases/multicast/every-join-rewrites-a-table/${file}.multicast.json`, "utf8");
    const config = JSON.parse(text) as { limits: { leafRules: number }; churn: { eventsPerSecond: number } };
    const topology = { pods: 2, leavesPerPod: 4, hostsPerLeaf: 16, spinesPerPod: 2, coresPerSpine: 2 };
    const receivers = [0, 16, 64].flatMap((first) => Array.from({ length: 8 }, (_, i) => first + i));
    const group: Group = { index: 0, name: "cpu-load", tenant: 1, address: 0xef010101, receivers, senders: [112], isBroken: false };
    const base = fabricWith({
      seed: 1,
      shape: [2, 4, 16, 2, 2],
      groups: 1,
      leafRules: config.limits.leafRules,
      spineRules: 2,
      idsPerRule: 2,
      redundancy: 0,
      leafTable: 1000,
      spineTable: 10_000,
      largest: 1,
    });
    const churn: Churn = { eventsPerSecond: config.churn.eventsPerSecond, joinShare: 0.5, events: 10_000, seed: 7 };
    return simulateChurn({ ...base, topology, groups: [group], installed: { headers: [], rules: [] } }, churn, unlimited());
  };
  const bug = report("bug");
  assert.equal(bug.events, 10_000);
  assert.equal(bug.leaf.updates, 10_000);
  assert.ok(2000 < (bug.leaf.busiest?.rate ?? 0) && (bug.leaf.busiest?.rate ?? 0) < 3500, JSON.stringify(bug.leaf));
  assert.equal(bug.spine.updates, 0);
  const fix = report("fix");
  assert.equal(fix.leaf.updates, 0);
  assert.deepEqual(fix.host.busiest, { id: 112, updates: 10_000, rate: 20_000 });
  assert.deepEqual(report("bug"), bug);
});

test("churn: stops when told to, and says so", () => {
  const fabric = fabricWith({
    seed: 1,
    shape: [2, 2, 4, 2, 2],
    groups: 2,
    leafRules: 2,
    spineRules: 2,
    idsPerRule: 2,
    redundancy: 0,
    leafTable: 9,
    spineTable: 9,
    largest: 5,
  });
  let polls = 0;
  const budget = { ...unlimited(), stop: () => (100 < ++polls ? ("cancelled" as const) : undefined) };
  const report = simulateChurn(fabric, { eventsPerSecond: 1, joinShare: 0.5, events: 1000, seed: 1 }, budget);
  assert.equal(report.stopped, "cancelled");
  assert.equal(report.events, 100);
});
