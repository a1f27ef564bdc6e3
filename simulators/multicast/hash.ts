import type { GroupKey } from "./model.ts";

/** Tier byte of the hash. */
export type HashTier = 0 | 1;

/**
 * FNV-1a, 32 bit, over tenant (4 bytes, big-endian), address (4), sender (4), tier (1: 0 leaf, 1 spine): picks a live up-port (§3).
 * @see draft-eastlake-fnv: offset basis 2166136261, prime 16777619.
 */
export function pathHash({ tenant, address }: GroupKey, sender: number, tier: HashTier): number {
  let hash = 0x811c9dc5;
  for (const number of [tenant, address, sender]) {
    for (let shift = 24; shift >= 0; shift -= 8) hash = Math.imul(hash ^ ((number >>> shift) & 0xff), 0x01000193);
  }
  return Math.imul(hash ^ tier, 0x01000193) >>> 0;
}
