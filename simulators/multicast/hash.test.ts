import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { pathHash } from "./hash.ts";

/** FNV-1a with whole numbers of any size, over the 13 bytes of §3. */
function fnv1a(tenant: number, address: number, sender: number, tier: number): number {
  const bytes = Buffer.alloc(13);
  [tenant, address, sender].forEach((number, index) => bytes.writeUInt32BE(number, index * 4));
  bytes[12] = tier;
  return Number(bytes.reduce((hash, byte) => ((hash ^ BigInt(byte)) * 16777619n) % 4294967296n, 2166136261n));
}

test("pathHash is FNV-1a over tenant, address, sender and tier", () => {
  const number = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(
    fc.property(number, number, number, fc.constantFrom(0 as const, 1 as const), (tenant, address, sender, tier) => {
      assert.equal(pathHash({ tenant, address }, sender, tier), fnv1a(tenant, address, sender, tier));
    }),
  );
});
