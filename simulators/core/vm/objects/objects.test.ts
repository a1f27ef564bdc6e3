import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { VObject } from "../cell.ts";
import { largestShape } from "../shape.ts";
import { StateKeys } from "../state-key.ts";
import { NativeVm } from "../testing/native-vm.ts";
import { makeObjects, objectSteps, type ObjectStep, plainObjects, runPlainStep, runStep } from "../testing/object-programs.ts";
import type { Value } from "../value.ts";
import { makeObject } from "./make.ts";
import type { OrdinaryObject } from "./ordinary.ts";

/** All that Reflect can tell of objects; references by number. */
function ourPicture(objects: readonly VObject[]): unknown {
  const shown = (value: Value) => (typeof value === "object" && value !== null ? `object ${objects.indexOf(value)}` : value);
  return objects.map((object) => ({
    proto: object.proto === null ? null : objects.indexOf(object.proto),
    isExtensible: object.isExtensible,
    properties: object.ownKeys().map((key) => {
      const property = object.getOwn(key);
      assert.ok(property !== undefined && "value" in property);
      return [String(key), { ...property, value: shown(property.value) }];
    }),
  }));
}

function plainPicture(objects: readonly object[]): unknown {
  const shown = (value: unknown) => (typeof value === "object" && value !== null ? `object ${objects.indexOf(value)}` : value);
  return objects.map((object) => {
    const proto = Object.getPrototypeOf(object) as object | null;
    return {
      proto: proto === null ? null : objects.indexOf(proto),
      isExtensible: Object.isExtensible(object),
      properties: Reflect.ownKeys(object).map((key) => {
        const { value, writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(object, key) as PropertyDescriptor;
        return [String(key), { value: shown(value), writable, enumerable, configurable }];
      }),
    };
  });
}

test("objects and arrays do what V8's do, whatever is defined, frozen and deleted", () => {
  fc.assert(
    fc.property(objectSteps, (steps) => {
      const vm = new NativeVm();
      const ours = makeObjects(vm);
      const theirs = plainObjects();
      for (const step of steps) assert.equal(runStep(vm, ours, step), runPlainStep(theirs, step), JSON.stringify(step));
      assert.deepEqual(ourPicture(ours), plainPicture(theirs));
    }),
    { numRuns: 400 },
  );
});

test("every change is taken back exactly, by undo, by revert, and by undoing the revert", () => {
  const run = (vm: NativeVm, objects: readonly VObject[], steps: readonly ObjectStep[]) => {
    for (const step of steps) runStep(vm, objects, step);
  };
  fc.assert(
    fc.property(objectSteps, objectSteps, (first, second) => {
      const vm = new NativeVm();
      vm.realm.global.readOwn("Reflect");
      const objects = makeObjects(vm);
      run(vm, objects, first);
      const keys = new StateKeys(vm, vm.cells);
      const words = () => {
        keys.begin();
        return Array.from(keys.finish().buffer.subarray(0, keys.finish().length));
      };
      vm.context = 0;
      const before = ourPicture(objects);
      const mark = vm.journal.mark;
      run(vm, objects, second);
      const after = ourPicture(objects);
      const wordsAfter = words();
      const end = vm.journal.mark;
      vm.journal.revertTo(mark);
      assert.deepEqual(ourPicture(objects), before);
      assert.deepEqual(words(), []);
      vm.journal.undoTo(end);
      assert.deepEqual(ourPicture(objects), after);
      assert.deepEqual(words(), wordsAfter);
      vm.journal.undoTo(mark);
      assert.deepEqual(ourPicture(objects), before);
      assert.deepEqual(words(), []);
      run(vm, objects, second);
      assert.deepEqual(ourPicture(objects), after);
      assert.deepEqual(words(), wordsAfter);
    }),
    { numRuns: 400 },
  );
});

test("an object with more properties than a shape holds keeps their order, and goes back to a shape when it has shrunk", () => {
  const vm = new NativeVm();
  const object = makeObject(vm);
  const plain: Record<string, number> = {};
  const { mark } = vm.journal;
  for (let at = 0; at < largestShape + 40; at += 1) {
    object.writeOwn(vm, `key${at}`, at);
    plain[`key${at}`] = at;
  }
  assert.equal(object.shape.isFixed, false);
  for (let at = 0; at < 100; at += 3) {
    object.deleteOwn(`key${at}`);
    delete plain[`key${at}`];
  }
  object.writeOwn(vm, "key0", -1);
  plain["key0"] = -1;
  object.writeOwn(vm, 7, "seven");
  plain["7"] = 7;
  assert.deepEqual(object.ownKeys().map(String), Object.keys(plain));
  const keys = object.ownKeys();
  const middle = vm.journal.mark;
  for (const key of keys.slice(0, 60)) object.deleteOwn(key);
  assert.equal(object.shape.isFixed, true);
  assert.deepEqual(object.ownKeys(), keys.slice(60));
  vm.journal.undoTo(middle);
  assert.deepEqual(object.ownKeys(), keys);
  assert.equal(object.readOwn("key1"), 1);
  vm.journal.undoTo(mark);
  assert.deepEqual(object.ownKeys(), []);
});

test("objects that were built in another order of the same properties have other shapes, equal ones the same", () => {
  const vm = new NativeVm();
  const build = (...names: readonly string[]): OrdinaryObject => {
    const object = makeObject(vm);
    for (const name of names) object.writeOwn(vm, name, name);
    return object;
  };
  assert.equal(build("a", "b").shape, build("a", "b").shape);
  assert.notEqual(build("a", "b").shape, build("b", "a").shape);
  const grown = build("a", "x", "b");
  grown.deleteOwn("x");
  assert.equal(grown.shape, build("a", "b").shape);
  assert.equal(grown.slots[grown.shape.lookup("b")], "b");
});
