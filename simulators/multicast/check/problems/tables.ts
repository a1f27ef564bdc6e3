import { hasPointer, type Pointer } from "../../config/index.ts";
import { countOf } from "../../../core/config/words.ts";
import { leafText } from "../../names.ts";
import type { Collision, FullTable, Tier } from "../../tables.ts";
import { type Desk, type Draft, draftOf, groupName, limit, nameOf } from "../draft.ts";
import { type Remedy, setting, withLimits } from "../remedies.ts";
import { listed } from "../words.ts";

/** FL3003: one problem for each kind of switch. */
export function fullTableProblems(desk: Desk): Draft[] {
  const { full } = desk.state.installation;
  return (["leaf", "pod"] as const).flatMap((tier) => {
    const tables = full.filter((table) => table.tier === tier);
    const worst = tables.reduce<FullTable | undefined>(
      (most, table) => (most && most.groups.length >= table.groups.length ? most : table),
      undefined,
    );
    return worst ? [fullTableProblem(desk, tier, tables, worst)] : [];
  });
}

function fullTableProblem(desk: Desk, tier: Tier, tables: readonly FullTable[], worst: FullTable): Draft {
  const { fabric } = desk.state;
  const groups = [...new Set(tables.flatMap((table) => table.groups))].sort((a, b) => a - b).flatMap((index) => fabric.groups[index] ?? []);
  const size = tier === "leaf" ? fabric.limits.leafTable : fabric.limits.spineTable;
  const names = tables.map((table) => switchName(desk, table));
  const message =
    `${tables.length > 1 ? `The tables of ${listed(names)} are` : `The table of ${listed(names)} is`} full (${countOf(size, "entry", "entries")}): ` +
    `${listed(groups.map(groupName))} ${groups.length > 1 ? "find" : "finds"} no room and ${groups.length > 1 ? "fall" : "falls"} to the default rule there`;
  const [first] = groups;
  const at: readonly Pointer[] = [
    ...occupiedAt(desk, worst),
    limit(tier === "leaf" ? "leafTable" : "spineTable"),
    ["limits"],
    ...(first ? [nameOf(first)] : []),
  ];
  const related = groups.slice(0, 10).map((group) => ({ message: `${groupName(group)} falls to the default rule`, at: nameOf(group) }));
  return draftOf(desk, { code: "FL3003", severity: "error", message, at, related, remedies: () => [roomForAll(desk, tier, tables)] });
}

/** As many entries as the fullest table needs. */
function roomForAll(desk: Desk, tier: Tier, tables: readonly FullTable[]): Remedy {
  const name = tier === "leaf" ? "leafTable" : "spineTable";
  const { tables: now } = desk.state.installation;
  const size = Math.max(...tables.map(({ id, groups }) => now.used(tier, id) + groups.length));
  const isProven = () => size <= mostEntries && withLimits(desk, { [name]: size }).installation.full.every((table) => table.tier !== tier);
  return setting(desk, limit(name), size, isProven, true);
}

/** Bound of `limits.leafTable` and `limits.spineTable`. */
const mostEntries = 1_000_000;

function switchName({ state }: Desk, { tier, id }: Pick<FullTable, "tier" | "id">): string {
  return tier === "leaf" ? `leaf ${leafText(state.fabric.topology, id)}` : `the spines of pod ${id}`;
}

/** The entry of `occupied` that takes the room, in whichever form it is written. */
function occupiedAt({ state, document }: Desk, { tier, id }: FullTable): readonly Pointer[] {
  const names = tier === "leaf" ? [`leaf:${leafText(state.fabric.topology, id)}`, `leaf:${id}`] : [`pod:p${id}`, `pod:${id}`];
  return names.map((name): Pointer => ["limits", "occupied", name]).filter((pointer) => hasPointer(document.spans, pointer));
}

/** FL3013, second form: `ruleKey: "address"` and two groups want an s-rule with the same address at one switch. */
export function collisionProblems(desk: Desk): Draft[] {
  const { fabric, installation } = desk.state;
  if (fabric.limits.ruleKey !== "address") return [];
  const byWanted = new Map<number, Collision[]>();
  for (const collision of installation.collisions) {
    const holder = fabric.groups[collision.holder];
    const wanted = fabric.groups[collision.wanted];
    // The same tenant and address twice is said where the configuration is read.
    if (!holder || !wanted || holder.tenant === wanted.tenant) continue;
    byWanted.set(collision.wanted, [...(byWanted.get(collision.wanted) ?? []), collision]);
  }
  return [...byWanted].sort(([a], [b]) => a - b).map(([, collisions]) => collisionProblem(desk, collisions));
}

function collisionProblem(desk: Desk, collisions: readonly Collision[]): Draft {
  const { groups } = desk.state.fabric;
  const [first] = collisions;
  const later = groups[first?.wanted ?? -1];
  const earlier = groups[first?.holder ?? -1];
  if (!later || !earlier) throw new Error("a collision of no groups");
  const where = [...new Set(collisions.map((collision) => switchName(desk, collision)))];
  const message =
    `${groupName(later)} (tenant ${later.tenant}) and ${groupName(earlier)} (tenant ${earlier.tenant}) want s-rules for the same address at ${listed(where)}, ` +
    "and the tables do not tell tenants apart: packets of one go to the receivers of the other";
  const related = [
    { message: `${groupName(earlier)} has the entry`, at: ["groups", earlier.index, "address"] as const },
    { message: "The tables are keyed by address alone", at: limit("ruleKey") },
  ];
  const at: readonly Pointer[] = [["groups", later.index, "address"]];
  return draftOf(desk, { code: "FL3013", severity: "error", message, at, related, remedies: () => [byTenant(desk)] });
}

function byTenant(desk: Desk): Remedy {
  const isProven = () => withLimits(desk, { ruleKey: "tenant+address" }).installation.collisions.length === 0;
  return setting(desk, limit("ruleKey"), "tenant+address", isProven, true);
}
