import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { payloadOf, worldOf } from "../testing/program.ts";
import { search } from "../verify/search.ts";

const rounds = (body: string): string => `for (let round = 0; round < 3; round += 1) { ${body} }`;

const cases = [
  { name: "a variable read and written without a section", body: rounds("const seen = x; x = seen + 1;"), codes: ["FL1004"] },
  {
    name: "a variable raised in a section, again and again",
    body: rounds("$beginSection(); const seen = x; x = seen + 1; $endSection();"),
    codes: [],
  },
  { name: "a property raised in a section, again and again", body: rounds("$beginSection(); a.n = a.n + 1; $endSection();"), codes: [] },
  {
    name: "a value that is kept in a captured variable on the way",
    body: "let seen = 0; const look = () => { seen = x; }; look(); x = seen + 1;",
    codes: ["FL1004"],
  },
];

for (const { name, body, codes } of cases) {
  test(`data flow: ${name}`, () => {
    const code = `export let x = 0; const a = { n: 0 }; export function add() { ${body} }`;
    const world = worldOf(code, payloadOf([{ name: "add", count: 2 }]), { tracksFlow: true });
    const { findings, isComplete } = search(world, unlimited());
    assert.ok(isComplete);
    assert.deepEqual(
      findings.map(({ failure }) => failure.code),
      codes,
    );
  });
}

test("data flow: an update is lost at an object that is made anew on each path", () => {
  const code = `let b = { n: 0 };
export function make() { b = { n: 0 }; const seen = b.n; b.n = seen + 1; }
export function change() { const old = b; if (old !== b) b.n = 7; }`;
  const world = worldOf(code, payloadOf([{ name: "make" }, { name: "change" }]), { tracksFlow: true });
  const { findings } = search(world, unlimited());
  assert.ok(findings.some(({ failure }) => failure.code === "FL1004"));
});
