import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unlimited } from "../../core/budget.ts";
import { check } from "../world/check.ts";
import { isFault } from "../world/layout.ts";
import type { Setup } from "../world/setup.ts";
import { thing, twinSecrets, twinSecretsBug } from "../world/testing/examples.ts";
import { FakeProcess, type FakeReconcile } from "../world/testing/fake-process.ts";
import { framework, type Instruction, readiness, reconcileOf, tagged } from "../world/testing/random-controllers.ts";
import { smallCollector, smallPlatform } from "../world/testing/small-platform.ts";
import { Collected } from "./collected.ts";
import type { Found } from "./found.ts";
import { probe } from "./probe.ts";
import { searchAll } from "./search.ts";
import { Session } from "./session.ts";

/** Undefined: there is nothing to compare with, because something is wrong with the quiet run. */
function quiet(reconcile: FakeReconcile, setup: Setup): Session | undefined {
  const session = new Session(setup, smallPlatform([smallCollector, readiness]), new FakeProcess(reconcile));
  const collected = new Collected();
  return session.runQuietly(unlimited(), collected) && collected.all().length === 0 ? session : undefined;
}

const probed = (reconcile: FakeReconcile, setup: Setup = thing): readonly Found[] => {
  const session = quiet(reconcile, setup);
  assert.ok(session);
  return probe(session, unlimited());
};

test("probe: a crash between two writes is found by one fault in the quiet run", () => {
  const [found, ...others] = probed(twinSecretsBug);
  assert.equal(found?.property, "confluent");
  assert.equal(found?.codes.filter(isFault).length, 1);
  assert.deepEqual(others, []);
});

test("probe: nothing is said of a controller that is right", () => {
  assert.deepEqual(probed(twinSecrets), []);
});

test("probe: what it finds stays when the search is stopped at once", () => {
  const setup = { ...thing, edits: [{ kind: "value", path: ["spec", "size"], value: 0 }] } as const;
  const { findings, limit } = check(new FakeProcess(twinSecretsBug), setup, unlimited({ maxStates: 5 }), undefined, smallPlatform());
  assert.equal(limit, "states");
  assert.deepEqual(
    findings.map(({ property }) => property),
    ["confluent"],
  );
});

/** Some of these, in any order: many of them stop at what an earlier reconcile has made, before they have made the rest. */
const instructions: readonly Instruction[] = [
  { does: "stop-if-there", kind: "Secret", isCached: true },
  { does: "stop-if-there", kind: "Service", isCached: false },
  { does: "create", kind: "Secret", isCached: false },
  { does: "create-if-missing", kind: "Secret", isCached: true },
  { does: "create-if-missing", kind: "Service", isCached: false },
  { does: "stop-if-not-ready", kind: "Service", isCached: false },
];

for (const { name, setup } of [
  { name: "tagged code", setup: tagged },
  { name: "code with a cache", setup: framework },
])
  test(`probe: all that it finds the search finds, too: random controllers, ${name}`, () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.shuffledSubarray([...instructions], { minLength: 3, maxLength: 4 }), (some) => {
        const session = quiet(reconcileOf(some, setup.style === "framework"), setup);
        const found = session === undefined ? [] : probe(session, unlimited());
        if (session === undefined || found.length === 0) return;
        const all = new Collected();
        if (searchAll(session, 1, unlimited({ maxStates: 40_000 }), all, () => {}).end === "states") return;
        compared += 1;
        for (const { property } of found) assert.ok(all.has(property), property);
      }),
      { numRuns: 200 },
    );
    assert.ok(compared > 5, `${compared} programs of random instructions were wrong`);
  });
