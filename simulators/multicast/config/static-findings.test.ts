import assert from "node:assert/strict";
import { test } from "node:test";
import { payloadOf } from "./payload.ts";
import { apply, scenarioIn, told } from "./testing.ts";

const topology = '"topology": { "pods": 4, "leavesPerPod": 2, "hostsPerLeaf": 2, "spinesPerPod": 2, "coresPerSpine": 2 }';
const group = '{ "name": "cpu-load", "tenant": 1, "address": "239.1.1.1", "receivers": ["p1.l0.h0", "p2.l0.h0"], "senders": ["p0.l0.h0"] }';
const withGroups = (...groups: string[]) => `{ ${topology},\n"groups": [\n${groups.join(",\n")}\n] }`;
const withStream = (stream: string, rest = "") => `{ ${topology}, "groups": [${group}]${rest},\n"streams": [${stream}] }`;

const cases: readonly { name: string; text: string; told: readonly string[]; says?: RegExp; fixed?: string }[] = [
  { name: "a bad host", text: withGroups(group.replace("p2.l0.h0", "p2.l2.h0")), told: ['FL3016 error 3:"p2.l2.h0"'], fixed: '"p2.l1.h0"' },
  {
    name: "several bad hosts are one problem",
    text: withGroups(group.replace('"p2.l0.h0"', '"p9.l0.h0", "nobody"')),
    told: ['FL3016 error 3:"p9.l0.h0"'],
    says: /\(and 1 more\)$/,
  },
  {
    name: "a member twice",
    text: withGroups(group.replace('"p2.l0.h0"', '"p1.l0.h0"')),
    told: ['FL3016 warning 3:"p1.l0.h0"'],
    fixed: '["p1.l0.h0"], "senders"',
  },
  {
    name: "no receivers",
    text: withGroups(group.replace('"p1.l0.h0", "p2.l0.h0"', "")),
    told: ['FL3016 error 3:"cpu-load"'],
    says: /^Group `cpu-load` has no receivers$/,
  },
  { name: "no senders", text: withGroups(group.replace('["p0.l0.h0"]', "[]")), told: ['FL3016 information 3:"cpu-load"'] },
  {
    name: "an address twice",
    text: withGroups(group, group.replace("cpu", "disk")),
    told: ['FL3013 error 4:"239.1.1.1"'],
    fixed: '"239.1.1.2"',
  },
  { name: "an address of two tenants", text: withGroups(group, group.replace("cpu", "disk").replace("1,", "2,")), told: [] },
  { name: "a name twice", text: withGroups(group, group.replace("239.1.1.1", "239.1.1.2")), told: ['FL3000 information 4:"cpu-load"'] },
  {
    name: "a misspelt group, dropped",
    text: withStream('{ "group": "cpu-laod", "intervalMs": 25 }'),
    told: ['FL3010 error 2:"cpu-laod"'],
    says: /did you mean `cpu-load`\?.*dropped.*0 links and 0 bytes, where unicast to 2 receivers would be 12 links and 1,800 bytes from `p0.l0.h0`$/,
    fixed: '"group": "cpu-load"',
  },
  {
    name: "a misspelt group, unicast",
    text: withStream('{ "group": "cpu-laod", "intervalMs": 25, "senders": [0], "receivers": [0, 1, 2, 4] }'),
    told: ['FL3010 warning 2:"cpu-laod"'],
    says: /unicast to 4 receivers: 12 links and 1,800 bytes from `p0.l0.h0`/,
  },
  {
    name: "an unknown group whose senders nobody knows",
    text: withStream('{ "group": "1/239.9.9.9", "intervalMs": 25, "receivers": [0, 4] }'),
    told: ['FL3010 warning 2:"1/239.9.9.9"'],
    says: /4 to 12 links and 600 to 1,800 bytes, depending on the sender/,
  },
  { name: "a group by its address", text: withStream('{ "group": "1/239.1.1.1", "intervalMs": 25 }'), told: [] },
  {
    name: "dropped since the rule says so",
    text: withStream('{ "group": "x", "intervalMs": 25, "receivers": [4] }', ', "unknownGroup": "drop"'),
    told: ['FL3010 error 2:"x"'],
    says: /`unknownGroup` says so/,
  },
  {
    name: "a port that nobody watches",
    text: withStream('{ "group": "cpu-load", "intervalMs": 25, "udpPort": 6434 }'),
    told: ["FL3011 warning 2:6434"],
    fixed: '"udpPort": 6343',
  },
  {
    name: "other packets",
    text: withStream('{ "group": "cpu-load", "intervalMs": 25, "kind": "other", "udpPort": 9 }'),
    told: ['FL3011 information 2:"other"'],
  },
  {
    name: "a misspelt group of other packets",
    text: withStream('{ "group": "cpu-laod", "intervalMs": 25, "kind": "other" }'),
    told: ['FL3010 information 2:"cpu-laod"'],
  },
  {
    name: "a bad sender of a stream",
    text: withStream('{ "group": "cpu-load", "intervalMs": 25, "senders": ["p0.l0.h9"] }'),
    told: ['FL3016 error 2:"p0.l0.h9"'],
  },
  {
    name: "a spine that is not there",
    text: withStream("", ',\n"failures": [{ "at": ["spine:p0.s0", "spine:p0.s2"] }]'),
    told: ['FL3000 error 2:"spine:p0.s2"'],
    says: /the spines of a pod are numbered 0 to 1/,
  },
  {
    name: "a link that the wiring does not have",
    text: withStream("", ',\n"failures": [{ "at": "link:p0.s1-s0.c0" }]'),
    told: ['FL3000 error 2:"link:p0.s1-s0.c0"'],
    fixed: '"link:p0.s1-s1.c0"',
  },
  {
    name: "a switch that is not there",
    text: withStream("", ',\n"limits": { "occupied": { "leaf:8": 1, "pod:p3": 2 } }'),
    told: ['FL3000 error 2:"leaf:8"'],
    says: /leaves are numbered 0 to 7/,
  },
  {
    name: "a switch in two forms",
    text: withStream("", ',\n"limits": { "occupied": { "leaf:p3.l1": 1, "leaf:7": 2 } }'),
    told: ['FL3000 error 2:"leaf:7"'],
  },
  {
    name: "a header for nobody",
    text: withStream("", ',\n"installed": { "headers": [{ "group": "cpu-lod", "from": 0, "leaf": {} }] }'),
    told: ['FL3000 error 2:"cpu-lod"'],
    fixed: '"group": "cpu-load"',
  },
  {
    name: "a header from several hosts",
    text: withStream("", ',\n"installed": { "headers": [{ "group": "cpu-load", "from": "p0.l0.h*", "leaf": {} }] }'),
    told: ['FL3016 error 2:"p0.l0.h*"'],
  },
  {
    name: "a header from no sender",
    text: withStream("", ',\n"installed": { "headers": [{ "group": "cpu-load", "from": 1, "leaf": {} }] }'),
    told: ["FL3000 information 2:1"],
  },
  {
    name: "a header twice",
    text: withStream(
      "",
      ',\n"installed": { "headers": [{ "group": "cpu-load", "from": 0, "leaf": {} }, { "group": "cpu-load", "from": "p0.l0.h0", "leaf": {} }] }',
    ),
    told: ['FL3000 error 2:"p0.l0.h0"'],
  },
  {
    name: "a port that is not there",
    text: withStream("", ',\n"installed": { "headers": [{ "group": "cpu-load", "from": 0, "leaf": { "up": [0, 2] } }] }'),
    told: ["FL3000 error 2:2"],
  },
  {
    name: "parts behind one that is missing",
    text: withStream("", ',\n"installed": { "headers": [{ "group": "cpu-load", "from": 0, "leaf": {}, "pods": [1] }] }'),
    told: ['FL3000 information 2:"pods"'],
  },
  {
    name: "bits that do not fit",
    text: withStream("", ',\n"installed": { "headers": [{ "group": "cpu-load", "from": 0, "hex": "0aff", "bits": 17 }] }'),
    told: ["FL3000 error 2:17"],
  },
  {
    name: "candidates that are not there",
    text: withStream("", ',\n"churn": { "eventsPerSecond": 5, "candidates": [99] }'),
    told: ["FL3016 error 2:99"],
  },
];

