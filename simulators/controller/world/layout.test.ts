import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  behindLabel,
  callLabel,
  isFault,
  kindOf,
  label,
  mostSlots,
  progress,
  read,
  slotOfCall,
  variantOfCall,
  windowOf,
  write,
} from "./layout.ts";

test("labels: a call is told from every other one, however many wait", () => {
  const anyCall = fc.tuple(fc.nat(mostSlots - 1), fc.nat(5000), fc.nat(6));
  fc.assert(
    fc.property(anyCall, anyCall, (one, other) => {
      const code = callLabel(...one);
      assert.deepEqual([kindOf(code), slotOfCall(code), variantOfCall(code)], [label.call, one[0], one[2]]);
      assert.equal(isFault(code), one[2] !== 0);
      assert.equal(code === callLabel(...other), one.join() === other.join());
    }),
  );
});

test("labels: a window is told from every other one", () => {
  const anyWindow = fc.tuple(fc.nat(1), fc.nat(254), fc.nat(127));
  fc.assert(
    fc.property(anyWindow, anyWindow, (one, other) => {
      const code = behindLabel(...one);
      assert.equal(kindOf(code), label.behind);
      assert.deepEqual(windowOf(code), { process: one[0], kind: one[1], index: one[2] });
      assert.equal(code === behindLabel(...other), one.join() === other.join());
    }),
  );
});

test("progress: fields do not touch one another", () => {
  const fields = Object.values(progress);
  fc.assert(
    fc.property(fc.tuple(...fields.map(({ mask }) => fc.nat(mask))), (values) => {
      const word = fields.reduce((all, field, index) => write(all, field, values[index] as number), 0);
      assert.deepEqual(
        fields.map((field) => read(word, field)),
        values,
      );
    }),
  );
});
