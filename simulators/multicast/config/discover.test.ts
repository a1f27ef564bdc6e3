import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { claimsMulticast, discoverMulticast, scenarioName } from "./discover.ts";
import { documentOf, payloadOf } from "./payload.ts";
import { rangeOf } from "./spans.ts";
import { apply, scenarioIn, told, unitOf } from "./testing.ts";

declare const __ROOT__: string;

/** Codes that are found without a run: for those a case must agree here already. */
const staticCodes = new Set(["FL3000", "FL3010", "FL3011", "FL3013", "FL3016"]);

interface Variant {
  readonly file: string;
  readonly codes?: readonly string[];
  readonly lines?: readonly [number, number];
}

const folder = join(__ROOT__, "test/cases/multicast");
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "expect.json")));

test("cases: there are some", () => assert.ok(names.length >= 17));

for (const name of names) {
  const { variants } = JSON.parse(readFileSync(join(folder, name, "expect.json"), "utf8")) as { variants: { [name: string]: Variant } };
  for (const [variant, { file, codes = [], lines }] of Object.entries(variants)) {
    test(`case ${name}, ${variant}: static findings`, () => {
      const path = join(folder, name, file);
      const { scenarios, problems } = discoverMulticast(unitOf(path, readFileSync(path, "utf8")));
      assert.deepEqual(problems, []);
      assert.equal(scenarios.length, 1);
      const found = scenarios[0]?.findings.filter(({ severity }) => severity !== "information") ?? [];
      const isExpected = codes.some((code) => staticCodes.has(code));
      assert.equal(found.length > 0, isExpected, JSON.stringify(found));
      const [from = 0, to = 0] = lines ?? [];
      for (const { code, range, related } of found) {
        assert.ok(codes.includes(code), code);
        assert.ok([range, ...related.map((place) => place.range)].some(({ start }) => from <= start.line + 1 && start.line + 1 <= to));
      }
    });
  }
}

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

const healthy = `{ ${topology}, "hosts": { "lb": "p1.l0.h*" }, "limits": { "occupied": { "leaf:p0.l1": 3, "pod:2": 4 } }, "groups": [${group.replace("p2.l0.h0", "lb").replace('"p1.l0.h0", ', "")}], "streams": [{ "group": "cpu-load", "intervalMs": 25 }], "failures": [{ "at": "host:p0.l0.h1" }, { "every": "single" }], "churn": { "eventsPerSecond": 2 }, "generate": {} }`;

test("a good configuration becomes a fabric with all defaults", () => {
  const { fabric, path } = payloadOf(scenarioIn(healthy));
  assert.equal(path, "load.multicast.json");
  assert.deepEqual(fabric, {
    topology: { pods: 4, leavesPerPod: 2, hostsPerLeaf: 2, spinesPerPod: 2, coresPerSpine: 2 },
    linkGbps: { host: 10, leafSpine: 40, spineCore: 40 },
    mtu: 1600,
    hopMicroseconds: 1,
    limits: {
      headerBytes: 325,
      leafRules: 30,
      spineRules: 2,
      idsPerRule: 2,
      redundancy: 0,
      leafTable: 10000,
      spineTable: 10000,
      ruleKey: "tenant+address",
      headersPerPacket: 8,
      updatesPerSecond: { leaf: 1000, spine: 1000, host: 1000 },
      occupied: { leaves: new Map([[1, 3]]), pods: new Map([[2, 4]]) },
    },
    udpPorts: [6343],
    groups: [{ index: 0, name: "cpu-load", tenant: 1, address: 0xef010101, receivers: [4, 5], senders: [0], isBroken: false }],
    streams: [
      { index: 0, group: 0, groupText: "cpu-load", kind: "statistics", intervalMs: 25, bytes: 100, udpPort: 6343, isBroken: false },
    ],
    failures: [
      {
        kind: "set",
        reaction: "update",
        elements: ["host:p0.l0.h1"],
        failures: {
          hostLinks: new Set([1]),
          leaves: new Set(),
          spines: new Set(),
          cores: new Set(),
          leafSpineLinks: new Set(),
          spineCoreLinks: new Set(),
        },
      },
      { kind: "every", reaction: "update", kinds: ["spine", "core", "link"] },
    ],
    churn: { eventsPerSecond: 2, joinShare: 0.5, events: 10000, seed: 1 },
    generate: { tenants: 3000, groups: 1000000, sizes: "wve", hostsPerRack: 12, smallest: 5, vmsPerHost: 20, seed: 1 },
    installed: { headers: [], rules: [] },
    unknownGroup: "unicast",
  });
});

test("JSON, YAML and TypeScript of one shape are one fabric", () => {
  // JSON is YAML, and nearly TypeScript.
  const fabrics = (["json", "yaml"] as const).map((format) => payloadOf(scenarioIn(healthy, format)).fabric);
  const module = `import { defineMulticast } from "faultline/multicast";\nexport default defineMulticast(${healthy});`;
  assert.deepEqual(fabrics, [payloadOf(scenarioIn(module, "typescript")).fabric, fabrics[0]]);
});

