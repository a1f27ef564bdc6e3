import assert from "node:assert/strict";
import { test } from "node:test";
import typescript from "typescript";
import type { Position, Range } from "../../../protocol/source.ts";
import { lineStarts, offsetAt } from "../../core/lines.ts";
import type { SourceUnit } from "../../core/simulator.ts";
import { complete } from "./complete.ts";
import { hover } from "./hover.ts";
import { tagNames } from "./vocabulary.ts";

const unitOf = (text: string): SourceUnit => ({ path: "src/cache.ts", text, typescript: () => typescript });

/** Takes the `|` out of a text and says where it was. */
function marked(marks: string): { readonly text: string; readonly position: Position } {
  const before = marks.slice(0, marks.indexOf("|")).split("\n");
  return { text: marks.replace("|", ""), position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } };
}

function tokenAt(text: string, { start, end }: Range): string {
  const lines = lineStarts(text);
  return text.slice(offsetAt(lines, text, start), offsetAt(lines, text, end));
}

/** What the text is when the first offer with this label is taken. */
function taking(marks: string, label: string): string {
  const { text, position } = marked(marks);
  const offer = complete(unitOf(text), position).find((one) => one.label === label);
  assert.ok(offer, `${label} is not offered`);
  const lines = lineStarts(text);
  return text.slice(0, offsetAt(lines, text, offer.range.start)) + offer.insert + text.slice(offsetAt(lines, text, offer.range.end));
}

function labels(marks: string): readonly string[] {
  const { text, position } = marked(marks);
  return complete(unitOf(text), position).map(({ label }) => label);
}

const main = "@reconcile example.com/v1 Cache";

const lists: readonly { name: string; text: string; want: readonly string[] }[] = [
  { name: "first the tag that makes a controller", text: "/** @| */\nexport async function r() {}", want: ["@reconcile"] },
  { name: "in a comment that is not closed", text: "/**\n * @rec|", want: ["@reconcile"] },
  {
    name: "then what belongs to it, each once",
    text: `/**\n * ${main}\n * @sample ./a.yaml\n * @|\n */`,
    want: tagNames.filter((name) => name !== "reconcile" && name !== "sample").map((name) => `@${name}`),
  },
  { name: "words", text: `/**\n * ${main}\n * @replicas |\n */`, want: ["1", "2"] },
  { name: "nothing behind the last word", text: `/**\n * ${main}\n * @requeue no |\n */`, want: [] },
  { name: "nothing in prose", text: `/**\n * ${main}\n * Takes |\n */`, want: [] },
  { name: "nothing in other comments", text: "/* @| */", want: [] },
  { name: "nothing in code", text: "/** a */ const a = @|", want: [] },
  { name: "nothing in a string", text: 'const glob = "src/** @|";', want: [] },
];

for (const { name, text, want } of lists) test(`complete: ${name}`, () => assert.deepEqual(labels(text), want));

test("complete: kinds come with their version where it is needed, and none twice", () => {
  const owned = labels(`/**\n * ${main}\n * @owns apps/v1 StatefulSet, |\n */`);
  assert.ok(owned.includes("v1 Service") && owned.includes("apps/v1 Deployment"), owned.join());
  assert.ok(!owned.includes("apps/v1 StatefulSet"));
  assert.ok(labels(`/**\n * ${main}\n * @retains |\n */`).includes("PersistentVolumeClaim"));
});

test("complete: an offer takes the place of what is typed, and of nothing before", () => {
  assert.equal(
    taking(`/**\n * ${main}\n * @owns v1 Secret, apps/v1 St|\n */`, "apps/v1 StatefulSet").split("\n")[2],
    " * @owns v1 Secret, apps/v1 StatefulSet",
  );
  assert.equal(taking(`/**\n * ${main}\n * @req|\n */`, "@requeue").split("\n")[2], " * @requeue ${1|no,yes|}");
});

const hovers: readonly { text: string; token: string; says: RegExp }[] = [
  { text: "/** @recon|cile example.com/v1 Cache */", token: "@reconcile", says: /crashes, lost answers, conflicts and stale caches/ },
  { text: "/** @reconcile example.com/v1 Cac|he */", token: "Cache", says: /custom resource.*@crd/ },
  {
    text: `/**\n * ${main}\n * @owns v1 Secret, apps/v1 Stateful|Set, v1 Service\n */`,
    token: "StatefulSet",
    says: /built in, apps\/v1, namespaced/,
  },
  { text: `/**\n * ${main}\n * @manages Name|space\n */`, token: "Namespace", says: /of the whole cluster/ },
];

for (const { text: marks, token, says } of hovers) {
  test(`hover: ${token}`, () => {
    const { text, position } = marked(marks);
    const found = hover(unitOf(text), position);
    assert.ok(found);
    assert.equal(tokenAt(text, found.range), token);
    assert.match(found.text, says);
  });
}

const silent: readonly string[] = [
  "/** @env NA|ME=1 */\n/** @reconcile a.com/v1 A */",
  "/** @e|nv NAME=1 */\nconst x = 1; // @reconcile",
  `/** ${main} */\nexport async function rec|oncile() {}`,
  `/** ${main} - of a Ca|che */`,
];

for (const marks of silent) {
  test(`hover: nothing at ${marks}`, () => {
    const { text, position } = marked(marks);
    assert.equal(hover(unitOf(text), position), undefined);
  });
}