for (const { name, text, told: want, says, fixed } of cases) {
  test(`static finding: ${name}`, () => {
    assert.deepEqual(told(text), want);
    const { findings } = scenarioIn(text);
    if (says) assert.match(findings[0]?.message ?? "", says);
    if (fixed === undefined) return;
    const fix = findings[0]?.fixes?.find(({ preferred }) => preferred) ?? findings[0]?.fixes?.[0];
    assert.ok(fix);
    const mended = apply(text, fix.edits);
    assert.ok(mended.includes(fixed), mended);
    assert.deepEqual(scenarioIn(mended).findings, [], "nothing is left, and nothing is new");
  });
}

test("a broken name is told at its entry, once for all groups that use it", () => {
  const text = `{ ${topology}, "hosts": {\n"lb": ["p0.l0.h0", "p3.l2.h0"]\n}, "groups": [${group.replace("p2.l0.h0", "lb")}, ${group.replace("p2.l0.h0", "lb").replace("1.1.1", "1.1.2").replace("cpu", "disk")}] }`;
  const { findings, payload } = scenarioIn(text);
  assert.deepEqual(told(text), ['FL3016 error 2:"p3.l2.h0"']);
  assert.deepEqual(
    findings[0]?.related.map(({ message }) => message),
    ["Group `cpu-load` uses `lb`", "Group `disk-load` uses `lb`"],
  );
  assert.ok(payload);
  assert.deepEqual(
    payloadOf(scenarioIn(text)).fabric.groups.map(({ isBroken }) => isBroken),
    [true, true],
  );
});

test("more findings than can be shown are counted, errors first", () => {
  const other = '{ "group": "cpu-load", "intervalMs": 25, "kind": "other" }';
  const text = withStream([...Array<string>(1500).fill(other), '{ "group": "cpu-laod", "intervalMs": 25 }'].join(",\n"));
  const { findings } = scenarioIn(text);
  assert.deepEqual([findings.length, findings[0]?.code, findings[0]?.severity], [1000, "FL3010", "error"]);
  assert.match(findings[999]?.message ?? "", /\(and 501 more in this file\)$/);
});
