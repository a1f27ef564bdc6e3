import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../../protocol/json.ts";
import { sampleTrace } from "./testing/sample-report.ts";
import { applyChanges } from "./state.ts";
import { writeTrace } from "./trace.ts";

test("trace as text: title, steps by lane, changes, the harm marked", () => {
  assert.equal(
    writeTrace(sampleTrace(), "text"),
    `The header of cpu-load is 9 bytes, 5 over the budget, so no switch can read it.
fabric (multicast) · net/fabric.multicast.json · violates FL3001 · 3 steps

    1. controller     controller: 2 p-rules; 1 default
         + header = 67
    2. host p0.l0.h0  host p0.l0.h0 sends 159 B  (net/fabric.multicast.json:4)
         + queue.0 = "leaf:0"
!   3. leaf p0.l0     leaf p0.l0: header too long
         hosts.p0.l0.h1.copies: 0 → 1
         - header (was 67)
`,
  );
});

test("trace as Mermaid: participants that act, arrows, the harm framed, its special characters as codes", () => {
  assert.equal(
    writeTrace(sampleTrace(), "mermaid"),
    `sequenceDiagram
  title The header of cpu-load is 9 bytes, 5 over the budget, so no switch can read it.
  participant L0 as controller
  participant L1 as host p0.l0.h0
  participant L2 as leaf p0.l0
  L0->>L1: 1. controller: 2 p-rules#59; 1 default
  L1->>L2: 2. host p0.l0.h0 sends 159 B
  rect rgb(255, 220, 220)
  L2--)L2: 3. leaf p0.l0: header too long
  Note over L2: FL3001
  end
`,
  );
});

test("trace as Mermaid: a lasso is a loop", () => {
  const text = writeTrace(sampleTrace({ loop: 1 }), "mermaid");
  assert.match(text, /1\. .*\n {2}loop again and again\n {2}L1->>L2: 2\./);
  assert.match(text, /\n {2}end\n {2}end\n$/);
});

test("trace as Mermaid: a long one stays below the size that Mermaid draws, and says what is left out", () => {
  const [, step] = sampleTrace().steps;
  assert.ok(step);
  const text = writeTrace(sampleTrace({ steps: Array.from({ length: 5000 }, () => step), harm: 4999 }), "mermaid");
  assert.ok(text.length < 50_000);
  assert.match(text, /4800 steps left out/);
});

test("trace as ITF: every variable in every state, integers as #bigint", () => {
  const itf = JSON.parse(writeTrace(sampleTrace({ loop: 1 }), "itf")) as { vars: string[]; loop: number; states: JsonObject[] };
  assert.deepEqual(itf.vars, ["action", "lane", "message", "header", "hosts", "queue"]);
  assert.equal(itf.loop, 1);
  assert.deepEqual(
    itf.states.map((state) => [state["header"], state["queue"], state["lane"]]),
    [
      [{ "#unserializable": "undefined" }, [], ""],
      [{ "#bigint": "67" }, [], "controller"],
      [{ "#bigint": "67" }, ["leaf:0"], "host:0"],
      [{ "#unserializable": "undefined" }, ["leaf:0"], "leaf:0"],
    ],
  );
  for (const state of itf.states) assert.deepEqual(Object.keys(state).sort(), ["#meta", ...itf.vars].sort());
});

test("trace as ITF: a variable of the state keeps its name", () => {
  const itf = JSON.parse(writeTrace(sampleTrace({ initial: { lane: 7 } }), "itf")) as { vars: string[]; states: JsonObject[] };
  assert.deepEqual(itf.vars.slice(0, 3), ["action", "step_lane", "message"]);
  assert.deepEqual(itf.states[0]?.["lane"], { "#bigint": "7" });
});

test("trace as JSON: reads back as it was", () => assert.deepEqual(JSON.parse(writeTrace(sampleTrace(), "json")), sampleTrace()));

test("applyChanges: leaves the state before as it was, and going back restores it", () => {
  const value = fc.oneof(fc.integer(), fc.constant("x"));
  const location = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 });
  const objects = <Value>(values: fc.Arbitrary<Value>) => fc.dictionary(fc.constantFrom("a", "b"), values, { noNullPrototype: true });
  fc.assert(
    fc.property(objects(objects(value)), location, value, (state, at, after) => {
      const copy = structuredClone(state);
      const next = applyChanges(state, [{ location: at, after }]);
      assert.deepEqual(state, copy);
      const read = at.reduce<unknown>((container, key) => (container as Record<string, unknown>)[key], next);
      assert.equal(read, after);
    }),
  );
});

test("applyChanges: lists grow and shrink at their end", () => {
  const state = { queue: [1] };
  assert.deepEqual(applyChanges(state, [{ location: ["queue", 1], after: 2 }]), { queue: [1, 2] });
  assert.deepEqual(applyChanges(state, [{ location: ["queue", 0], before: 1 }]), { queue: [] });
});
