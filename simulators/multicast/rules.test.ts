import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bitmapOf, portsOf } from "./bitmap.ts";
import type { Group, Limits, Topology } from "./model.ts";
import { branchesOf, countRules, encodeGroup, installGroups } from "./rules.ts";
import { headerFor } from "./sender.ts";
import { createTables } from "./tables.ts";
import { situations } from "./testing/fabrics.ts";

const topology: Topology = { pods: 1, leavesPerPod: 4, hostsPerLeaf: 8, spinesPerPod: 2, coresPerSpine: 1 };

const limits: Limits = {
  leafRules: 0,
  spineRules: 2,
  idsPerRule: 2,
  redundancy: 0,
  leafTable: 2,
  spineTable: 2,
  ruleKey: "tenant+address",
  headerBytes: 325,
  headersPerPacket: 8,
  updatesPerSecond: { leaf: 1000, spine: 1000, host: 1000 },
  occupied: { leaves: new Map([[3, 1]]), pods: new Map() },
};

const group = (index: number, tenant: number, address: number, receivers: readonly number[]): Group => ({
  index,
  name: `g${index}`,
  tenant,
  address,
  receivers,
  senders: receivers,
  isBroken: false,
});

test("every switch with receivers is in exactly one place, and has its ports there", () => {
  fc.assert(
    fc.property(situations, ({ topology: fabric, limits: some, receivers }) => {
      const rules = encodeGroup(fabric, some, receivers, createTables(fabric, some), { tenant: 1, address: 0xe0000001 });
      const branches = branchesOf(fabric, receivers);
      for (const [tier, wanted] of [
        [rules.pods, branches.pods],
        [rules.leaves, branches.leaves],
      ] as const) {
        const ids = [...tier.pRules.flatMap((rule) => rule.ids), ...tier.sRules.map(({ id }) => id), ...tier.defaultIds];
        assert.deepEqual(
          ids.toSorted((a, b) => a - b),
          wanted.map(({ id }) => id),
        );
        for (const { id, ports } of wanted) {
          const served =
            tier.pRules.find((rule) => rule.ids.includes(id))?.ports ??
            tier.sRules.find((rule) => rule.id === id)?.ports ??
            tier.defaultPorts;
          assert.ok(portsOf(ports).every((port) => served && portsOf(served).includes(port)));
        }
        assert.equal(tier.defaultPorts === undefined, tier.defaultIds.length === 0);
      }
    }),
  );
});

test("s-rules while there is room: occupied and earlier entries count, the rest shares the default", () => {
  const groups = [1, 2, 3].map((tenant, index) => group(index, tenant, 0xe0000001, [0, 9, 18, 27]));
  const { rules, tables, full } = installGroups(topology, limits, groups);
  assert.deepEqual(
    rules.map((one) => one?.leaves.sRules.map(({ id }) => id)),
    [[0, 1, 2, 3], [0, 1, 2], []],
  );
  assert.deepEqual(
    rules.map((one) => one?.leaves.defaultIds),
    [[], [3], [0, 1, 2, 3]],
  );
  assert.deepEqual(portsOf(rules[2]?.leaves.defaultPorts ?? new Uint32Array(1)), [0, 1, 2, 3]);
  assert.deepEqual(
    [0, 3].map((leaf) => [tables.used("leaf", leaf), tables.room("leaf", leaf)]),
    [
      [2, 0],
      [2, 0],
    ],
  );
  assert.deepEqual(full, [
    { tier: "leaf", id: 0, groups: [2] },
    { tier: "leaf", id: 1, groups: [2] },
    { tier: "leaf", id: 2, groups: [2] },
    { tier: "leaf", id: 3, groups: [1, 2] },
  ]);
});

test("a table of size 0 is never full", () => {
  const { full, rules } = installGroups(topology, { ...limits, leafTable: 0 }, [group(0, 1, 0xe0000001, [0, 9])]);
  assert.deepEqual(full, []);
  assert.deepEqual(rules[0]?.leaves.defaultIds, [0, 1]);
});

