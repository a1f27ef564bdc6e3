import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canonicalQuantity, compareQuantities, parseQuantity } from "./quantity.ts";

// Canonical forms as a Kubernetes API server writes them.
const canonical: readonly (readonly [string, string | undefined])[] = [
  ["1024Mi", "1Gi"],
  ["0.5Gi", "512Mi"],
  ["0.5", "500m"],
  ["1", "1"],
  ["1000m", "1"],
  ["1500m", "1500m"],
  ["0", "0"],
  ["0Gi", "0"],
  ["-1Gi", "-1Gi"],
  ["1e3", "1e3"],
  ["12E", "12E"],
  ["16Ei", "9223372036854775807"],
  ["1000", "1k"],
  ["1023Ki", "1023Ki"],
  ["100Ki", "100Ki"],
  ["0.1Ki", "102400m"],
  ["0.1n", "1n"],
  [".5", "500m"],
  ["5.", "5"],
  ["lots", undefined],
  ["", undefined],
  [".", undefined],
  ["1 Gi", undefined],
  ["1gi", undefined],
];

for (const [text, want] of canonical)
  test(`quantity: ${JSON.stringify(text)} is ${want}`, () => assert.equal(canonicalQuantity(text), want));

const quantityText = fc
  .tuple(fc.integer({ min: -9999, max: 9999 }), fc.constantFrom("", ".25", ".5"), fc.constantFrom("", "m", "u", "k", "M", "Ki", "Mi", "Gi"))
  .map((parts) => parts.join(""));

test("quantity: the canonical text stands for the same amount, and is its own canonical text", () => {
  fc.assert(
    fc.property(quantityText, (text) => {
      const once = canonicalQuantity(text) ?? assert.fail(text);
      assert.equal(canonicalQuantity(once), once);
      assert.equal(parseQuantity(once)?.nano, parseQuantity(text)?.nano);
    }),
  );
});

test("quantity: amounts are compared whatever their units", () => {
  assert.equal(compareQuantities("1Gi", "1024Mi"), 0);
  assert.ok(compareQuantities("999m", "1") < 0);
  assert.ok(compareQuantities("1Ki", "1k") > 0);
  fc.assert(fc.property(quantityText, quantityText, (a, b) => assert.equal(compareQuantities(a, b), -compareQuantities(b, a) || 0)));
});
