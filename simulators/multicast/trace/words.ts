import { countOf, quote } from "../../core/config/words.ts";
import { elementText } from "../elements.ts";
import type { Hop } from "../explain.ts";
import { frameBytes, headerBytes } from "../header.ts";
import { hostText, leafText, nodeId, nodeText, placeText } from "../names.ts";
import { countRules } from "../rules.ts";
import { rulesOf } from "../check/packets.ts";
import { listed } from "../check/words.ts";
import type { CopyOnLink } from "../../../protocol/picture.ts";
import type { PacketEvent } from "./events.ts";
import type { PacketRun } from "./run.ts";

/** One line for a step: who does what to which thing, value last. */
export function eventText(run: PacketRun, event: PacketEvent, kinds: readonly (readonly CopyOnLink["kind"][])[]): string {
  const { topology } = run.state.fabric;
  switch (event.kind) {
    case "compute":
      return computeText(run);
    case "fail":
      return `${elementText(topology, event.element).replace(":", " ")} goes down`;
    case "update":
      return `sends ${hostText(topology, run.sender)} ${countOf(run.answer.frames.length, "new header")}`;
    case "cut":
      return `no live path leads to ${hostNames(run, run.answer.unreachable)}`;
    case "look-up":
      return lookUpText(run);
    case "oversize":
      return oversizeText(run, event.frame);
    case "hop":
      return hopText(run, hopAt(run, event), parentOf(run, event), kinds[event.frame]?.[event.hop] ?? "wanted");
    case "drop": {
      const hop = hopAt(run, event);
      return `${nodeName(run, hop)} ${hop.isMalformed ? "cannot read the header" : "finds no rule"}: dropped`;
    }
    case "stuck":
      return `${nodeName(run, hopAt(run, event))} has no live up-port: dropped`;
    case "omit":
      return `${nodeName(run, hopAt(run, event))} leaves out ${hostNames(run, event.hosts)}`;
    case "deliver": {
      const { id } = hopAt(run, event).to;
      const isWanted = run.group.receivers.includes(id) && id !== run.sender;
      const isSecond = kinds[event.frame]?.[event.hop] === "duplicate";
      return `${hostText(topology, id)} ${isSecond ? "gets one more copy" : isWanted ? "gets its copy" : "gets a copy it never asked for"}`;
    }
  }
}

/** The hop of an event. @throws {Error} There is none: a bug in the caller. */
export function hopAt({ told }: PacketRun, event: { readonly frame: number; readonly hop: number }): Hop {
  const hop = told[event.frame]?.hops[event.hop];
  if (!hop) throw new Error(`no hop ${event.hop} of frame ${event.frame}`);
  return hop;
}

export function parentOf({ told }: PacketRun, { frame, hop }: { readonly frame: number; readonly hop: number }): Hop | undefined {
  const hops = told[frame]?.hops;
  return hops?.[hops[hop]?.parent ?? -1];
}

function computeText(run: PacketRun): string {
  const { topology } = run.state.fabric;
  const rules = rulesOf(run.state, run.group);
  const { leaves, pods } = rules;
  if (leaves.defaultIds.length > 0) return `no rule left for ${listed(leaves.defaultIds.map((leaf) => leafText(topology, leaf)))}`;
  if (pods.defaultIds.length > 0)
    return `no rule left for ${pods.defaultIds.length > 1 ? "pods" : "pod"} ${listed(pods.defaultIds.map(String))}`;
  const { leafPRules, podPRules, leafSRules, podSRules } = countRules(rules);
  const entries = leafSRules + podSRules > 0 ? `, ${countOf(leafSRules + podSRules, "table entry", "table entries")}` : "";
  return `computes ${countOf(leafPRules, "leaf rule")} and ${countOf(podPRules, "pod rule")}${entries}`;
}

function lookUpText(run: PacketRun): string {
  const from = hostText(run.state.fabric.topology, run.sender);
  const sizes = run.answer.frames.map(({ encoded }) => headerBytes(encoded.bits));
  if (sizes.length === 0) return `${from} looks up ${quote(run.group.name)}: nobody to send to`;
  const byHand = run.answer.frames.some(({ installed }) => installed) ? ", written by hand" : "";
  return `${from} looks up ${quote(run.group.name)}: header ${listed(sizes.map((size) => `${size} B`))}${byHand}`;
}

function oversizeText(run: PacketRun, frame: number): string {
  const bits = run.answer.frames[frame]?.encoded.bits ?? 0;
  const bytes = frameBytes(bits, run.innerBytes);
  return `${hostText(run.state.fabric.topology, run.sender)} does not send ${bytes} B, ${bytes - run.state.fabric.mtu} over the MTU`;
}

function hopText(run: PacketRun, hop: Hop, parent: Hop | undefined, kind: CopyOnLink["kind"]): string {
  const { topology } = run.state.fabric;
  const to = hop.to.kind === "host" ? placeText(topology, hop.to) : nodeName(run, hop);
  if (!parent) {
    const text = `${hostText(topology, run.sender)} sends ${run.innerBytes} B, header ${headerBytes(hop.headerBits)} B`;
    return hop.isSent ? text : `${text}: dead link`;
  }
  const end = !hop.isSent
    ? "dead link"
    : hop.isLoop
      ? "once more"
      : kind === "unasked"
        ? "unasked"
        : kind === "duplicate"
          ? "second copy"
          : "";
  return `${nodeText(topology, nodeId(hop.from))} ${ruleText(parent)}: to ${to}${end === "" ? "" : `, ${end}`}`;
}

/** What the sending switch used: "reads UL", "rule 2", "default rule". */
function ruleText({ rule, reads }: Hop): string {
  switch (rule) {
    case "upstream":
      return `reads ${reads?.part ?? "its part"}`;
    case "p-rule":
      return `reads ${reads?.part ?? "its part"} rule ${(reads?.row ?? 0) + 1}`;
    case "s-rule":
      return "finds its s-rule";
    case "default":
      return "takes the default rule";
    case "none":
    case "host":
      return "sends on";
  }
}

/** For the table of hosts: what brought the copy. */
export function broughtBy(parent: Hop | undefined): string {
  if (!parent) return "";
  switch (parent.rule) {
    case "upstream":
      return parent.reads?.part ?? "";
    case "p-rule":
      return `rule ${(parent.reads?.row ?? 0) + 1}`;
    case "s-rule":
    case "default":
      return parent.rule;
    case "none":
    case "host":
      return "";
  }
}

const nodeName = (run: PacketRun, { to }: Hop): string => nodeText(run.state.fabric.topology, nodeId(to));

const hostNames = (run: PacketRun, hosts: readonly number[]): string =>
  listed(
    hosts.map((host) => hostText(run.state.fabric.topology, host)),
    2,
  );
