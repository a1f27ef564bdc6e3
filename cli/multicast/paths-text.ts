import { escapeControls } from "../../server/export/escape.ts";
import { count, grouped } from "../../server/export/words.ts";
import type { Topology } from "../../simulators/multicast/model.ts";
import { hostText, nodeText } from "../../simulators/multicast/names.ts";
import type { PathsAnswer, PathsEvent, PathsHeader, PathsHop } from "../../simulators/multicast/paths.ts";

/** The way of one packet for people: who gets it, the header on each link, every hop, what it costs. */
export function pathsText(answer: PathsAnswer, topology: Topology): string {
  const lines = [
    `${escapeControls(answer.group)} (${answer.tenant}/${answer.address}) from ${hostText(topology, answer.from)}`,
    "",
    ...hostLines(answer, topology),
    "",
    ...answer.headers.flatMap((header, index) => headerLines(header, answer.headers.length > 1 ? ` ${index}` : "", topology)),
    "",
    ...hopLines(answer.hops, topology),
    ...answer.events.map((event) => eventLine(event, topology)),
    "",
    ...costLines(answer),
  ];
  return `${lines.join("\n")}\n`;
}

function hostLines(answer: PathsAnswer, topology: Topology): readonly string[] {
  const several = Object.entries(answer.copies).filter(([, copies]) => copies > 1);
  return [
    hostsLine("delivered", answer.delivered, topology),
    hostsLine("spurious", answer.spurious, topology),
    hostsLine("missing", answer.missing, topology),
    hostsLine("unreachable", answer.unreachable, topology),
    ...several.map(([host, copies]) => `${copies} copies at ${hostText(topology, Number(host))}`),
  ];
}

/** So many hosts are listed; the JSON form has them all. */
const mostHosts = 20;

function hostsLine(title: string, hosts: readonly number[], topology: Topology): string {
  const shown = hosts.slice(0, mostHosts).map((host) => hostText(topology, host));
  const left = hosts.length - shown.length;
  return `${title.padEnd(11)} ${grouped(hosts.length).padStart(4)}  ${shown.join(" ")}${left > 0 ? ` … and ${grouped(left)} more` : ""}`.trimEnd();
}

function headerLines({ hex, headerBits, parts, receivers }: PathsHeader, number: string, topology: Topology): readonly string[] {
  const bits = Object.entries(headerBits).map(([link, value]) => `${link} ${value}`);
  const served =
    number === ""
      ? ""
      : ` for ${receivers
          .slice(0, mostHosts)
          .map((host) => hostText(topology, host))
          .join(" ")}`;
  return [
    `header${number}${served}: ${hex}`,
    `  bits on each link: ${bits.join(", ")}`,
    `  parts: ${parts.map(({ part, at, bits: width }) => `${part} at ${at}, ${width} bits`).join("; ") || "cannot be read"}`,
  ];
}

function hopLines(hops: readonly PathsHop[], topology: Topology): readonly string[] {
  const rows = hops.map((hop) => [
    hop.link,
    `${nodeText(topology, hop.from)} → ${nodeText(topology, hop.to)}`,
    `${hop.headerBits} bits`,
    `${hop.frameBytes} B`,
    hop.rule,
    hop.out.join(" "),
  ]);
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, column) => (column === 2 || column === 3 ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

function eventLine(event: PathsEvent, topology: Topology): string {
  switch (event.kind) {
    case "drop":
      return event.to === undefined
        ? `dropped at ${nodeText(topology, event.from)}: no live port up`
        : `dropped at ${nodeText(topology, event.from)}: the link to ${nodeText(topology, event.to)} is dead`;
    case "black-hole":
      return `black hole at ${nodeText(topology, event.at)}: ${event.receivers.map((host) => hostText(topology, host)).join(" ")} get nothing`;
    case "loop":
      return `loop: back at ${nodeText(topology, event.at)}`;
  }
}

function costLines({ rules, links, bytesOnWire }: PathsAnswer): readonly string[] {
  const defaults = [...(rules.leafDefault ? ["leaves"] : []), ...(rules.podDefault ? ["pods"] : [])];
  return [
    `rules: ${rules.leafPRules} for leaves and ${rules.podPRules} for pods in the header, ${rules.leafSRules} and ${rules.podSRules} in tables, default ${defaults.join(" and ") || "unused"}`,
    `links: ${count(links.elmo, "transmission")}; ideal ${grouped(links.ideal.total)}, unicast ${grouped(links.unicast)}`,
    `bytes on the wire: ${grouped(bytesOnWire.multicast)} for ${bytesOnWire.inner} inner bytes; unicast ${grouped(bytesOnWire.unicast)}`,
  ];
}
