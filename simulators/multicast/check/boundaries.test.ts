/** Each trigger of §8 at its edge: what is exactly allowed is silent, one step beyond is said. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { multicast } from "../index.ts";
import { findingsOf } from "./test-support.ts";

/** Codes and severities, without information. */
function said(config: object): string[] {
  const { problems } = findingsOf("b.multicast.json", JSON.stringify(config, null, 1));
  return problems.filter(({ severity }) => severity !== "information").map(({ code, severity }) => `${code} ${severity}`);
}

const fabric = { pods: 4, leavesPerPod: 2, hostsPerLeaf: 2, spinesPerPod: 2, coresPerSpine: 2 };
/** Header: 54 bits, 7 bytes. */
const wide = { name: "cpu", tenant: 1, address: "239.1.1.1", receivers: ["p0.l1.h1", "p2.l1.h0", "p3.l0.h0"], senders: ["p0.l0.h0"] };

const onePod = { pods: 1, leavesPerPod: 4, hostsPerLeaf: 8, spinesPerPod: 2, coresPerSpine: 1 };
const twoLeaves = (index: number, more: object = {}) => ({
  name: `g${index}`,
  tenant: 1,
  address: `239.1.3.${index}`,
  receivers: [`p0.l1.h${index}`, `p0.l2.h${index + 1}`],
  senders: ["p0.l0.h7"],
  ...more,
});
/** A shared rule of two redundant bits: two hosts get it unasked. */
const overlapping = (more: object = {}) => ({
  name: "r",
  tenant: 1,
  address: "239.1.1.5",
  receivers: ["p0.l1.h0-1", "p0.l2.h1-2"],
  senders: ["p0.l0.h0"],
  ...more,
});

/** One sender and one receiver under a leaf: frames of 151 and 150 bytes on its two links. */
const near = (linkGbps: number, hopMicroseconds: number, streams: readonly object[]) => ({
  topology: { pods: 1, leavesPerPod: 2, hostsPerLeaf: 2, spinesPerPod: 2, coresPerSpine: 1, linkGbps: { host: linkGbps }, hopMicroseconds },
  groups: [{ name: "n", tenant: 1, address: "239.1.1.1", receivers: [1], senders: [0] }],
  streams: streams.map((stream) => ({ group: "n", ...stream })),
});

