import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unlimited } from "../../core/budget.ts";
import type { Payload } from "../payload.ts";
import { named, payloadOf, plainNames, programOf, worldOf } from "../testing/program.ts";
import { findingsOf } from "../testing/reference.ts";
import { type Instruction, type Sketch, sourceOf } from "../testing/sketch.ts";
import { search } from "./search.ts";
import { verify } from "./verify.ts";

// The machine and a reference that shares nothing with it must agree: on the ends that programs can come to, and on what is wrong with them.

const variable = fc.nat(1);
const access: fc.Arbitrary<Instruction> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("read" as const), variable }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("write" as const), variable, plus: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("set" as const), variable, value: fc.integer({ min: 0, max: 3 }) }) },
);
const inside = fc
  .array(access, { minLength: 1, maxLength: 3 })
  .map((body): readonly Instruction[] => [{ kind: "begin" }, ...body, { kind: "end" }]);
const plain = access.map((one): readonly Instruction[] => [one]);
const wait = fc
  .record({ kind: fc.constant("until" as const), variable, value: fc.integer({ min: 1, max: 2 }) })
  .map((one): readonly Instruction[] => [one]);
const unpark = fc.record({ kind: fc.constant("unpark" as const), thread: fc.nat(1) }).map((one): readonly Instruction[] => [one]);
const body = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: inside },
      { weight: 4, arbitrary: plain },
      { weight: 1, arbitrary: wait },
      { weight: 1, arbitrary: unpark },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) => parts.flat());
const decision = fc.constantFrom("restart", "runOther", "resume", "abort", "park" as const);

const oneCpu: fc.Arbitrary<Sketch> = fc.record(
  {
    threads: fc.array(fc.record({ cpu: fc.constant(0), body }), { minLength: 2, maxLength: 2 }),
    cpus: fc.constant(1),
    isolation: fc.constant("percpu" as const),
    maxEvents: fc.nat(2),
    handler: fc.record({ inside: decision, outside: decision }),
  },
  { requiredKeys: ["threads", "cpus", "isolation", "maxEvents"] },
);

const twoCpus: fc.Arbitrary<Sketch> = fc.record({
  threads: fc.tuple(fc.record({ cpu: fc.constant(0), body }), fc.record({ cpu: fc.constant(1), body })),
  cpus: fc.constant(2),
  isolation: fc.constantFrom("percpu", "htm", "buffered" as const),
  maxEvents: fc.nat(1),
});

function payloadFor({ threads, cpus, isolation, maxEvents, handler }: Sketch): Payload {
  return payloadOf(
    threads.map(({ cpu }, index) => ({ name: `t${index}`, cpu })),
    {
      machine: { cpus, isolation, maxEvents, events: ["timer"] },
      invariants: [{ ...named("isFine"), always: false }],
      ...(handler ? { handler: named("onInterrupt") } : {}),
    },
  );
}

/** Codes of the search; how runs end, as the reference says it. */
function verified(sketch: Sketch): { readonly codes: Set<string>; readonly ends: ReadonlySet<string> } {
  const code = sourceOf(sketch);
  const payload = payloadFor(sketch);
  const found = verify(programOf(code), payload, plainNames, unlimited());
  assert.ok(found.kind === "verified" && found.search.isComplete);
  const world = worldOf(code, payload, { allBoundaries: found.options.allBoundaries, allKinds: found.options.allKinds });
  const ends = new Set<string>();
  search(world, unlimited(), {
    atEnd({ vm, threads }) {
      if (!threads.every(({ standing }) => standing.kind === "finished")) return;
      ends.add(JSON.stringify([vm.moduleScope?.slots.slice(0, 2), threads.map(({ result }) => result)]));
    },
  });
  return { codes: new Set(found.search.findings.map(({ failure }) => failure.code)), ends };
}

/** On one CPU and without events sections are units, and each access outside is one. */
const inOrder = ({ threads }: Sketch): Sketch => ({
  threads: threads.map(({ body: same }) => ({ cpu: 0, body: same })),
  cpus: 1,
  isolation: "percpu",
  maxEvents: 0,
});

function agree(sketch: Sketch, compared: readonly string[]): void {
  const found = findingsOf(sketch);
  const expected = { ends: found.ends, codes: new Set(found.codes) };
  const serial = findingsOf(inOrder(sketch)).ends;
  if ([...found.ends].some((end) => !serial.has(end))) expected.codes.add("FL1002");
  // Who is parked for ever explains who waits for ever.
  if (found.codes.has("FL1011")) expected.codes.delete("FL1021");
  const actual = verified(sketch);
  // Who never gets out of a section explains it as well; the reference makes no such difference.
  if (actual.codes.has("FL1008")) actual.codes.add("FL1021");
  if (actual.codes.has("FL1011")) actual.codes.delete("FL1021");
  assert.deepEqual([...actual.ends].sort(), [...expected.ends].sort());
  const only = (codes: ReadonlySet<string>): readonly string[] => compared.filter((code) => codes.has(code));
  assert.deepEqual(only(actual.codes), only(expected.codes));
}

const runs = Number(process.env["FAULTLINE_RUNS"] ?? 80);

test("verify: agrees with the reference, one CPU", () => {
  const compared = ["FL1003", "FL1004", "FL1005", "FL1011", "FL1015", "FL1021"];
  fc.assert(
    fc.property(oneCpu, (sketch) => agree(sketch, compared)),
    { numRuns: runs, seed: Number(process.env["FAULTLINE_SEED"] ?? 1) },
  );
});

test("verify: agrees with the reference, two CPUs", () => {
  const compared = ["FL1002", "FL1003", "FL1005", "FL1011", "FL1015", "FL1021"];
  fc.assert(
    fc.property(twoCpus, (sketch) => agree(sketch, compared)),
    { numRuns: runs, seed: Number(process.env["FAULTLINE_SEED"] ?? 2) },
  );
});
