import assert from "node:assert/strict";
import { test } from "node:test";
import { readDocuments } from "./documents.ts";

const read = (text: string) => readDocuments({ path: "sample.yaml", text });
const header = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";

test("every document of a file is an object, with the places of its parts", () => {
  const { documents, problems } = read(`${header}data:\n  mode: 0644\n  level: "x"\n---\n${header}`);
  assert.deepEqual(problems, []);
  assert.equal(documents.length, 2);
  assert.deepEqual(documents[0]?.value["data"], { mode: 420, level: "x" });
  assert.deepEqual(documents[0]?.rangeAt(["data", "mode"]), { start: { line: 5, character: 8 }, end: { line: 5, character: 12 } });
  assert.deepEqual(documents[0]?.rangeAt(["data", "gone"]), documents[0]?.rangeAt(["data"]));
  assert.equal(documents[1]?.rangeAt(["metadata", "name"]).start.line, 11);
});

test("times and long numbers stay as they are written, yes is true as kubectl reads it", () => {
  const { documents } = read(`${header}data: { time: 2026-01-01T00:00:00Z, at: 2026-01-01, flag: yes, minute: 12:30, quantity: 1Gi }`);
  assert.deepEqual(documents[0]?.value["data"], {
    time: "2026-01-01T00:00:00Z",
    at: "2026-01-01",
    flag: true,
    minute: "12:30",
    quantity: "1Gi",
  });
});

test("a List is its items", () => {
  const { documents } = read(
    JSON.stringify({ apiVersion: "v1", kind: "List", items: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "s" } }] }),
  );
  assert.equal(documents[0]?.value["kind"], "Secret");
});

for (const [what, text, line, message] of [
  ["broken YAML", `${header}data: [1, 2\n`, 5, /./],
  ["a key that is given twice", `${header}data: {}\ndata: {}\n`, 5, /unique/],
  ["a list", "- 1\n- 2\n", 0, /one Kubernetes object/],
  ["an object without kind", "apiVersion: v1\nmetadata:\n  name: a\n", 0, /no `kind`/],
  ["an object without name", "apiVersion: v1\nkind: Secret\nmetadata: {}\n", 2, /no `metadata.name`/],
  ["brackets without end", "[".repeat(20_000), 0, /./],
  [
    "aliases that multiply",
    `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d]\n`,
    0,
    /alias/,
  ],
] as const) {
  test(`${what} is a problem in the file`, () => {
    const { documents, problems } = read(text);
    assert.deepEqual(documents, []);
    assert.match(problems[0]?.message ?? "", message);
    assert.equal(problems[0]?.range.start.line, line);
  });
}

test("an empty file has no documents", () => assert.deepEqual(read("---\n# nothing\n"), { documents: [], problems: [] }));
