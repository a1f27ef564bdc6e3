import type { Code } from "../../../protocol/problem.ts";
import { rulesOf } from "../check/packets.ts";
import type { StreamFacts } from "../check/streams.ts";
import { decimalBeyond, listed, spelled } from "../check/words.ts";
import { countOf } from "../../core/config/words.ts";
import { elementText } from "../elements.ts";
import { frameBytes, headerBytes } from "../header.ts";
import { hostText, nodeId, nodeText } from "../names.ts";
import { podOfHost } from "../topology.ts";
import { copiesOf, missingOf } from "./events.ts";
import { astray, overDelivered } from "./harm.ts";
import type { PacketRun } from "./run.ts";

/** One sentence for somebody who has never seen the panel: what goes wrong, in the user's names. */
export function titleOf(run: PacketRun, code: Code | undefined, streams: () => StreamFacts): string {
  const { name } = run.group;
  const { limits, topology, mtu } = run.state.fabric;
  if (code === undefined) return usualTitle(run);
  switch (code) {
    case "FL3001":
      return `The header of ${name} takes ${countOf(largestHeader(run), "byte")} where ${limits.headerBytes} are allowed`;
    case "FL3002": {
      const over = Math.max(...run.answer.frames.map(({ encoded }) => frameBytes(encoded.bits, run.innerBytes))) - mtu;
      return `Packets of ${name} are never sent: with its header a frame is ${countOf(over, "byte")} over the MTU`;
    }
    case "FL3004":
      return defaultTitle(run);
    case "FL3005":
      return overDeliveryTitle(run);
    case "FL3006":
      return `${subjects(run, run.answer.unreachable, "receiver")} nothing of ${name}: no live path is left${whileDown(run)}`;
    case "FL3007": {
      const doubled = [...copiesOf(run)].filter(([, copies]) => copies > 1).map(([host]) => host);
      return `${subjects(run, doubled, "host")} more than one copy of each packet of ${name}${whileDown(run)}`;
    }
    case "FL3008": {
      const back = run.told.flatMap(({ hops }) => hops).find(({ isLoop }) => isLoop);
      return `A copy of ${name} comes back to ${back ? nodeText(topology, nodeId(back.to)) : "a switch"}, where it has been before`;
    }
    case "FL3009":
      return `${subjects(run, missingOf(run), "receiver")} nothing of ${name}, and nobody is told${whileDown(run)}`;
    case "FL3012":
      return overloadTitle(run, streams());
    case "FL3014":
      return staleTitle(run, streams());
    case "FL3015":
      return `One packet of ${name} takes ${countOf(run.answer.minHeaders, "header")}${whileDown(run)}`;
    default:
      return usualTitle(run);
  }
}

/** Of a packet that breaks nothing: the main path, or what a lens asks for. */
function usualTitle(run: PacketRun): string {
  const { answer, sender, group, state } = run;
  const copies = copiesOf(run);
  const served = answer.wanted.filter((host) => copies.has(host)).length;
  const total = answer.wanted.length + answer.unreachable.length;
  const unasked = [...copies.keys()].filter((host) => !answer.wanted.includes(host)).length;
  const from = hostText(state.fabric.topology, sender);
  const who = served === total ? (total === 1 ? "The receiver" : `All ${total} receivers`) : `${served} of ${countOf(total, "receiver")}`;
  const verb = served === total && total !== 1 ? "get" : served === 1 ? "gets" : "get";
  const extra = unasked > 0 ? `, and so ${unasked === 1 ? "does 1 host" : `do ${unasked} hosts`} unasked` : "";
  return total === 0
    ? `Nobody but ${from} receives ${group.name}`
    : `${who} of ${group.name} ${verb} a packet of ${from}${extra}${whileDown(run)}`;
}

function defaultTitle(run: PacketRun): string {
  const hosts = astray(run)
    .filter(({ isByDefault }) => isByDefault)
    .map(({ host }) => host);
  const { leaves, pods } = rulesOf(run.state, run.group);
  const count = leaves.defaultIds.length + pods.defaultIds.length;
  const what = leaves.defaultIds.length > 0 ? (count > 1 ? "leaves" : "leaf") : count > 1 ? "pods" : "pod";
  const sharing = count > 1 ? `${spelled(count, what, what).toLowerCase()} share` : `${spelled(count, what, what).toLowerCase()} uses`;
  const pronoun = hosts.length === 1 ? "it" : "they";
  return `${subjects(run, hosts, "host")} packets of ${run.group.name} ${pronoun} never asked for: ${sharing} the default rule`;
}

function overDeliveryTitle(run: PacketRun): string {
  const hosts = overDelivered(run);
  const first = astray(run).find(({ host }) => host === hosts[0])?.first.to;
  const by = first ? `: ${nodeText(run.state.fabric.topology, nodeId(first))} sends copies astray` : "";
  return `${subjects(run, hosts, "host")} packets of ${run.group.name} unasked${by}`;
}

function overloadTitle(run: PacketRun, streams: StreamFacts): string {
  const worst = streams.loads.oversubscribed.find(({ stream }) => stream === run.stream?.index)?.worst;
  if (!worst) return usualTitle(run);
  const { topology } = run.state.fabric;
  const [from, to] = [worst.from, worst.to].map((node) => nodeText(topology, nodeId(node)));
  return `Reports of ${run.group.name} overrun the link from ${from} to ${to}: ${decimalBeyond(worst.load / 1e9, worst.rate / 1e9)} of ${decimalBeyond(worst.rate / 1e9, worst.load / 1e9)} Gbit/s`;
}

function staleTitle(run: PacketRun, { ages }: StreamFacts): string {
  const age = ages.find(({ stream }) => stream === run.stream?.index)?.worst;
  if (!age) return usualTitle(run);
  const host = hostText(run.state.fabric.topology, age.to);
  const allowed = run.stream?.maxAgeMs ?? 0;
  const old = `${decimalBeyond(age.ms, allowed, 3)} ms old, ${decimalBeyond(allowed, age.ms, 3)} ms allowed`;
  return `${host} works with values of ${run.group.name} up to ${old}`;
}

/** "Six hosts of pod 4 get", "p0.l3.h3 gets". */
function subjects(run: PacketRun, hosts: readonly number[], noun: string): string {
  const { topology } = run.state.fabric;
  const [first] = hosts;
  if (first === undefined) return `No ${noun} gets`;
  if (hosts.length === 1) return `${hostText(topology, first)} gets`;
  const pods = [...new Set(hosts.map((host) => podOfHost(topology, host)))];
  const where = pods.length === 1 && topology.pods > 1 ? ` of pod ${pods[0]}` : "";
  return `${spelled(hosts.length, noun)}${where} get`;
}

function whileDown({ failure, state }: PacketRun): string {
  if (!failure) return "";
  const down = failure.elements.map((element) => elementText(state.fabric.topology, element).replace(":", " "));
  return ` while ${listed(down, 2)} ${down.length === 1 ? "is" : "are"} down`;
}

const largestHeader = ({ answer }: PacketRun): number => Math.max(0, ...answer.frames.map(({ encoded }) => headerBytes(encoded.bits)));
