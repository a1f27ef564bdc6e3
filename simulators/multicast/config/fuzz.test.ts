import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { stringify } from "yaml";
import { comparePositions, type Range } from "../../../protocol/source.ts";
import { claimsMulticast, discoverMulticast } from "./discover.ts";
import { lineStarts } from "./lines.ts";
import type { Format } from "../../core/config/node.ts";
import { apply, pathOf, unitOf } from "./testing.ts";

const good = {
  topology: { pods: 4, leavesPerPod: 2, hostsPerLeaf: 2, spinesPerPod: 2, coresPerSpine: 2, mtu: 1600 },
  limits: { headerBytes: 100, occupied: { "leaf:p0.l1": 3 }, ruleKey: "address" },
  hosts: { lb: "p1.l0.h*", all: ["lb", 0] },
  groups: [
    { name: "cpu-load", tenant: 1, address: "239.1.1.1", receivers: ["lb", "p2.l0.h0-1"], senders: ["p0.l0.h0"] },
    { name: "disk \u{1F4BE}", tenant: 2, address: "239.1.1.1", receivers: ["all"], expectSpurious: 0 },
  ],
  streams: [{ group: "cpu-load", intervalMs: 25, maxAgeMs: 50.5 }],
  failures: [{ at: ["spine:p0.s0", "link:p1.l1-p1.s1"] }, { every: "single" }],
  churn: { eventsPerSecond: 5 },
  installed: {
    headers: [{ group: "cpu-load", from: 0, leaf: { up: "any" }, spine: { leaves: [1] }, leafRules: [{ leaves: ["p0.l1"], hosts: [0] }] }],
  },
};

const json = `// A configuration\n${JSON.stringify(good, null, 2).replace('"limits"', '/* limits */ "limits"')}\n`;
const texts: Readonly<Record<Format, string>> = {
  json,
  yaml: `# A configuration\n${stringify(good)
    .replace("receivers:", "receivers: &r")
    .replace(/receivers:\n *- all/, "receivers: *r")}`,
  typescript: `import { defineMulticast } from "faultline/multicast";\nconst pods = 4;\nexport default defineMulticast(${json.replace('"pods": 4', "pods").replace("// A configuration\n", "")});\n`,
};

/** What harms: brackets, quotes, numbers too large, characters that are none, line ends of every kind. */
const harmful = fc.constantFrom(
  ...Array.from("{}[]()\":,'`\\/*#&-?|>!%@<~=$.+ \t\n\r0"),
  "\0",
  "\uFEFF",
  "\uD800",
  "\uDC00",
  "\r\n",
  "//",
  "/*",
  "*/",
  "<<: *r",
  "*x",
  "&x",
  "---",
  "...",
  "${",
  "1e999",
  "-1",
  "99999999999999999999",
  "null",
  "true",
  '"',
  "\u2028",
  "constructor",
  "__proto__",
  "p*.l*.h*",
  "[[[[",
  "{{{{",
);
const mutation = fc.record({
  at: fc.noBias(fc.integer({ min: 0, max: 9999 })),
  cut: fc.nat(12),
  insert: fc.oneof(fc.constant(""), harmful),
});

function mutate(text: string, { at, cut, insert }: { at: number; cut: number; insert: string }): string {
  const offset = Math.floor((at / 10_000) * text.length);
  return text.slice(0, offset) + insert + text.slice(offset + cut);
}

/** Everything that is said has a place in the text, and edits change the text they were made for. */
function answers(format: Format, text: string): number {
  const { scenarios, problems } = discoverMulticast(unitOf(pathOf[format], text));
  const lines = lineStarts(text);
  const isInside = ({ start, end }: Range) => {
    for (const { line, character } of [start, end]) {
      const from = lines[line];
      const isThere = from !== undefined && 0 <= character && from + character <= text.length;
      if (!isThere) assert.fail(`${line}:${character} is not in ${JSON.stringify(text)}`);
    }
    assert.ok(comparePositions(start, end) <= 0);
  };
  for (const { range, findings, notRun, payload } of scenarios) {
    isInside(range);
    assert.equal(payload === undefined, notRun !== undefined);
    if (notRun) assert.ok(findings.length > 0, "what is not run says why");
    for (const problem of findings) {
      isInside(problem.range);
      assert.ok(problem.message.length > 0 && problem.message.length < 600, problem.message);
      problem.related.forEach((place) => isInside(place.range));
      for (const { edits } of problem.fixes ?? []) {
        edits.forEach((edit) => isInside(edit.range));
        assert.notEqual(apply(text, edits), text);
      }
    }
  }
  return scenarios.reduce((sum, { findings }) => sum + findings.length, problems.length);
}

