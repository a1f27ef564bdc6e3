import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { payloadOf, worldOf } from "../testing/program.ts";
import { search } from "../verify/search.ts";

const rounds = (body: string): string => `for (let round = 0; round < 3; round += 1) { ${body} }`;

/** At once. */
const own = (statement: string): string => `$beginSection(); ${statement} $endSection();`;

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
  { name: "what was read earlier is taken off a variable that is read anew", body: `const old = x; ${own("x = x - old;")}`, codes: [] },
  { name: "a list is cut by its earlier length", body: `const old = list; ${own("list = list.slice(old.length);")}`, codes: [] },
  { name: "a text is made longer by its earlier length", body: `const old = text; ${own("text = `${text}${old.length}`;")}`, codes: [] },
  { name: "a variable that was read anew is stale again", body: "const old = x; x = x + old;", codes: ["FL1004"] },
  {
    name: "a place read anew does not bring the rest of an object",
    body: `const old = state; ${own("state = { ...state, n: old.n + 1 };")}`,
    codes: ["FL1004"],
  },
  {
    name: "the smaller one of two numbers may be the old one",
    body: `const old = x; ${own("x = Math.min(x, old - 1);")}`,
    codes: ["FL1004"],
  },
];

for (const { name, body, codes } of cases) {
  test(`data flow: ${name}`, () => {
    const code = `export let x = 0; let list = [1], text = "", state = { n: 0 }; const a = { n: 0 }; export function add() { ${body} }`;
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
