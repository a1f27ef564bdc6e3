import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bytesText } from "./words.ts";

test("sizes: whole KiB and quarters of MiB are told as such, all others in bytes", () => {
  const told = [0, 24, 1023, 1024, 1025, 4096, 1024 * 1024, 1025 * 1024, 1536 * 1024].map(bytesText);
  assert.deepEqual(told, ["0 B", "24 B", "1,023 B", "1 KiB", "1,025 B", "4 KiB", "1 MiB", "1,025 KiB", "1.5 MiB"]);
});

test("sizes: what is told is exactly what is meant", () => {
  const units: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 * 1024 };
  const size = fc.oneof(
    fc.nat(),
    fc.nat(100_000).map((count) => count * 1024),
  );
  fc.assert(
    fc.property(size, (bytes) => {
      const [count = "", unit = ""] = bytesText(bytes).split(" ");
      assert.equal(Number(count.replaceAll(",", "")) * (units[unit] ?? 0), bytes);
    }),
  );
});
