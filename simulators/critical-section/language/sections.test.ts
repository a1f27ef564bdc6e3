import assert from "node:assert/strict";
import { test } from "node:test";
import { runOnMachine } from "../../core/vm/language/run-program.ts";
import { suites } from "../../core/vm/language/suites.ts";
import { InterruptedSection } from "./interrupted-section.ts";
import type { SubjectResult } from "./subject.ts";

// Each program of the coverage suite as the body of a section that an event interrupts, twice: after each revert memory and registers are exactly those
// of its begin, and in the end it comes to what it comes to without. What a program comes to on the machine alone is compared with V8 beside the suite.

/** Programs that can't be reverted, or not be stopped, and why. Beside them: those that await, which a section may not. */
const hindered: Readonly<Record<string, "console" | "notify" | "conversion" | "depth">> = {
  "async: console.log": "console",
  "memory: Atomics": "notify",
  "control: recursion without end": "depth",
  "arrays: subclass of Array": "conversion",
  "arrays: species": "conversion",
  "functions: Reflect.get and set with a receiver": "conversion",
  "functions: conversion order": "conversion",
  "objects: Object.assign calls getters and setters": "conversion",
  "promises: a then that throws": "conversion",
  "classes: extends Array": "conversion",
  "classes: toString and toPrimitive": "conversion",
};

/** Suites in which a program may await at its top level. */
const awaiting: readonly string[] = ["async", "promises", "classes"];

/** Boundaries tried of one program; FAULTLINE_BOUNDARIES=1000000 tries all of them. */
const most = Number(process.env["FAULTLINE_BOUNDARIES"] ?? 5);

for (const [suite, programs] of Object.entries(suites)) {
  test(`language in sections: interrupted twice, and begun again: ${suite}`, () => {
    for (const [name, program] of Object.entries(programs)) {
      const title = `${suite}: ${name}`;
      const section = hindered[title] === undefined ? sectionOf(suite, program) : undefined;
      if (section) interruptEverywhere(title, section, runOnMachine(program));
    }
  });
}

test("language in sections: what hinders a program is there", () => {
  const all = new Map(
    Object.entries(suites).flatMap(([suite, programs]) =>
      Object.entries(programs).map(([name, program]) => [`${suite}: ${name}`, program]),
    ),
  );
  for (const [title, hindrance] of Object.entries(hindered)) {
    const program = all.get(title);
    assert.ok(program !== undefined, title);
    if (hindrance === "depth") continue;
    const section = new InterruptedSection(program);
    if (hindrance === "conversion") assert.throws(() => section.undisturbed(), /run by a conversion/, title);
    else assert.match(section.undisturbed().effects[0] ?? "", hindrance === "console" ? /^console/ : /^Atomics\.notify$/, title);
  }
});

/** Undefined: the body awaits, so it is no function without `async`. */
function sectionOf(suite: string, program: string): InterruptedSection | undefined {
  try {
    return new InterruptedSection(program);
  } catch (error) {
    if (/can't be read: SyntaxError/.test(String(error)) && /\bawait\b/.test(program) && awaiting.includes(suite)) return undefined;
    throw error;
  }
}

function interruptEverywhere(title: string, section: InterruptedSection, wanted: SubjectResult): void {
  const { result, boundaries, effects } = section.undisturbed();
  assert.deepEqual(effects, [], title);
  assert.deepEqual(result, wanted, title);
  for (const boundary of spread(boundaries)) {
    const second = Math.min(boundaries - 1, boundary % 5);
    assert.deepEqual(section.interrupted(boundary, second), wanted, `${title}, interrupted before its accesses ${boundary} and ${second}`);
  }
}

/** Of `count` boundaries as many as are tried, the first and the last included. */
function spread(count: number): readonly number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: most }, (_, index) => Math.round((index * (count - 1)) / (most - 1)));
}