test("an installed entry stays where the controller wants one with the same key", () => {
  const stale = { index: 0, at: { tier: "leaf" as const, id: 1 }, ports: [7], tenant: 1, address: 0xe0000001 };
  const { tables, rules } = installGroups(
    topology,
    { ...limits, leafTable: 1 },
    [group(0, 1, 0xe0000001, [0, 9]), group(1, 2, 0xe0000001, [9])],
    [stale],
  );
  assert.deepEqual(portsOf(tables.find("leaf", 1, { tenant: 1, address: 0xe0000001 })?.ports ?? new Uint32Array(1)), [7]);
  assert.deepEqual(
    rules[0]?.leaves.sRules.map(({ id, ports }) => [id, portsOf(ports)]),
    [
      [0, [0]],
      [1, [1]],
    ],
  );
  assert.deepEqual(rules[1]?.leaves.defaultIds, [1]);
});

test("with the address alone as key two groups want one entry: the first keeps it", () => {
  const groups = [group(0, 1, 0xe0000001, [0]), group(1, 2, 0xe0000001, [1])];
  const { collisions, tables } = installGroups(topology, { ...limits, ruleKey: "address" }, groups);
  assert.deepEqual(collisions, [{ tier: "leaf", id: 0, holder: 0, wanted: 1 }]);
  assert.deepEqual(portsOf(tables.find("leaf", 0, { tenant: 2, address: 0xe0000001 })?.ports ?? new Uint32Array(1)), [0]);
  assert.deepEqual(installGroups(topology, limits, groups).collisions, []);
});

test("neighbouring addresses and tenants have keys of their own", () => {
  const tables = createTables(topology, limits);
  const ports = bitmapOf(8, [0]);
  tables.admit("leaf", 0, { tenant: 16_777_215, address: 0xefffffff }, ports, 0);
  const found = [0xefffffff, 0xeffffffe, 0xe0000000].map(
    (address) => tables.find("leaf", 0, { tenant: 16_777_215, address }) !== undefined,
  );
  assert.deepEqual(found, [true, false, false]);
  assert.equal(tables.find("leaf", 0, { tenant: 16_777_214, address: 0xefffffff }), undefined);
});

test("broken groups are left out", () => {
  const { rules } = installGroups(topology, limits, [{ ...group(0, 1, 0xe0000001, [0]), isBroken: true }, group(1, 2, 0xe0000001, [1])]);
  assert.deepEqual(
    rules.map((one) => one !== undefined),
    [false, true],
  );
});

test("counts of rules", () => {
  const rules = encodeGroup(
    topology,
    { ...limits, leafRules: 1, leafTable: 1 },
    [0, 9, 18, 27],
    createTables(topology, { ...limits, leafTable: 1 }),
    { tenant: 1, address: 0xe0000001 },
  );
  assert.deepEqual(countRules(rules), { leafPRules: 1, podPRules: 1, leafSRules: 2, podSRules: 0, leafDefault: true, podDefault: false });
});

const wide: Topology = { pods: 2, leavesPerPod: 2, hostsPerLeaf: 4, spinesPerPod: 2, coresPerSpine: 2 };

const senders = [
  { name: "all under its own leaf", receivers: [0, 1, 3], want: { hosts: [1, 3], leaves: undefined, pods: undefined } },
  { name: "in its own pod", receivers: [0, 1, 5], want: { hosts: [1], leaves: [1], pods: undefined } },
  { name: "in another pod alone", receivers: [0, 9], want: { hosts: [], leaves: [], pods: [1] } },
  { name: "nobody but itself", receivers: [0], want: { hosts: [], leaves: undefined, pods: undefined } },
];

for (const { name, receivers, want } of senders) {
  test(`the header of a sender: ${name}`, () => {
    const rules = encodeGroup(wide, { ...limits, leafRules: 9 }, receivers, createTables(wide, limits), { tenant: 1, address: 0xe0000001 });
    const { ul, us, dc, ds, dl } = headerFor(wide, rules, receivers, 0);
    assert.deepEqual({ hosts: portsOf(ul.down), leaves: us && portsOf(us.down), pods: dc && portsOf(dc) }, want);
    assert.deepEqual([ul.multipath, us?.multipath], [want.leaves !== undefined, want.leaves && want.pods !== undefined]);
    assert.deepEqual([dl !== undefined, ds !== undefined], [want.leaves !== undefined, want.pods !== undefined]);
    assert.deepEqual(portsOf(ul.up), []);
  });
}
