import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import type { Json } from "../../../protocol/json.ts";
import { forms, multicastRules } from "./schema.ts";
import { apply, documentFor, scenarioIn, told } from "./testing.ts";
import { validate } from "../../core/config/validate.ts";

declare const __ROOT__: string;
const schema = JSON.parse(readFileSync(join(__ROOT__, "simulators/multicast/multicast.schema.json"), "utf8")) as object;

const topology = '"topology": { "pods": 4, "leavesPerPod": 2, "hostsPerLeaf": 2, "spinesPerPod": 2, "coresPerSpine": 2 }';
const group = '{ "name": "a", "tenant": 1, "address": "239.1.1.1", "receivers": [3] }';
const groups = `"groups": [${group}]`;

const cases = [
  {
    name: "unknown property",
    text: `{ ${topology}, ${groups}, "stream": [] }`,
    at: '"stream"',
    says: "Unknown property `stream`; did you mean `streams`?",
    fixed: '"streams": []',
  },
  {
    name: "unknown property like no other",
    text: `{ ${topology}, ${groups}, "statistics": { "zzz": 1 } }`,
    at: '"zzz"',
    says: "Unknown property `zzz`; here may stand `udpPorts`",
    fixed: '"statistics": {  }',
  },
  {
    name: "a property of the other form",
    text: `{ ${topology}, ${groups}, "failures": [{ "at": "spine:p0.s0", "kinds": ["leaf"] }] }`,
    at: '"kinds"',
    says: "Unknown property `kinds`; here may stand `reaction`",
    fixed: '{ "at": "spine:p0.s0" }',
  },
  { name: "neither form", text: `{ ${topology}, ${groups}, "failures": [{}] }`, at: "{}", says: "This needs `at` or `every`" },
  { name: "wrong type", text: `{ ${topology}, "groups": {} }`, at: "{}", says: "`groups` must be a list, not an object" },
  {
    name: "a number in quotes",
    text: `{ ${topology.replace("4", '"4"')}, ${groups} }`,
    at: '"4"',
    says: "`pods` must be a whole number, not the text `4`",
    fixed: '"pods": 4',
  },
  {
    name: "one host instead of a list",
    text: `{ ${topology}, ${groups.replace("[3]", '"lb"')} }`,
    at: '"lb"',
    says: "`receivers` must be a list, not the text `lb`",
    fixed: '"receivers": ["lb"]',
  },
  { name: "null", text: `{ ${topology}, ${groups}, "limits": null }`, at: "null", says: "`limits` must be an object, not `null`" },
  {
    name: "below the bound",
    text: `{ ${topology.replace("4", "0")}, ${groups} }`,
    at: "0",
    says: "`pods` is 0; it must be at least 1",
    fixed: '"pods": 1',
  },
  {
    name: "a thousand million hosts",
    text: `{ ${topology.replace("4", "1000000000")}, ${groups} }`,
    at: "1000000000",
    says: "`pods` is 1,000,000,000; it must be at most 64 (a fabric has at most 1,048,576 hosts)",
    fixed: '"pods": 64',
  },
  {
    name: "a number beyond all numbers",
    text: `{ ${topology.replace("4", "1e999")}, ${groups} }`,
    at: "1e999",
    says: "`pods` is Infinity; it must be at most 64 (a fabric has at most 1,048,576 hosts)",
  },
  {
    name: "a fraction",
    text: `{ ${topology.replace("4", "4.4")}, ${groups} }`,
    at: "4.4",
    says: "`pods` is 4.4; it must be a whole number",
    fixed: '"pods": 4',
  },
  {
    name: "not more than the exclusive bound",
    text: `{ ${topology}, ${groups}, "churn": { "eventsPerSecond": 0 } }`,
    at: "0",
    says: "`eventsPerSecond` is 0; it must be more than 0",
  },
  {
    name: "missing properties",
    text: `{ "topology": { "pods": 4, "leavesPerPod": 2, "hostsPerLeaf": 2 }, ${groups} }`,
    at: '"topology"',
    says: "`topology` lacks `spinesPerPod` and `coresPerSpine`",
  },
  {
    name: "missing properties of an element",
    text: `{ ${topology}, "groups": [{ "name": "a", "tenant": 1, "address": "239.1.1.1" }] }`,
    at: '{ "name": "a", "tenant": 1, "address": "239.1.1.1" }',
    says: "This group lacks `receivers`",
  },
  {
    name: "a word that is none of those",
    text: `{ ${topology}, ${groups}, "unknownGroup": "unicats" }`,
    at: '"unicats"',
    says: "`unknownGroup` must be `unicast` or `drop`, not `unicats`",
    fixed: '"unknownGroup": "unicast"',
  },
  {
    name: "no multicast address",
    text: `{ ${topology}, ${groups.replace("239.", "240.")} }`,
    at: '"240.1.1.1"',
    says: "`240.1.1.1` is no multicast address: they go from 224.0.0.0 to 239.255.255.255",
  },
  {
    name: "a name that is none",
    text: `{ ${topology}, ${groups}, "hosts": { "1st": 0 } }`,
    at: '"1st"',
    says: "`1st` is no name: a letter, then letters, digits, `_` and `-`",
  },
  {
    name: "repeated",
    text: `{ ${topology}, ${groups}, "statistics": { "udpPorts": [1, 2, 1] } }`,
    at: "1",
    says: "`udpPorts` has `1` twice",
    fixed: '"udpPorts": [1, 2]',
  },
  {
    name: "empty list",
    text: `{ ${topology}, ${groups}, "statistics": { "udpPorts": [] } }`,
    at: "[]",
    says: "`udpPorts` must not be empty",
  },
  { name: "empty text", text: `{ ${topology}, ${groups.replace('"a"', '""')} }`, at: '""', says: "`name` must not be empty" },
  {
    name: "a name twice",
    text: `{ ${topology}, ${groups}, "unknownGroup": "drop", "unknownGroup": "unicast" }`,
    at: '"unknownGroup"',
    says: "`unknownGroup` is there twice",
    fixed: '"unknownGroup": "drop" }',
  },
  {
    name: "nothing to check",
    text: `{ ${topology}\n}`,
    at: "{",
    says: "There is nothing to check: `groups` needs a group, or `generate` has to make some",
  },
  {
    name: "another word for any",
    text: `{ ${topology}, ${groups}, "installed": { "headers": [{ "group": "a", "from": 3, "leaf": { "up": "all" } }] } }`,
    at: '"all"',
    says: "`up` must be `any` or a list, not the text `all`",
    fixed: '"up": "any"',
  },
];

