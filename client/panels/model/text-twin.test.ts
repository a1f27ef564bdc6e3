import assert from "node:assert/strict";
import { test } from "node:test";
import { lostUpdate } from "../test-data/critical-section.ts";
import { deadlock } from "../test-data/deadlock.ts";
import { nestedUpcall } from "../test-data/nested.ts";
import { TextTwin } from "./text-twin.ts";

const twinOf = (trace: ReturnType<typeof lostUpdate>) => new TextTwin(trace, trace.steps.length);
const others = (trace: ReturnType<typeof lostUpdate>) =>
  twinOf(trace)
    .otherLines()
    .map(({ text }) => text);

test("text twin: a step with its lane, its place, and what became of it", () => {
  const trace = lostUpdate();
  const twin = twinOf(trace);
  const text = (index: number) => twin.stepLine(index, trace.steps[index]).text.replace(/ {2,}/g, "  ");
  assert.equal(text(3), " 4  CPU 0  atm writes balance 100 → 90  withdraw.ts:14  reverted at step 6");
  assert.equal(text(6), " 7  CPU 0 → kernel  CPU 0 traps; the kernel starts onInterrupt  withdraw.ts:21");
  assert.match(text(12), /← harm {2}The withdrawal of atm in step 12 is overwritten: the account should hold 80\.$/);
  assert.equal(twin.stepLine(12, trace.steps[12]).isBad, true);
});

test("text twin: says all that stands in the lanes and on the card", () => {
  assert.deepEqual(others(lostUpdate()), [
    "Sections",
    "  atm on CPU 0, steps 2–4, try 1: reverted",
    "  branch on CPU 1, steps 10–13, try 1: published",
    "  atm on CPU 0, steps 11–12, try 2: published",
    "Locks held",
    "  atm holds lock, steps 1–8",
    "  branch holds lock, steps 9–14",
    "Values",
    "  step 13 uses what step 10 read",
    "  step 12 came between, and step 13 overwrites it",
    "Upcall: onInterrupt on CPU 0, steps 7–8",
    "  1 thread      atm",
    "  2 event       timer, after the write in line 14, event 1",
    "  3 CPU state   CPU 0; at withdraw.ts:14; seen = 100; pending balance 100 → 90, taken back",
    "  4 in section  yes, so its changes are taken back",
    "  did           lock 1 → 0, kept: outside a section",
    "  answered      restart, from line 12, behind the lock",
  ]);
});

test("text twin: waits that never end, and a second upcall with the first record", () => {
  const waiting = others(deadlock());
  assert.ok(waiting.includes("  t3 waits for the lock of a, which t1 holds (CPU 2, steps 9–10, for ever)"));
  const upcalls = others(nestedUpcall());
  assert.equal(upcalls.filter((text) => text.startsWith("Upcall: onInterrupt")).length, 2);
  assert.equal(upcalls.filter((text) => /2 event +timer, after the write in line 11, event 1/.test(text)).length, 2);
  assert.ok(upcalls.some((text) => text.startsWith("  nested        a signal event ended")));
});

test("text twin: nothing to say where there is only a run", () => {
  const { sections: _, held: _held, links: _links, upcalls: _upcalls, ...plain } = lostUpdate();
  assert.deepEqual(others(plain), []);
});
