import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unlimited } from "../../core/budget.ts";
import { explore } from "../../core/explore/explore.ts";
import type { Payload } from "../payload.ts";
import { named, payloadOf, worldOf } from "../testing/program.ts";
import { search } from "../verify/search.ts";
import type { World } from "./world.ts";

// Slices whose effect is known are not executed again. With and without that a search must see the same, step by step.

const shared = `let x = 0, y = 1, late; const own = { n: 0, m: -0 }; let swapped = { n: 5 }; const list = [3, 1, 2]; const holes = [1, , 3];
const seen = new Map([[0, 7]]); const text = "abc"; const frozen = Object.freeze([1, 2]);
class Account { #balance = 0; open = true; get() { return this.#balance; } put(value) { this.#balance = value; } get twice() { return this.#balance * 2; } }
class Saving extends Account { rate = 1; }
const account = new Account(); const saving = new Saving();
const pair = { n: 7, m: 1 }; let z = 0; let other = 0; const seven = { get: () => 7, put() {} };
let set; function* make() { set = () => { v = x; }; yield; let v = 1; yield () => v; } const steps = make(); steps.next();
const raise = (by) => { x = x + by; return x; };
function each(values, act) { for (let at = 0; at < values.length; at += 1) act(values[at]); }`;

/** Each is a body of a thread; `isRepeated`: some of its slices have a footprint, so that it must come to repeating them. */
const repeated = [
  "x = x + 1;",
  "y = x + y;",
  "x = -x; y = 1 / x;",
  "own.n = x; x = own.n;",
  "own.m = -own.m;",
  "x = swapped.n;",
  "list[1] = list[0] + 1;",
  "list[y] = list[0] + 1; list[0] = list[y];",
  "x = list.length;",
  "x = holes[0]; holes[2] = x;",
  "account.put(account.get() + 1);",
  "saving.put(saving.get() + saving.rate);",
  "account.open = !account.open;",
  "raise(2); raise(3);",
  "x = `${y} and ${x}`;",
  "x = typeof y === 'number' ? y : 0;",
  "x = frozen[0]; y = x;",
  "for (let round = 0; round < 2; round += 1) x = x + round;",
  "if (x > y) y = y + 1; else x = x + 1;",
  "x = text.length + y;",
];
const others = [
  "list.push(x);",
  "x = list.pop();",
  "swapped = { n: x };",
  "own['p' + x] = y;",
  "delete own.n;",
  "seen.set(x, y);",
  "y = seen.get(x) ?? x;",
  "x = account.twice;",
  "each(list, (one) => { y = y + one; });",
  "try { late.n = 1; } catch { x = x + 1; }",
  "late = list; x = late[0];",
  "Object.setPrototypeOf(account, { get: () => 7, put(value) { y = value; } });",
  "Object.defineProperty(own, 'n', { get: () => x, set(value) { y = value; }, configurable: true });",
  "list.length = 0;",
  "Object.freeze(list);",
  "x = { n: x }; x = x.n;",
  "x = { toString: () => 'made' } + 1;",
  "{ const made = { n: x }; made.n = made.n + 1; y = made.n; }",
  "$beginSection(); x = x + 1; y = x; $endSection();",
];

const sourceOf = (bodies: readonly string[]): string =>
  `${shared}\n${bodies.map((body, index) => `export function t${index}() { ${body} }`).join("\n")}
export const onInterrupt = () => { y = y + 1; return "resume"; };
export const isPositive = () => x >= 0 && account.get() < 3;`;

interface Program {
  readonly bodies: readonly string[];
  readonly cpus: number;
  readonly isolation: "percpu" | "htm" | "buffered";
  readonly maxEvents: number;
  readonly hasInvariant: boolean;
  readonly hasHandler: boolean;
  readonly tracksFlow: boolean;
  /** All threads run the first body. */
  readonly isCopied: boolean;
}

function payloadFor({ bodies, cpus, isolation, maxEvents, hasInvariant, hasHandler, isCopied }: Program): Payload {
  return payloadOf(
    isCopied ? [{ name: "t0", count: bodies.length }] : bodies.map((_, index) => ({ name: `t${index}`, cpu: index % cpus })),
    {
      machine: { cpus, isolation, maxEvents },
      invariants: hasInvariant ? [{ ...named("isPositive"), always: false }] : [],
      ...(hasHandler ? { handler: named("onInterrupt") } : {}),
    },
  );
}

function worldFor(program: Program, repeatsNothing: boolean): World {
  return worldOf(sourceOf(program.bodies), payloadFor(program), { repeatsNothing, tracksFlow: program.tracksFlow });
}

/** Every step of a search: where it came to, whether it had been there, what failed; how memory is at each end. */
function seenBy(world: World, bound: number, isStateless: boolean): readonly string[] {
  const steps: string[] = [];
  world.sharing.activate();
  const { states, transitions, executions } = explore(world, { bound, keepEdges: false, isStateless }, unlimited(), {
    arrive(path, state, isNew) {
      const failures = world.failures.map(({ code, property, strand, offset }) => [code, property, strand, offset]);
      const end = isNew && world.alternatives().length === 0 ? world.endText() : "";
      steps.push(JSON.stringify([path, state, isNew, failures, end, world.notModelled?.message]));
      return world.notModelled ? "prune" : steps.length > 1000 ? "stop" : "expand";
    },
  });
  return [...steps, `${states} ${transitions} ${executions} ${world.sharing.count}`];
}

