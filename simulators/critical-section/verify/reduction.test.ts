import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unlimited } from "../../core/budget.ts";
import { explore } from "../../core/explore/explore.ts";
import type { Payload } from "../payload.ts";
import { payloadOf, worldOf } from "../testing/program.ts";
import { search } from "./search.ts";

// The search stops only where threads can conflict and forgets paths to known states. Brute force stops before every access and walks every path.
// Both must end in the same set of states, on any program.

const simple = fc.constantFrom(
  "x = x + 1;",
  "y = x + y;",
  "x = 3;",
  "a.n = x;",
  "x = a.n + 1;",
  "a.m = a.n;",
  "if (x > y) y = y + 1;",
  "list.push(x);",
  "y = list.length;",
  "{ const own = { n: x }; own.n = own.n + 1; y = own.n; }",
  "seen.set(x, y);",
  "seen.delete(0);",
  "seen.set(y, 1);",
  "a['p' + x] = y;",
  "b = { n: y };",
  "x = b.n;",
);

const section = fc.array(simple, { minLength: 1, maxLength: 3 }).map((body) => `$beginSection(); ${body.join(" ")} $endSection();`);
const statement = fc.oneof({ weight: 3, arbitrary: simple }, { weight: 1, arbitrary: section });
// Small enough for every path to be walked: some thousand paths at most.
const threads = fc.oneof(
  fc.tuple(fc.array(statement, { minLength: 1, maxLength: 2 }), fc.array(statement, { minLength: 1, maxLength: 2 })),
  fc.tuple(fc.array(simple, { minLength: 3, maxLength: 3 }), fc.array(statement, { minLength: 1, maxLength: 1 })),
  fc.tuple(fc.tuple(statement), fc.tuple(simple), fc.tuple(simple)),
);

function sourceOf(bodies: readonly (readonly string[])[]): string {
  const functions = bodies.map((body, index) => `function t${index}() { ${body.join(" ")} }`);
  const names = bodies.map((_, index) => `t${index}`);
  return `let x = 0, y = 1; const a = { n: 0 }; let b = { n: 5 }; const list = []; const seen = new Map([[0, 7]]);
${functions.join("\n")}
export const state = () => [x, y, a, b, list, seen];
export { ${names.join(", ")} };`;
}

function bruteEnds(code: string, payload: Payload): Set<string> {
  const world = worldOf(code, payload, { stopsEverywhere: true });
  const ends = new Set<string>();
  const { isComplete } = explore(world, { bound: Infinity, keepEdges: false, isStateless: true }, unlimited(), {
    arrive() {
      if (world.alternatives().length === 0) ends.add(world.endText());
      return "expand";
    },
  });
  assert.ok(isComplete);
  return ends;
}

function searchedEnds(code: string, payload: Payload): Set<string> {
  const world = worldOf(code, payload);
  const ends = new Set<string>();
  const result = search(world, unlimited(), { atEnd: (at) => void ends.add(at.endText()) });
  assert.ok(result.isComplete);
  assert.deepEqual(result.findings, []);
  return ends;
}

const runs = Number(process.env["FAULTLINE_RUNS"] ?? 150);

test("search: ends in the same states as brute force, one CPU", () => {
  fc.assert(
    fc.property(threads, (bodies) => {
      const code = sourceOf(bodies);
      const payload = payloadOf(bodies.map((_, index) => ({ name: `t${index}` })));
      assert.deepEqual([...searchedEnds(code, payload)].sort(), [...bruteEnds(code, payload)].sort());
    }),
    { numRuns: runs, seed: 1 },
  );
});
