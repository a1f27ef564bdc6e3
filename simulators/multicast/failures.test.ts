import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bitString } from "./bits.ts";
import { distinctChoices } from "./choices.ts";
import { failuresOf, noFailures, parseElement } from "./elements.ts";
import { updatedHeaders } from "./failures.ts";
import { encodeHeader } from "./header.ts";
import type { Failures, GroupRules, Header, Topology } from "./model.ts";
import { encodeGroup } from "./rules.ts";
import { headerFor } from "./sender.ts";
import { createTables, type Tables } from "./tables.ts";
import { failuresIn, hostOf, hostsOf, roomy, situations, topologies } from "./testing/fabrics.ts";
import { hostsByGraphSearch, hostsByWay } from "./testing/graph.ts";
import { createWalker, hostsReached } from "./walk.ts";

const key = { tenant: 7, address: 0xef010203 };

const encoded = (topology: Topology, header: Header) => {
  const { bytes, bits } = encodeHeader(topology, header);
  return bitString(bytes, bits);
};

/** Copies by host of all headers together, one map for each combination of the first choice of each header and every choice of one. */
function outcomes(
  topology: Topology,
  tables: Tables,
  headers: readonly Header[],
  sender: number,
  failures: Failures,
): Map<number, number>[] {
  const walker = createWalker(topology, tables);
  const perHeader = headers.map((header) => {
    const packet = { ...key, sender, header: encoded(topology, header) };
    const { choices, isComplete } = distinctChoices(topology, packet, failures);
    assert.ok(isComplete);
    return choices.map((choice) => {
      const arrivals = walker.walk(packet, failures, choice);
      assert.deepEqual([arrivals.loops, arrivals.ends.filter((end) => end.isMalformed)], [[], []]);
      return hostsReached(arrivals).map((host): [number, number] => [host, arrivals.copies[host] ?? 0]);
    });
  });
  const most = Math.max(1, ...perHeader.map((choices) => choices.length));
  return Array.from({ length: most }, (_, index) => {
    const copies = new Map<number, number>();
    for (const choices of perHeader) {
      for (const [host, count] of choices[index % choices.length] ?? []) copies.set(host, (copies.get(host) ?? 0) + count);
    }
    return copies;
  });
}

const setUp = (
  topology: Topology,
  limits: Parameters<typeof createTables>[1] & typeof roomy,
  receivers: readonly number[],
): { tables: Tables; rules: GroupRules } => {
  const tables = createTables(topology, limits);
  return { tables, rules: encodeGroup(topology, limits, receivers, tables, key) };
};

test("intact: every receiver gets one copy, whatever the switches choose", () => {
  fc.assert(
    fc.property(situations, ({ topology, limits, receivers, sender }) => {
      const { tables, rules } = setUp(topology, limits, receivers);
      for (const copies of outcomes(topology, tables, [headerFor(topology, rules, receivers, sender)], sender, noFailures)) {
        for (const host of receivers) if (host !== sender) assert.equal(copies.get(host), 1, `host ${host}`);
        assert.equal(copies.get(sender), undefined);
        assert.ok([...copies.values()].every((count) => count === 1));
      }
    }),
    { numRuns: 400 },
  );
});

test("intact: with room for exact rules nobody else gets a copy", () => {
  fc.assert(
    fc.property(situations, ({ topology, receivers, sender }) => {
      const { tables, rules } = setUp(topology, roomy, receivers);
      const wanted = receivers.filter((host) => host !== sender);
      for (const copies of outcomes(topology, tables, [headerFor(topology, rules, receivers, sender)], sender, noFailures)) {
        assert.deepEqual(
          [...copies.keys()].sort((a, b) => a - b),
          wanted,
        );
      }
    }),
  );
});

