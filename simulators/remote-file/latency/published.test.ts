import assert from "node:assert/strict";
import { test } from "node:test";
import { presets } from "../config/presets.ts";
import { calibrate } from "./calibrate.ts";
import { openUs, operationUs } from "./cost.ts";
import { publishedRows } from "./published.ts";
import { simulateReads } from "./reads.ts";

test("published figures: open and read within 10 % at all six points, the namenode's curve within 15 %", () => {
  const rows = publishedRows(40_000);
  const bounded = rows.filter(({ bound }) => bound !== undefined);
  assert.equal(bounded.length, 6 + 6 + 4);
  for (const { table, what, error, isMet } of bounded) assert.ok(isMet, `${table}, ${what}: ${(error * 100).toFixed(1)} %`);
});

test("published figures: the curve of the namenode rises, is highest near 17 clients, and falls", () => {
  const [one = 0, eight = 0, seventeen = 0, many = 0] = publishedRows(40_000).flatMap(({ table, ours }) =>
    table === "Crail namenode" ? [ours] : [],
  );
  assert.ok(one < eight && eight < seventeen && many < seventeen);
});

test("a simulated read takes what the formula says when nobody else is on the way", () => {
  for (const nic of [...presets.values(), { ...presets.get("cx5-100")!, mops: 2 }]) {
    for (const bytes of [0, 8, 4096, 262_144]) {
      const alone = simulateReads({ nic, clients: 1, bytes, reads: 5, opensEach: false });
      assert.ok(Math.abs(alone.meanUs - operationUs(nic, bytes)) < 1e-9);
      assert.equal(alone.events, 25);
      const opened = simulateReads({ nic, clients: 1, bytes, reads: 5, opensEach: true });
      assert.ok(Math.abs(opened.meanUs - openUs(nic, false) - operationUs(nic, bytes)) < 1e-9);
    }
  }
});

test("many clients share the wire: no more bytes than it carries", () => {
  const nic = presets.get("crail-cx4")!;
  const { microseconds, reads } = simulateReads({ nic, clients: 64, bytes: 65_536, reads: 50, opensEach: false });
  const rate = (reads * 65_536) / microseconds / 1000;
  assert.ok(rate <= nic.gigabytesPerSecond && 0.99 * nic.gigabytesPerSecond < rate, `${rate} GB/s`);
});

test("calibration finds the model that made three times", () => {
  const nic = presets.get("crail-cx4")!;
  const at = (bytes: number) => ({ bytes, microseconds: operationUs(nic, bytes) });
  const found = calibrate(nic, [at(4), at(4096), at(262_144)]);
  assert.ok(Math.abs(found.baseUs - nic.baseUs) < 1e-9);
  assert.ok(Math.abs(found.hopUsPerKiB - nic.hopUsPerKiB) < 1e-9);
  assert.ok(Math.abs(found.gigabytesPerSecond - nic.gigabytesPerSecond) < 1e-6);
});
