import assert from "node:assert/strict";
import { test } from "node:test";
import { unlimited } from "../../core/budget.ts";
import { criticalSectionModule } from "../module.ts";
import type { MachineOptions } from "../payload.ts";
import { named, payloadOf, plainNames, programOf, type ThreadSketch } from "../testing/program.ts";
import { verify } from "./verify.ts";

/** One program and the codes that its search finds, in any order; none: it holds. */
interface Case {
  readonly name: string;
  readonly code: string;
  readonly threads: readonly ThreadSketch[];
  readonly machine?: Partial<MachineOptions>;
  readonly handler?: string;
  readonly invariants?: readonly string[];
  readonly finals?: readonly string[];
  readonly codes: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: "a lost update is told although more places of conflict come to light later",
    code: `let x = 0, a = 0, b = 0, c = 0, z = 0;
      export function one() { x = x + 1; a = 1; if (b === 1) { z = 5; a = 2; } }
      export function two() { x = x + 1; if (a === 1) { b = 1; if (a === 2) { c = z; z = c + 1; } } }`,
    threads: [{ name: "one" }, { name: "two" }],
    codes: ["FL1004"],
  },
  {
    name: "an async thread that was preempted between two awaits has not finished",
    code: `let x = 0;
      export async function one() { await external(() => {}); x = 1; x = 2; await new Promise(() => {}); }
      export async function two() { await external(() => {}); x = 3; }`,
    threads: [
      { name: "one", isAsync: true },
      { name: "two", isAsync: true },
    ],
    codes: ["FL1021"],
  },
  {
    name: "calls that sleep have serial orders",
    code: "let n = 0; export async function add() { await sleep(10); n += 1; }",
    threads: [{ name: "add", count: 2, isAsync: true }],
    machine: { model: "async" },
    codes: [],
  },
  {
    name: "what another CPU has written during a section that is taken back is looked at",
    code: `let x = 0, y = 0;
      export function inside() { criticalSection(() => { x = 1; x = 0; }); }
      export function outside() { y = 1; y = 0; }
      export const isQuiet = () => x + y === 0;`,
    threads: [{ name: "inside" }, { name: "outside", cpu: 1 }],
    machine: { cpus: 2 },
    invariants: ["isQuiet"],
    codes: ["FL1003"],
  },
  {
    name: "what a handler writes is not compared with serial orders",
    code: `let n = 0, upcalls = 0; const stats = { hits: 0 };
      export function add() { criticalSection(() => { n = n + 1; }); }
      export function raise() { criticalSection(() => { n = n + 1; }); }
      export function onInterrupt() { upcalls++; stats.hits++; return "restart"; }
      export const both = () => n === 2;`,
    threads: [{ name: "add" }, { name: "raise", cpu: 1 }],
    machine: { cpus: 2, isolation: "htm", maxEvents: 1 },
    handler: "onInterrupt",
    finals: ["both"],
    codes: [],
  },
  {
    name: "what threads write next to it is",
    code: `let n = 0, upcalls = 0;
      export function add() { criticalSection(() => { n = n + 1; }); }
      export function onInterrupt() { upcalls++; return "restart"; }`,
    threads: [{ name: "add" }, { name: "add", cpu: 1 }],
    machine: { cpus: 2, maxEvents: 1 },
    handler: "onInterrupt",
    codes: ["FL1002", "FL1004", "FL1015"],
  },
  {
    name: "micro-tasks that wait for something else to run starve it",
    code: `let isBusy = false;
      export async function use() { while (isBusy) await null; isBusy = true; await external(() => {}); isBusy = false; }`,
    threads: [{ name: "use", count: 2, isAsync: true }],
    machine: { model: "async" },
    codes: ["FL1021"],
  },
  {
    name: "a section that is given up has been left: who waits for it goes round, it does not",
    code: `let x = 0;
      export function one() { try { criticalSection(() => { x = 1; }); } catch {} }
      export function two() { while (x === 0) {} }
      export function onInterrupt(info) { return info.inSection ? "abort" : "restart"; }`,
    threads: [{ name: "one" }, { name: "two" }],
    machine: { maxEvents: 1 },
    handler: "onInterrupt",
    codes: ["FL1021"],
  },
  {
    name: "a thread that runs on while its own operation is under way meets its effect",
    code: `let x = 0;
      export async function one() { const pending = external(() => { x = x + 10; }); x = x + 1; await pending; if (x !== 11) throw new Error("lost"); }`,
    threads: [{ name: "one", isAsync: true }],
    codes: ["FL1023"],
  },
  {
    name: "an object that two threads have as a key",
    code: `const table = new Map(); let key;
      export function one() { const own = {}; table.set(own, 1); key = own; table.set(own, 1); }
      export function two() { if (key) table.set(key, 2); }`,
    threads: [{ name: "one" }, { name: "two" }],
    codes: [],
  },
  {
    name: "a thread that is parked behind its last access, when nobody looks any more",
    code: `const parked = []; let done = 0;
      export function worker() { done = 1; }
      export function main() { while (done === 0) {} while (parked.length > 0) $unpark(parked.pop()); }
      export function onInterrupt(info) { if (info.thread !== "worker#1") return "restart"; parked.push(info.thread); return "park"; }`,
    threads: [{ name: "worker" }, { name: "main" }],
    machine: { maxEvents: 1 },
    handler: "onInterrupt",
    codes: ["FL1011"],
  },
  {
    name: "a handler that writes behind a thread's last access",
    code: `let flag = 0;
      export async function worker() { flag = 0; await null; flag = 0; }
      export function onInterrupt() { flag = 1; return "restart"; }
      export const isDown = () => flag === 0;`,
    threads: [{ name: "worker", isAsync: true }],
    machine: { maxEvents: 1 },
    handler: "onInterrupt",
    finals: ["isDown"],
    codes: ["FL1022"],
  },
  {
    name: "a call that waits for another one by a timer has no serial order, and no states without end",
    code: `let isReady = false, ticks = 0;
      export const wait = () => new Promise((resolve) => { const timer = setInterval(() => { ticks += 1; if (isReady) { clearInterval(timer); resolve(); } }, 10); });
      export const start = () => new Promise((resolve) => setTimeout(() => { isReady = true; resolve(); }, 25));`,
    threads: [
      { name: "wait", isAsync: true },
      { name: "start", isAsync: true },
    ],
    machine: { model: "async" },
    codes: [],
  },
  {
    name: "an async function as the body of a section",
    code: `let x = 0; const body = async () => { await null; x = x + 1; };
      export const one = () => criticalSection(body);`,
    threads: [{ name: "one", isAsync: true }],
    codes: ["FL1006"],
  },
  {
    name: "an async body that does not await does nothing wrong but by being async",
    code: "let x = 0; export const one = () => criticalSection(async () => { x = 1; });",
    threads: [{ name: "one", isAsync: true }],
    codes: ["FL1006"],
  },
  {
    name: "a generator as the body of a section runs nothing",
    code: "let x = 0; export const one = () => { criticalSection(function* () { x = 1; }); };",
    threads: [{ name: "one" }],
    codes: ["FL1006"],
  },
  {
    name: "an await between begin and end, which stand in functions of their own",
    code: `let x = 0; const lock = () => beginCritical(); const unlock = () => endCritical();
      export async function one() { lock(); x = 1; await null; x = 2; unlock(); }`,
    threads: [{ name: "one", isAsync: true }],
    codes: ["FL1006"],
  },
  {
    name: "a yield between begin and end",
    code: `let x = 0; function* steps() { beginCritical(); x = 1; yield; endCritical(); }
      export function one() { for (const _ of steps()) x = x + 1; }`,
    threads: [{ name: "one" }],
    codes: ["FL1006"],
  },
  {
    name: "an await in model=async",
    code: "let x = 0; export async function one() { beginCritical(); x = 1; await null; x = 2; endCritical(); }",
    threads: [{ name: "one", isAsync: true }],
    machine: { model: "async" },
    codes: ["FL1006"],
  },
  {
    name: "what a section calls may be suspended: the section itself goes on",
    code: `let x = 0; async function note() { await null; } function* numbers() { yield 1; yield 2; }
      export async function one() {
        const later = criticalSection(() => { void note(); for (const number of numbers()) x = x + number; return note(); });
        await later;
      }`,
    threads: [{ name: "one", isAsync: true }],
    codes: [],
  },
];

