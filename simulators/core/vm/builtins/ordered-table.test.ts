import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Journal } from "../journal.ts";
import type { Value } from "../value.ts";
import { OrderedTable } from "./ordered-table.ts";

type Step = readonly ["set" | "delete", number] | readonly ["clear"] | readonly ["next", number];

const key = fc.oneof({ weight: 5, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: fc.constantFrom(-0, Number.NaN) });
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constant("set" as const), key) },
    { weight: 8, arbitrary: fc.tuple(fc.constant("delete" as const), key) },
    { weight: 1, arbitrary: fc.tuple(fc.constant("clear" as const)) },
    { weight: 6, arbitrary: fc.tuple(fc.constant("next" as const), fc.nat(3)) },
  ),
  { maxLength: 300 },
);

/** An iterator as V8's: it sees what is added while it runs, and is over for good once it was at the end. */
class Cursor {
  #position = 0;
  #epoch = 0;
  #isOver = false;

  next(table: OrderedTable): Value {
    if (this.#isOver) return undefined;
    const at = table.next(table.position(this.#position, this.#epoch));
    if (at === table.used) {
      this.#isOver = true;
      return undefined;
    }
    this.#position = at + 1;
    this.#epoch = table.epoch;
    return table.keyAt(at);
  }
}

test("an ordered table does what V8's Map does, under running iterations too", () => {
  fc.assert(
    fc.property(steps, (program: readonly Step[]) => {
      const journal = new Journal();
      const table = new OrderedTable();
      const model = new Map<Value, Value>();
      const cursors = [0, 1, 2, 3].map(() => ({ ours: new Cursor(), theirs: model.keys() }));
      program.forEach(([kind, argument], number) => {
        if (kind === "set") {
          table.set(journal, argument, number);
          model.set(argument, number);
        } else if (kind === "delete") assert.equal(table.delete(journal, argument), model.delete(argument));
        else if (kind === "clear") {
          table.clear(journal);
          model.clear();
        } else {
          const cursor = cursors[argument];
          assert.deepEqual(cursor?.ours.next(table), cursor?.theirs.next().value);
        }
        assert.equal(table.size, model.size);
      });
      assert.deepEqual(table.entries(), [...model]);
    }),
    { numRuns: 300 },
  );
});

test("an ordered table goes back exactly, and forth again", () => {
  const run = (table: OrderedTable, journal: Journal, program: readonly Step[]): void =>
    program.forEach(([kind, argument], number) => {
      if (kind === "set") table.set(journal, argument, number);
      else if (kind === "delete") table.delete(journal, argument);
      else if (kind === "clear") table.clear(journal);
    });
  fc.assert(
    fc.property(steps, steps, (first, second) => {
      const journal = new Journal();
      const table = new OrderedTable();
      run(table, journal, first);
      const before = table.entries();
      const mark = journal.mark;
      run(table, journal, second);
      const after = table.entries();
      const size = table.size;
      const end = journal.mark;
      journal.revertTo(mark);
      assert.deepEqual(table.entries(), before);
      journal.undoTo(end);
      assert.deepEqual(table.entries(), after);
      assert.equal(table.size, size);
      journal.undoTo(mark);
      assert.deepEqual(table.entries(), before);
      run(table, journal, second);
      assert.deepEqual(table.entries(), after);
    }),
    { numRuns: 300 },
  );
});
