import assert from "node:assert/strict";
import { test } from "node:test";
import { completeMulticast } from "./complete.ts";
import { hoverMulticast } from "./hover.ts";
import { apply, marked, pathOf, unitOf } from "./testing.ts";

type Format = "json" | "yaml";

function offers(format: Format, marks: string) {
  const { text, position } = marked(marks);
  return { text, items: completeMulticast(unitOf(pathOf[format], text), position) };
}

const labels = (format: Format, marks: string): readonly string[] => offers(format, marks).items.map(({ label }) => label);

/** The text after the completion with this label was taken. */
function taken(format: Format, marks: string, label: string): string {
  const { text, items } = offers(format, marks);
  const item = items.find((candidate) => candidate.label === label);
  assert.ok(item, `no ${label} among ${items.map((candidate) => candidate.label).join(", ")}`);
  return apply(text, [{ path: "", range: item.range, newText: item.insert }]);
}

const top = [
  "$schema",
  "topology",
  "limits",
  "statistics",
  "hosts",
  "groups",
  "streams",
  "failures",
  "churn",
  "generate",
  "installed",
  "unknownGroup",
];
const groups = '"groups": [{ "name": "cpu-load", "tenant": 7, "address": "239.1.1.9", "receivers": [1] }]';

const lists: readonly { name: string; format: Format; text: string; want: readonly string[] }[] = [
  { name: "JSON: properties at the top", format: "json", text: "{ | }", want: top },
  {
    name: "JSON: properties that are not there yet",
    format: "json",
    text: '{ "topology": {}, |, "groups": [] }',
    want: top.filter((name) => !["topology", "groups"].includes(name)),
  },
  {
    name: "JSON: while a name is typed",
    format: "json",
    text: '{ "limits": { "head| } }',
    want: [
      "headerBytes",
      "leafRules",
      "spineRules",
      "idsPerRule",
      "redundancy",
      "leafTable",
      "spineTable",
      "occupied",
      "ruleKey",
      "headersPerPacket",
      "updatesPerSecond",
    ],
  },
  { name: "JSON: of an open object", format: "json", text: '{ "statistics": { |', want: ["udpPorts"] },
  {
    name: "JSON: of an element",
    format: "json",
    text: '{ "streams": [{ "group": "a", | }] }',
    want: ["kind", "intervalMs", "bytes", "maxAgeMs", "udpPort", "senders", "receivers"],
  },
  { name: "JSON: of both forms of a failure", format: "json", text: '{ "failures": [{ | }] }', want: ["at", "reaction", "every", "kinds"] },
  {
    name: "JSON: of the form that was chosen",
    format: "json",
    text: '{ "failures": [{ "every": "single", | }] }',
    want: ["kinds", "reaction"],
  },
  { name: "JSON: words", format: "json", text: '{ "unknownGroup": | }', want: ["unicast", "drop"] },
  { name: "JSON: words in quotes", format: "json", text: '{ "unknownGroup": "u|" }', want: ["unicast", "drop"] },
  { name: "JSON: a default", format: "json", text: '{ "limits": { "headerBytes": | } }', want: ["325"] },
  {
    name: "JSON: hosts",
    format: "json",
    text: '{ "hosts": { "lb": 1, "all": ["lb"] }, "groups": [{ "receivers": ["|"] }] }',
    want: ["lb", "all", "p0.l0.h0", "p0.l0.h*", "p0.l*.h*"],
  },
  {
    name: "JSON: a name does not stand for itself",
    format: "json",
    text: '{ "hosts": { "lb": 1, "all": [|] } }',
    want: ["lb", "p0.l0.h0", "p0.l0.h*", "p0.l*.h*"],
  },
  { name: "JSON: groups", format: "json", text: `{ ${groups}, "streams": [{ "group": "|" }] }`, want: ["cpu-load"] },
  { name: "JSON: the next address", format: "json", text: `{ ${groups.replace("}]", '}, { "address": | }]')} }`, want: ["239.1.1.10"] },
  { name: "JSON: tenants in use", format: "json", text: `{ ${groups.replace("}]", '}, { "tenant": | }]')} }`, want: ["7"] },
  {
    name: "JSON: ports",
    format: "json",
    text: '{ "statistics": { "udpPorts": [6343, 9] }, "streams": [{ "udpPort": | }] }',
    want: ["6343", "9"],
  },
  {
    name: "JSON: kinds of elements",
    format: "json",
    text: '{ "failures": [{ "every": "single", "kinds": [|] }] }',
    want: ["leaf", "spine", "core", "link", "host"],
  },
  {
    name: "JSON: elements",
    format: "json",
    text: '{ "failures": [{ "at": ["|"] }] }',
    want: ["spine:p0.s0", "core:s0.c0", "leaf:p0.l0", "link:p0.l0-p0.s0", "link:p0.s0-s0.c0", "host:p0.l0.h0"],
  },
  {
    name: "JSON: switches as names",
    format: "json",
    text: '{ "topology": { "pods": 2 }, "limits": { "occupied": { "pod:1": 3, | } } }',
    want: ["leaf:p0.l0", "pod:0"],
  },
  { name: "JSON: nothing in a comment", format: "json", text: "{ // |\n }", want: [] },
  {
    name: "YAML: properties at the top",
    format: "yaml",
    text: "topology:\n  pods: 4\n|\n",
    want: top.filter((name) => name !== "topology"),
  },
  {
    name: "YAML: while a name is typed",
    format: "yaml",
    text: "limits:\n  redundancy: 1\n  hea|\n",
    want: [
      "headerBytes",
      "leafRules",
      "spineRules",
      "idsPerRule",
      "leafTable",
      "spineTable",
      "occupied",
      "ruleKey",
      "headersPerPacket",
      "updatesPerSecond",
    ],
  },
  {
    name: "YAML: of a new element",
    format: "yaml",
    text: "streams:\n  - |\n",
    want: ["group", "kind", "intervalMs", "bytes", "maxAgeMs", "udpPort", "senders", "receivers"],
  },
  {
    name: "YAML: of a further line of an element",
    format: "yaml",
    text: "groups:\n  - name: a\n    |\n",
    want: ["tenant", "address", "receivers", "senders", "expectSpurious"],
  },
  {
    name: "YAML: in brackets",
    format: "yaml",
    text: "topology: { pods: 1, | }\n",
    want: ["kind", "wiring", "leavesPerPod", "hostsPerLeaf", "spinesPerPod", "coresPerSpine", "linkGbps", "mtu", "hopMicroseconds"],
  },
  { name: "YAML: words", format: "yaml", text: "unknownGroup: |\n", want: ["unicast", "drop"] },
  {
    name: "YAML: hosts of a block",
    format: "yaml",
    text: "hosts:\n  lb: 1\ngroups:\n  - receivers:\n      - |\n",
    want: ["lb", "p0.l0.h0", "p0.l0.h*", "p0.l*.h*"],
  },
  {
    name: "YAML: hosts in brackets",
    format: "yaml",
    text: "hosts: { lb: 1 }\ngroups:\n  - receivers: [3, l|]\n",
    want: ["lb", "p0.l0.h0", "p0.l0.h*", "p0.l*.h*"],
  },
  {
    name: "YAML: groups",
    format: "yaml",
    text: "groups:\n  - { name: cpu, tenant: 1, address: 239.1.1.1 }\nstreams:\n  - group: c|\n",
    want: ["cpu"],
  },
  { name: "YAML: nothing in a comment", format: "yaml", text: "topology: # |\n", want: [] },
];
for (const { name, format, text, want } of lists) test(`complete ${name}`, () => assert.deepEqual(labels(format, text), want));

