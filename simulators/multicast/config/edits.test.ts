import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { stringify } from "yaml";
import type { Json } from "../../../protocol/json.ts";
import type { TextEdit } from "../../../protocol/problem.ts";
import {
  type ConfigDocument,
  insertElement,
  insertProperty,
  removeMember,
  renameProperty,
  setOrInsert,
  setValue,
} from "../../core/config/edits.ts";
import type { ConfigNode, Format, Pointer } from "../../core/config/node.ts";
import { apply, documentFor, plain } from "./testing.ts";

type Edit = (document: ConfigDocument) => readonly TextEdit[];
const json = (...lines: string[]) => ({ format: "json" as const, text: lines.join("\n") });
const yaml = (...lines: string[]) => ({ format: "yaml" as const, text: lines.join("\n") });
const module = (...lines: string[]) => ({
  format: "typescript" as const,
  text: ['import { defineMulticast } from "faultline/multicast";', ...lines].join("\n"),
});

const cases: readonly { name: string; before: { format: Format; text: string }; edit: Edit; after: { text: string } }[] = [
  {
    name: "JSON: set",
    before: json('{ "limits": { "headerBytes": 128 /* small */ } }'),
    edit: (document) => setValue(document, ["limits", "headerBytes"], 141),
    after: json('{ "limits": { "headerBytes": 141 /* small */ } }'),
  },
  {
    name: "JSON: insert behind the last of several lines, its comment stays with it",
    before: json("{", '  "a": 1, // one', '  "b": 2 // two', "}"),
    edit: (document) => insertProperty(document, [], "c", 3),
    after: json("{", '  "a": 1, // one', '  "b": 2, // two', '  "c": 3', "}"),
  },
  {
    name: "JSON: insert behind a trailing comma keeps one",
    before: json("{", '\t"a": [', '\t\t"x", // one', "\t],", "}"),
    edit: (document) => insertElement(document, ["a"], "y"),
    after: json("{", '\t"a": [', '\t\t"x", // one', '\t\t"y",', "\t],", "}"),
  },
  {
    name: "JSON: insert on one line",
    before: json('{ "groups": [{ "name": "a" }, { "name": "b" }] }'),
    edit: (document) => insertProperty(document, ["groups", 1], "expectSpurious", 2),
    after: json('{ "groups": [{ "name": "a" }, { "name": "b", "expectSpurious": 2 }] }'),
  },
  {
    name: "JSON: insert with the objects around it",
    before: json("{", '  "topology": {}', "}"),
    edit: (document) => setOrInsert(document, ["limits", "updatesPerSecond", "leaf"], 5),
    after: json("{", '  "topology": {},', '  "limits": { "updatesPerSecond": { "leaf": 5 } }', "}"),
  },
  {
    name: "JSON: insert into nothing",
    before: json('{ "limits": {} }'),
    edit: (document) => setOrInsert(document, ["limits", "redundancy"], 4),
    after: json('{ "limits": { "redundancy": 4 } }'),
  },
  {
    name: "JSON: a comment over several lines behind the last member",
    before: json("{", '  "a": 1 /* goes', "  on */", "}"),
    edit: (document) => insertProperty(document, [], "b", 2),
    after: json("{", '  "a": 1,', '  "b": 2 /* goes', "  on */", "}"),
  },
  {
    name: "JSON: remove an element with its line and comment",
    before: json("[", '  "a",', '  "b", // twice', '  "c"', "]"),
    edit: (document) => removeMember(document, [1]),
    after: json("[", '  "a",', '  "c"', "]"),
  },
  {
    name: "JSON: remove the last of several lines and the comma before it",
    before: json("[", '  "a", // first', '  "b"', "]"),
    edit: (document) => removeMember(document, [1]),
    after: json("[", '  "a" // first', "]"),
  },
  {
    name: "JSON: remove in a line",
    before: json('["a", "b", "c"]'),
    edit: (document) => removeMember(document, [1]),
    after: json('["a", "c"]'),
  },
  {
    name: "JSON: remove the last in a line",
    before: json('{ "a": 1, "b": 2 }'),
    edit: (document) => removeMember(document, ["b"]),
    after: json('{ "a": 1 }'),
  },
  {
    name: "JSON: rename",
    before: json('{ "headerByts": 1 }'),
    edit: (document) => renameProperty(document, ["headerByts"], "headerBytes"),
    after: json('{ "headerBytes": 1 }'),
  },
  {
    name: "YAML: set keeps the quotes",
    before: yaml("a: 'x' # one", "b: y", 'c: "z"'),
    edit: (document) => [
      ...setValue(document, ["a"], "it's"),
      ...setValue(document, ["b"], "p0.l0.h*"),
      ...setValue(document, ["c"], "d: e"),
    ],
    after: yaml("a: 'it''s' # one", "b: p0.l0.h*", 'c: "d: e"'),
  },
  {
    name: "YAML: insert into a block below its last line",
    before: yaml("groups:", "  - name: a", "    receivers:", "      - x # last", "  - name: b", ""),
    edit: (document) => insertProperty(document, ["groups", 0], "expectSpurious", 2),
    after: yaml("groups:", "  - name: a", "    receivers:", "      - x # last", "    expectSpurious: 2", "  - name: b", ""),
  },
  {
    name: "YAML: insert an element into a block",
    before: yaml("ports:", "- 1", "- 2"),
    edit: (document) => insertElement(document, ["ports"], 3),
    after: yaml("ports:", "- 1", "- 2", "- 3"),
  },
  {
    name: "YAML: insert at the top, into brackets, and with the objects around it",
    before: yaml("topology: { pods: 4 }", ""),
    edit: (document) => [...insertProperty(document, ["topology"], "mtu", 1700), ...setOrInsert(document, ["limits", "redundancy"], 3)],
    after: yaml("topology: { pods: 4, mtu: 1700 }", "limits: { redundancy: 3 }", ""),
  },
  {
    name: "YAML: remove a line of a block",
    before: yaml("a:", "  - x", "  - y # again", "  - z", ""),
    edit: (document) => removeMember(document, ["a", 1]),
    after: yaml("a:", "  - x", "  - z", ""),
  },
  {
    name: "YAML: the alias is set, not what it stands for",
    before: yaml("a: &g one", "b: *g"),
    edit: (document) => setValue(document, ["b"], "two"),
    after: yaml("a: &g one", "b: two"),
  },
  {
    name: "TypeScript: set keeps the quotes",
    before: module("export default defineMulticast({ a: 'x', b: -1 });"),
    edit: (document) => [...setValue(document, ["a"], "it's"), ...setValue(document, ["b"], 5)],
    after: module("export default defineMulticast({ a: 'it\\'s', b: 5 });"),
  },
  {
    name: "TypeScript: insert without quotes around the name",
    before: module("export default defineMulticast({", "  limits: {", "    redundancy: 1, // R", "  },", "});"),
    edit: (document) => insertProperty(document, ["limits"], "headerBytes", 141),
    after: module("export default defineMulticast({", "  limits: {", "    redundancy: 1, // R", "    headerBytes: 141,", "  },", "});"),
  },
  {
    name: "TypeScript: what a constant stands for is added to where it is written",
    before: module("const limits = { redundancy: 1 };", "export default defineMulticast({ limits });"),
    edit: (document) => setOrInsert(document, ["limits", "headerBytes"], 141),
    after: module("const limits = { redundancy: 1, headerBytes: 141 };", "export default defineMulticast({ limits });"),
  },
  {
    name: "TypeScript: a shorthand gets a value",
    before: module("const pods = 4;", "export default defineMulticast({ pods });"),
    edit: (document) => setValue(document, ["pods"], 5),
    after: module("const pods = 4;", "export default defineMulticast({ pods: 5 });"),
  },
  {
    name: "TypeScript: an object behind a spread",
    before: module("const base = { a: 1 };", "export default defineMulticast({ b: 2, ...base });"),
    edit: (document) => insertProperty(document, [], "c", 3),
    after: module("const base = { a: 1 };", "export default defineMulticast({ b: 2, ...base, c: 3 });"),
  },
];

