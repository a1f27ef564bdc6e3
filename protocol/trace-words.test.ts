import assert from "node:assert/strict";
import { test } from "node:test";
import type { Trace, Upcall } from "./trace.ts";
import { aroundSteps, changeWords, inSectionWords, nestedWords, plainWords, stepSpan, stepWords } from "./trace-words.ts";

const first: Upcall = {
  from: 6,
  to: 7,
  handler: "onInterrupt",
  lane: "cpu0",
  thread: "atm",
  event: { kind: "timer", sequence: 1, after: "after the write in line 14" },
  cpu: { cpu: 0, locals: [{ name: "seen", value: 100 }], pending: [{ location: "balance", before: 100, after: 90 }] },
  inSection: true,
  did: [],
};
const second: Upcall = { ...first, nestedIn: { depth: 2, event: "signal" }, answered: "park" };

const head: Omit<Trace, "steps"> = {
  schema: "faultline-trace/1",
  simulator: "critical-section",
  scenario: "withdraw",
  path: "src/withdraw.ts",
  inputs: "sha256:1",
  title: "",
  lanes: [{ id: "cpu0", title: "CPU 0" }],
  initial: {},
  subject: {},
};

test("changeWords: old and new, a place that is new, a place that goes", () => {
  assert.deepEqual([changeWords(100, 90), changeWords(undefined, 8), changeWords("x", undefined)], ["100 → 90", "new: 8", "x → gone"]);
});

test("words of the card: in a section or not, nested or not", () => {
  assert.equal(inSectionWords(first), "yes, so its changes are taken back");
  assert.equal(inSectionWords({ ...first, cpu: { ...first.cpu, pending: [] } }), "yes, and there was nothing to take back");
  assert.equal(inSectionWords({ ...first, inSection: false }), "no, so what it changed stays");
  assert.equal(nestedWords(first), undefined);
  assert.match(nestedWords(second) ?? "", /^a signal event ended the instance before/);
  assert.deepEqual([stepSpan(6, 7), stepSpan(4, 4)], ["steps 7–8", "step 5"]);
});

test("aroundSteps: nothing where there is only a run", () => assert.deepEqual(aroundSteps(head), []));

test("aroundSteps: sections, waits and upcalls by the titles of their lanes, harm marked", () => {
  const around = aroundSteps({
    ...head,
    sections: [{ lane: "cpu0", from: 1, to: 3, thread: "atm", outcome: "open", try: 2, harm: true }],
    waits: [{ lane: "cpu9", from: 4, to: 4, thread: "atm", what: "is parked" }],
    upcalls: [second],
  });
  assert.deepEqual(
    around.map(({ title, lines }) => [title, ...lines.map(({ text, isHarm }) => `${isHarm ? "!" : ""}${text}`)]),
    [
      ["Sections", "!atm on CPU 0, steps 2–4, try 2: never ends"],
      ["Waiting", "atm is parked (cpu9, step 5)"],
      [
        "Upcall: onInterrupt on CPU 0, steps 7–8",
        "1 thread      atm",
        "2 event       timer, after the write in line 14, event 1",
        "3 CPU state   CPU 0; seen = 100; pending balance 100 → 90, taken back",
        "4 in section  yes, so its changes are taken back",
        "nested        a signal event ended the instance before this one (2 deep); the first record is handed over again",
        "did           nothing",
        "answered      park",
      ],
    ],
  );
});

test("stepWords: without back-ticks, and when it was taken back", () => {
  const step = { lane: "cpu0", action: "write", message: "atm writes `balance` `100 → 90`", changes: [] };
  assert.equal(stepWords(step), "atm writes balance 100 → 90");
  assert.equal(stepWords({ ...step, revertedBy: 5 }), "atm writes balance 100 → 90, reverted at step 6");
  assert.equal(plainWords("a ` alone"), "a ` alone");
});