test("complete: what is inserted", () => {
  assert.equal(taken("json", "{ | }", "topology"), '{ "topology": { $1 } }');
  assert.equal(taken("json", '{ "lim|" }', "limits"), '{ "limits": { $1 } }');
  assert.equal(taken("json", '{ "lim|": {} }', "limits"), '{ "limits": {} }');
  assert.equal(taken("json", '{ | "groups": [] }', "unknownGroup"), '{ "unknownGroup": "${1|unicast,drop|}", "groups": [] }');
  assert.equal(taken("json", '{ "limits": { | } }', "headerBytes"), '{ "limits": { "headerBytes": ${1:325} } }');
  assert.equal(taken("json", '{ "unknownGroup": | }', "drop"), '{ "unknownGroup": "drop" }');
  assert.equal(taken("json", '{ "unknownGroup": "un|" }', "drop"), '{ "unknownGroup": "drop" }');
  assert.equal(
    taken("json", '{ "groups": [{ "receivers": ["p|"] }] }', "p0.l0.h*"),
    '{ "groups": [{ "receivers": ["p${1:0}.l${2:0}.h*"] }] }',
  );
  assert.equal(taken("yaml", "topology:\n  po|\n", "pods"), "topology:\n  pods: $1\n");
  assert.equal(taken("yaml", "|\n", "topology"), "topology:\n  $1\n");
  assert.equal(taken("yaml", "limits:\n  rule|\n", "ruleKey"), "limits:\n  ruleKey: ${1|tenant+address,address|}\n");
  assert.equal(taken("yaml", "limits:\n  rule|: address\n", "ruleKey"), "limits:\n  ruleKey: address\n");
  assert.equal(taken("yaml", "groups:\n  - receivers: ['p|']\n", "p0.l*.h*"), "groups:\n  - receivers: ['p${1:0}.l*.h*']\n");
});

