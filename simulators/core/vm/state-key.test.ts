import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { attribute, VObject } from "./cell.ts";
import { isArray } from "./objects/array.ts";
import { makeArray, makeObject } from "./objects/make.ts";
import { put, remove } from "./property.ts";
import { StateKeys } from "./state-key.ts";
import { NativeVm } from "./testing/native-vm.ts";
import { hole, type Key, type Slot, type Value } from "./value.ts";

type Step =
  | readonly ["put", number, Key, Slot]
  | readonly ["link", number, Key, number]
  | readonly ["new", number, Key, "object" | "array"]
  | readonly ["copy", number, Key, number, Key]
  | readonly ["nest", number, Key, Key, Value]
  | readonly ["delete", number, Key]
  | readonly ["close", number];

const roots = 3;
const root = fc.nat(roots - 1);
const key = fc.constantFrom<Key>("a", "b", 0, 2);
const value = fc.constantFrom<Value>(0, -0, 1, 1.5, Number.NaN, "1", true, null, undefined, 2n, 2 ** 40, Symbol.iterator);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constant("put" as const), root, key, value),
  fc.tuple(fc.constant("link" as const), root, key, root),
  fc.tuple(fc.constant("new" as const), root, key, fc.constantFrom("object" as const, "array" as const)),
  fc.tuple(fc.constant("copy" as const), root, key, root, key),
  fc.tuple(fc.constant("nest" as const), root, key, key, value),
  fc.tuple(fc.constant("delete" as const), root, key),
  fc.tuple(fc.constant("close" as const), root),
);

/** What the steps do to the roots; impossible ones do nothing. */
function run(vm: NativeVm, objects: readonly VObject[], steps: readonly Step[]): void {
  for (const each of steps) {
    const object = objects[each[1]] as VObject;
    if (each[0] === "put") put(vm, object, each[2], each[3]);
    else if (each[0] === "link") put(vm, object, each[2], objects[each[3]]);
    else if (each[0] === "new") put(vm, object, each[2], each[3] === "object" ? makeObject(vm) : makeArray(vm, []));
    else if (each[0] === "copy") put(vm, object, each[2], vm.get(objects[each[3]] as VObject, each[4]));
    else if (each[0] === "delete") remove(vm, object, each[2]);
    else if (each[0] === "close") object.preventExtensions();
    else {
      const inner = vm.get(object, each[2]);
      if (inner instanceof VObject) put(vm, inner, each[3], each[4]);
    }
  }
}

interface Node {
  readonly kind: string;
  readonly isExtensible: boolean;
  readonly proto: unknown;
  readonly length: number;
  readonly properties: readonly (readonly [Key, unknown, number])[];
}

/** A picture of the graph that stays when memory changes: nodes by object, what they hold by reference. */
function picture(objects: readonly VObject[]): Map<VObject, Node> {
  const nodes = new Map<VObject, Node>();
  const walk = (object: VObject): void => {
    if (nodes.has(object)) return;
    const properties = object.ownKeys().map((each) => [each, object.readOwn(each), object.attributesOf(each)] as const);
    nodes.set(object, {
      kind: object.kind,
      isExtensible: object.isExtensible,
      proto: object.proto,
      length: isArray(object) ? object.length : 0,
      properties,
    });
    for (const [, held] of properties) if (held instanceof VObject) walk(held);
  };
  for (const object of objects) walk(object);
  return nodes;
}

/** Whether two graphs are the same but for which new objects they are made of. */
function isSameGraph(a: Map<VObject, Node>, b: Map<VObject, Node>, objects: readonly VObject[]): boolean {
  const there = new Map<unknown, unknown>();
  const back = new Map<unknown, unknown>();
  const isSame = (left: unknown, right: unknown): boolean => {
    if (!(left instanceof VObject) || !(right instanceof VObject)) return Object.is(left, right);
    if (there.has(left) || back.has(right)) return there.get(left) === right && back.get(right) === left;
    if ((objects.includes(left) || objects.includes(right)) && left !== right) return false;
    there.set(left, right);
    back.set(right, left);
    const [from, to] = [a.get(left), b.get(right)];
    if (from === undefined || to === undefined) return left === right;
    if (from.kind !== to.kind || from.isExtensible !== to.isExtensible || from.proto !== to.proto || from.length !== to.length)
      return false;
    if (from.properties.length !== to.properties.length) return false;
    return from.properties.every(([name, held, attributes], index) => {
      const other = to.properties[index];
      return other !== undefined && other[0] === name && other[2] === attributes && isSame(held, other[1]);
    });
  };
  return objects.every((object) => isSame(object, object));
}