test("verify: where a run was that may have no end, when a limit comes first", () => {
  const code = "export function grow() { const list = []; for (;;) list.push({ a: 1 }); }";
  let polls = 0;
  const budget = { ...unlimited(), stop: () => ((polls += 1) > 60 ? ("time" as const) : undefined) };
  const found = verify(programOf(code), payloadOf([{ name: "grow" }]), plainNames, budget);
  assert.ok(found.kind === "verified");
  assert.equal(found.search.limit, "time");
  assert.ok(found.search.endlessAt > code.indexOf("for"), String(found.search.endlessAt));
});

test("verify: micro-tasks that lead to new states for ever end the search, and are told", () => {
  const code = "export function again() { const more = () => Promise.resolve().then(more); more(); }";
  const found = verify(programOf(code), payloadOf([{ name: "again" }]), plainNames, unlimited());
  assert.ok(found.kind === "verified");
  assert.match(found.search.notModelled?.message ?? "", /micro-tasks of again#1 go on and on/);
  assert.ok(!found.search.isComplete);
});

for (const { name, code, threads, machine = {}, handler, invariants = [], finals = [], codes } of cases) {
  test(`verify: ${name}`, () => {
    const payload = payloadOf(threads, {
      machine,
      ...(handler === undefined ? {} : { handler: named(handler) }),
      invariants: invariants.map((invariant) => ({ ...named(invariant), always: false })),
      finals: finals.map(named),
    });
    const found = verify(programOf(criticalSectionModule.replaceAll("export ", "") + code), payload, plainNames, unlimited());
    assert.ok(found.kind === "verified");
    assert.ok(found.search.isComplete);
    assert.deepEqual(found.search.findings.map(({ failure }) => failure.code).sort(), [...codes].sort());
  });
}
