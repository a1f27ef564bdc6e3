import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { claimsMulticast, discoverMulticast, scenarioName } from "./discover.ts";
import { documentOf, payloadOf } from "./payload.ts";
import { rangeOf } from "../../core/config/spans.ts";
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

/** FL3013 that shows only once the rules are known. */
const wantedByTwo = "tables-without-tenants";

for (const name of names) {
  const { variants } = JSON.parse(readFileSync(join(folder, name, "expect.json"), "utf8")) as { variants: { [name: string]: Variant } };
  for (const [variant, { file, codes = [], lines }] of Object.entries(variants)) {
    test(`case ${name}, ${variant}: static findings`, () => {
      const path = join(folder, name, file);
      const { scenarios, problems } = discoverMulticast(unitOf(path, readFileSync(path, "utf8")));
      assert.deepEqual(problems, []);
      assert.equal(scenarios.length, 1);
      const found = scenarios[0]?.findings.filter(({ severity }) => severity !== "information") ?? [];
      const isExpected = codes.some((code) => staticCodes.has(code)) && name !== wantedByTwo;
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
const withStream = (stream: string, rest = "") => `{ ${topology}, "groups": [${group}]${rest},\n"streams": [${stream}] }`;

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
