/** The JavaScript machine: instructions a second, and the price of a step of a search: save, run to the next access, take back. */
import type { Host } from "../../simulators/core/vm/host.ts";
import { createMachine } from "../../simulators/core/vm/machine.ts";
import type { VObject } from "../../simulators/core/vm/cell.ts";
import { count, isQuick, median, printTable, type Row, timeOf } from "../support.ts";

const rounds = isQuick ? 3 : 7;

const host: Host = {
  access: () => true,
  union: (a, b) => a | b,
  enqueue: () => undefined,
  rejection: () => undefined,
  setTimer: () => 0,
  clearTimer: () => undefined,
  wait: () => "not-equal",
  notify: () => 0,
  now: () => 0,
  random: () => 0,
  effect: () => undefined,
};

const programs: Readonly<Record<string, string>> = {
  "fib(25)": "function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } fib(25);",
  "sum of a million": "function sum() { let s = 0; for (let i = 0; i < 1_000_000; i++) s += i; return s; } sum();",
  "properties, 300,000 rounds":
    "function run() { const o = { a: 0, b: 1 }; for (let i = 0; i < 300_000; i++) o.a = o.a + o.b; return o; } run();",
  "methods, 200,000 calls":
    "class A { y = 0; add(k) { this.y += k; return this.y; } } function run() { const a = new A(); for (let i = 0; i < 200_000; i++) a.add(i); } run();",
  "array, 100,000 elements":
    "function run() { const a = []; for (let i = 0; i < 100_000; i++) a.push(i); let s = 0; for (const x of a) s += x; for (let i = 0; i < a.length; i++) s += a[i]; return s; } run();",
  "closure, 200,000 calls":
    "function run() { let c = 0; const add = () => { c += 1; }; for (let i = 0; i < 200_000; i++) add(); return c; } run();",
};

/** Million instructions a second. */
function speed(program: string): number {
  const speeds = Array.from({ length: rounds }, () => {
    const machine = createMachine(host);
    const task = machine.load(program);
    const before = machine.ordinal;
    const time = timeOf(() => {
      const stop = machine.run(task, 1e9);
      if (stop.kind !== "done") throw new Error(stop.kind);
    });
    return (machine.ordinal - before) / time / 1000;
  });
  return median(speeds);
}

const thread = `const o = { x: 0 };
export function thread() {
  for (;;) {
    const seen = o.x;
    let next = seen * 2;
    next = next - seen;
    next += 1;
    o.x = next;
  }
}`;

/** Nanoseconds for: save the task, run it over one access to the next, and take that back. */
function stepPrice(): number {
  let asked = 0;
  let isSearching = false;
  const machine = createMachine({ ...host, access: () => !isSearching || (asked += 1) % 2 === 0 });
  machine.run(machine.load(thread), 1e6);
  const task = machine.start(machine.exports().get("thread")?.() as VObject, undefined, []);
  machine.context = 0;
  isSearching = true;
  machine.run(task, 1000);
  const steps = isQuick ? 50_000 : 200_000;
  const prices = Array.from({ length: rounds }, () =>
    timeOf(() => {
      for (let step = 0; step < steps; step += 1) {
        const top = machine.save(task);
        const { mark } = machine.journal;
        machine.run(task, 1000);
        machine.journal.undoTo(mark);
        task.top = top;
      }
    }),
  );
  return (median(prices) / steps) * 1e6;
}

const rows: Row[] = Object.entries(programs).map(([what, program]) => {
  const figure = speed(program);
  return { what, figure: `${figure.toFixed(1)} M instructions/s`, goal: ">= 20", isMet: figure >= 20 };
});
const price = stepPrice();
rows.push({ what: "save, run to the next access, take back", figure: `${count(price)} ns`, goal: "< 1,000", isMet: price < 1000 });
printTable("JavaScript machine", rows);
