// The machine alone: instructions a second, beside V8 running the same text.
import type { Host } from "../../simulators/core/vm/host.ts";
import { inspectLine } from "../../simulators/core/vm/inspect.ts";
import { createMachine, type Machine } from "../../simulators/core/vm/machine.ts";
import { count, isQuick, median, milliseconds, printTable, type Row, mustBe } from "../support.ts";

interface Program {
  readonly name: string;
  /** Sets `result`. */
  readonly code: string;
  readonly result: number;
}

const size = isQuick ? 1 : 3;
const additions = 300_000 * size;
const updates = 100_000 * size;

const programs: readonly Program[] = [
  {
    name: "fib(23), calls",
    code: "function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } result = fib(23);",
    result: 28_657,
  },
  {
    name: "loop, local variables",
    code: `function sum(n) { let total = 0; for (let i = 0; i < n; i += 1) total = (total + i) | 0; return total; } result = sum(${additions});`,
    result: ((additions * (additions - 1)) / 2) | 0,
  },
  {
    name: "loop, properties",
    code: `const point = { x: 0, y: 1 }; function move(n) { for (let i = 0; i < n; i += 1) point.x = point.x + point.y; return point.x; } result = move(${updates});`,
    result: updates,
  },
  {
    name: "loop, elements of an array",
    code: `function fill(n) { const list = []; for (let i = 0; i < n; i += 1) list[i] = i; let odd = 0; for (let i = 0; i < n; i += 1) odd += list[i] & 1; return odd; } result = fill(${updates});`,
    result: updates / 2,
  },
  {
    name: "loop, a captured variable",
    code: `let hits = 0; const hit = () => { hits += 1; }; function all(n) { for (let i = 0; i < n; i += 1) hit(); return hits; } result = all(${updates});`,
    result: updates,
  },
  {
    name: "classes, Map, closures",
    code: `class Stock { #items = new Map(); add(key, n) { this.#items.set(key, (this.#items.get(key) ?? 0) + n); } total() { let sum = 0; for (const n of this.#items.values()) sum += n; return sum; } }
const stock = new Stock(); for (let i = 0; i < ${updates / 10}; i += 1) stock.add(i % 17, 1); result = [1, 2, 3].map((n) => n * stock.total()).reduce((a, b) => a + b);`,
    result: (updates / 10) * 6,
  },
];

/** A host that lets everything pass. */
const host: Host = {
  access: () => true,
  union: (a) => a,
  enqueue: () => {},
  rejection: () => {},
  setTimer: () => 0,
  clearTimer: () => {},
  wait: () => "timed-out",
  notify: () => 0,
  now: () => 0,
  random: () => 0,
  effect: () => {},
};

interface Run {
  readonly milliseconds: number;
  readonly instructions: number;
}

const rounds = isQuick ? 3 : 5;

function main(): void {
  const rows: Row[] = [];
  for (const program of programs) {
    const native = median(times(() => timeOfNative(program)));
    const journalled = best(program, true);
    const bare = best(program, false);
    rows.push({
      what: `${program.name}: ${count(journalled.instructions)} instructions`,
      figure: `${millions(journalled)} million/s, without journal ${millions(bare)}`,
      goal: `${milliseconds(journalled.milliseconds)}, V8 ${milliseconds(native)}: ${count(journalled.milliseconds / native)} times`,
    });
  }
  printTable("the machine, every access through a host that lets it pass", rows);
}

const millions = ({ instructions, milliseconds: time }: Run): string => (instructions / time / 1000).toFixed(1);

const times = <Result>(work: () => Result): Result[] => Array.from({ length: rounds }, work);

function best(program: Program, isJournalled: boolean): Run {
  return times(() => run(program, isJournalled)).reduce((a, b) => (b.milliseconds < a.milliseconds ? b : a));
}

function run({ name, code, result }: Program, isJournalled: boolean): Run {
  const machine = createMachine(host);
  if (!isJournalled) switchOff(machine);
  const task = machine.load(`export let result; ${code}`);
  const start = performance.now();
  const before = machine.ordinal;
  const stop = machine.run(task, 1_000_000_000);
  const milliseconds = performance.now() - start;
  if (stop.kind !== "done") throw new Error(`${name}: ${stop.kind} ${"value" in stop ? inspectLine(stop.value) : ""}`);
  mustBe(name, machine.exports().get("result")?.(), result);
  return { milliseconds, instructions: machine.ordinal - before };
}

/** Nothing can be taken back any more: what the journal costs. */
function switchOff({ journal }: Machine): void {
  journal.save = () => {};
  journal.saveEntry = () => {};
}

function timeOfNative({ name, code, result }: Program): number {
  // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- the text is ours
  const evaluate = new Function(`"use strict"; let result; ${code} return result;`) as () => number;
  const start = performance.now();
  mustBe(`${name} in V8`, evaluate(), result);
  return performance.now() - start;
}

main();