test("after the update: exactly the receivers that a graph search reaches get one copy, and nobody gets more than before", () => {
  fc.assert(
    fc.property(situations, ({ topology, limits, receivers, sender, failures }) => {
      // A pod that has to be split needs room for rules of some sort; without any the walk tells, see `updatedHeaders`.
      const enough = limits.spineRules === 0 ? { ...limits, leafRules: limits.leafRules + 16 } : limits;
      const { tables, rules } = setUp(topology, enough, receivers);
      const before = outcomes(topology, tables, [headerFor(topology, rules, receivers, sender)], sender, noFailures)[0];
      const update = updatedHeaders(topology, enough, rules, receivers, sender, failures);
      for (const { header } of update.headers) {
        assert.ok((header.dl?.rules.length ?? 0) <= enough.leafRules && (header.ds?.rules.length ?? 0) <= enough.spineRules);
        for (const rule of [...(header.dl?.rules ?? []), ...(header.ds?.rules ?? [])]) assert.ok(rule.ids.length <= enough.idsPerRule);
      }
      const graph = hostsByGraphSearch(topology, failures, sender);
      assert.deepEqual(
        update.unreachable,
        receivers.filter((host) => host !== sender && !graph.has(host)),
      );
      for (const copies of outcomes(
        topology,
        tables,
        update.headers.map(({ header }) => header),
        sender,
        failures,
      )) {
        for (const host of receivers) if (host !== sender) assert.equal(copies.get(host) ?? 0, graph.has(host) ? 1 : 0, `host ${host}`);
        for (const [host, count] of copies) assert.ok(count <= (before?.get(host) ?? 0), `host ${host} gets more than before`);
      }
    }),
    { numRuns: 700 },
  );
});

test("after the update: separate receivers, each served by the header that names it", () => {
  fc.assert(
    fc.property(situations, ({ topology, receivers, sender, failures }) => {
      const { rules } = setUp(topology, roomy, receivers);
      const { headers, unreachable, minHeaders } = updatedHeaders(topology, roomy, rules, receivers, sender, failures);
      const served = headers.flatMap((header) => header.receivers).sort((a, b) => a - b);
      assert.deepEqual(
        served,
        receivers.filter((host) => host !== sender && !unreachable.includes(host)),
      );
      assert.equal(headers.length, minHeaders);
    }),
    { numRuns: 500 },
  );
});

/** Least number of ways up whose graphs together serve everybody, by trying all sets of them. */
function leastHeaders(topology: Topology, failures: Failures, sender: number, receivers: readonly number[]): number {
  const wanted = receivers.filter((host) => hostsByGraphSearch(topology, failures, sender).has(host));
  if (wanted.length === 0) return 0;
  const ways: Set<number>[] = [];
  for (let plane = 0; plane < topology.spinesPerPod; plane++) {
    for (let port = 0; port < topology.coresPerSpine; port++) ways.push(hostsByWay(topology, failures, sender, plane, port));
  }
  for (let size = 1; ; size++)
    if (subsets(ways, size).some((some) => wanted.every((host) => some.some((way) => way.has(host))))) return size;
}

function subsets<Item>(items: readonly Item[], size: number): Item[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}

test("minHeaders is the least over all sets of ways up", () => {
  const heavy = topologies.chain((topology) =>
    fc.record({
      topology: fc.constant(topology),
      receivers: hostsOf(topology),
      sender: hostOf(topology),
      failures: failuresIn(topology, 20),
    }),
  );
  let split = 0;
  fc.assert(
    fc.property(heavy, ({ topology, receivers, sender, failures }) => {
      const { rules } = setUp(topology, roomy, receivers);
      const { minHeaders, isExact } = updatedHeaders(topology, roomy, rules, receivers, sender, failures);
      assert.ok(isExact);
      assert.equal(minHeaders, leastHeaders(topology, failures, sender, receivers));
      if (minHeaders > 1) split++;
    }),
    { numRuns: 600 },
  );
  assert.ok(split > 0, "no case needed more than one header");
});