const rows: readonly { name: string; config: object; want: readonly string[] }[] = [
  { name: "budget met", config: { topology: fabric, limits: { headerBytes: 7 }, groups: [wide] }, want: [] },
  { name: "one byte over the budget", config: { topology: fabric, limits: { headerBytes: 6 }, groups: [wide] }, want: ["FL3001 error"] },
  {
    name: "frame of just the MTU",
    config: { topology: { ...fabric, mtu: 1557 }, groups: [wide], streams: [{ group: "cpu", intervalMs: 25, bytes: 1500 }] },
    want: [],
  },
  {
    name: "frame one byte over the MTU",
    config: { topology: { ...fabric, mtu: 1556 }, groups: [wide], streams: [{ group: "cpu", intervalMs: 25, bytes: 1500 }] },
    want: ["FL3002 error"],
  },
  {
    name: "table just full",
    config: { topology: onePod, limits: { leafRules: 0, leafTable: 2 }, groups: [twoLeaves(1), twoLeaves(2)] },
    want: [],
  },
  {
    name: "an entry more than the table has",
    config: { topology: onePod, limits: { leafRules: 0, leafTable: 1 }, groups: [twoLeaves(1), twoLeaves(2)] },
    want: ["FL3003 error", "FL3004 warning"],
  },
  {
    name: "a table of no entries is not full",
    config: { topology: onePod, limits: { leafRules: 0, leafTable: 0 }, groups: [twoLeaves(1, { expectSpurious: 2 })] },
    want: [],
  },
  {
    name: "the default rule adds more than expected",
    config: { topology: onePod, limits: { leafRules: 0, leafTable: 0 }, groups: [twoLeaves(1, { expectSpurious: 1 })] },
    want: ["FL3004 warning", "FL3005 warning"],
  },
  {
    name: "redundancy just allowed, nothing expected",
    config: { topology: onePod, limits: { leafRules: 1, redundancy: 2 }, groups: [overlapping()] },
    want: [],
  },
  {
    name: "as many unasked hosts as expected",
    config: { topology: onePod, limits: { leafRules: 1, redundancy: 2 }, groups: [overlapping({ expectSpurious: 2 })] },
    want: [],
  },
  {
    name: "one unasked host more than expected",
    config: { topology: onePod, limits: { leafRules: 1, redundancy: 2 }, groups: [overlapping({ expectSpurious: 1 })] },
    want: ["FL3005 warning"],
  },
  {
    name: "redundancy one too low to share",
    config: { topology: onePod, limits: { leafRules: 1, redundancy: 1 }, groups: [overlapping({ expectSpurious: 0 })] },
    want: [],
  },
  { name: "load of just the rate", config: near(0.001208, 1, [{ intervalMs: 1 }]), want: [] },
  {
    name: "the only receiver sends to nobody: no frame, too large or too many",
    config: {
      ...near(0.0001, 1, [{ intervalMs: 1, bytes: 60_000, maxAgeMs: 1 }]),
      groups: [{ name: "n", tenant: 1, address: "239.1.1.1", receivers: [1] }],
      failures: [{ every: "single" }, { every: "single", reaction: "none" }],
    },
    want: [],
  },
  { name: "load over the rate", config: near(0.001207999, 1, [{ intervalMs: 1 }]), want: ["FL3012 error"] },
  // 10 ms + 301 bytes at 1 Mbit/s + two hops of 1 ms.
  { name: "age of just what is allowed", config: near(0.001, 1000, [{ intervalMs: 10, maxAgeMs: 14.408 }]), want: [] },
  { name: "age over what is allowed", config: near(0.001, 1000, [{ intervalMs: 10, maxAgeMs: 14.407 }]), want: ["FL3014 warning"] },
  // A second stream is in front on both links: 301 bytes more.
  {
    name: "age behind another flow, just allowed",
    config: near(0.001, 1000, [{ intervalMs: 10, maxAgeMs: 16.816 }, { intervalMs: 10 }]),
    want: [],
  },
  {
    name: "age behind another flow, over",
    config: near(0.001, 1000, [{ intervalMs: 10, maxAgeMs: 16.815 }, { intervalMs: 10 }]),
    want: ["FL3014 warning"],
  },
  // Each join or leave changes the header of the one sender.
  {
    name: "as many updates as allowed",
    config: { topology: fabric, groups: [wide], churn: { eventsPerSecond: 7, events: 1000 }, limits: { updatesPerSecond: { host: 7 } } },
    want: [],
  },
  {
    name: "more updates than allowed",
    config: { topology: fabric, groups: [wide], churn: { eventsPerSecond: 9, events: 1000 }, limits: { updatesPerSecond: { host: 7 } } },
    want: ["FL3017 warning"],
  },
  { name: "no bound on a full link", config: near(0.001, 1000, [{ intervalMs: 1, maxAgeMs: 1 }]), want: ["FL3012 error"] },
];

for (const { name, config, want } of rows) test(`boundary: ${name}`, () => assert.deepEqual(said(config), want));

test("nobody sends to the only group: nothing is wrong, and there is no packet to show", () => {
  const { result } = findingsOf("b.multicast.json", JSON.stringify({ topology: fabric, groups: [{ ...wide, senders: [] }] }));
  assert.equal(result.verdict, "holds");
  assert.deepEqual([result.witness, result.traces], [undefined, []]);
  assert.deepEqual(
    result.problems.map(({ code, severity }) => `${code} ${severity}`),
    ["FL3016 information"],
  );
});

test("the packet that `holds` shows is of a group that somebody sends to", () => {
  const silent = { ...wide, name: "silent", address: "239.1.1.2", senders: [] };
  const { result } = findingsOf("b.multicast.json", JSON.stringify({ topology: fabric, groups: [silent, wide] }));
  assert.equal(result.verdict, "holds");
  assert.match(result.traces[result.witness ?? -1]?.title ?? "", /cpu/);
});

test("a generated workload that holds shows a packet of its first group, which can be opened and replayed", async () => {
  const generate = { tenants: 5, groups: 40, hostsPerRack: 4 };
  const topology = { pods: 2, leavesPerPod: 4, hostsPerLeaf: 8, spinesPerPod: 2, coresPerSpine: 2 };
  const limits = { leafRules: 30, leafTable: 1000 };
  const { scenario, result } = findingsOf("g.multicast.json", JSON.stringify({ topology, limits, generate }));
  assert.equal(result.verdict, "holds");
  const witness = result.traces[result.witness ?? -1];
  assert.match(witness?.title ?? "", /the first generated group/);
  const again = witness && (await multicast.trace(scenario, witness.subject, unlimited()));
  assert.deepEqual(again?.steps, witness?.steps);
});