for (const { name, text, at, says, fixed } of cases) {
  test(`FL3000: ${name}`, () => {
    const scenario = scenarioIn(text);
    assert.deepEqual(
      scenario.findings.map(({ message }) => message),
      [says],
    );
    assert.deepEqual(told(text), [`FL3000 error 1:${at}`]);
    assert.equal(scenario.notRun?.code, "FL3000");
    const [fix] = scenario.findings[0]?.fixes ?? [];
    if (fixed === undefined) return;
    assert.ok(fix, "a fix");
    const mended = apply(text, fix.edits);
    assert.ok(mended.includes(fixed), mended);
    if (name !== "a number beyond all numbers")
      assert.deepEqual(
        scenarioIn(mended).findings.filter(({ code }) => code === "FL3000"),
        [],
        "the fix mends it",
      );
  });
}

test("FL3000: every pattern of the schema has words", () => {
  const patterns = new Set<string>();
  JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === "pattern" && typeof value === "string") patterns.add(value);
    return value;
  });
  assert.deepEqual([...patterns].sort(), [...forms.keys()].sort());
});

/** Values near what the schema asks for, so that both sides of every rule are met. */
const word = fc.constantFrom(
  "a",
  "",
  "any",
  "single",
  "spine",
  "spine:p0.s0",
  "leaf:p0.l1",
  "239.1.1.1",
  "240.0.0.0",
  "0a",
  "0A",
  "p0.l1",
  "clos",
  "drop",
  "update",
);
const number = fc.oneof(fc.constantFrom(-1, 0, 1, 2, 0.5, 64, 65, 100, 16777216), fc.integer({ min: 0, max: 2000 }));
const names = Object.keys(JSON.parse(JSON.stringify(schema, (key, value: unknown) => (key === "" ? collect(schema) : value))) as object);
function collect(value: unknown): { [name: string]: 1 } {
  if (typeof value !== "object" || value === null) return {};
  const own = "properties" in value && typeof value.properties === "object" && value.properties ? Object.keys(value.properties) : [];
  return Object.assign(Object.fromEntries(own.map((name) => [name, 1])), ...Object.values(value).map(collect)) as { [name: string]: 1 };
}

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    word,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 4 }),
  ),
}));

