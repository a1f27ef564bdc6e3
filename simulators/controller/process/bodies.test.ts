import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Json } from "../../../protocol/json.ts";
import { Accessor, attribute } from "../../core/vm/cell.ts";
import { VDate } from "../../core/vm/builtins/date.ts";
import { VArray } from "../../core/vm/objects/array.ts";
import type { OrdinaryObject } from "../../core/vm/objects/ordinary.ts";
import { NativeVm } from "../../core/vm/testing/native-vm.ts";
import type { Value } from "../../core/vm/value.ts";
import { modelFields } from "../client-node/models.ts";
import { sentBody, shownBody } from "./bodies.ts";
import { toValue } from "./values.ts";

/** What stands in the machine, in V8: its intrinsics are globals here, and none of them answers at once. */
const classes = new Map<string, new () => object>();
const modelNamed = (name: string): (new () => object) => {
  const known = classes.get(name) ?? namedClass(name);
  classes.set(name, known);
  return known;
};
function namedClass(name: string): new () => object {
  const made = function () {};
  Object.defineProperty(made, "name", { value: name });
  return made as unknown as new () => object;
}
Object.assign(globalThis, {
  $sentBody: () => undefined,
  $shownBody: () => undefined,
  $fields: modelFields,
  $model: modelNamed,
  $dateOf: (value: unknown) => new Date(value as string),
  $isDate: (value: unknown) => value instanceof Date,
});
const { serialise, deserialise } = await import("../in-machine/client-node/serialise.ts");

const vm = new NativeVm();
const models = new Map<string, Value>();
const parts = {
  model(name: string): Value {
    const known = models.get(name);
    if (known !== undefined) return known;
    const made = vm.native(name, 0, () => undefined, { isConstructor: true }) as OrdinaryObject;
    const prototype = vm.object() as OrdinaryObject;
    prototype.addNamed("constructor", made, attribute.writable | attribute.configurable);
    made.addNamed("prototype", prototype, 0);
    models.set(name, made);
    return made;
  },
  date(value: Value): Value {
    const date = new VDate(vm.nextId(), vm.realm.intrinsic("DatePrototype"), vm.realm.emptyShape, [], "date");
    date.time = Date.parse(value as string);
    return date;
  },
};

/** With classes, Dates, and fields that are there and undefined, in their order. */
function shownOfVm(value: Value): unknown {
  if (typeof value !== "object" || value === null) return value === undefined ? "undefined" : value;
  if (value instanceof VDate) return `date ${value.time}`;
  if (value instanceof VArray) return (value.elements as Value[]).map(shownOfVm);
  const maker = value.proto?.readOwn("constructor") as OrdinaryObject;
  return [maker.readOwn("name"), value.ownKeys().map((key) => [String(key), shownOfVm(value.readOwn(key) as Value)])];
}

function shownOfV8(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value === undefined ? "undefined" : value;
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (Array.isArray(value)) return value.map(shownOfV8);
  return [value.constructor.name, Object.entries(value).map(([key, item]) => [key, shownOfV8(item)])];
}

const time = "2026-01-02T03:04:05.000Z";
const text = fc.constantFrom("a", "b", "", "Always", "8Gi");

/** A body that fits a model more or less, and has fields that it does not know. */
function bodyOf(type: string, depth: number): fc.Arbitrary<Json> {
  if (type === "t") return fc.constant(time);
  if (depth === 0) return fc.oneof(text, fc.integer(), fc.constant(null));
  if (type.startsWith("[")) return fc.array(bodyOf(type.slice(1), depth - 1), { maxLength: 2 });
  if (type.startsWith("{")) return fc.dictionary(text, bodyOf(type.slice(1), depth - 1), { maxKeys: 2 });
  const fields = modelFields(type, 1);
  if (fields === undefined) return fc.oneof(text, fc.integer(), fc.boolean(), fc.constant({ a: [1, { b: null }] }));
  const record: Record<string, fc.Arbitrary<Json>> = { unknown: text };
  for (let at = 0; at < fields.length; at += 3) record[fields[at + 1] as string] = bodyOf(fields[at + 2] as string, depth - 1);
  return fc.record(record, { requiredKeys: [] }) as fc.Arbitrary<Json>;
}

const generation = fc.constantFrom(0 as const, 1 as const);
const model = fc.constantFrom(
  "V1Pod",
  "V1Deployment",
  "V1ConfigMapList",
  "V1StatefulSet",
  "V1Secret",
  "V1PodDisruptionBudget",
  "[V1Pod",
  "{V1Job",
);
const bodies = model.chain((type) => fc.tuple(fc.constant(type), bodyOf(type, 4), generation));

test("bodies: what is shown is what the client's own code makes of them", () => {
  fc.assert(
    fc.property(bodies, ([type, body, old]) => {
      const wanted = attempt(() => shownOfV8(deserialise(structuredClone(body), type, old)));
      const made = shownBody(vm, toValue(vm, body), type, old, parts);
      // Where a body is not what its model says, it is left to that code.
      if (made !== undefined) assert.deepEqual(shownOfVm(made), wanted);
      else assert.ok(!fits(body, type), JSON.stringify(body));
    }),
    { numRuns: 150 },
  );
});

test("bodies: what is sent of what was shown is what the client's own code sends", () => {
  fc.assert(
    fc.property(bodies, ([type, body, old]) => {
      const shown = shownBody(vm, toValue(vm, body), type, old, parts);
      if (shown === undefined) return;
      const wanted = attempt(() => shownOfV8(serialise(deserialise(structuredClone(body), type, old), type, old)));
      const made = sentBody(vm, shown, type, old);
      if (made !== undefined) assert.deepEqual(shownOfVm(made), wanted);
      else assert.ok(!fits(body, type), JSON.stringify(body));
    }),
    { numRuns: 150 },
  );
});

test("bodies: a getter of the user's is left to the client's own code", () => {
  const pod = vm.object() as OrdinaryObject;
  pod.addNamed(
    "spec",
    new Accessor(
      vm.native("spec", 0, () => 1),
      undefined,
    ),
    attribute.enumerable | attribute.configurable,
  );
  assert.equal(sentBody(vm, pod, "V1Pod", 1), undefined);
});

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch {
    return "thrown";
  }
}

/** Records and lists stand where the model has them. */
function fits(body: Json | undefined, type: string): boolean {
  if (body === undefined || body === null || type === "t") return body !== null;
  if (type.startsWith("[")) return Array.isArray(body) && body.every((item: Json) => fits(item, type.slice(1)));
  const isRecord = typeof body === "object" && !Array.isArray(body);
  if (type.startsWith("{")) return isRecord && Object.values(body).every((item) => fits(item, type.slice(1)));
  const fields = modelFields(type, 1);
  if (fields === undefined) return true;
  if (!isRecord) return false;
  for (let at = 0; at < fields.length; at += 3) {
    if (!fits((body as Record<string, Json>)[fields[at + 1] as string], fields[at + 2] as string)) return false;
  }
  return true;
}
