import type { HostOutcome, TopologyPicture } from "../../../../protocol/picture.ts";
import { count, formatCount, numberList } from "../../model/format.ts";
import { type FabricShape, nodeCode, nodeName } from "./names.ts";

/** Hosts of one leaf with the same outcome: a row of the table. */
export interface HostRow {
  /** "p4.l12.h0 h1". */
  readonly name: string;
  readonly hosts: readonly number[];
  readonly pod: number;
  readonly asked: boolean;
  /** Copies that each of them got. */
  readonly copies: number;
  readonly by: string;
  readonly outcome: "wanted" | "unasked" | "duplicate" | "missing" | "unreachable";
}

/** Ascending by leaf; on a leaf those that asked come first. */
export function hostRows({ fabric, hosts }: TopologyPicture): readonly HostRow[] {
  const rows: HostRow[] = [];
  for (let i = 0; i < hosts.length; ) {
    const leaf = leafOf(fabric, hosts[i]?.host ?? 0);
    let end = i;
    while (end < hosts.length && leafOf(fabric, hosts[end]?.host ?? 0) === leaf) end += 1;
    rows.push(...rowsOfLeaf(fabric, leaf, hosts.slice(i, end)));
    i = end;
  }
  return rows;
}

/** What the pills below the table say. */
export function hostSummary(picture: TopologyPicture): readonly { readonly text: string; readonly isBad: boolean }[] {
  const { hosts } = picture;
  const number = (test: (host: HostOutcome) => boolean): number => hosts.filter(test).length;
  const wanted = number((host) => host.wanted);
  const missing = number((host) => outcomeOf(host) === "missing");
  const pills = [
    { text: `${formatCount(number((host) => host.wanted && host.copies > 0))} of ${count(wanted, "receiver")}`, isBad: missing > 0 },
    { text: `${formatCount(missing)} missing`, isBad: true, only: missing },
    {
      text: `${formatCount(number((host) => host.unreachable === true))} without a live path`,
      isBad: false,
      only: number((host) => host.unreachable === true),
    },
    {
      text: `${formatCount(number((host) => !host.wanted && host.copies > 0))} unasked`,
      isBad: true,
      only: number((host) => !host.wanted && host.copies > 0),
    },
    { text: `${formatCount(number((host) => host.copies > 1))} more than once`, isBad: true, only: number((host) => host.copies > 1) },
    { text: count(picture.copies.length, "link"), isBad: false },
  ];
  return pills.filter((pill) => pill.only !== 0).map(({ text, isBad }) => ({ text, isBad }));
}

export function gotWords({ copies, hosts }: HostRow): string {
  return hosts.length > 1 && copies > 0 ? `${copies} each` : String(copies);
}

function rowsOfLeaf(fabric: FabricShape, leaf: number, hosts: readonly HostOutcome[]): readonly HostRow[] {
  const rows = new Map<string, { first: HostOutcome; hosts: number[] }>();
  for (const host of hosts) {
    const key = `${host.wanted} ${host.copies} ${host.by} ${host.unreachable === true}`;
    const row = rows.get(key);
    if (row) row.hosts.push(host.host);
    else rows.set(key, { first: host, hosts: [host.host] });
  }
  return [...rows.values()]
    .sort((a, b) => Number(b.first.wanted) - Number(a.first.wanted))
    .map(({ first, hosts: numbers }) => ({
      name: `${nodeName(fabric, nodeCode("leaf", leaf))}.${numberList(
        "h",
        numbers.map((number) => number % fabric.hostsPerLeaf),
        6,
      )}`,
      hosts: numbers,
      pod: Math.floor(leaf / fabric.leavesPerPod),
      asked: first.wanted,
      copies: first.copies,
      by: first.by,
      outcome: outcomeOf(first),
    }));
}

function outcomeOf({ wanted, copies, unreachable }: HostOutcome): HostRow["outcome"] {
  if (unreachable) return "unreachable";
  if (copies > 1) return "duplicate";
  if (copies === 0) return "missing";
  return wanted ? "wanted" : "unasked";
}

const leafOf = (fabric: FabricShape, host: number): number => Math.floor(host / fabric.hostsPerLeaf);
