import assert from "node:assert/strict";
import { test } from "node:test";
import type { VObject } from "./cell.ts";
import type { Host, Job, Stop } from "./host.ts";
import { inspect } from "./inspect.ts";
import { createMachine, type Machine, type MachineOptions } from "./machine.ts";
import type { Place, Value } from "./value.ts";
import type { Task } from "./vm.ts";

interface Bench {
  readonly machine: Machine;
  readonly jobs: Job[];
  /** What was accessed since the module was loaded: "read balance". */
  readonly seen: string[];
  /** Answer of the host for each access. */
  allow: (place: Place) => boolean;
  /** Tag of what is read. */
  tagOf: (place: Place) => number;
  readonly effects: string[];
}

function load(code: string, options: MachineOptions = {}): Bench {
  const jobs: Job[] = [];
  const seen: string[] = [];
  const effects: string[] = [];
  const host: Host = {
    access(_, place, kind) {
      if (!bench.allow(place)) return false;
      seen.push(
        `${kind} ${typeof place === "symbol" ? "whole" : keyOf(place)}${kind === "write" && bench.machine.flow !== 0 ? ` <${bench.machine.flow}>` : ""}`,
      );
      if (kind === "read") bench.machine.flow = bench.tagOf(place);
      return true;
    },
    union: (a, b) => a | b,
    enqueue: (job) => void jobs.push(job),
    rejection: () => undefined,
    setTimer: () => 0,
    clearTimer: () => undefined,
    wait: () => undefined,
    notify: () => 0,
    now: () => 0,
    random: () => 0,
    effect: (what) => void effects.push(what),
  };
  const bench: Bench = { machine: createMachine(host, options), jobs, seen, allow: () => true, tagOf: () => 0, effects };
  const stop = bench.machine.run(bench.machine.load(code), 1e6);
  assert.equal(stop.kind, "done");
  bench.machine.context = 0;
  seen.length = 0;
  return bench;
}

const keyOf = (place: Place): string => (typeof place === "object" ? "object" : String(place));
const exported = ({ machine }: Bench, name: string): Value => machine.exports().get(name)?.();
const start = (bench: Bench, name = "thread", ...args: readonly Value[]): Task =>
  bench.machine.start(exported(bench, name) as VObject, undefined, args);
const valueOf = (stop: Stop): unknown => (stop.kind === "done" || stop.kind === "threw" ? inspect(stop.value) : stop.kind);
const run = (bench: Bench, task: Task): unknown => valueOf(bench.machine.run(task, 1e6));

const withdraw =
  "const account = { balance: 100 }; export function thread() { const seen = account.balance; account.balance = seen - 10; return seen; } export { account };";

test("machine: a thread stops before an access, and goes on when it may", () => {
  const bench = load(withdraw);
  const task = start(bench);
  bench.allow = (place) => place !== "balance";
  assert.equal(run(bench, task), "access");
  assert.deepEqual(bench.seen, []);
  bench.allow = () => true;
  assert.equal(run(bench, task), 100);
  assert.deepEqual(bench.seen, ["read balance", "write balance"]);
  assert.equal(task.top, undefined);
});

test("machine: a saved task runs on from where it was, as often as one likes", () => {
  const bench = load(withdraw);
  const task = start(bench);
  let reads = 0;
  bench.allow = () => (reads += 1) === 1;
  assert.equal(run(bench, task), "access");
  const top = bench.machine.save(task);
  const { mark } = bench.machine.journal;
  bench.allow = () => true;
  for (let round = 0; round < 3; round += 1) {
    assert.equal(run(bench, task), 100);
    assert.deepEqual(inspect(exported(bench, "account")), { balance: 90 });
    bench.machine.journal.undoTo(mark);
    task.top = top;
    assert.deepEqual(inspect(exported(bench, "account")), { balance: 100 });
  }
});

