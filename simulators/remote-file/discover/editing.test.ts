import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits } from "../../core/edited.ts";
import { configurationName } from "../config/index.ts";
import { complete } from "./complete.ts";
import { hover } from "./hover.ts";
import { marked, tokenAt, unitOf, usual } from "./testing.ts";
import { tagNames } from "./vocabulary.ts";

function labels(marks: string, path?: string): readonly string[] {
  const { text, position } = marked(marks);
  return complete(unitOf(text, usual, path), position).map(({ label }) => label);
}

const tags = tagNames.map((name) => `@${name}`);

const lists: readonly { name: string; text: string; want: readonly string[] }[] = [
  { name: "tags", text: "/** @| */\nexport async function a() {}", want: tags },
  { name: "tags in a comment that is not closed", text: "/** @pro|", want: tags },
  { name: "options and nodes", text: "/** @process | */\nexport async function a() {}", want: ["node", "node=a", "node=b"] },
  { name: "nodes that run programs", text: "/** @process node=| */\nexport async function a() {}", want: ["a", "b"] },
  { name: "no second node", text: "/** @process node=a | */\nexport async function a() {}", want: [] },
  { name: "nothing in prose", text: "/** Takes | */\nfunction a() {}", want: [] },
  { name: "nothing in code", text: "/** a */ const a = @|", want: [] },
];

for (const { name, text, want } of lists) test(`complete: ${name}`, () => assert.deepEqual(labels(text), want));

test("complete: a node takes the place of what is typed", () => {
  const { text, position } = marked("/** @process node=m| */\nexport async function a() {}");
  const [item] = complete(unitOf(text), position);
  assert.ok(item);
  assert.equal(applyEdits(text, [{ path: "", range: item.range, newText: item.insert }]), text.replace("node=m", "node=a"));
});

test("complete: fields of a configuration", () => {
  assert.ok(labels('{ "mounts": [{ "prefix": "/rdma", "|" }] }', configurationName).includes("regionSize"));
});

const hovers: readonly { text: string; token: string; says: RegExp }[] = [
  { text: "/** @proc|ess node=a */\nexport async function a() {}", token: "@process", says: /Process on a node/ },
  { text: "/** @process nod|e=a */\nexport async function a() {}", token: "node=a", says: /role `app`.*read of 4 KiB .* µs \(simulated\)/ },
  {
    text: "/** @process node=a */\nexport async function a() {}\n/** @inv|ariant */\nexport const b = () => true;",
    token: "@invariant",
    says: /every state/,
  },
];

for (const { text: marks, token, says } of hovers) {
  test(`hover: ${token}`, () => {
    const { text, position } = marked(marks);
    const found = hover(unitOf(text), position);
    assert.equal(found && tokenAt(text, found.range), token);
    assert.match((found?.text ?? "").replaceAll("\n", " "), says);
  });
}

test("hover: tags of files without processes are anybody's", () => {
  const { text, position } = marked("/** @inv|ariant */\nexport const b = () => true; // @process");
  assert.equal(hover(unitOf(text), position), undefined);
});

test("hover: a field of a configuration", () => {
  const { text, position } = marked('{ "dead|lineMs": 5 }');
  assert.match(hover(unitOf(text, usual, configurationName), position)?.text ?? "", /stall/);
});