for (const { name, before, edit, after } of cases) {
  for (const lineBreak of ["\n", "\r\n"]) {
    test(`edit, ${lineBreak === "\n" ? "LF" : "CRLF"}: ${name}`, () => {
      const text = before.text.replaceAll("\n", lineBreak);
      assert.equal(apply(text, edit(documentFor(before.format, text))), after.text.replaceAll("\n", lineBreak));
    });
  }
}

test("edit: nothing where there is nothing", () => {
  const document = documentFor("json", '{ "a": [1] }');
  assert.deepEqual(
    [
      setValue(document, ["b"], 1),
      removeMember(document, ["a", 1]),
      insertProperty(document, ["a"], "x", 1),
      renameProperty(document, ["b"], "c"),
    ].map((edits) => edits.length),
    [0, 0, 1, 0].map((count) => (count === 1 ? insertProperty(document, ["a"], "x", 1).length : 0)),
  );
});

const name = fc.stringMatching(/^[a-z]{1,3}$/);
const { tree } = fc.letrec<{ tree: Json; object: { [key: string]: Json } }>((tie) => ({
  object: fc.dictionary(name, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.integer({ min: 0, max: 99 }),
    fc.constantFrom("p0.l*.h*", "it's", "a: b"),
    fc.array(tie("tree"), { maxLength: 4 }),
    tie("object"),
  ),
}));
const config = fc.dictionary(name, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true }) as fc.Arbitrary<{ [key: string]: Json }>;
const choices = fc.infiniteStream(fc.nat(7));

