import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unlimited } from "../../core/budget.ts";
import { Places } from "../../core/places.ts";
import type { Program } from "../../core/simulator.ts";
import { endingOf, pendingOf } from "./observe.ts";
import { Reconciler } from "./reconciler.ts";
import { type Step, takeStep } from "./steps.ts";
import { resourceOf } from "./testing/bundle.ts";
import type { CallAnswer, ReconcileInput } from "./types.ts";
import { UserProcess } from "./user-process.ts";

/** A statement of a random reconcile over three local variables and one of the module's. */
type Statement =
  | { readonly kind: "call"; readonly variable: number; readonly path: number }
  | { readonly kind: "send"; readonly variable: number }
  | { readonly kind: "both"; readonly first: number; readonly second: number }
  | { readonly kind: "copy"; readonly to: number; readonly from: number }
  | { readonly kind: "clear"; readonly variable: number }
  | { readonly kind: "if"; readonly variable: number; readonly body: readonly Statement[] }
  | { readonly kind: "try"; readonly body: readonly Statement[] }
  | { readonly kind: "loose"; readonly path: number }
  | { readonly kind: "throw"; readonly variable: number }
  | { readonly kind: "count" };

const variable = fc.nat(2);
const { statement } = fc.letrec<{ statement: Statement; body: readonly Statement[] }>((tie) => ({
  body: fc.array(tie("statement"), { minLength: 1, maxLength: 3 }),
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ kind: fc.constant("call" as const), variable, path: fc.nat(2) }),
    fc.record({ kind: fc.constant("send" as const), variable }),
    fc.record({ kind: fc.constant("both" as const), first: variable, second: variable }),
    fc.record({ kind: fc.constant("copy" as const), to: variable, from: variable }),
    fc.record({ kind: fc.constant("clear" as const), variable }),
    fc.record({ kind: fc.constant("if" as const), variable, body: tie("body") }),
    fc.record({ kind: fc.constant("try" as const), body: tie("body") }),
    fc.record({ kind: fc.constant("loose" as const), path: fc.nat(2) }),
    fc.record({ kind: fc.constant("throw" as const), variable }),
    fc.constant({ kind: "count" as const }),
  ),
}));

function textOf(statement: Statement): string {
  switch (statement.kind) {
    case "call":
      return `v${statement.variable} = await call("/${statement.path}");`;
    case "send":
      return `await call("/send/" + v${statement.variable});`;
    case "both":
      return `[v${statement.first}, v${statement.second}] = await Promise.all([call("/l"), call("/r")]);`;
    case "copy":
      return `v${statement.to} = v${statement.from};`;
    case "clear":
      return `v${statement.variable} = 0;`;
    case "if":
      return `if (v${statement.variable} === 1) { ${statement.body.map(textOf).join(" ")} }`;
    case "try":
      return `try { ${statement.body.map(textOf).join(" ")} } catch { v0 = 2; }`;
    case "loose":
      return `call("/loose/${statement.path}").then((answer) => { v1 = answer; }, () => {});`;
    case "throw":
      return `if (v${statement.variable} === 2) throw new Error("two");`;
    case "count":
      return "count = (count + 1) % 3;";
  }
}

function programOf(statements: readonly Statement[]): Program {
  const code = `let count = 0;
const call = (path) => new Promise((resolve, reject) => $request(JSON.stringify({ method: "GET", path, query: {} }), (answer) => answer ? resolve(answer.body) : reject(new Error("lost"))));
export async function reconcile() { let v0 = 0, v1 = 0, v2 = 0; ${statements.map(textOf).join("\n")} await call("/end/" + count); }`;
  return { code, sourceMap: '{"version":3,"sources":[],"names":[],"mappings":""}', files: [] };
}

const answers: readonly CallAnswer[] = [{ kind: "answer", code: 200, body: 1 }, { kind: "answer", code: 200, body: 2 }, { kind: "lost" }];
const input: ReconcileInput = { kind: "tagged", resource: {}, event: "ADDED" };
const deepest = 5;

const fresh = (program: Program): Reconciler => {
  const options = { style: "tagged", entry: "reconcile", resourceOf, budget: unlimited() } as const;
  const reconciler = new Reconciler(program, options, new Places(program));
  reconciler.load();
  return reconciler;
};

/** All that can be seen of all runs with up to so many answers: by strands, each looked into once for each depth. */
function merged(program: Program): ReadonlySet<string> {
  const process = new UserProcess(() => fresh(program));
  const seen = new Set<string>();
  let level = new Map([process.start(input)].map((strand) => [strand.id, strand]));
  for (let depth = 0; ; depth += 1) {
    for (const { ending, pending, memory } of level.values()) seen.add(JSON.stringify([depth, ending, pending, memory > 0]));
    if (depth === deepest) return seen;
    const next = new Map<number, typeof level extends Map<number, infer S> ? S : never>();
    for (const strand of level.values())
      for (const { call } of strand.pending)
        for (const answer of answers) {
          const after = process.answer(strand, call, answer);
          next.set(after.id, after);
        }
    level = next;
  }
}

/** The same without strands: each history from its beginning. */
function unmerged(program: Program): ReadonlySet<string> {
  const reconciler = fresh(program);
  const { journal } = reconciler.vm;
  const seen = new Set<string>();
  const visit = (step: Step, depth: number): void => {
    const { mark } = journal;
    takeStep(reconciler, step);
    const ending = endingOf(reconciler);
    const pending = pendingOf(reconciler);
    reconciler.keys.begin();
    seen.add(JSON.stringify([depth, ending, pending, reconciler.keys.finish().length > 0]));
    if (depth < deepest) for (const { call } of pending) for (const answer of answers) visit({ kind: "answer", call, answer }, depth + 1);
    journal.undoTo(mark);
  };
  visit({ kind: "start", input }, 0);
  return seen;
}

test("merged and unmerged exploration of random programs see the same", () => {
  let strands = 0;
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (statements) => {
      const program = programOf(statements);
      const [one, other] = [merged(program), unmerged(program)];
      strands += one.size;
      assert.deepEqual([...one].sort(), [...other].sort());
    }),
    { numRuns: 60 },
  );
  assert.ok(strands > 300, `${strands} were seen`);
});
