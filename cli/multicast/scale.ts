import { escapeControls } from "../../server/export/escape.ts";
import { count, duration, grouped } from "../../server/export/words.ts";
import { unlimited } from "../../simulators/core/budget.ts";
import type { Generate, Limits, Topology } from "../../simulators/multicast/model.ts";
import { measureScale, publishedChurn, type ScaleFigures } from "../../simulators/multicast/scale/figures.ts";
import { type Arguments, choiceOption, integerOption, type Option } from "../arguments.ts";
import type { World } from "../command.ts";
import { UsageError } from "../usage-error.ts";
import { scaleText } from "./scale-text.ts";

export const scaleOptions: readonly Option[] = [
  { name: "seed", value: "N", help: "seed of the workload (default 1)" },
  { name: "groups", value: "N", help: "groups (default 1,000,000)" },
  { name: "tenants", value: "N", help: "tenants (default 3,000)" },
  { name: "sizes", value: "SIZES", help: "sizes of groups: wve (default) or uniform" },
  { name: "hosts-per-rack", value: "P", help: "hosts of a tenant under one leaf; 1 spreads over the pod (default 1)" },
  { name: "smallest", value: "N", help: "members of the smallest group (default 5)" },
  { name: "vms-per-host", value: "N", help: "machines on a host (default 20)" },
  { name: "redundancy", value: "R", help: "redundant bits in a rule (default 0)" },
  { name: "leaf-rules", value: "N", help: "rules for leaves in a header (default 30)" },
  { name: "spine-rules", value: "N", help: "rules for pods in a header (default 2)" },
  { name: "ids-per-rule", value: "K", help: "switches in a rule (default 3)" },
  { name: "leaf-table", value: "N", help: "entries in a leaf (default 64,000)" },
  { name: "spine-table", value: "N", help: "entries in a spine (default 64,000)" },
  { name: "format", value: "FORMAT", help: "pretty (default) or json" },
];

export interface ScaleSettings {
  readonly topology: Topology;
  readonly limits: Limits;
  readonly generate: Generate;
}

/** What one run of `faultline multicast scale` measured. */
export interface ScaleReport extends ScaleSettings {
  readonly schema: "faultline-multicast-scale/1";
  readonly figures: ScaleFigures;
  readonly milliseconds: number;
  /** Largest resident set of this process, MiB. */
  readonly memoryMb: number;
}

/** `faultline multicast scale`: the generated workload alone, on the published fabric, with time and memory. */
export async function scale(given: Arguments, { terminal }: World): Promise<number> {
  if (given.operands.length > 0)
    throw new UsageError("multicast scale takes options only; a configuration with `generate` is checked by `faultline check`");
  const format = choiceOption(given, "format", ["pretty", "json"]) ?? "pretty";
  const settings = readSettings(given);
  const { topology, limits, generate } = settings;
  const start = performance.now();
  const budget = {
    ...unlimited(),
    progress: ({ done, total }: { readonly done: number; readonly total?: number }) =>
      terminal.status(`${grouped(done)} of ${count(total ?? 0, "group")}`),
  };
  const result = measureScale(topology, limits, generate, budget, { churn: publishedChurn });
  terminal.status(undefined);
  if (result.kind === "stopped") throw new Error(`stopped by ${result.limit} without a limit`);
  const milliseconds = Math.round(performance.now() - start);
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const report: ScaleReport = { schema: "faultline-multicast-scale/1", ...settings, figures: result.figures, milliseconds, memoryMb };
  await terminal.out(format === "json" ? `${JSON.stringify(plain(report), null, 2)}\n` : escaped(scaleText(report)));
  terminal.tell(`${duration(milliseconds)}, ${memoryMb} MiB`);
  return report.figures.missed === 0 ? 0 : 1;
}

/** The published evaluation's fabric and limits (docs/multicast/specification.md, section 10). */
function readSettings(given: Arguments): ScaleSettings {
  const number = (name: string, least: number, most: number, otherwise: number) => integerOption(given, name, { least, most }) ?? otherwise;
  return {
    topology: { pods: 12, leavesPerPod: 48, hostsPerLeaf: 48, spinesPerPod: 4, coresPerSpine: 4 },
    limits: {
      headerBytes: 325,
      headersPerPacket: 8,
      leafRules: number("leaf-rules", 0, 1000, 30),
      spineRules: number("spine-rules", 0, 64, 2),
      idsPerRule: number("ids-per-rule", 1, 16, 3),
      redundancy: number("redundancy", 0, 100_000, 0),
      leafTable: number("leaf-table", 0, 1_000_000, 64_000),
      spineTable: number("spine-table", 0, 1_000_000, 64_000),
      ruleKey: "tenant+address",
      updatesPerSecond: { leaf: 1000, spine: 1000, host: 1000 },
      occupied: { leaves: new Map(), pods: new Map() },
    },
    generate: {
      tenants: number("tenants", 1, 1_000_000, 3000),
      groups: number("groups", 1, 100_000_000, 1_000_000),
      sizes: choiceOption(given, "sizes", ["wve", "uniform"]) ?? "wve",
      hostsPerRack: number("hosts-per-rack", 1, 48, 1),
      smallest: number("smallest", 1, 5000, 5),
      vmsPerHost: number("vms-per-host", 1, 1000, 20),
      seed: number("seed", 0, 0xffff_ffff, 1),
    },
  };
}

/** Maps have no JSON form; these are empty. */
const plain = (report: ScaleReport) => ({ ...report, limits: { ...report.limits, occupied: {} } });

const escaped = (text: string): string => text.split("\n").map(escapeControls).join("\n");
