import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CallTable } from "./call-table.ts";

test("calls: what was remembered is found with its note, and nothing else", () => {
  const number = fc.oneof(fc.nat(5), fc.nat(0x7fff_fffe));
  const entry = fc.record({ call: number, place: number, value: fc.string(), note: fc.integer() });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 400 }), fc.array(fc.tuple(number, number)), (entries, others) => {
      const table = new CallTable<string>();
      const model = new Map<string, (typeof entries)[number]>();
      for (const each of entries) {
        const key = `${each.call} ${each.place}`;
        if (model.has(key)) continue;
        assert.equal(table.find(each.call, each.place), -1);
        table.add(each.call, each.place, each.value, each.note);
        model.set(key, each);
      }
      for (const { call, place, value, note } of model.values()) {
        assert.equal(table.value(table.find(call, place)), value);
        assert.equal(table.note, note);
      }
      for (const [call, place] of others) assert.equal(table.find(call, place) >= 0, model.has(`${call} ${place}`));
    }),
  );
});