for (const [format, numRuns] of [
  ["json", 2000],
  ["yaml", 400],
  ["typescript", 500],
] as const) {
  test(`fuzz ${format}: the good text is good`, () => {
    const { scenarios } = discoverMulticast(unitOf(pathOf[format], texts[format]));
    assert.deepEqual(
      scenarios.map(({ findings, notRun }) => [findings.length, notRun]),
      [[0, undefined]],
    );
  });

  test(`fuzz ${format}: a mutated text gets an answer with places inside of it`, () => {
    let told = 0;
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        told += answers(format, mutations.reduce(mutate, texts[format])) > 0 ? 1 : 0;
      }),
      { numRuns },
    );
    assert.ok(told > numRuns / 2, `${told} of ${numRuns} said something`);
  });

  test(`fuzz ${format}: a text that ends anywhere gets an answer`, () => {
    const text = texts[format];
    const step = format === "json" ? 1 : 7;
    for (let length = 0; length < text.trimEnd().length; length += step) {
      const told = answers(format, text.slice(0, length));
      if (format === "json") assert.ok(told > 0, `nothing said of ${text.slice(0, length)}`);
    }
  });
}

const absurd: readonly { name: string; path: string; text: string }[] = [
  { name: "brackets", path: pathOf.json, text: "[".repeat(100_000) },
  { name: "brackets and braces", path: pathOf.json, text: '{"a":['.repeat(50_000) },
  { name: "brackets in YAML", path: pathOf.yaml, text: "[{".repeat(50_000) },
  { name: "indentation in YAML", path: pathOf.yaml, text: Array.from({ length: 2000 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("") },
  { name: "question marks in YAML", path: pathOf.yaml, text: "? ".repeat(20_000) },
  { name: "anchors in YAML", path: pathOf.yaml, text: Array.from({ length: 20_000 }, (_, index) => `a${index}: &a${index} x\n`).join("") },
  {
    name: "signs in TypeScript",
    path: pathOf.typescript,
    text: `import { defineMulticast } from "faultline/multicast";\nexport default defineMulticast(${"- ".repeat(100_000)}1);`,
  },
  {
    name: "a chain in TypeScript",
    path: pathOf.typescript,
    text: `import { defineMulticast } from "faultline/multicast";\nexport default defineMulticast(a${".a".repeat(20_000)});`,
  },
  {
    name: "a sum in TypeScript",
    path: pathOf.typescript,
    text: `import { defineMulticast } from "faultline/multicast";\nexport default defineMulticast(1${" + 1".repeat(20_000)});`,
  },
  { name: "one long line", path: pathOf.json, text: `{ "x": "${"y".repeat(1_000_000)}" }` },
  { name: "one long key", path: pathOf.json, text: `{ "${"topology".repeat(100_000)}": 1 }` },
  {
    name: "many names",
    path: pathOf.json,
    text: `{ ${Array.from({ length: 50_000 }, (_, index) => `"a${index}": ${index}`).join(", ")} }`,
  },
  { name: "one name many times", path: pathOf.json, text: `{ ${Array(50_000).fill('"topology": {}').join(", ")} }` },
  {
    name: "many misspelt hosts",
    path: pathOf.json,
    text: JSON.stringify({
      ...good,
      hosts: Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`name${index}`, index % 16])),
      groups: [{ ...good.groups[0], receivers: Array.from({ length: 20_000 }, (_, index) => `nane${index}`) }],
    }),
  },
  {
    name: "many misspelt groups",
    path: pathOf.json,
    text: JSON.stringify({
      ...good,
      streams: Array.from({ length: 10_000 }, (_, index) => ({ group: `cpu-laod${index}`, intervalMs: 1 })),
    }),
  },
  {
    name: "many repeated hosts",
    path: pathOf.json,
    text: JSON.stringify({ ...good, groups: [{ ...good.groups[0], receivers: Array.from({ length: 50_000 }, (_, index) => index % 16) }] }),
  },
  {
    name: "one address for many groups",
    path: pathOf.json,
    text: JSON.stringify({ ...good, groups: Array.from({ length: 5000 }, () => good.groups[0]) }),
  },
  { name: "two million braces closed", path: pathOf.json, text: "}".repeat(2_000_000) },
  { name: "more than the largest text", path: pathOf.json, text: " ".repeat(17_000_000) },
];
for (const { name, path, text } of absurd) {
  test(`absurd sizes: ${name}`, () => {
    const format = path === pathOf.json ? "json" : path === pathOf.yaml ? "yaml" : "typescript";
    assert.ok(claimsMulticast(path));
    assert.ok(answers(format, text) > 0);
  });
}

test("a byte order mark, and line ends of Windows and of old Macs, change no finding", () => {
  const bad = json.replace('"lb",', '"lbx",');
  const plain = discoverMulticast(unitOf(pathOf.json, bad)).scenarios[0]?.findings.map(({ code, message, range }) => ({
    code,
    message,
    line: range.start.line,
  }));
  assert.equal(plain?.length, 1);
  for (const text of [`\uFEFF${bad}`, bad.replaceAll("\n", "\r\n"), bad.replaceAll("\n", "\r")]) {
    const findings = discoverMulticast(unitOf(pathOf.json, text)).scenarios[0]?.findings.map(({ code, message, range }) => ({
      code,
      message,
      line: range.start.line,
    }));
    assert.deepEqual(findings, plain);
  }
});