/** A good configuration in which one or two values have been replaced or added. */
const base: Json = {
  topology: { pods: 4, leavesPerPod: 2, hostsPerLeaf: 2, spinesPerPod: 2, coresPerSpine: 2, linkGbps: { host: 10 }, mtu: 1600 },
  limits: { headerBytes: 100, occupied: { "leaf:3": 1, "pod:p1": 2 }, updatesPerSecond: { leaf: 1 }, ruleKey: "address" },
  statistics: { udpPorts: [6343, 2] },
  hosts: { lb: 1, all: ["p*.l*.h*"] },
  groups: [{ name: "a", tenant: 1, address: "239.1.1.1", receivers: [3, "lb"], senders: ["all"], expectSpurious: 0 }],
  streams: [{ group: "a", intervalMs: 25, bytes: 100, kind: "other" }],
  failures: [{ at: "spine:p0.s0" }, { at: ["core:s0.c0"], reaction: "none" }, { every: "single", kinds: ["leaf"] }],
  churn: { eventsPerSecond: 5, joinShare: 0.5, candidates: [1] },
  generate: { tenants: 5, sizes: "uniform" },
  installed: {
    headers: [
      {
        group: "a",
        from: 3,
        leaf: { up: "any" },
        spine: { leaves: [1], up: [0] },
        pods: [1],
        podRules: [{ pods: [1], leaves: [0] }],
        leafRules: [{ leaves: ["p0.l1"], hosts: [0] }],
      },
      { group: "a", from: "lb", hex: "0aff", bits: 16 },
    ],
    rules: [{ at: "pod:1", tenant: 1, address: "239.1.1.1", ports: [0] }],
  },
};

function placesOf(at: Json, pointer: readonly string[] = []): readonly (readonly string[])[] {
  const members = typeof at === "object" && at !== null ? Object.entries(at as object) : [];
  return [pointer, ...members.flatMap(([name, member]) => placesOf(member as Json, [...pointer, name]))];
}

function replaced(at: Json, [step, ...rest]: readonly string[], member: Json): Json {
  if (step === undefined) return member;
  if (typeof at !== "object" || at === null) return at;
  const copy = structuredClone(at) as { [name: string]: Json };
  copy[step] = replaced(copy[step] ?? null, rest, member);
  return copy;
}

test("FL3000: says something exactly when a complete JSON Schema validator does", () => {
  const reference = new Ajv2020({ strict: false }).compile(schema);
  const seen = { good: 0, bad: 0 };
  const places = placesOf(base);
  const change = fc.record({ place: fc.nat(places.length - 1), value, key: fc.option(fc.constantFrom(...names)) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 0, maxLength: 2 }), (changes) => {
      const config = changes.reduce<Json>((left, { place, value: member, key }) => {
        const pointer = places[place] ?? [];
        return replaced(left, key === null ? pointer : [...pointer.slice(0, -1), key], member);
      }, base);
      const text = JSON.stringify(config);
      // Not JSON any more: a named property on a list.
      const isGood = reference(JSON.parse(text));
      seen[isGood ? "good" : "bad"]++;
      const document = documentFor("json", text);
      const problems = validate(document, document.root, multicastRules);
      assert.equal(
        problems.length === 0,
        isGood,
        `${text}\n${JSON.stringify(problems.map(({ message }) => message))}\n${JSON.stringify(reference.errors)}`,
      );
    }),
    { numRuns: 1500 },
  );
  assert.ok(seen.good > 100 && seen.bad > 300, JSON.stringify(seen));
});

test("FL3000: no more problems than anybody reads", () => {
  const text = `{ ${topology}, "groups": [${Array(5000).fill('{ "x": 1 }').join(", ")}] }`;
  assert.equal(scenarioIn(text).findings.length, 100);
});