test("machine: variables that never change are no accesses, others are", () => {
  const bench = load(
    "const fixed = 1; let changes = 1; export function thread() { const own = () => fixed + changes; changes = 2; return own(); }",
  );
  assert.equal(run(bench, start(bench)), 3);
  assert.deepEqual(bench.seen, ["write changes", "read changes"]);
});

test("machine: a method is read from the object and from its prototype", () => {
  const bench = load("class A { m() { return 1; } } const a = new A(); export function thread() { return a.m() + a.m(); }");
  assert.equal(run(bench, start(bench)), 2);
  assert.deepEqual(bench.seen, ["read m", "read m", "read m", "read m"]);
});

test("machine: data flows through variables, calls and literals, not through conditions", () => {
  const bench = load(`const o = { x: 1, y: 2, out: 0 };
    const twice = (n) => n * 2;
    export function thread() {
      const seen = o.x;
      o.out = twice(seen) + 1;
      o.out = [seen, 5].length;
      o.out = seen > 0 ? 7 : 8;
      let kept = seen;
      const inner = () => kept;
      kept = seen + o.y;
      o.out = inner();
    }`);
  bench.tagOf = (place) => (place === "x" ? 1 : place === "y" ? 2 : 0);
  run(bench, start(bench));
  assert.deepEqual(
    bench.seen.filter((access) => access.startsWith("write out")),
    ["write out <1>", "write out <1>", "write out", "write out <3>"],
  );
});

test("machine: data flows through await, yield and exceptions", () => {
  const bench = load(`const o = { x: 1, a: 0, b: 0, c: 0 };
    function* values() { yield o.x; }
    export async function thread() {
      o.a = await o.x;
      for (const value of values()) o.b = value;
      try { throw o.x; } catch (error) { o.c = error; }
    }`);
  bench.tagOf = (place) => (place === "x" ? 4 : 0);
  run(bench, start(bench));
  for (let job = bench.jobs.shift(); job !== undefined; job = bench.jobs.shift()) run(bench, bench.machine.startJob(job));
  assert.deepEqual(
    bench.seen.filter((access) => /write [abc]\b/.test(access)),
    ["write a <4>", "write b <4>", "write c <4>"],
  );
});

test("machine: stack and locals name what the user wrote", () => {
  const code =
    "const o = { x: 1 };\nfunction inner(amount) { const doubled = amount * 2; { let block = 1; return o.x + doubled + block; } }\nexport function thread() { const list = [3].map((each) => inner(each)); return list; }";
  const bench = load(code);
  const task = start(bench);
  bench.allow = (place) => place !== "x";
  assert.equal(run(bench, task), "access");
  assert.deepEqual(
    bench.machine.stack(task).map(({ name, offset }) => [name, code.slice(offset, offset + 5)]),
    [
      ["inner", "o.x +"],
      ["", "inner"],
      ["thread", "[3].m"],
    ],
  );
  assert.deepEqual(bench.machine.locals(task), [
    { name: "block", value: 1 },
    { name: "amount", value: 3 },
    { name: "doubled", value: 6 },
  ]);
});

test("machine: the same budget stops at the same place", () => {
  const bench = load("export function thread() { let n = 0; for (;;) n += 1; }");
  const places = [1, 2].map(() => {
    const task = start(bench);
    assert.equal(run(bench, task), "budget");
    return bench.machine.locals(task);
  });
  assert.deepEqual(places[0], places[1]);
});

test("machine: an exception can be thrown into a stopped thread", () => {
  const bench = load("const o = { x: 1 }; export function thread() { try { return o.x; } catch (error) { return ['caught', error]; } }");
  const task = start(bench);
  bench.allow = (place) => place !== "x";
  assert.equal(run(bench, task), "access");
  bench.machine.throwInto(task, "stop");
  bench.allow = () => true;
  assert.deepEqual(run(bench, task), ["caught", "stop"]);
});

