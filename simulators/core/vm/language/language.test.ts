import assert from "node:assert/strict";
import { test } from "node:test";
import { format } from "node:util";
import { createContext, Script } from "node:vm";
import { moduleOf } from "./describe.ts";
import { type ProgramResult, runOnMachine } from "./run-program.ts";
import { suites } from "./suites.ts";

// Dates are shown in the local time zone, which on the machine is UTC.
process.env["TZ"] = "UTC";

/** The same by V8, with a queue of timers like the machine's. */
function runOnV8(program: string): ProgramResult {
  const log: string[] = [];
  let timers: { number: number; due: number; run: () => void; every: number | undefined }[] = [];
  let now = 0;
  let last = 0;
  const set =
    (every: boolean) =>
    (call: (...args: unknown[]) => void, delay = 0, ...args: unknown[]): number => {
      last += 1;
      const wait = Math.max(1, delay || 0);
      timers.push({ number: last, due: now + wait, run: () => call(...args), every: every ? wait : undefined });
      return last;
    };
  const clear = (number: number): void => void (timers = timers.filter((timer) => timer.number !== number));
  const globals = {
    console: { log: (...args: unknown[]) => void log.push(format(...args)) },
    setTimeout: set(false),
    setInterval: set(true),
    setImmediate: set(false),
    clearTimeout: clear,
    clearInterval: clear,
    step: (): void => undefined,
  };
  const context = createContext(globals, { microtaskMode: "afterEvaluate" });
  new Script("globalThis.queueMicrotask = (call) => void Promise.resolve().then(call)").runInContext(context);
  new Script(`"use strict"; ${moduleOf(program).replace("export let outcome", "globalThis.outcome")}`).runInContext(context);
  for (let rounds = 0; timers.length > 0 && rounds < 1000; rounds += 1) {
    const timer = timers.reduce((first, each) => (each.due < first.due ? each : first));
    now = timer.due;
    timers = timers.filter((each) => each !== timer);
    if (timer.every !== undefined) timers.push({ ...timer, due: now + timer.every });
    globals.step = timer.run;
    new Script("step();").runInContext(context);
  }
  return { outcome: String((context as { outcome?: unknown }).outcome), log };
}

for (const [suite, programs] of Object.entries(suites)) {
  for (const [name, program] of Object.entries(programs)) {
    test(`language: ${suite}: ${name}`, () => assert.deepEqual(runOnMachine(program), runOnV8(program)));
  }
}