const small: Topology = { pods: 3, leavesPerPod: 3, hostsPerLeaf: 3, spinesPerPod: 2, coresPerSpine: 2 };
const down = (...texts: string[]) => failuresOf(texts.map((text) => parseElement(small, text) ?? assert.fail(text)));
const receivers = [0, 1, 4, 9, 20];

const explicit = [
  { name: "nothing failed: both choices stay free", failures: [], up: { spine: true, core: true } },
  {
    name: "a spine of another pod: the leaf is told the spine, the spine chooses",
    failures: ["spine:p1.s0"],
    up: { spine: 1, core: true },
  },
  { name: "a core: its spine sees it itself", failures: ["core:s1.c0"], up: { spine: true, core: true } },
  { name: "a link from a core down: the port that works in both planes", failures: ["link:p1.s1-s1.c0"], up: { spine: true, core: 1 } },
  { name: "an own spine: switches see it themselves", failures: ["spine:p0.s0"], up: { spine: true, core: true } },
];

for (const { name, failures, up } of explicit) {
  test(`one header: ${name}`, () => {
    const { rules } = setUp(small, roomy, receivers);
    const { headers } = updatedHeaders(small, roomy, rules, receivers, 0, down(...failures));
    assert.equal(headers.length, 1);
    const header = headers[0]?.header;
    const named = (part: { multipath: boolean; up: Uint32Array } | undefined) => (part?.multipath ? true : Math.log2(part?.up[0] ?? 0));
    assert.deepEqual({ spine: named(header?.ul), core: named(header?.us) }, up);
  });
}

test("plane 0 cut off from pod 1 and plane 1 from pod 2: two headers with separate receivers", () => {
  const { rules } = setUp(small, roomy, [9, 20]);
  const failures = down("link:p1.s0-s0.c0", "link:p1.s0-s0.c1", "link:p2.s1-s1.c0", "link:p2.s1-s1.c1");
  const { headers, minHeaders } = updatedHeaders(small, roomy, rules, [9, 20], 0, failures);
  assert.equal(minHeaders, 2);
  assert.deepEqual(
    headers.map((header) => header.receivers),
    [[20], [9]],
  );
});

const splitPod = [
  { name: "a leaf that another header serves is told to be silent", leafRules: 5, headers: 2 },
  { name: "no room for that: a header more rather than a host that gets two copies", leafRules: 0, headers: 3 },
];

for (const { name, leafRules, headers: count } of splitPod) {
  test(`a pod that has to be split: ${name}`, () => {
    const topology: Topology = { pods: 4, leavesPerPod: 4, hostsPerLeaf: 3, spinesPerPod: 2, coresPerSpine: 1 };
    const limits = { ...roomy, leafRules, idsPerRule: 1, redundancy: 3, leafTable: 1, spineRules: 1 };
    const wanted = [0, 3, 6, 15, 18, 21, 24, 33, 36];
    const failures = failuresOf([
      { kind: "spine", id: 4 },
      { kind: "leafSpineLink", leaf: 5, spine: 2 },
      { kind: "leafSpineLink", leaf: 6, spine: 3 },
    ]);
    const { tables, rules } = setUp(topology, limits, wanted);
    const { headers, minHeaders } = updatedHeaders(topology, limits, rules, wanted, 0, failures);
    assert.deepEqual([headers.length, minHeaders], [count, 2]);
    for (const { header } of headers) assert.ok((header.dl?.rules.length ?? 0) <= leafRules && (header.ds?.rules.length ?? 0) <= 1);
    const all = headers.map(({ header }) => header);
    for (const copies of outcomes(topology, tables, all, 0, failures)) {
      for (const host of wanted) assert.equal(copies.get(host) ?? 0, host === 0 ? 0 : 1, `host ${host}`);
    }
  });
}

test("nobody reachable: no header", () => {
  const { rules } = setUp(small, roomy, [9]);
  const update = updatedHeaders(small, roomy, rules, [9], 0, down("host:p0.l0.h0"));
  assert.deepEqual(update, { headers: [], unreachable: [9], minHeaders: 0, isExact: true });
});