test("machine: a native that pauses is called again", () => {
  const bench = load("export function thread(wait) { return wait('now') + 1; }");
  const why = {};
  let isOpen = false;
  const wait = bench.machine.native("wait", 1, (vm, _, [text]) => (isOpen ? keyOf(text).length : vm.pause(why)));
  const task = start(bench, "thread", wait);
  assert.deepEqual(bench.machine.run(task, 1e6), { kind: "pause", why });
  isOpen = true;
  assert.equal(run(bench, task), 4);
});

test("machine: what a native changed before it is stopped is taken back", () => {
  const bench = load("const o = { x: 1 }; export function thread(call) { return call(o); }");
  const call = bench.machine.native("call", 1, (vm, _, [object]) => {
    vm.set(object as VObject, "y", 1);
    vm.touch(object as VObject, "stop", "write");
    return vm.get(object as VObject, "y");
  });
  const task = start(bench, "thread", call);
  bench.allow = (place) => place !== "stop";
  assert.equal(run(bench, task), "access");
  const { mark } = bench.machine.journal;
  bench.allow = () => true;
  assert.equal(run(bench, task), 1);
  assert.ok(bench.machine.journal.mark > mark);
});

test("machine: limits", () => {
  const deep = load(
    "let depth = 0; function down() { depth += 1; down(); } export function thread() { try { down(); } catch (error) { return [error.name, error.message, depth]; } }",
    { depthLimit: 500 },
  );
  assert.deepEqual(run(deep, start(deep)), ["RangeError", "Maximum call stack size exceeded", 499]);
  const big = load("export function thread() { let s = 'x'.repeat(1 << 20); const all = []; for (;;) all.push(s += s.length); }", {
    memoryLimit: 2 ** 22,
  });
  assert.ok(["not-modelled", "budget"].includes(String(run(big, start(big)))));
  const split = load("export function thread() { return 'x'.repeat(1 << 28).split(''); }", { memoryLimit: 2 ** 30 });
  assert.equal(run(split, start(split)), "not-modelled");
  const strings = load("export function thread() { try { let s = 'x'; for (;;) s += s; } catch (error) { return error.message; } }", {
    memoryLimit: 2 ** 40,
  });
  assert.equal(run(strings, start(strings)), "Invalid string length");
});

test("machine: what is not modelled says so, where it is", () => {
  const bench = load("export async function thread(name) { const module = await import(name); return module; }");
  const task = start(bench, "thread", "x");
  assert.deepEqual(bench.machine.run(task, 1e6), { kind: "not-modelled", message: "import() loads code while the program runs" });
  assert.equal(bench.machine.stack(task)[0]?.name, "thread");
});

test("machine: code that cannot be parsed is our caller's to report", () => {
  assert.throws(() => createMachine({} as Host).load("let x = ;"), SyntaxError);
});

const endless = [
  { what: "objects", code: "export function thread() { const all = []; for (;;) all.push({}); }", message: /more than 50,000 objects/ },
  {
    what: "entries",
    code: "export function thread() { const all = new Map(); for (let n = 0; ; n += 1) all.set(n, {}); }",
    message: /50,000 objects/,
  },
  { what: "a BigInt", code: "export function thread() { let n = 3n; for (;;) n *= n; }", message: /BigInt of more than/ },
  { what: "a text", code: "export function thread() { let text = 'x'; for (;;) text += text; }", message: /more memory than 1 MiB/ },
  {
    what: "a conversion",
    code: "export function thread() { return Number({ valueOf() { for (;;); } }); }",
    message: /conversion \(valueOf, toString, a getter of an option\) does not end/,
  },
  {
    what: "JSON",
    code: "export function thread() { let all = [1]; for (let n = 0; n < 60; n += 1) all = [all, all]; return JSON.stringify(all); }",
    message: /goes through more than 524,288 values/,
  },
];

for (const { what, code, message } of endless) {
  test(`without end: ${what}`, () => {
    const bench = load(code, { cellLimit: 50_000, memoryLimit: 2 ** 20 });
    const stop = bench.machine.run(start(bench), 1e8);
    assert.ok(stop.kind === "not-modelled" && stop.isEndless, stop.kind);
    assert.match(stop.message, message);
  });
}