function compare(program: Program): World {
  const known = worldFor(program, false);
  const executed = worldFor(program, true);
  for (const [bound, isStateless] of [
    [1, false],
    [2, false],
    [Infinity, false],
    [Infinity, false],
    [Infinity, true],
  ] as const)
    assert.deepEqual(seenBy(known, bound, isStateless), seenBy(executed, bound, isStateless));
  assert.equal(executed.slices.repeated, 0);
  return known;
}

const plain: Program = {
  bodies: [],
  cpus: 1,
  isolation: "percpu",
  maxEvents: 0,
  hasInvariant: false,
  hasHandler: false,
  tracksFlow: false,
  isCopied: false,
};

for (const body of repeated) {
  test(`known slices: ${body}`, () => {
    assert.ok(compare({ ...plain, bodies: [body, body] }).slices.repeated > 0);
  });
}

const wait = (self: number): string =>
  `list[${self}] = 1; y = ${1 - self}; while (list[${1 - self}] === 1 && y === ${1 - self}) {} x = x + 1; list[${self}] = 0;`;
const meeting = "const a = x; x = a + 1; const b = x; if (b !== a + 1) { y = y + 1; y = y + 1; }";

const hidden = "x = 1; const seen = x; x = 0; if (seen === 0) { y = y + 1; y = y + 1; }";

/** Each can only be told apart from another run by one thing that a slice depends on, or does besides writing. */
const particular: readonly (Partial<Program> & { readonly name: string; readonly bodies: readonly string[] })[] = [
  { name: "an invariant is looked at after a write", bodies: ["x = x - 1;", "x = x - 1;", "x = x - 1;"], hasInvariant: true },
  { name: "equal threads each learn what they touch", bodies: [hidden, hidden], isCopied: true },
  { name: "places of conflict that come to light later", bodies: [meeting, meeting] },
  { name: "a slot is another property's", bodies: ["pair.m = pair.m + 1; pair.m = pair.m + 1;", "delete pair.n; pair.n = 1; pair.m = 1;"] },
  { name: "another prototype", bodies: ["x = account.get() + 1; y = account.get();", "Object.setPrototypeOf(account, seven);"] },
  {
    name: "a variable that is not initialised",
    bodies: ["steps.next();", ...["1", "2"].map((by) => `try { set(); } catch { y = y + ${by}; }`)],
  },
  { name: "a list that is shorter", bodies: ["x = list[2]; y = list[2];", "list.length = 1; list[2] = 2;"] },
  { name: "a list that is frozen", bodies: ["list[0] = 4; x = x + 1; x = x + 1;", "Object.freeze(list);"] },
  {
    name: "a variable whose value is marked",
    bodies: ["if (own.n === 0) z = 1; else z = x; other = swapped.n; x = z + 1;", "own.n = 1; swapped.n = 2; x = x + 1; x = x + 1;"],
    tracksFlow: true,
  },
  { name: "versions are counted", bodies: ["x = x + 1; x = 5;", "const seen = x; x = seen + 1;"], tracksFlow: true },
  { name: "threads that wait for each other", bodies: [wait(0), wait(1)], tracksFlow: true },
];

for (const { name, ...program } of particular) {
  test(`known slices: ${name}`, () => {
    assert.ok(compare({ ...plain, ...program }).slices.repeated > 0);
  });
}

const runs = Number(process.env["FAULTLINE_RUNS"] ?? 24);
const statement = fc.oneof(fc.constantFrom(...repeated), fc.constantFrom(...others));
const bodyOf = (statements: number) => fc.array(statement, { minLength: 1, maxLength: statements });
const programs: fc.Arbitrary<Program> = fc
  .record({
    parts: fc.oneof(fc.array(bodyOf(2), { minLength: 2, maxLength: 2 }), fc.array(bodyOf(1), { minLength: 3, maxLength: 3 })),
    cpus: fc.integer({ min: 1, max: 2 }),
    isolation: fc.constantFrom("percpu" as const, "htm" as const, "buffered" as const),
    maxEvents: fc.nat(1),
    hasInvariant: fc.boolean(),
    hasHandler: fc.boolean(),
    tracksFlow: fc.boolean(),
    isCopied: fc.boolean(),
  })
  .map(({ parts, ...others }) => ({ ...others, bodies: parts.map((one) => one.join(" ")) }));

test("known slices: a search sees what it sees when everything is executed", () => {
  fc.assert(
    fc.property(programs, (program) => void compare(program)),
    { numRuns: runs, seed: Number(process.env["FAULTLINE_SEED"] ?? 1) },
  );
});

test("known slices: the verdict is that of a search which executes everything", () => {
  fc.assert(
    fc.property(programs, (program) => {
      const [known, executed] = [false, true].map((repeatsNothing) => {
        const { findings, mainPath, notModelled, ...counts } = search(worldFor(program, repeatsNothing), {
          ...unlimited(),
          maxStates: 4000,
        });
        const found = findings.map(({ failure: { code, property, strand, offset }, path, cost }) => ({
          code,
          property,
          strand,
          offset,
          path,
          cost,
        }));
        return { ...counts, found, mainPath, notModelled };
      });
      assert.deepEqual(known, executed);
    }),
    { numRuns: runs / 2, seed: Number(process.env["FAULTLINE_SEED"] ?? 2) },
  );
});
