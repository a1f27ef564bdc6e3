import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../../protocol/json.ts";
import type { Trace } from "../../protocol/trace.ts";
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

/** Two steps of a section, the second taken back by the third; a wait, and a check after the run. */
const section = (): Trace =>
  sampleTrace({
    lanes: [
      { id: "cpu0", title: "CPU 0" },
      { id: "cpu1", title: "CPU 1" },
    ],
    initial: { balance: 100 },
    steps: [
      { lane: "cpu0", action: "begin", message: "atm begins its section", changes: [], mark: "control", revertedBy: 2 },
      {
        lane: "cpu0",
        action: "write",
        message: "atm writes `balance` `100 → 90`",
        detail: "From the value in `seen`",
        changes: [{ location: ["balance"], before: 100, after: 90 }],
        mark: "write",
        revertedBy: 2,
      },
      {
        lane: "cpu0",
        action: "revert",
        message: "CPU 0 takes it back",
        changes: [{ location: ["balance"], before: 90, after: 100, expected: 80 }],
        mark: "revert",
      },
      { lane: "cpu1", action: "wait", message: "branch waits", changes: [], mark: "wait" },
      { lane: "", action: "check", message: "bothDone is false", changes: [], harm: true },
    ],
    harm: 4,
    sections: [{ lane: "cpu0", from: 0, to: 1, thread: "atm", outcome: "reverted", try: 1 }],
    waits: [{ lane: "cpu1", from: 3, to: 4, thread: "branch", what: "waits for the lock", harm: true }],
  });

test("trace as text: what is taken back, what would have been right, and what stands around the steps", () => {
  assert.equal(
    writeTrace(section(), "text").split("\n").slice(3).join("\n"),
    `    1. CPU 0  atm begins its section  [reverted at step 3]
    2. CPU 0  atm writes balance 100 → 90  [reverted at step 3]
         From the value in seen
         balance: 100 → 90
    3. CPU 0  CPU 0 takes it back
         balance: 90 → 100, should be 80
    4. CPU 1  branch waits
!   5.        bothDone is false

Sections:
  atm on CPU 0, steps 1–2, try 1: reverted

Waiting:
! branch waits for the lock (CPU 1, steps 4–5, for ever)
`,
  );
});

test("trace as Mermaid: notes for who waits and for what is found out after the run", () => {
  const text = writeTrace(section(), "mermaid");
  assert.match(text, /\n {2}L0->>L0: 2\. atm writes balance 100 → 90, reverted at step 3\n/);
  assert.match(text, /\n {2}Note over L1: 4\. branch waits\n/);
  assert.match(text, /\n {2}Note over L0,L1: 5\. bothDone is false\n/);
  assert.doesNotMatch(text, /participant L2/);
  const [, , , , check] = section().steps;
  assert.ok(check);
  assert.match(writeTrace(sampleTrace({ steps: [check] }), "mermaid"), /participant L0 as fabric\n[^]*Note over L0: 1\. bothDone/);
});

test("trace as ITF: a state tells where its step is taken back", () => {
  const { states } = JSON.parse(writeTrace(section(), "itf")) as { states: JsonObject[] };
  assert.deepEqual(
    states.map((state) => state["#meta"]),
    [{ index: 0 }, { index: 1, reverted_at: 3 }, { index: 2, reverted_at: 3 }, { index: 3 }, { index: 4 }, { index: 5 }],
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

test("a run without the fault stands beside the one that fails: below the text, as a note in Mermaid, in ITF's head", () => {
  const trace = sampleTrace({ without: { fault: "the crash", from: 1, steps: ["creates ConfigMap `web`", "at rest, 4 objects"] } });
  const text = writeTrace(trace, "text");
  assert.ok(text.endsWith("\nWithout the crash:\n  step 1 as above, then\n  creates ConfigMap web\n  at rest, 4 objects\n"), text);
  assert.match(
    writeTrace(trace, "mermaid"),
    /\n {2}Note over L0,L2: without the crash: creates ConfigMap web, then at rest, 4 objects\n {2}L1->>L2: 2\./,
  );
  const itf = JSON.parse(writeTrace(trace, "itf")) as { readonly "#meta": { readonly without_fault: unknown } };
  assert.deepEqual(itf["#meta"].without_fault, trace.without);
});