test("complete: properties say what they are, and which are needed", () => {
  const item = offers("json", '{ "topology": { | } }').items.find(({ label }) => label === "pods");
  assert.deepEqual(
    [item?.detail, item?.documentation, item?.kind, item?.isSnippet],
    ["Pods, required", "Number of pods.", "property", true],
  );
});

const topology = '"topology": { "pods": 4, "leavesPerPod": 2, "hostsPerLeaf": 2, "spinesPerPod": 2, "coresPerSpine": 2 }';
const hovers: readonly { name: string; format: Format; text: string; want: string | undefined }[] = [
  {
    name: "a property with default, bounds and unit",
    format: "json",
    text: '{ "limits": { "head|erBytes": 128 } }',
    want: "**Header bytes**: Largest multicast header on the first link (outer headers not counted), in bytes.\n\nDefault: `325` · Bounds: at least 1, at most 1,024 · Unit: bytes",
  },
  {
    name: "words",
    format: "yaml",
    text: "unknownGroup: dr|op\n",
    want: '**Unknown group**: What the hypervisor switch does with statistics for a group without an entry: send one unicast packet per receiver when it knows them, or drop.\n\nDefault: `"unicast"` · One of `unicast`, `drop`',
  },
  {
    name: "a host",
    format: "json",
    text: `{ ${topology}, "groups": [{ "receivers": ["p1.l|0.h*"] }] }`,
    want: "**Host**: `p0.l3.h7`, with a number, a range `2-5` or `*` at each place; a name from `hosts`; or the number of a host.\n\n2 hosts: `p1.l0.h0` (4), `p1.l0.h1` (5)",
  },
  {
    name: "a name",
    format: "yaml",
    text: `${topology.replaceAll('"', "")}\nhosts: { lb: p1.l0.h1 }\ngroups:\n  - receivers: [l|b]\n`,
    want: "**Host**: `p0.l3.h7`, with a number, a range `2-5` or `*` at each place; a name from `hosts`; or the number of a host.\n\n1 host: `p1.l0.h1` (5)",
  },
  {
    name: "a group",
    format: "json",
    text: `{ ${topology}, ${groups}, "streams": [{ "group": "cpu|-load" }] }`,
    want: "**Group**: Name of a group, or `tenant/address`.\n\nGroup `cpu-load`: tenant 7, address 239.1.1.9; 1 host: `p0.l0.h1` (1)",
  },
  { name: "brackets say nothing", format: "json", text: '{| "limits": {} }', want: undefined },
  { name: "an unknown property says nothing", format: "json", text: '{ "limit|": {} }', want: undefined },
];
for (const { name, format, text: marks, want } of hovers) {
  test(`hover: ${name}`, () => {
    const { text, position } = marked(marks);
    assert.equal(hoverMulticast(unitOf(pathOf[format], text), position)?.text, want);
  });
}

test("complete and hover: an answer at every place of a text that ends anywhere", () => {
  const good = {
    json: `{ ${topology}, ${groups}, // note\n"streams": [{ "group": "cpu-load", "intervalMs": 25 }], "failures": [{ "at": ["spine:p0.s0"] }] }`,
    yaml: "topology: { pods: 4 }\nhosts:\n  lb: [p0.l0.h0, 'p1.l0.h*'] # note\ngroups:\n  - name: a\n    receivers: &r [lb]\n    senders: *r\nstreams:\n  - group: a\n",
  };
  let offered = 0;
  for (const format of ["json", "yaml"] as const) {
    for (let length = 0; length <= good[format].length; length++) {
      const text = good[format].slice(0, length);
      const lines = text.split("\n");
      const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
      offered += completeMulticast(unitOf(pathOf[format], text), position).length > 0 ? 1 : 0;
      hoverMulticast(unitOf(pathOf[format], text), position);
    }
  }
  assert.ok(offered > 100, `${offered}`);
});
