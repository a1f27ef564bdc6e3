import assert from "node:assert/strict";
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dataAt, sizeOf, sizeWordBytes, sizeWords, strideOf } from "../protocol/layout.ts";
import { Region } from "./region.ts";

const stride = strideOf(8192);

async function withRegion(use: (region: Region, fd: number) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "faultline-region-"));
  const fd = openSync(join(folder, "memory"), "wx+");
  try {
    const region = new Region(fd);
    region.reach(2 * stride);
    await use(region, fd);
  } finally {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  }
}

function bytes(fd: number, at: number, length: number): Buffer {
  const buffer = Buffer.alloc(length, 0xaa);
  assert.equal(readSync(fd, buffer, 0, length, at), length);
  return buffer;
}

function sizeAt(fd: number, base: number): number {
  const header = bytes(fd, base, sizeWords * sizeWordBytes);
  return sizeOf(new DataView(header.buffer, header.byteOffset, header.length));
}

test("region: what is cut off is zero when the file grows again, and the neighbour is left alone", () =>
  withRegion((region, fd) => {
    region.fill(0, Buffer.alloc(8192, 7));
    region.fill(stride, Buffer.alloc(8192, 9));
    region.truncate(0, 100);
    assert.equal(sizeAt(fd, 0), 100);
    region.truncate(0, 8192);
    const content = bytes(fd, dataAt(0), 8192);
    assert.ok(content.subarray(0, 100).every((byte) => byte === 7) && content.subarray(100).every((byte) => byte === 0));
    assert.ok(bytes(fd, dataAt(stride), 8192).every((byte) => byte === 9));
    assert.deepEqual([sizeAt(fd, 0), sizeAt(fd, stride)], [8192, 8192]);
  }));

for (const base of [0, stride]) {
  test(`region: the ${base === 0 ? "first" : "last"} block is cleared whole, header included, and nothing else`, () =>
    withRegion(async (region, fd) => {
      for (const at of [0, stride]) region.fill(at, Buffer.alloc(8192, 5));
      // Of a writer that ended before it told the size.
      writeSync(fd, Buffer.alloc(10, 1), 0, 10, base + stride - 10);
      await region.clear(base, stride);
      assert.ok(bytes(fd, base, stride).every((byte) => byte === 0));
      assert.equal(sizeAt(fd, stride - base), 8192);
      assert.equal(fstatSync(fd).size, 2 * stride);
    }));
}

test("region: atomics wrap around at 2^64 and say what was there", () =>
  withRegion((region) => {
    assert.equal(region.atomic(0, 8, { kind: "fetch-add", delta: String(2n ** 64n - 1n) }), 0n);
    assert.equal(region.atomic(0, 8, { kind: "fetch-add", delta: "3" }), 2n ** 64n - 1n);
    assert.equal(region.atomic(0, 8, { kind: "compare-and-swap", expected: "5", desired: "6" }), 2n);
    assert.equal(region.atomic(0, 8, { kind: "compare-and-swap", expected: "2", desired: "6" }), 2n);
    assert.equal(region.atomic(0, 8, { kind: "fetch-add", delta: "0" }), 6n);
  }));
