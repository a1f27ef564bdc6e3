import type { CopyOnLink, TopologyPicture } from "../../../../protocol/picture.ts";
import { count, formatCount } from "../../model/format.ts";
import type { CopyTable } from "./copies.ts";
import type { Fabric, HostState } from "./fabric.ts";
import type { NodeBox } from "./layout-pod.ts";
import { type NodeCode, nodeCode, nodeName, nodeTitle, numberOf, tierOf } from "./names.ts";

/** A box in words: its name, and what the packet does there. */
export function describeBox(picture: TopologyPicture, fabric: Fabric, table: CopyTable, box: NodeBox): string {
  const first = box.codes[0];
  if (first === undefined) return `${box.label.slice(1)} more leaves in pod ${box.pod ?? 0}, which the packet does not touch`;
  if (box.codes.length > 1) return describeSum(fabric, box);
  if (fabric.failedNodes.has(first)) return `${nodeTitle(fabric.shape, first)}: down`;
  return box.tier === "host" ? describeHost(picture, fabric, first) : describeSwitch(fabric, table, first);
}

function describeSum(fabric: Fabric, { codes, tier, pod, shape }: NodeBox): string {
  const where = pod === undefined ? "" : ` of pod ${pod}`;
  if (tier !== "host") {
    const bad = codes.filter((code) => fabric.badNodes.has(code)).length;
    return `${formatCount(codes.length)} ${tier === "leaf" ? "leaves" : `${tier}s`}${where}${bad > 0 ? `, ${bad} of them send copies nobody asked for` : ""}; zoom in to see each`;
  }
  return `${count(codes.length, "host")}${where}: ${stateWords[shape as HostState]}`;
}

const stateWords: { readonly [state in HostState]: string } = {
  sender: "the sender",
  wanted: "asked and got it",
  unasked: "got it without asking",
  duplicate: "got it more than once",
  missing: "asked and got nothing",
  unreachable: "asked, but no live path leads there",
  failed: "down",
};

function describeHost(picture: TopologyPicture, fabric: Fabric, code: NodeCode): string {
  const title = nodeTitle(fabric.shape, code);
  if (numberOf(code) === picture.sender) return `${title}: the sender`;
  const outcome = picture.hosts.find(({ host }) => host === numberOf(code));
  if (!outcome) return title;
  const { wanted, copies, by, unreachable } = outcome;
  if (unreachable) return `${title}: asked, but no live path leads there`;
  if (copies === 0) return `${title}: asked and got nothing`;
  return `${title}: ${wanted ? "asked" : "never asked"}, got ${copies === 1 ? "one copy" : `${copies} copies`}${by ? ` by ${by}` : ""}`;
}

function describeSwitch(fabric: Fabric, table: CopyTable, code: NodeCode): string {
  const title = nodeTitle(fabric.shape, code);
  const arrival = table.copies[table.arrival(code) ?? -1];
  const sent = table.sentBy(code);
  if (!arrival && sent.length === 0) return `${title}: the packet does not pass here`;
  const bad = sent.filter((index) => table.copies[index]?.kind === "unasked").length;
  const step = table.stepOf(code);
  const how = arrival ? ` by ${ruleWords[arrival.rule]}` : "";
  const harm = bad > 0 ? `, ${bad} unasked` : "";
  return `${title}: sends ${sent.length === 0 ? "nothing" : sent.length === 1 ? "one copy" : `${formatCount(sent.length)} copies`}${how}${harm}${step === undefined ? "" : `, at step ${step + 1}`}`;
}

const ruleWords: { readonly [rule in CopyOnLink["rule"]]: string } = {
  upstream: "its upstream part",
  "p-rule": "a rule that names it",
  "s-rule": "its own table",
  default: "the default rule",
  none: "no rule",
  host: "",
};

/** The picture in one sentence, for those who do not see it. */
export function describePicture(picture: TopologyPicture, fabric: Fabric): string {
  const pods = fabric.pods.map(({ pod }) => pod);
  const list =
    pods.length > 6
      ? `${pods.length} pods`
      : pods.length === 1
        ? `pod ${pods[0]}`
        : `pods ${pods.slice(0, -1).join(", ")} and ${pods.at(-1)}`;
  return `Paths of one packet from ${nodeName(fabric.shape, nodeCode("host", picture.sender))} through ${list}: ${count(picture.copies.length, "link")}. Up and down go from node to node.`;
}

/** Switches and hosts one after the other, in the order in which the packet reaches them. */
export function walkOrder(table: CopyTable, boxes: readonly NodeBox[]): readonly number[] {
  const order = (box: NodeBox): number => Math.min(...box.codes.map((code) => table.stepOf(code) ?? Number.MAX_SAFE_INTEGER));
  const tiers = { host: 1, leaf: 0, spine: 0, core: 0 };
  return boxes
    .map((box, index) => ({
      index,
      step: box.codes.length === 0 || box.tone === "idle" ? -1 : order(box),
      tier: tiers[tierOf(box.codes[0] ?? 0)],
      isSender: box.shape === "sender",
    }))
    .filter(({ step }) => step >= 0)
    .sort((a, b) => Number(b.isSender) - Number(a.isSender) || a.step - b.step || a.tier - b.tier || a.index - b.index)
    .map(({ index }) => index);
}