test("words are equal exactly for states that are the same but for which new objects they are made of", () => {
  let equal = 0;
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 8 }),
      fc.array(step, { maxLength: 3 }),
      fc.nat(8),
      fc.boolean(),
      (first, others, at, isShuffled) => {
        const vm = new NativeVm();
        const objects = [makeObject(vm), makeObject(vm), makeArray(vm, [1, hole, 3])];
        const keys = new StateKeys(vm, vm.cells);
        vm.context = 0;
        const second = isShuffled ? first.toReversed() : [...first.slice(0, at), ...others, ...first.slice(at)];
        const [a, b] = [first, second].map((steps, index) => {
          const { mark } = vm.journal;
          if (index === 1) makeObject(vm);
          run(vm, objects, steps);
          keys.begin();
          const { buffer, length } = keys.finish();
          const taken = { words: buffer.slice(0, length).join(), nodes: picture(objects) };
          vm.journal.undoTo(mark);
          return taken;
        });
        assert.ok(a !== undefined && b !== undefined);
        const isSame = isSameGraph(a.nodes, b.nodes, objects);
        assert.equal(a.words === b.words, isSame);
        if (isSame) equal += 1;
      },
    ),
    { numRuns: 700, seed: 7 },
  );
  assert.ok(equal > 90, `only ${equal} equal pairs`);
});

test("an initial object that is again what it was leaves no word", () => {
  const vm = new NativeVm();
  const object = makeObject(vm);
  put(vm, object, "x", 1);
  const keys = new StateKeys(vm, vm.cells);
  vm.context = 0;
  const length = () => {
    keys.begin();
    return keys.finish().length;
  };
  assert.equal(length(), 0);
  put(vm, object, "x", 2);
  assert.ok(length() > 0);
  put(vm, object, "x", 1);
  assert.equal(length(), 0);
  put(vm, object, "y", makeObject(vm));
  assert.ok(length() > 0);
  remove(vm, object, "y");
  assert.equal(length(), 0);
});

test("states know of every kind of change of initial objects", () => {
  const vm = new NativeVm();
  const array = makeArray(vm, [1, 2, 3]);
  const big = makeObject(vm);
  for (let at = 0; at < 200; at += 1) big.writeOwn(vm, `key${at}`, at);
  const keys = new StateKeys(vm, vm.cells);
  vm.context = 0;
  const words = () => {
    keys.begin();
    const { buffer, length } = keys.finish();
    return buffer.slice(0, length).join();
  };
  const seen = new Set([words()]);
  const changes = [
    () => array.writeOwn(vm, 1, 9),
    () => array.setLength(2),
    () => array.writeOwn(vm, 100_000, 1),
    () => array.writeOwn(vm, 100_001, 1),
    () => big.writeOwn(vm, "key7", "changed"),
    () => big.deleteOwn("key8"),
    () => big.defineOwn("key9", { value: 9, writable: false, enumerable: true, configurable: true }),
    () => big.preventExtensions(),
    () => array.limitElements(attribute.enumerable),
    () => vm.realm.objectPrototype.writeOwn(vm, "polluted", 1),
  ];
  const { mark } = vm.journal;
  for (const change of changes) {
    change();
    assert.ok(!seen.has(words()), String(change));
    seen.add(words());
  }
  assert.equal(seen.size, changes.length + 1);
  vm.journal.undoTo(mark);
  assert.equal(words(), "");
});

test("garbage, and how an array is kept, make no difference", () => {
  const vm = new NativeVm();
  const holder = makeObject(vm);
  const keys = new StateKeys(vm, vm.cells);
  vm.context = 0;
  const words = (make: () => Value) => {
    const { mark } = vm.journal;
    put(vm, holder, "held", make());
    keys.begin();
    const { buffer, length } = keys.finish();
    const text = buffer.slice(0, length).join();
    vm.journal.undoTo(mark);
    return text;
  };
  const dense = () => makeArray(vm, [1, hole, 3]);
  const sparse = () => {
    const array = makeArray(vm, [1, hole, 3]);
    array.writeOwn(vm, 50_000, 1);
    array.setLength(3);
    return array;
  };
  const grown = () => {
    makeObject(vm);
    const array = makeArray(vm, [1, 2, 3, 4]);
    array.deleteOwn(1);
    array.setLength(3);
    return array;
  };
  assert.equal(words(dense), words(sparse));
  assert.equal(words(dense), words(grown));
  assert.notEqual(
    words(dense),
    words(() => makeArray(vm, [1, undefined, 3])),
  );
});
