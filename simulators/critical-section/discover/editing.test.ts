import assert from "node:assert/strict";
import { test } from "node:test";
import { complete } from "./complete.ts";
import { hover } from "./hover.ts";
import { apply, marked, tokenAt, unitOf } from "./testing.ts";
import { tagNames } from "./vocabulary.ts";

function labels(marks: string): readonly string[] {
  const { text, position } = marked(marks);
  return complete(unitOf(text), position).map(({ label }) => label);
}

const tags = tagNames.map((name) => `@${name}`);

const lists: readonly { name: string; text: string; want: readonly string[] }[] = [
  { name: "tags", text: "/** @| */\nexport function a() {}", want: tags },
  { name: "tags while one is typed", text: "/**\n * @thr|\n */\nexport function a() {}", want: tags },
  { name: "tags in a comment that is not closed", text: "/** @|", want: tags },
  { name: "another tag", text: "/** @thread @| */\nfunction a() {}", want: tags.filter((tag) => tag !== "@thread") },
  { name: "options of a thread", text: "/** @thread | */\nfunction a() {}", want: ["x2", "x3", "cpu"] },
  {
    name: "options that are not there yet",
    text: "/** @machine cpus=2 | */",
    want: ["isolation", "events", "maxEvents", "quantum", "model"],
  },
  { name: "words", text: "/** @machine isolation=| */", want: ["percpu", "buffered", "htm"] },
  { name: "the rest of a list", text: "/** @machine events=timer,| */", want: ["ipi", "fault", "signal"] },
  { name: "CPUs of this machine", text: "/** @machine cpus=3 */\n/** @thread cpu=| */\nfunction a() {}", want: ["0", "1", "2"] },
  { name: "of an invariant", text: "/** @invariant | */\nconst ok = () => true;", want: ["always"] },
  { name: "nothing in prose", text: "/** Takes | */\nfunction a() {}", want: [] },
  { name: "nothing behind a tag without options", text: "/** @finally | */\nconst ok = () => true;", want: [] },
  { name: "nothing in other comments", text: "/* @| */", want: [] },
  { name: "nothing in code", text: "/** a */ const a = @|", want: [] },
  { name: "nothing in a string", text: 'const glob = "src/** @|";', want: [] },
];

for (const { name, text, want } of lists) test(`complete: ${name}`, () => assert.deepEqual(labels(text), want));

const taken: readonly { text: string; label: string; want: string }[] = [
  { text: "/** @thr| */", label: "@thread", want: "/** @thread */" },
  { text: "/** @machine iso| */", label: "isolation", want: "/** @machine isolation=${1|percpu,buffered,htm|} */" },
  { text: "/** @machine events=timer,i| */", label: "ipi", want: "/** @machine events=timer,ipi */" },
  { text: "/** @machine model=a| */", label: "async", want: "/** @machine model=async */" },
];

for (const { text: marks, label, want } of taken) {
  test(`complete: ${label} is taken into ${marks}`, () => {
    const { text, position } = marked(marks);
    const item = complete(unitOf(text), position).find((candidate) => candidate.label === label);
    assert.ok(item);
    assert.equal(apply(text, [{ path: "", range: item.range, newText: item.insert }]), want);
  });
}

const hovers: readonly { text: string; token: string; says: RegExp }[] = [
  { text: "/** @thr|ead x2 */\nfunction a() {}", token: "@thread", says: /User-level thread/ },
  { text: "/** @thread x|2 */\nfunction a() {}", token: "x2", says: /This many threads/ },
  { text: "/** @machine isolation=h|tm */\n/** @thread */\nfunction a() {}", token: "isolation=htm", says: /conflict with another CPU/ },
  { text: 'import { critical|Section } from "faultline/critical-section";', token: "criticalSection", says: /one critical section/ },
  {
    text: 'import { external as remote } from "faultline/critical-section";\nrem|ote(() => 1);',
    token: "remote",
    says: /`external`.*three moments/,
  },
  { text: 'import * as f from "faultline/critical-section";\nf.sle|ep(1);', token: "sleep", says: /virtual time/ },
];

for (const { text: marks, token, says } of hovers) {
  test(`hover: ${marks.slice(0, 60)}`, () => {
    const { text, position } = marked(marks);
    const found = hover(unitOf(text), position);
    assert.ok(found);
    assert.equal(tokenAt(text, found.range), token);
    assert.match(found.text, says);
  });
}

const silent: readonly string[] = [
  'import { sleep } from "faultline/critical-section";\nconst a = { slee|p: 1 };',
  'import { sleep } from "faultline/critical-section";\nfunction f(sleep) { slee|p(); }',
  'import { sleep } from "faultline/critical-section";\nconst x = other.slee|p;',
  "/** @thread */\nfunction f() { retur|n; }",
  "/** @thread - a thr|ead */\nfunction f() {}",
];

for (const marks of silent) {
  test(`hover: nothing at ${marks.slice(0, 80)}`, () => {
    const { text, position } = marked(marks);
    assert.equal(hover(unitOf(text), position), undefined);
  });
}
