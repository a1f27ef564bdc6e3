import { duration, grouped } from "../../server/export/words.ts";
import type { Spread } from "../../simulators/multicast/scale/percentiles.ts";
import type { ScaleReport } from "./scale.ts";

/** Name, value, and the published value where there is one. */
type Row = readonly [name: string, value: string, published?: string | undefined];

/** The figures with the published ones of the same settings beside them. */
export function scaleText(report: ScaleReport): string {
  const { topology, limits, generate, figures, milliseconds, memoryMb } = report;
  const hosts = topology.pods * topology.leavesPerPod * topology.hostsPerLeaf;
  const { workload, covered, onDefault, tables, headers, traffic, affected, updates } = figures;
  const published = publishedFor(report);
  const rows: readonly Row[] = [
    [
      "fabric",
      `${topology.pods} × ${topology.leavesPerPod} × ${topology.hostsPerLeaf} = ${grouped(hosts)} hosts, ${topology.spinesPerPod} spines per pod`,
    ],
    [
      "limits",
      `${limits.leafRules} + ${limits.spineRules} rules of ${limits.idsPerRule} ids, redundancy ${limits.redundancy}, tables ${grouped(limits.leafTable)} and ${grouped(limits.spineTable)}`,
    ],
    ["workload", `${generate.sizes}, at most ${generate.hostsPerRack} hosts of a tenant in a rack, seed ${generate.seed}`],
    ["groups", `${grouped(workload.groups)} of ${grouped(workload.tenants)} tenants, ${grouped(workload.members)} members`],
    [
      "mean group",
      `${workload.meanHosts.toFixed(1)} hosts, ${workload.meanLeaves.toFixed(1)} leaves, ${workload.meanPods.toFixed(1)} pods`,
    ],
    ["receivers that nothing reaches", grouped(figures.missed)],
    ["groups served by rules in the header only", percent(covered.leaves), published.covered],
    ["groups on a default rule", `${percent(onDefault.leaves)} at leaves, ${percent(onDefault.pods)} at pods`],
    ["table entries in a leaf", spread(tables.leaf), published.leafTable],
    ["table entries in a spine", spread(tables.spine)],
    [
      "header bytes",
      `mean ${headers.mean.toFixed(0)}, max ${headers.max}; published layout mean ${headers.published.mean.toFixed(0)}, max ${headers.published.max}`,
      "mean 114, max 325",
    ],
    ["groups over the header budget", percent(headers.overBudget)],
    ["traffic over ideal, links", `${ratio(traffic.published.links)} (exact ${ratio(traffic.exact.links)})`, published.links],
    [
      "traffic over ideal, bytes of 1500 B packets",
      `${ratio(traffic.published.bytes1500)} (exact ${ratio(traffic.exact.bytes1500)})`,
      published.bytes,
    ],
    ["traffic over ideal, bytes of 64 B packets", `${ratio(traffic.published.bytes64)} (exact ${ratio(traffic.exact.bytes64)})`],
    ["unicast over ideal, links", `${ratio(traffic.published.unicast)} (exact ${ratio(traffic.exact.unicast)})`, published.unicast],
    ["copies nobody asked for", percent(figures.overDelivery)],
    ["groups hit by a failed core, spine", `${percent(affected.core)}, ${percent(affected.spine.mean)}`, "22.3 %, 11.1 %"],
    ...(updates
      ? [
          [
            `updates per second at ${grouped(updates.eventsPerSecond)} events`,
            `core 0, spine ${updates.spine.mean.toFixed(1)}, leaf ${updates.leaf.mean.toFixed(1)}, hypervisor ${updates.host.mean.toFixed(1)}`,
            "0, 4, 5, 21",
          ] as const,
        ]
      : []),
    [
      "time and memory",
      `${duration(milliseconds)}, ${memoryMb} MiB, ${grouped(Math.round((workload.groups / Math.max(1, milliseconds)) * 1000))} groups per second`,
    ],
  ];
  return `${table(rows)}\n`;
}

/** Published rows are for 30 rules of 3 ids and 64,000 entries. */
function publishedFor({ limits, generate }: ScaleReport): {
  readonly covered?: string;
  readonly leafTable?: string;
  readonly links?: string;
  readonly bytes?: string;
  readonly unicast?: string;
} {
  const isPublished = limits.leafRules === 30 && limits.idsPerRule === 3 && limits.leafTable === 64_000 && generate.sizes === "wve";
  const row = isPublished ? rowsByRack[generate.hostsPerRack]?.[limits.redundancy] : undefined;
  return row ?? {};
}

/** Percent of groups, 95th percentile of leaf entries, links, bytes, unicast. By hosts per rack, then redundancy. */
const rowsByRack: { readonly [hostsPerRack: number]: { readonly [redundancy: number]: ReturnType<typeof publishedFor> } } = {
  1: {
    0: { covered: "77.9 %", links: "1.000", bytes: "1.036", unicast: "4.07" },
    6: { covered: "90.0 %", links: "1.157", bytes: "1.197", unicast: "4.07" },
    12: { covered: "96.1 %", links: "1.212", bytes: "1.252", unicast: "4.07" },
    24: { covered: "97.8 %" },
    48: { covered: "98.1 %" },
  },
  48: {
    0: { covered: "89.3 %", leafTable: "95 %: 4,059", links: "1.000", bytes: "1.022", unicast: "4.51" },
    6: { covered: "98.5 %", leafTable: "95 %: 466", links: "1.029", bytes: "1.051", unicast: "4.51" },
    12: { covered: "99.9 %", leafTable: "95 %: 16", links: "1.036", bytes: "1.059", unicast: "4.51" },
    24: { covered: "100 %" },
    48: { covered: "100 %" },
  },
};

function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows
    .map(([name, value, published]) => `${name.padEnd(width)}  ${value}${published === undefined ? "" : `   [published: ${published}]`}`)
    .join("\n");
}

const percent = (value: number): string => `${value.toFixed(1)} %`;
const ratio = (value: number): string => value.toFixed(3);
const spread = ({ mean, p95, max }: Spread): string => `mean ${mean.toFixed(0)}, 95 %: ${grouped(p95)}, max ${grouped(max)}`;
