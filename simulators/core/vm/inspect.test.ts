import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inspect, inspectLine } from "./inspect.ts";
import { Accessor, attribute, type VObject } from "./cell.ts";
import { makeArray, makeError, makeNative, makeObject, makeRecord } from "./objects/make.ts";
import { newPrivateName } from "./symbols.ts";
import { NativeVm } from "./testing/native-vm.ts";
import { hole, type Slot, type Value } from "./value.ts";

const vm = new NativeVm();

/** An instance of a class by that name. */
function instance(name: string, properties: Readonly<Record<string, Value>>): VObject & ReturnType<typeof makeObject> {
  const proto = makeObject(vm);
  vm.set(
    proto,
    "constructor",
    makeNative(vm, name, 0, () => undefined, { isConstructor: true }),
  );
  const object = makeObject(vm, proto);
  for (const [key, value] of Object.entries(properties)) object.writeOwn(vm, key, value);
  return object;
}

const account = instance("Account", { owner: "Ada" });
account.addNamed(newPrivateName("#balance"), 100, attribute.writable);
account.addNamed(
  "limit",
  new Accessor(
    makeNative(vm, "limit", 0, () => assert.fail("a getter was called")),
    undefined,
  ),
  attribute.all | attribute.accessor,
);
const cyclic = makeRecord(vm, { name: "loop" });
vm.set(cyclic, "self", cyclic);

const cases: readonly { readonly name: string; readonly value: Slot; readonly json: unknown; readonly line: string }[] = [
  { name: "number", value: 90, json: 90, line: "90" },
  { name: "negative zero", value: -0, json: "-0", line: "-0" },
  { name: "NaN", value: Number.NaN, json: "NaN", line: "NaN" },
  { name: "bigint", value: 12n, json: "12n", line: "12n" },
  { name: "undefined", value: undefined, json: "undefined", line: "undefined" },
  { name: "null", value: null, json: null, line: "null" },
  { name: "text", value: 'a "b"', json: 'a "b"', line: '"a \\"b\\""' },
  { name: "symbol", value: Symbol("x"), json: "Symbol(x)", line: "Symbol(x)" },
  { name: "object", value: makeRecord(vm, { version: 1, ok: true }), json: { version: 1, ok: true }, line: "{ version: 1, ok: true }" },
  { name: "empty object", value: makeObject(vm), json: {}, line: "{}" },
  { name: "array", value: makeArray(vm, [1, hole, "x"]), json: [1, "empty", "x"], line: '[1, empty, "x"]' },
  { name: "empty array", value: makeArray(vm, []), json: [], line: "[]" },
  { name: "function", value: makeNative(vm, "withdraw", 0, () => 1), json: "function withdraw", line: "function withdraw" },
  { name: "error", value: makeError(vm, "TypeError", "no such seat"), json: "TypeError: no such seat", line: "TypeError: no such seat" },
  {
    name: "instance",
    value: account,
    json: { "[class]": "Account", owner: "Ada", limit: "(getter)", "#balance": 100 },
    line: 'Account { owner: "Ada", limit: (getter), … }',
  },
  { name: "cycle", value: cyclic, json: { name: "loop", self: "[cycle]" }, line: '{ name: "loop", self: [cycle] }' },
  { name: "without prototype", value: makeObject(vm, null), json: { "[class]": "null-prototype" }, line: "null-prototype {}" },
];

for (const { name, value, json, line } of cases) {
  test(`inspect: ${name}`, () => {
    assert.deepEqual(inspect(value), json);
    assert.equal(inspectLine(value, 48), line);
  });
}

test("inspect keeps to its depth and breadth", () => {
  const deep = makeRecord(vm, { a: makeRecord(vm, { b: makeRecord(vm, { c: 1 }) }) });
  assert.deepEqual(inspect(deep, { depth: 2 }), { a: { b: "{ c: 1 }" } });
  assert.deepEqual(inspect(makeArray(vm, [1, 2, 3, 4]), { breadth: 2 }), [1, 2, "… 2 more"]);
  assert.deepEqual(inspect(makeRecord(vm, { a: 1, b: 2, c: 3 }), { breadth: 2 }), { a: 1, b: 2, "…": "1 more" });
});

test("a line leaves out what does not fit", () => {
  const object = makeRecord(vm, { version: 1, limits: makeRecord(vm, { daily: 1000, weekly: 5000, monthly: 20_000 }) });
  assert.equal(inspectLine(object, 30), "{ version: 1, limits: … }");
  assert.equal(inspectLine("x".repeat(100), 10), '"xxxxxxx…"');
  const slots = fc.array(fc.oneof(fc.integer(), fc.string({ maxLength: 60 })), { maxLength: 30 });
  fc.assert(
    fc.property(slots, fc.integer({ min: 12, max: 80 }), (items, limit) =>
      assert.ok(inspectLine(makeArray(vm, items), limit).length <= limit),
    ),
  );
});
