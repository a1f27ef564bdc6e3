import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Journal } from "./journal.ts";

interface Memory {
  readonly fields: Record<string, number>;
  readonly list: number[];
  readonly index: Map<number, number>;
}

const change = fc.oneof(
  fc.record({ kind: fc.constant("field" as const), key: fc.constantFrom("a", "b"), value: fc.nat(3) }),
  fc.record({ kind: fc.constant("push" as const), value: fc.nat(3) }),
  fc.record({ kind: fc.constant("shorten" as const), length: fc.nat(3) }),
  fc.record({ kind: fc.constant("entry" as const), key: fc.nat(2), value: fc.nat(3) }),
  fc.record({ kind: fc.constant("delete" as const), key: fc.nat(2) }),
);
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function make(journal: Journal, { fields, list, index }: Memory, each: Change): void {
  switch (each.kind) {
    case "field":
      journal.save(fields, each.key);
      fields[each.key] = each.value;
      return;
    case "push":
      journal.save(list, "length");
      list.push(each.value);
      return;
    case "shorten":
      if (each.length >= list.length) return;
      for (let lost = each.length; lost < list.length; lost += 1) journal.save(list, lost);
      journal.save(list, "length");
      list.length = each.length;
      return;
    case "entry":
      journal.saveEntry(index, each.key);
      index.set(each.key, each.value);
      return;
    case "delete":
      journal.saveEntry(index, each.key);
      index.delete(each.key);
      return;
  }
}

const seen = ({ fields, list, index }: Memory): unknown => structuredClone([fields, list, [...index].sort(([a], [b]) => a - b)]);

test("changes that were taken back can be done again, and taken back again", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), fc.array(change, { maxLength: 8 }), (earlier, later) => {
      const journal = new Journal();
      const memory: Memory = { fields: { a: 0, b: 0 }, list: [], index: new Map() };
      for (const each of earlier) make(journal, memory, each);
      const { mark } = journal;
      const before = seen(memory);
      for (const each of later) make(journal, memory, each);
      const after = seen(memory);
      for (let round = 0; round < 2; round += 1) {
        const taken = journal.takeBack(mark);
        assert.deepEqual(seen(memory), before);
        assert.equal(journal.mark, mark);
        journal.doAgain(taken);
        assert.deepEqual(seen(memory), after);
      }
      journal.undoTo(mark);
      assert.deepEqual(seen(memory), before);
    }),
  );
});
