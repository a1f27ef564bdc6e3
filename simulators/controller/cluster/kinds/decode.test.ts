import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { decode } from "./decode.ts";
import { always, boolean, bytes, int32, intOrString, list, map, pointer, quantity, string, struct, time } from "./schema.ts";

const type = struct({
  name: always(string),
  replicas: pointer(int32),
  paused: boolean,
  port: intOrString,
  amounts: map(quantity),
  secret: map(bytes),
  items: list(struct({ key: always(string), mode: int32 })),
  rules: always(list(string)),
  nested: struct({ text: string }),
  optional: pointer(struct({ text: string })),
  at: time,
});

const zeros = { name: "", port: 0, rules: null, nested: {}, at: null };

const rows: readonly { readonly name: string; readonly json: Json; readonly want: JsonObject | string }[] = [
  { name: "what is never left out is filled in", json: {}, want: zeros },
  { name: "unknown fields go", json: { bogus: 1, nested: { junk: true } }, want: zeros },
  { name: "null is nothing", json: { replicas: null, items: null, optional: null }, want: zeros },
  { name: "zero values go, those of pointers stay", json: { replicas: 0, paused: false, items: [] }, want: { ...zeros, replicas: 0 } },
  { name: "an empty struct behind a pointer stays", json: { optional: {} }, want: { ...zeros, optional: {} } },
  {
    name: "quantities become canonical",
    json: { amounts: { cpu: 0.5, memory: "1024Mi" } },
    want: { ...zeros, amounts: { cpu: "500m", memory: "1Gi" } },
  },
  { name: "null in a map is the zero value", json: { secret: { k: null } }, want: { ...zeros, secret: { k: "" } } },
  { name: "items are filled in", json: { items: [{ mode: 5 }] }, want: { ...zeros, items: [{ key: "", mode: 5 }] } },
  { name: "a text for a number", json: { replicas: "three" }, want: 'replicas: expects an integer of 32 bits, found "three"' },
  { name: "a fraction for an integer", json: { replicas: 1.5 }, want: "replicas: expects an integer of 32 bits, found 1.5" },
  { name: "an integer out of range", json: { replicas: 2 ** 31 }, want: "replicas: expects an integer of 32 bits, found 2147483648" },
  { name: "a number for a text, within a list", json: { items: [{ key: 5 }] }, want: "items[0].key: expects a string, found 5" },
  { name: "no quantity", json: { amounts: { cpu: "lots" } }, want: 'amounts.cpu: expects a quantity, found "lots"' },
  { name: "no base64", json: { secret: { k: "***" } }, want: 'secret.k: expects base64, found "***"' },
  { name: "no time", json: { at: "tomorrow" }, want: 'at: expects a time as in RFC 3339, found "tomorrow"' },
  { name: "a list for a struct", json: { nested: [] }, want: "nested: expects an object, found []" },
];

for (const { name, json, want } of rows)
  test(`decode: ${name}`, () => {
    const decoded = decode(type, json);
    assert.deepEqual(decoded.kind === "decoded" ? decoded.value : decoded.message, want);
  });

const fields: fc.Arbitrary<JsonObject> = fc.record(
  {
    name: fc.string(),
    replicas: fc.oneof(fc.constant(null), fc.integer({ min: -5, max: 5 })),
    paused: fc.boolean(),
    port: fc.oneof(fc.string(), fc.nat(9)),
    amounts: fc.dictionary(fc.string(), fc.constantFrom("1", "0.5", "1024Ki", "5m")),
    items: fc.array(fc.record({ key: fc.string(), mode: fc.nat(3) }, { requiredKeys: [] })),
    rules: fc.array(fc.string()),
    nested: fc.record({ text: fc.string() }, { requiredKeys: [] }),
    other: fc.jsonValue() as fc.Arbitrary<Json>,
  },
  { requiredKeys: [] },
);

test("decode: what was decoded is decoded to itself", () => {
  fc.assert(
    fc.property(fields, (json) => {
      const once = decode(type, json);
      assert.equal(once.kind, "decoded");
      if (once.kind === "decoded") assert.deepEqual(decode(type, once.value), once);
    }),
  );
});

test("decode: the input is left alone", () => {
  const json = Object.freeze({ items: Object.freeze([Object.freeze({ key: "a", mode: 0 })]) });
  decode(type, json);
  assert.deepEqual(json, { items: [{ key: "a", mode: 0 }] });
});
