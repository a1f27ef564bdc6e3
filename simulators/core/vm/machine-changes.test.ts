import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Cell, VObject } from "./cell.ts";
import { ChangedCells } from "./changed-cells.ts";
import type { Host, Job } from "./host.ts";
import { createMachine, type Machine } from "./machine.ts";
import type { VArray } from "./objects/array.ts";
import { StateKeys } from "./state-key.ts";
import { Notes } from "./testing/notes.ts";
import type { Task } from "./vm.ts";

/** State of every kind, and functions that change it. */
const program = `
let count = 0;
const log = [];
class Account {
  static made = 0;
  #balance = 0;
  constructor(owner) { this.owner = owner; Account.made += 1; }
  add(amount) { this.#balance += amount; return this; }
}
const account = new Account("Ada");
function* numbers() { let at = 0; const seen = []; while (true) { seen.push(at); at += 1; yield () => at + seen.length; } }
const generator = numbers();
const counter = (() => { let value = 0; return { next: () => (value += 1), seen: new Map([["a", { n: 0 }]]) }; })();
const words = new Int32Array(8);
const each = log[Symbol.iterator]();
const seats = new Set();
const pattern = /a/g;
const started = Promise.resolve(1);
let settle;
const pending = new Promise((resolve) => { settle = resolve; });
const weak = new WeakMap([[account, 1]]);
const date = new Date(0);
const late = (async () => { let own = 0; await pending; own += 1; log.push(own); })();

export const acts = [
  (n) => { count += n; },
  (n) => { log.push(n); },
  (n) => { account.add(n); },
  () => { new Account("new"); },
  () => { generator.next(); },
  () => { counter.next(); },
  (n) => { counter.seen.get("a").n += n; },
  (n) => { counter.seen.set(n, n); },
  (n) => { words[n % 8] += n; },
  () => { each.next(); },
  (n) => { seats.add(n); seats.delete(n - 1); },
  () => { pattern.exec("banana"); },
  () => { started.then(() => 1); },
  (n) => { settle(n); },
  (n) => { weak.set(account, n); },
  (n) => { date.setTime(n); },
  (n) => { Account.prototype["method" + n] = n; },
  (n) => { globalThis["global" + n] = n; },
  () => { Object.freeze(log); },
  () => { delete account.owner; },
];
`;

/** A host that lets everything happen, and keeps micro-tasks until they are asked for. */
function world() {
  const jobs: Job[] = [];
  const host: Host = {
    access: () => true,
    union: (a) => a,
    enqueue: (job) => jobs.push(job),
    rejection: () => undefined,
    setTimer: () => 1,
    clearTimer: () => undefined,
    wait: () => "ok",
    notify: () => 0,
    now: () => 0,
    random: () => 1,
    effect: () => undefined,
  };
  const vm = createMachine(host);
  const finish = (task: Task): void => {
    const stop = vm.run(task, 100_000);
    assert.ok(stop.kind === "done" || stop.kind === "threw", stop.kind);
  };
  const drain = (): void => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) finish(vm.startJob(job));
  };
  finish(vm.load(program));
  drain();
  vm.seal();
  const exported = vm.exports().get("acts") as () => VArray;
  const acts = exported().elements as VObject[];
  const act = (index: number, number: number): void => {
    finish(vm.start(acts[index] as VObject, undefined, [number]));
    drain();
  };
  return { vm, acts, act };
}

const actCount = program.match(/^ {2}\(.*=> /gm)?.length ?? 0;
const acts = fc.array(fc.tuple(fc.nat(actCount - 1), fc.nat(9)), { minLength: 1, maxLength: 6 });

const wordsOf = (keys: StateKeys): string => {
  keys.begin();
  const { buffer, length } = keys.finish();
  return buffer.slice(0, length).join();
};

test("whatever a program changes of what its modules have made is known as changed", () => {
  let changes = 0;
  fc.assert(
    fc.property(acts, (steps) => {
      const { vm, act } = world();
      const before = vm.initialCells.map((cell) => Notes.of(cell));
      const changed = new ChangedCells(vm, vm.initialCells, () => undefined);
      vm.context = 0;
      for (const [index, number] of steps) act(index, number);
      changes += checkKnown(vm, before, new Set(changed.update()));
    }),
    { numRuns: 20 },
  );
  assert.ok(changes > 20);
});

/** How many cells are not what they were. */
function checkKnown(vm: Machine, before: readonly string[], known: ReadonlySet<Cell>): number {
  let changes = 0;
  for (const [index, text] of before.entries()) {
    const cell = vm.initialCells[index] as Cell;
    if (Notes.of(cell) === text) continue;
    changes += 1;
    assert.ok(known.has(cell), `a change of cell ${cell.id} (${cell instanceof VObject ? cell.kind : "scope"}) is not known`);
  }
  return changes;
}

test("a program's changes are taken back and done again with the same words", () => {
  fc.assert(
    fc.property(acts, acts, (first, second) => {
      const { vm, act } = world();
      const keys = new StateKeys(vm, vm.initialCells);
      vm.context = 0;
      assert.equal(wordsOf(keys), "");
      for (const [index, number] of first) act(index, number);
      const middle = wordsOf(keys);
      const { mark } = vm.journal;
      const again = [0, 1].map(() => {
        for (const [index, number] of second) act(index, number);
        const words = wordsOf(keys);
        vm.journal.undoTo(mark);
        assert.equal(wordsOf(keys), middle);
        return words;
      });
      assert.equal(again[0], again[1]);
      vm.journal.undoTo(0);
      assert.equal(wordsOf(keys), "");
    }),
    { numRuns: 20 },
  );
});