/** The same value in the format, laid out in many ways: `draw` decides on lines, comments and trailing commas. */
function layOut(value: Json, format: Format, draw: () => number, indent = "", isTrailing = false): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const isList = Array.isArray(value);
  const entries = Object.entries(value as { [key: string]: Json });
  const isTall = draw() < 5 && !isTrailing;
  const inner = `${indent}  `;
  const comment = () => (draw() > 4 && isTall ? (format === "yaml" ? " # , } note" : draw() > 3 ? " // , } note" : " /* , } note */") : "");
  const members = entries.map(([key, member]) => {
    const text = layOut(member, format, draw, inner, !isTall);
    return isList ? text : `${format === "json" ? JSON.stringify(key) : key}: ${text}`;
  });
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  const last = draw() > 3 && members.length > 0 ? "," : "";
  if (!isTall) return `${open} ${members.join(", ")}${last} ${close}`;
  const lines = members.map((member, index) => `${inner}${member}${index < members.length - 1 ? "," : last}${comment()}\n`);
  return `${open}${comment()}\n${lines.join("")}${indent}${close}`;
}

function pointersOf(node: ConfigNode, pointer: Pointer = []): readonly { pointer: Pointer; node: ConfigNode }[] {
  const members = node.kind === "object" || node.kind === "array" ? node.members : [];
  return [{ pointer, node }, ...members.flatMap((member, index) => pointersOf(member, [...pointer, member.key?.name ?? index]))];
}

/** The value with one member changed: `undefined` takes it out. */
function changed(value: Json, pointer: Pointer, member: Json | undefined): Json {
  const [step, ...rest] = pointer;
  if (step === undefined) return member ?? null;
  if (Array.isArray(value)) {
    const copy = [...(value as Json[])];
    if (rest.length === 0 && member === undefined) copy.splice(Number(step), 1);
    else copy[Number(step)] = changed(copy[Number(step)] ?? null, rest, member);
    return copy;
  }
  const copy = { ...(value as { [key: string]: Json }) };
  if (rest.length === 0 && member === undefined) delete copy[step];
  else copy[step] = changed(copy[step] ?? null, rest, member);
  return copy;
}

function textIn(format: Format, value: { [key: string]: Json }, draw: () => number): string {
  if (format === "yaml" && draw() < 4)
    return stringify(value).replaceAll(/(\d)\n/g, (_, digit: string) => `${digit}${draw() > 4 ? " # note" : ""}\n`);
  const literal = layOut(value, format, draw);
  return format === "typescript"
    ? `import { defineMulticast } from "faultline/multicast";\nexport default defineMulticast(${literal});\n`
    : literal;
}

for (const format of ["json", "yaml", "typescript"] as const) {
  test(`edit: any change at any place of any layout of ${format} is the change and nothing else`, () => {
    let edited = 0;
    fc.assert(
      fc.property(config, choices, fc.nat(), fc.nat(2), (value, stream, place, kind) => {
        const draw = () => stream.next().value;
        const text = textIn(format, value, draw);
        const document = documentFor(format, text);
        assert.deepEqual(plain(document.root), value);
        const all = pointersOf(document.root);
        const { pointer, node } = all[place % all.length] ?? { pointer: [], node: document.root };
        const before = plain(node);
        const [edits, want] =
          kind === 0 && pointer.length > 0
            ? [removeMember(document, pointer), changed(value, pointer, undefined)]
            : node.kind === "object"
              ? [insertProperty(document, pointer, "added", 7), changed(value, pointer, { ...(before as object), added: 7 })]
              : node.kind === "array"
                ? [insertElement(document, pointer, 7), changed(value, pointer, [...(before as Json[]), 7])]
                : [setValue(document, pointer, "new"), changed(value, pointer, "new")];
        if (edits.length === 0) return;
        edited++;
        const after = apply(text, edits);
        assert.deepEqual(plain(documentFor(format, after).root), want, `${text}\n=>\n${after}`);
        if (kind !== 0) assert.equal(after.split("note").length, text.split("note").length, "comments are kept");
      }),
      { numRuns: 500 },
    );
    assert.ok(edited > 300, `${edited} edits`);
  });
}
