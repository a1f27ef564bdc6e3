import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { allBuiltins } from "./builtins/all.ts";
import { bufferBuiltins, VBuffer } from "./builtins/array-buffer.ts";
import { mapBuiltins, VMap } from "./builtins/map.ts";
import { setBuiltins, VSet } from "./builtins/set.ts";
import { VTypedArray } from "./builtins/typed-array.ts";
import { typedArrayBuiltins, typedArrayKindBuiltins } from "./builtins/typed-array-builtins.ts";
import { collectionBuiltins } from "./builtins/weak.ts";
import { makeRegExp } from "./builtins/regexp-object.ts";
import type { Cell, VObject } from "./cell.ts";
import { ChangedCells } from "./changed-cells.ts";
import { makeArray, makeObject } from "./objects/make.ts";
import { put } from "./property.ts";
import { Notes } from "./testing/notes.ts";
import { NativeVm } from "./testing/native-vm.ts";

/** Each group once. */
const groups = [
  ...new Set([...allBuiltins, collectionBuiltins, mapBuiltins, setBuiltins, bufferBuiltins, typedArrayBuiltins, ...typedArrayKindBuiltins]),
];

function world() {
  const vm = new NativeVm(groups);
  const map = new VMap(vm.nextId(), vm.realm.intrinsic("MapPrototype"), vm.realm.emptyShape, [], "map");
  const set = new VSet(vm.nextId(), vm.realm.intrinsic("SetPrototype"), vm.realm.emptyShape, [], "set");
  const buffer = new VBuffer(vm, vm.realm.intrinsic("ArrayBufferPrototype"), new Uint8Array(12), false);
  const bytes = new VTypedArray(vm, vm.realm.intrinsic("Uint8ArrayPrototype"), "Uint8Array", buffer, 2, 9);
  const list = makeArray(vm, [1, 2, 3]);
  vm.invoke(map, "set", 1, "one");
  const big = makeObject(vm);
  for (let at = 0; at < 150; at += 1) big.writeOwn(vm, `k${at}`, at);
  const iterators = [vm.invoke(list, "values"), vm.invoke(map, "entries"), vm.invoke(set, "values")] as VObject[];
  const pattern = makeRegExp(vm, "a", "g");
  const sparse = makeArray(vm, []);
  sparse.writeOwn(vm, 100_000, 1);
  return { vm, map, set, bytes, list, big, iterators, pattern, sparse };
}

type World = ReturnType<typeof world>;
type Act = (world: World, number: number) => unknown;

const acts: readonly Act[] = [
  ({ vm, map }, n) => vm.invoke(map, "set", n, n),
  ({ vm, map }, n) => vm.invoke(map, "delete", n),
  ({ vm, map }) => vm.invoke(map, "clear"),
  ({ vm, set }, n) => vm.invoke(set, "add", n),
  ({ vm, set }, n) => vm.invoke(set, "delete", n),
  ({ vm, bytes }, n) => put(vm, bytes, n, n),
  ({ vm, bytes }, n) => vm.invoke(bytes, "fill", n),
  ({ vm, list }, n) => vm.invoke(list, "push", n),
  ({ vm, list }) => vm.invoke(list, "shift"),
  ({ vm, list }, n) => put(vm, list, n * 3000, n),
  ({ vm, big }, n) => put(vm, big, `k${n}`, n),
  ({ vm, big }, n) => put(vm, big, `new${n}`, n),
  ({ big }, n) => big.deleteOwn(`k${n}`),
  ({ vm, iterators }, n) => vm.invoke(iterators[n % 3] as VObject, "next"),
  ({ vm, pattern }, n) => put(vm, pattern, "lastIndex", n),
  ({ vm, sparse }, n) => put(vm, sparse, 200_000 + n, n),
  ({ vm, sparse }) => put(vm, sparse, "length", 5),
  ({ vm }, n) => put(vm, vm.realm.intrinsic("MapPrototype"), "extra", n),
];

const steps = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: fc.tuple(fc.nat(acts.length - 1), fc.nat(11)) },
    { weight: 1, arbitrary: fc.constant("undo" as const) },
    { weight: 1, arbitrary: fc.constant("look" as const) },
  ),
  { maxLength: 40 },
);

test("every initial cell that is not what it was is known as changed, forth and back", () => {
  let changes = 0;
  fc.assert(
    fc.property(steps, (program) => {
      const here = world();
      const { vm } = here;
      const before = vm.cells.map((cell) => Notes.of(cell));
      const changed = new ChangedCells(vm, vm.cells, () => undefined);
      vm.context = 0;
      const marks: number[] = [];
      for (const step of program) {
        marks.push(vm.journal.mark);
        if (step === "undo") vm.journal.undoTo(marks[Math.floor(marks.length / 2)] as number);
        else if (step === "look") changed.update();
        else acts[step[0]]?.(here, step[1]);
        while ((marks.at(-1) as number) > vm.journal.mark) marks.pop();
      }
      const known = new Set(changed.update());
      for (const [index, text] of before.entries()) {
        const cell = vm.cells[index] as Cell;
        if (Notes.of(cell) === text) continue;
        changes += 1;
        assert.ok(known.has(cell), `a change of cell ${cell.id} is not known`);
      }
    }),
    { numRuns: 150 },
  );
  assert.ok(changes > 150);
});

test("to learn what a cell was at the beginning, memory goes back there and forth again", () => {
  const here = world();
  const { vm, list, map } = here;
  const first = [Notes.of(list), Notes.of(map)];
  const seen: string[] = [];
  const changed = new ChangedCells(vm, vm.cells, (cells) => seen.push(...cells.map((cell) => Notes.of(cell))));
  vm.context = 0;
  vm.invoke(list, "push", makeObject(vm));
  vm.invoke(map, "set", 2, "two");
  const now = [Notes.of(list), Notes.of(map)];
  changed.update();
  assert.deepEqual(new Set(seen), new Set(first));
  assert.deepEqual([Notes.of(list), Notes.of(map)], now);
});
