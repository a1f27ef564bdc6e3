import type { GroupKey } from "../model.ts";
import { isSame } from "./state.ts";

/** One group that wants an s-rule at a switch. */
interface Claim {
  readonly group: number;
  readonly bits: Uint32Array;
}

export interface TableRules {
  /** Entries that fit besides those of others and installed ones. */
  readonly room: number;
  /** Same number: the switch cannot tell the two groups apart. */
  keyOf(group: number): number;
  /** An installed entry with this group's key is there, and stays as it is. */
  isInstalled(group: number): boolean;
}

/** What a changed claim means for one switch. */
export interface TableChange {
  /** Entries added, removed or written anew. */
  readonly updates: number;
  /** Groups that gained or lost room. */
  readonly moved: readonly number[];
}

/**
 * The s-rule table of one switch (§5, rule 3): lets the claims in, in the order of the groups, while there is room.
 * Of two groups with one key the second leaves the entry of the first as it is.
 */
export class SwitchTable {
  readonly #rules: TableRules;
  /** Ascending by group. */
  #claims: Claim[] = [];
  #entries = new Map<number, Claim>();
  #turnedAway = new Set<number>();

  constructor(rules: TableRules) {
    this.#rules = rules;
  }

  hasTurnedAway(group: number): boolean {
    return this.#turnedAway.has(group);
  }

  /** Replaces the claim of a group; no bits: it claims nothing here any more. */
  change(group: number, bits: Uint32Array | undefined): TableChange {
    const at = this.#placeOf(group);
    const old = this.#claims[at]?.group === group ? this.#claims[at] : undefined;
    if (isSame(old?.bits, bits)) return nothing;
    const isPlain = this.#claims.length === this.#entries.size + this.#turnedAway.size;
    if (bits) this.#claims.splice(at, old ? 1 : 0, { group, bits });
    else this.#claims.splice(at, 1);
    const isAlone = isPlain && !this.#rules.isInstalled(group);
    return (isAlone ? this.#changeOne(group, old, bits) : undefined) ?? this.#fillAgain();
  }

  /** The quick way where no other claim is concerned: no keys are shared and nobody's turn changes. Undefined: somebody's does. */
  #changeOne(group: number, old: Claim | undefined, bits: Uint32Array | undefined): TableChange | undefined {
    const key = this.#rules.keyOf(group);
    const isTurnedAway = this.#turnedAway.has(group);
    const holder = this.#entries.get(key);
    if (holder !== undefined && holder.group !== group) return undefined;
    if (old && bits) {
      if (!isTurnedAway) this.#entries.set(key, { group, bits });
      return isTurnedAway ? nothing : one;
    }
    if (bits) {
      if (this.#rules.room <= this.#entries.size) return undefined;
      this.#entries.set(key, { group, bits });
      return one;
    }
    if (0 < this.#turnedAway.size) return undefined;
    this.#entries.delete(key);
    return one;
  }

  #fillAgain(): TableChange {
    const [entries, turnedAway] = [this.#entries, this.#turnedAway];
    this.#entries = new Map();
    this.#turnedAway = new Set();
    for (const claim of this.#claims) {
      const key = this.#rules.keyOf(claim.group);
      if (this.#rules.isInstalled(claim.group) || this.#entries.has(key)) continue;
      if (this.#entries.size < this.#rules.room) this.#entries.set(key, claim);
      else this.#turnedAway.add(claim.group);
    }
    const moved = [...turnedAway].filter((group) => !this.#turnedAway.has(group));
    for (const group of this.#turnedAway) if (!turnedAway.has(group)) moved.push(group);
    return { updates: differences(entries, this.#entries), moved };
  }

  /** Where the claim of a group is, or belongs. */
  #placeOf(group: number): number {
    let low = 0;
    let high = this.#claims.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#claims[middle] as Claim).group < group) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const nothing: TableChange = { updates: 0, moved: [] };
const one: TableChange = { updates: 1, moved: [] };

function differences(before: ReadonlyMap<number, Claim>, after: ReadonlyMap<number, Claim>): number {
  let count = 0;
  for (const [key, { bits }] of before) if (!isSame(bits, after.get(key)?.bits)) count += 1;
  for (const key of after.keys()) if (!before.has(key)) count += 1;
  return count;
}

/** Group addresses differ in their lower 28 bits only (224.0.0.0/4). */
export function keyNumber({ tenant, address }: GroupKey, ruleKey: "tenant+address" | "address"): number {
  const group = address & 0x0fffffff;
  return ruleKey === "address" ? group : tenant * 0x10000000 + group;
}
