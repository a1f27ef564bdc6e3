/** The s-rule tables of the switches: what is in them, and who gets in (§5, rule 3). */
import { bitmapOf, isEqual } from "./bitmap.ts";
import type { Bitmap, GroupKey, InstalledRule, Limits, Topology } from "./model.ts";
import { leafCount } from "./topology.ts";

/** An s-rule for a pod is in all its spines. */
export type Tier = "leaf" | "pod";

export interface TableEntry {
  readonly ports: Bitmap;
  /** Key under which it was written. */
  readonly key: GroupKey;
  /** Who wrote it: the controller for a group (its index), or the configuration (`installed.rules`, its index). */
  readonly by: { readonly kind: "group" | "installed"; readonly index: number };
}

/**
 * - `added`: takes an entry.
 * - `kept`: an installed entry with the same key stays as it is, right or stale.
 * - `collision`: another group has the entry; it keeps it.
 * - `full`: no room.
 */
export type Admission = "added" | "kept" | "collision" | "full";

/** A table that turned groups away. */
export interface FullTable {
  readonly tier: Tier;
  readonly id: number;
  /** Indices of the groups that wanted an entry, in the order of asking. */
  readonly groups: readonly number[];
}

/** Two groups whose s-rules have one key at one switch. */
export interface Collision {
  readonly tier: Tier;
  readonly id: number;
  /** Index of the group that has the entry, and of the one that wanted it. */
  readonly holder: number;
  readonly wanted: number;
}

export interface Tables {
  /** What a switch finds for a packet of this group. */
  find(tier: Tier, id: number, key: GroupKey): TableEntry | undefined;
  /** The same for all switches of a tier at once, by their ids; undefined when none has an entry. */
  findAll(tier: Tier, key: GroupKey): ReadonlyMap<number, TableEntry> | undefined;
  /** Entries that can still be added. */
  room(tier: Tier, id: number): number;
  /** Entries taken, those of others and installed ones included. */
  used(tier: Tier, id: number): number;
  admit(tier: Tier, id: number, key: GroupKey, ports: Bitmap, group: number): Admission;
  /** Known entries of one switch, in the order of writing. */
  entries(tier: Tier, id: number): readonly TableEntry[];
  /** Switches with known entries, ascending. */
  switches(tier: Tier): readonly number[];
  /** Tables that turned somebody away, leaves first, ascending. Tables of size 0 are none that could be full and are left out. */
  full(): readonly FullTable[];
  collisions(): readonly Collision[];
}

export type TableLimits = Pick<Limits, "leafTable" | "spineTable" | "ruleKey" | "occupied">;

/** Tables with the installed rules in them, before any group. Of two installed rules with one key the first is in the switch. */
export function createTables(topology: Topology, limits: TableLimits, installed: readonly InstalledRule[] = []): Tables {
  const tiers = {
    leaf: new TierTables(limits.leafTable, limits.occupied.leaves, limits.ruleKey),
    pod: new TierTables(limits.spineTable, limits.occupied.pods, limits.ruleKey),
  };
  const widths = { leaf: topology.hostsPerLeaf, pod: topology.leavesPerPod };
  const counts = { leaf: leafCount(topology), pod: topology.pods };
  for (const { at, ports, tenant, address, index } of installed) {
    if (at.id >= counts[at.tier]) continue;
    const entry: TableEntry = { ports: bitmapOf(widths[at.tier], ports), key: { tenant, address }, by: { kind: "installed", index } };
    tiers[at.tier].install(at.id, entry);
  }
  return {
    find: (tier, id, key) => tiers[tier].find(id, key),
    findAll: (tier, key) => tiers[tier].findAll(key),
    room: (tier, id) => tiers[tier].room(id),
    used: (tier, id) => tiers[tier].used(id),
    admit: (tier, id, key, ports, group) => tiers[tier].admit(id, { ports, key, by: { kind: "group", index: group } }),
    entries: (tier, id) => tiers[tier].entries(id),
    switches: (tier) => tiers[tier].switches(),
    full: () => [...tiers.leaf.full("leaf"), ...tiers.pod.full("pod")],
    collisions: () => [...tiers.leaf.collisions("leaf"), ...tiers.pod.collisions("pod")],
  };
}

class TierTables {
  readonly #size: number;
  readonly #occupied: ReadonlyMap<number, number>;
  readonly #ruleKey: Limits["ruleKey"];
  readonly #byGroup = new Map<number, Map<number, TableEntry>>();
  readonly #bySwitch = new Map<number, TableEntry[]>();
  readonly #full = new Map<number, number[]>();
  readonly #collisions: Omit<Collision, "tier">[] = [];

  constructor(size: number, occupied: ReadonlyMap<number, number>, ruleKey: Limits["ruleKey"]) {
    this.#size = size;
    this.#occupied = occupied;
    this.#ruleKey = ruleKey;
  }

  find(id: number, key: GroupKey): TableEntry | undefined {
    return this.findAll(key)?.get(id);
  }

  findAll(key: GroupKey): ReadonlyMap<number, TableEntry> | undefined {
    return this.#byGroup.get(this.#keyOf(key));
  }

  used(id: number): number {
    return (this.#occupied.get(id) ?? 0) + (this.#bySwitch.get(id)?.length ?? 0);
  }

  room(id: number): number {
    return Math.max(0, this.#size - this.used(id));
  }

  install(id: number, entry: TableEntry): void {
    if (!this.find(id, entry.key)) this.#write(id, entry);
  }

  admit(id: number, entry: TableEntry): Admission {
    const present = this.find(id, entry.key);
    if (present?.by.kind === "installed") return "kept";
    if (present) {
      const isOwn = present.by.index === entry.by.index && isEqual(present.ports, entry.ports);
      if (!isOwn) this.#collisions.push({ id, holder: present.by.index, wanted: entry.by.index });
      return isOwn ? "added" : "collision";
    }
    if (this.room(id) === 0) {
      this.#turnAway(id, entry.by.index);
      return "full";
    }
    this.#write(id, entry);
    return "added";
  }

  entries(id: number): readonly TableEntry[] {
    return [...(this.#bySwitch.get(id) ?? [])];
  }

  switches(): readonly number[] {
    return [...this.#bySwitch.keys()].sort((a, b) => a - b);
  }

  full(tier: Tier): FullTable[] {
    return [...this.#full].sort(([a], [b]) => a - b).map(([id, groups]) => ({ tier, id, groups }));
  }

  collisions(tier: Tier): Collision[] {
    return this.#collisions.map((collision) => ({ tier, ...collision }));
  }

  #turnAway(id: number, group: number): void {
    if (this.#size === 0) return;
    const groups = this.#full.get(id);
    if (groups) groups.push(group);
    else this.#full.set(id, [group]);
  }

  #write(id: number, entry: TableEntry): void {
    const atSwitch = this.#bySwitch.get(id);
    if (atSwitch) atSwitch.push(entry);
    else this.#bySwitch.set(id, [entry]);
    const key = this.#keyOf(entry.key);
    const ofGroup = this.#byGroup.get(key);
    if (ofGroup) ofGroup.set(id, entry);
    else this.#byGroup.set(key, new Map([[id, entry]]));
  }

  /** Group addresses differ in their lower 28 bits only (224.0.0.0/4), so that tenant and address fit one exact number. */
  #keyOf({ tenant, address }: GroupKey): number {
    const group = address & 0x0fffffff;
    return this.#ruleKey === "address" ? group : tenant * 0x10000000 + group;
  }
}
