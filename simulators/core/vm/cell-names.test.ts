import assert from "node:assert/strict";
import { test } from "node:test";
import { allBuiltins } from "./builtins/all.ts";
import { bufferBuiltins, VBuffer } from "./builtins/array-buffer.ts";
import { mapBuiltins, VMap } from "./builtins/map.ts";
import { VTypedArray } from "./builtins/typed-array.ts";
import { typedArrayBuiltins, typedArrayKindBuiltins } from "./builtins/typed-array-builtins.ts";
import { collectionBuiltins } from "./builtins/weak.ts";
import { attribute, Scope, type VObject } from "./cell.ts";
import { nameCells } from "./cell-names.ts";
import { VFunction } from "./objects/function.ts";
import { makeArray, makeObject, makeRecord } from "./objects/make.ts";
import { newPrivateName } from "./symbols.ts";
import { NativeVm } from "./testing/native-vm.ts";
import { type Slot, whole } from "./value.ts";

const vm = new NativeVm();
const groups = [collectionBuiltins, mapBuiltins, bufferBuiltins, typedArrayBuiltins, ...typedArrayKindBuiltins];

test("elements of typed arrays and entries of Maps are called by the view and the Map", () => {
  const bufferVm = new NativeVm([...new Set([...allBuiltins, ...groups])]);
  const { realm } = bufferVm;
  const buffer = new VBuffer(bufferVm, realm.intrinsic("ArrayBufferPrototype"), new Uint8Array(16), false);
  const lights = new VTypedArray(bufferVm, realm.intrinsic("Int32ArrayPrototype"), "Int32Array", buffer, 4, 3);
  const seats = new VMap(bufferVm.nextId(), realm.intrinsic("MapPrototype"), realm.emptyShape, [], "map");
  const seat = makeObject(bufferVm);
  bufferVm.invoke(seats, "set", "12A", seat);
  bufferVm.invoke(lights, "fill", 7);
  const names = nameCells([
    { name: "lights", value: lights },
    { name: "seats", value: seats },
  ]);
  assert.equal(names.location(buffer, 8), "lights[1]");
  assert.equal(names.of(seat), 'seats.get("12A")');
  assert.equal(names.location(seats, "12B"), 'seats.get("12B")');
  assert.equal(names.location(seats, whole), "seats");
  assert.equal(buffer.peekEntry(8), 7);
  assert.equal(buffer.peekEntry(0), 0);
  assert.equal(seats.peekEntry("12A"), seat);
});

class TestScope extends Scope {
  readonly slots: Slot[];
  tags: number[] | undefined = undefined;
  readonly outer: Scope | undefined;
  readonly names: readonly string[];

  constructor(variables: Readonly<Record<string, Slot>>, outer?: Scope) {
    super(vm.nextId());
    this.names = Object.keys(variables);
    this.slots = Object.values(variables);
    this.outer = outer;
  }

  writeState(): void {}
}

test("memory is called by the shortest way that leads to it, as a user would write it", () => {
  const inner = makeRecord(vm, { value: 1 });
  const balance = makeObject(vm);
  const checking = makeObject(vm);
  const privateName = newPrivateName("#balance");
  checking.addNamed(privateName, balance, attribute.writable);
  const forks = makeArray(vm, [makeObject(vm), makeObject(vm)]);
  const odd = makeRecord(vm, { "is held": makeObject(vm) });
  const deep = makeRecord(vm, { far: makeRecord(vm, { inner }) });
  const captured = new TestScope({ count: 1, cache: makeObject(vm) });
  const next = new VFunction(vm.nextId(), null, vm.realm.functionShape, [0, "next"], { scope: captured, isConstructor: false });
  const names = nameCells([new TestScope({ deep, inner, checking, forks, odd, next: next, unset: undefined })]);
  const at = (object: VObject, key: string | number) => vm.get(object, key) as VObject;

  assert.equal(names.of(inner), "inner");
  assert.equal(names.of(at(deep, "far")), "deep.far");
  assert.equal(names.of(balance), "checking.#balance");
  assert.equal(names.of(at(forks, 1)), "forks[1]");
  assert.equal(names.of(at(odd, "is held")), 'odd["is held"]');
  assert.equal(names.of(captured.slots[1] as VObject), "cache");
  assert.equal(names.of(makeObject(vm)), undefined);

  assert.equal(names.location(inner, "value"), "inner.value");
  assert.equal(names.location(checking, privateName), "checking.#balance");
  assert.equal(names.location(forks, 0), "forks[0]");
  assert.equal(names.location(forks, whole), "forks");
  assert.equal(names.location(forks, "length"), "forks.length");
  assert.equal(names.location(captured, "count"), "count");
  assert.equal(names.location(makeRecord(vm, { x: 1 }), "x"), "({ x: 1 }).x");
});
