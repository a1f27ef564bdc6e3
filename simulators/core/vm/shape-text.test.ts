import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { VObject } from "./cell.ts";
import { makeArray, makeNative, makeObject, makeRecord } from "./objects/make.ts";
import { shapeText } from "./shape-text.ts";
import { NativeVm } from "./testing/native-vm.ts";
import { hole, type Slot, type Value } from "./value.ts";

const vm = new NativeVm();
const equal = (a: Slot, b: Slot): boolean => shapeText([a]) === shapeText([b]);

interface Tree {
  readonly [key: string]: Tree | number;
}

const trees: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.dictionary(
    fc.constantFrom("a", "b", "c"),
    fc.oneof({ weight: 2, arbitrary: fc.constantFrom(1, 2) }, { weight: 1, arbitrary: tie("tree") }),
    {
      noNullPrototype: true,
      maxKeys: 2,
    },
  ),
})).tree;

/** With `known`, equal parts are one object. */
function build(tree: Tree, known?: Map<string, VObject>): VObject {
  const text = JSON.stringify(tree);
  const shared = known?.get(text);
  if (shared !== undefined) return shared;
  const object = makeRecord(
    vm,
    Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, typeof value === "number" ? value : build(value, known)])),
  );
  known?.set(text, object);
  return object;
}

test("trees are equal by shape exactly when they are written alike, shared parts or not", () => {
  fc.assert(
    fc.property(trees, trees, (a, b) => {
      assert.equal(equal(build(a), build(b)), JSON.stringify(a) === JSON.stringify(b));
      assert.ok(equal(build(a), build(a, new Map())));
    }),
    { numRuns: 300 },
  );
});

test("cycles that unroll to the same are equal", () => {
  const ring = (length: number, last: Value): VObject => {
    const nodes = Array.from({ length }, () => makeObject(vm));
    for (const [index, node] of nodes.entries()) {
      vm.set(node, "value", index === length - 1 ? last : 1);
      vm.set(node, "next", nodes[(index + 1) % length]);
    }
    return nodes[0] as VObject;
  };
  assert.ok(equal(ring(1, 1), ring(3, 1)));
  assert.ok(!equal(ring(2, 1), ring(2, 2)));
  assert.ok(!equal(ring(2, 2), ring(3, 2)));
});

test("what differs in a property, an attribute, a hole or a class is not equal", () => {
  const one = () => makeRecord(vm, { a: 1 });
  const frozen = one();
  frozen.preventExtensions();
  const bare = makeObject(vm, null);
  vm.set(bare, "a", 1);
  const values: readonly Slot[] = [
    one(),
    makeRecord(vm, { a: "1" }),
    makeRecord(vm, { a: 1n }),
    makeRecord(vm, { a: -0 }),
    makeRecord(vm, { a: 0 }),
    frozen,
    bare,
    makeArray(vm, [hole]),
    makeArray(vm, [undefined]),
    makeArray(vm, []),
    makeNative(vm, "f", 0, () => 1),
    makeNative(vm, "g", 0, () => 1),
    Symbol("x"),
    undefined,
    null,
  ];
  assert.equal(new Set(values.map((value) => shapeText([value]))).size, values.length);
  assert.ok(equal(one(), one()));
  assert.ok(equal(Symbol("x"), Symbol("x")));
  const symbol = Symbol("x");
  assert.notEqual(shapeText([symbol, symbol]), shapeText([symbol, Symbol("x")]));
});

test("machines agree", () => {
  const other = new NativeVm();
  makeObject(other);
  vm.set(makeObject(vm), "otherShape", 1);
  assert.equal(shapeText([makeRecord(other, { a: 1, b: 2 })]), shapeText([makeRecord(vm, { a: 1, b: 2 })]));
});
