import type { CopyOnLink, HeaderPicture, TopologyPicture } from "../../../../protocol/picture.ts";
import { count, formatBytesOfBits, formatCount, numberList } from "../../model/format.ts";
import { linkTitles, portPrefix } from "./header-bits.ts";
import { fixed, join, type TextLine, type TextLines } from "../text-lines.ts";
import { gotWords, hostRows, hostSummary } from "./hosts.ts";
import { nodeCode, nodeName, nodeTitle, parseNode } from "./names.ts";

/** Everything that the picture, the header strip and the tables say. */
export function topologyText(picture: TopologyPicture): TextLines {
  const rows = hostRows(picture);
  return join([
    fixed(fabricLines(picture)),
    fixed([{ text: "Way of the packet: every copy on every link", isTitle: true }]),
    { count: picture.copies.length, line: (index) => copyLine(picture, picture.copies[index]) },
    fixed(picture.headers.flatMap((header, index) => headerLines(header, index, picture.headers.length))),
    fixed([
      {
        text: `Hosts: ${hostSummary(picture)
          .map(({ text }) => text)
          .join(", ")}`,
        isTitle: true,
      },
    ]),
    {
      count: rows.length,
      line: (index) => {
        const row = rows[index];
        if (!row) return { text: "" };
        const outcome = row.outcome === "wanted" ? "" : `  ${outcomeWords[row.outcome]}`;
        return {
          text: `${row.name.padEnd(22)} asked ${row.asked ? "yes" : "no "}  got ${gotWords(row).padEnd(7)} by ${row.by || "nothing"}${outcome}`,
          isBad: row.outcome !== "wanted" && row.outcome !== "unreachable",
        };
      },
    },
    fixed(loadLines(picture)),
  ]);
}

export const outcomeWords = {
  wanted: "",
  unasked: "unasked",
  duplicate: "more than once",
  missing: "missing",
  unreachable: "no live path",
} as const;

function fabricLines({ fabric, sender, failed }: TopologyPicture): readonly TextLine[] {
  return [
    { text: "Fabric", isTitle: true },
    {
      text: `${count(fabric.pods, "pod")} of ${fabric.leavesPerPod} leaves and ${fabric.spinesPerPod} spines, ${fabric.hostsPerLeaf} hosts on a leaf, ${fabric.coresPerSpine} cores in each of ${fabric.spinesPerPod} planes`,
    },
    { text: `sender ${nodeName(fabric, nodeCode("host", sender))}` },
    ...(failed.length > 0 ? [{ text: `down: ${failed.join(", ")}` }] : []),
  ];
}

function copyLine({ fabric, headers }: TopologyPicture, copy: CopyOnLink | undefined): TextLine {
  if (!copy) return { text: "" };
  const name = (node: string): string => {
    const code = parseNode(node);
    return code === undefined ? node : nodeTitle(fabric, code);
  };
  const rule = copy.rule === "host" ? "" : copy.rule === "none" ? ", no rule there" : `, ${copy.rule} there`;
  const header = headers.length > 1 ? `, header ${copy.header + 1}` : "";
  const kind = copy.kind === "wanted" ? "" : `, ${copy.kind}`;
  const way = `${name(copy.from)} → ${name(copy.to)}`;
  return {
    text: `${String(copy.step + 1).padStart(3)}  ${way.padEnd(36)} header ${formatBytesOfBits(copy.headerBits)}, frame ${formatCount(copy.frameBytes)} B${header}${rule}${kind}`,
    step: copy.step,
    isBad: copy.kind === "unasked" || copy.kind === "duplicate",
  };
}

function headerLines(header: HeaderPicture, index: number, headers: number): readonly TextLine[] {
  return [
    {
      text: `Header${headers > 1 ? ` ${index + 1} of ${headers}` : ""}: ${count(header.bits, "bit")}, ${formatBytesOfBits(header.bits)}`,
      isTitle: true,
    },
    { text: header.hex },
    ...header.links.map(({ link, bits, popped }) => ({
      text: `${linkTitles[link].padEnd(14)} ${formatBytesOfBits(bits).padStart(6)}  ${popped}`,
    })),
    ...header.parts.flatMap((part): readonly TextLine[] => [
      { text: `${part.part.padEnd(5)} bits ${part.at} to ${part.at + part.bits - 1}` },
      ...part.rows.map((row) => ({
        text: `      ${row.label.padEnd(9)} ${row.names.padEnd(16)} ${numberList(portPrefix(part.part, row.label), row.bitmap.ports, 40) || "no port set"}`,
      })),
    ]),
  ];
}

function loadLines({ fabric, load }: TopologyPicture): readonly TextLine[] {
  if (!load || load.length === 0) return [];
  const name = (node: string): string => nodeName(fabric, parseNode(node) ?? 0);
  return [
    { text: "Load of the busiest links", isTitle: true },
    ...load.map(({ from, to, gbps, rateGbps, streams }) => ({
      text: `${`${name(from)} → ${name(to)}`.padEnd(22)} ${gbps.toFixed(2)} of ${rateGbps} Gbit/s  ${streams.join(", ")}`,
      isBad: gbps > rateGbps,
    })),
  ];
}
