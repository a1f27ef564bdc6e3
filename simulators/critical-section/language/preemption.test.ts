import assert from "node:assert/strict";
import { test } from "node:test";
import { runOnMachine } from "../../core/vm/language/run-program.ts";
import { suites } from "../../core/vm/language/suites.ts";
import { Subject, type SubjectMark, type SubjectResult, threadOf } from "./subject.ts";

// Each program of the coverage suite as a thread that is preempted before every single access, while another thread works. What a program comes to on
// the machine alone is compared with V8 beside the suite.

/** FAULTLINE_LANGUAGE=all: each program with both schedules, instead of one in turn with the next. */
const triesBoth = process.env["FAULTLINE_LANGUAGE"] === "all";

/** Programs in which a builtin or a conversion runs code with several accesses: if these were shared, the run would end there. */
const conversions: readonly string[] = [
  "arrays: subclass of Array",
  "arrays: species",
  "functions: Reflect.get and set with a receiver",
  "functions: conversion order",
  "objects: Object.assign calls getters and setters",
  "promises: a then that throws",
  "classes: extends Array",
  "classes: toString and toPrimitive",
];

/** Too deep to be stopped everywhere: with each stop the whole stack is kept. */
const deep: readonly string[] = ["control: recursion without end"];

/** Uses what most programs use, on things of its own. */
const neighbour = `
const own = { count: 0, list: [], map: new Map(), bytes: new Uint8Array(4) };
class Counter { #n = 0; get n() { return this.#n; } next() { this.#n += 1; return this.#n; } }
const counter = new Counter();
function* steps() { for (let n = 0; ; n += 1) yield n; }
const walk = steps();
export function other() {
  for (let round = 0; round < 3; round += 1) {
    own.count += counter.next();
    own.list.push(own.count);
    if (own.list.length > 3) own.list.shift();
    for (const item of own.list) own.map.set(item % 3, item);
    own.map.delete(0);
    own.bytes[round % 4] += walk.next().value;
    const { count, ...rest } = own;
    try { if (count % 2 === 0) throw new RangeError(Object.keys(rest).join()); } catch (error) { own.last = error.message; }
    own["key" + (round % 5)] = [...own.map.keys()];
    delete own["key" + ((round + 2) % 5)];
  }
}`;

for (const [suite, programs] of Object.entries(suites)) {
  test(`language in threads: switched at every access, and taken back: ${suite}`, () => {
    for (const [index, [name, program]] of Object.entries(programs).entries()) {
      const title = `${suite}: ${name}`;
      if (deep.includes(title)) continue;
      const wanted = runOnMachine(program);
      const subject = new Subject(
        threadOf(program, neighbour),
        {},
        { stopsEverywhere: !conversions.includes(title) },
        { others: ["other"] },
      );
      // What is learnt in a run is no part of its states.
      subject.world.learnt.readsClock = true;
      subject.world.learnt.clearsTimers = true;
      const { mark } = subject;
      if (triesBoth || index % 2 === 0) assert.deepEqual(subject.finish(seeded(7 + name.length)), wanted, `${title}, seeded`);
      subject.undoTo(mark);
      if (triesBoth || index % 2 === 1) assert.deepEqual(finishAndTakeBack(subject, title), wanted, `${title}, in turn`);
    }
  });
}

test("language in threads: what a conversion accesses is never taken for one access", () => {
  const all = Object.entries(suites).flatMap(([suite, programs]) =>
    Object.entries(programs).map(([name, program]) => [`${suite}: ${name}`, program] as const),
  );
  for (const [title, program] of all.filter(([one]) => conversions.includes(one))) {
    const { outcome } = new Subject(threadOf(program), {}, { stopsEverywhere: true }).finish();
    assert.match(outcome, /^not modelled: code that is run by a conversion/, title);
  }
  assert.deepEqual(
    [...conversions, ...deep].filter((title) => !all.some(([one]) => one === title)),
    [],
  );
});

/** Runs to the end, switching every time, and back to the start again: each state that is looked at has to be what it was, word by word. */
function finishAndTakeBack(subject: Subject, title: string): SubjectResult {
  const stops: { readonly mark: SubjectMark; readonly words: Int32Array }[] = [];
  let count = 0;
  const result = subject.finish((choices) => {
    if (count % lookedAt === 0) stops.push({ mark: subject.mark, words: wordsOf(subject) });
    count += 1;
    return alternate(choices);
  });
  assert.ok(count > 100 || conversions.includes(title), `${title}: ${count} stops`);
  for (const { mark, words } of stops.reverse()) {
    subject.undoTo(mark);
    if (!equal(wordsOf(subject), words)) assert.fail(`${title}: the state after taking back is another one`);
  }
  return result;
}

/** A prime, so that it is not the same statement of a loop every time. */
const lookedAt = 13;

function wordsOf({ world }: Subject): Int32Array {
  const { buffer, length } = world.words();
  return buffer.slice(0, length);
}

const equal = (one: Int32Array, other: Int32Array): boolean => one.length === other.length && one.every((word, at) => word === other[at]);

/** Whoever did not run last runs next: choices begin with what goes on. */
const alternate = (count: number): number => Math.min(1, count - 1);

/** xorshift: the same numbers in every run. */
function seeded(seed: number): (count: number) => number {
  let word = seed;
  return (count) => {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return (word >>> 0) % count;
  };
}