test("a scenario survives structuredClone, and its places are found in the copy", () => {
  const copy = structuredClone(scenarioIn(healthy));
  assert.deepEqual(copy, scenarioIn(healthy));
  const { spans, text } = documentOf(copy);
  assert.equal(text, healthy);
  const { start, end } = rangeOf(spans, ["streams", 0, "intervalMs"]);
  assert.equal(healthy.slice(start.character, end.character), "25");
});

test("a header written by hand is encoded", () => {
  const header =
    '{ "group": "cpu-load", "from": "p0.l0.h0", "leaf": { "up": [0, 1] }, "spine": { "leaves": [1], "up": "any" }, "pods": [1, 2], "podRules": [{ "pods": [1], "leaves": [0] }], "leafRules": [{ "leaves": ["p1.l0"], "hosts": [0] }], "leafDefault": [1] }';
  const { fabric } = payloadOf(scenarioIn(withStream("", `, "installed": { "headers": [${header}] }`)));
  // type 1 | UL 00 11 0 1 | US 01 00 1 1 | DC 0110 | DS 1 0 10 01 0 0 | DL 1 1 10 010 0 0 01
  const bits = "1 00 11 0 1 01 00 1 1 0110 10 10 01 00 11 10 010 00 01".replaceAll(" ", "");
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0");
  const hex = padded.replace(/.{8}/g, (byte) => Number.parseInt(byte, 2).toString(16).padStart(2, "0"));
  assert.deepEqual(fabric.installed.headers, [{ index: 0, group: 0, from: 0, hex, bits: bits.length }]);
});

test("TypeScript that would have to be run is not run, and says so at the call", () => {
  const text = 'import { defineMulticast } from "faultline/multicast";\nexport default defineMulticast(make());';
  const scenario = scenarioIn(text, "typescript");
  assert.deepEqual(told(text, "typescript"), ["FL0003 warning 2:defineMulticast"]);
  assert.equal(scenario.notRun?.code, "FL0003");
  assert.match(scenario.findings[0]?.message ?? "", /`make\(\)` is not a literal/);
});

test("a configuration that is not the default export is a problem of the file", () => {
  const text = 'import { defineMulticast } from "faultline/multicast";\nexport const config = defineMulticast({});';
  const { scenarios, problems } = discoverMulticast(unitOf("a.ts", text));
  assert.deepEqual(
    [scenarios.length, problems.map(({ code, severity, range }) => [code, severity, range.start.line])],
    [0, [["FL0002", "warning", 1]]],
  );
});

test("other files yield nothing, and do not load the compiler", () => {
  const unit = { path: "a.ts", text: "export default 1;", typescript: () => assert.fail("loaded") };
  assert.deepEqual(discoverMulticast(unit), { scenarios: [], problems: [] });
  assert.deepEqual(
    ["a.multicast.json", "a.multicast.yml", "a.multicast.yaml", "b.ts", "b.mts", "b.tsx", "b.d.ts", "b.json", "b.js"].map(claimsMulticast),
    [true, true, true, true, true, true, false, false, false],
  );
});

test("scenarios are named after their files", () => {
  assert.deepEqual(["eu/load.multicast.json", "load.multicast.ts", "load.ts", "a.b.multicast.yml", ".multicast.json"].map(scenarioName), [
    "load",
    "load",
    "load",
    "a.b",
    ".multicast.json",
  ]);
});

const unreadable = [
  { name: "an empty file", text: "", says: /^The file is empty/ },
  { name: "comments alone", text: "// nothing\n", says: /Expected a value|no configuration/ },
  { name: "an unclosed object", text: '{ "topology": {', says: /^Expected `}`/ },
  { name: "a list", text: "[]", says: /^The configuration must be an object, not a list$/ },
  { name: "a text", text: '"x"', says: /^The configuration must be an object, not the text `x`$/ },
];
for (const { name, text, says } of unreadable) {
  test(`not run: ${name}`, () => {
    const { findings, notRun, payload } = scenarioIn(text);
    assert.match(findings[0]?.message ?? "", says);
    assert.deepEqual([findings[0]?.code, notRun?.code, payload], ["FL3000", "FL3000", undefined]);
  });
}

test("a missing comma can be put in", () => {
  const text = healthy.replace('"generate"', '// why\n"generate"').replace(", // why", " // why");
  const fix = scenarioIn(text).findings[0]?.fixes?.[0];
  assert.equal(fix?.title, "Insert `,`");
  assert.deepEqual(scenarioIn(apply(text, fix.edits)).findings, []);
});

test("more findings than can be shown are counted, errors first", () => {
  const other = '{ "group": "cpu-load", "intervalMs": 25, "kind": "other" }';
  const text = withStream([...Array<string>(1500).fill(other), '{ "group": "cpu-laod", "intervalMs": 25 }'].join(",\n"));
  const { findings } = scenarioIn(text);
  assert.deepEqual([findings.length, findings[0]?.code, findings[0]?.severity], [1000, "FL3010", "error"]);
  assert.match(findings[999]?.message ?? "", /\(and 501 more in this file\)$/);
});
