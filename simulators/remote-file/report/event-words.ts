import type { RunEvent } from "../nodes/events.ts";
import { nodeOf, type Site } from "../nodes/site.ts";
import { laneIds } from "../trace/lanes.ts";
import { bytesBefore } from "../properties/bytes.ts";
import type { Work } from "../properties/history.ts";
import type { Occurrence } from "../verify/types.ts";
import { managerStep } from "./manager-words.ts";
import type { Modify, Words } from "./steps.ts";
import type { Teller } from "./teller.ts";
import { bytesAt, bytesCount, hex, valueText } from "./values.ts";

/** An event of the nodes as a step; undefined: another step tells it. */
export function eventStep(teller: Teller, event: RunEvent, moment: number, occurrence: Occurrence | undefined): Words | undefined {
  const { site } = teller.setup;
  switch (event.action) {
    case "agent.map.get": {
      const message = `looks ${occurrence ? teller.pathOf(occurrence) : "the file"} up in its map: no message`;
      return { lane: laneIds.agent(site, event.node), action: event.action, message, mark: "control" };
    }
    case "agent.map.set": {
      const message = `keeps where ${event.path} is: ${teller.node(event.target)}, ${hex(event.address)}`;
      return { lane: laneIds.agent(site, event.node), action: event.action, message, mark: "control" };
    }
    case "qp.modify":
      return pairsStep(teller, [event]);
    case "nic.post":
      return postStep(teller, event, moment);
    case "wire.fragment":
      return fragmentStep(teller, event, moment);
    case "memory.place":
      return placeStep(teller, moment);
    case "memory.fetch":
      return fetchStep(teller, event, moment);
    case "nic.complete":
      return completionStep(teller, event, moment);
    case "node.crash":
      return crashStep(teller, event.node, moment);
    case "channel.close":
    case "manager.answer":
    case "manager.close":
    case "manager.lease-end":
    case "manager.recycle":
    case "manager.refuse":
    case "manager.reply":
    case "manager.request":
    case "manager.revoke":
      return managerStep(teller, event);
    // Calls and answers tell these.
    case "agent.open":
    case "agent.read":
    case "agent.write":
    case "agent.atomic":
    case "agent.flush":
    case "agent.size":
    case "agent.close":
    case "agent.name":
    case "agent.end":
    // What stands for these are other events.
    case "agent.post":
    case "nic.deliver":
    // It is over before a run begins.
    case "os.register":
      return undefined;
  }
}

type Of<Action extends RunEvent["action"]> = Extract<RunEvent, { readonly action: Action }>;

/** A crash has no place of its own: it stands where the programs of the node were last, or those that use it. */
function crashStep(teller: Teller, node: number, moment: number): Words {
  const { site } = teller.setup;
  const lost = site.processes.flatMap((process) => (process.node === node ? [process.name] : []));
  const isMeant = (process: number): boolean => lost.length === 0 || site.processes[process]?.node === node;
  const last = teller.history.calls.findLast((made) => made.moment < moment && isMeant(made.occurrence.process));
  const at = last?.at[0];
  const message = `${teller.node(node)} crashes${lost.length === 0 ? "" : `, and ${lost.join(" and ")} with it`}`;
  return { lane: laneOfNode(site, node), action: "node.crash", message, short: "crashes", mark: "event", ...(at ? { at } : {}) };
}

function laneOfNode(site: Site, node: number): string {
  switch (nodeOf(site, node).role) {
    case "app":
      return laneIds.agent(site, node);
    case "manager":
      return laneIds.manager;
    case "memory":
      return laneIds.memory(site, node);
  }
}

function postStep(teller: Teller, event: Of<"nic.post">, moment: number): Words {
  const { node, target, opcode } = event;
  const work = teller.workAt(moment, event);
  const range = work && work.range;
  const where = range ? bytesAt(range) : opcode === "FLUSH" ? "all earlier writes" : "the size word";
  const message = `${what(teller, event, moment)}: ${opcode} ${where} of ${teller.node(target)}`;
  return { lane: laneIds.nic(teller.setup.site, node), to: laneIds.wire, action: event.action, message, short: opcode, mark: "control" };
}

function completionStep(teller: Teller, event: Of<"nic.complete">, moment: number): Words {
  const { node, status, action } = event;
  const isGood = status === "SUCCESS";
  return {
    lane: laneIds.nic(teller.setup.site, node),
    action,
    message: `${what(teller, event, moment)} ${isGood ? "is complete" : `ends with ${status}`}`,
    short: isGood ? "completed" : status,
    mark: isGood ? "control" : "event",
  };
}

/** "writer's write": whose work it is. */
function what(teller: Teller, ids: { readonly qpn: number; readonly wrId: number }, moment: number): string {
  const work = teller.workAt(moment, ids);
  return work ? `${teller.process(work.process)}'s ${nameOf(work)}` : "the work";
}

function nameOf(work: Work): string {
  switch (work.opcode) {
    case "READ":
      return work.range ? "read" : "read of the size";
    case "WRITE":
      return "write";
    case "FLUSH":
      return "flush";
    case "MAX":
      return "new size";
    case "CAS":
    case "FAA":
      return "atomic";
  }
}

/** A read travels back from the memory, all others to it. */
function fragmentStep(teller: Teller, event: Of<"wire.fragment">, moment: number): Words {
  const isBack = teller.workAt(moment, event)?.opcode === "READ";
  const to = laneIds.nic(teller.setup.site, isBack ? event.node : event.target);
  const message = `${what(teller, event, moment)}: ${bytesCount(event.length)} are on the way`;
  return { lane: laneIds.wire, to, action: event.action, message, mark: "control" };
}

/** "part 2 lands: bytes 8–15 `3 → 5`". Undefined: of no work that is known. */
function placeStep(teller: Teller, moment: number): Words | undefined {
  const part = teller.partAt(moment);
  if (!part) return undefined;
  const { work, target } = part;
  const range = teller.rangeOf(work, part);
  const before = bytesBefore(teller.history, teller.initial, part, moment);
  const who = `${teller.process(work.process)}'s`;
  const change = `\`${valueText(before)} → ${valueText(part.bytes)}\``;
  const isWhole = part.length === work.length;
  const { site } = teller.setup;
  return {
    lane: laneIds.nic(site, target),
    to: laneIds.memory(site, target),
    action: "memory.place",
    message: range
      ? `${isWhole ? "" : "a part of "}${who} ${nameOf(work)} lands: ${bytesAt(range)} ${change}`
      : `${who} new size lands: ${change}`,
    short: range ? "lands" : "size",
    mark: "write",
  };
}

function fetchStep(teller: Teller, event: Of<"memory.fetch">, moment: number): Words {
  const { site } = teller.setup;
  const part = teller.partAt(moment);
  const range = part && teller.rangeOf(part.work, part);
  const who = teller.process(part?.work.process ?? -1);
  const message = `${who} gets ${range ? bytesAt(range) : "the size"}: \`${valueText(event.bytes)}\``;
  return { lane: laneIds.memory(site, event.target), to: laneIds.nic(site, event.node), action: event.action, message, mark: "read" };
}

/** "queue pairs 0 and 1: RESET → INIT → RTR → RTS". */
export function pairsStep(teller: Teller, changes: readonly Modify[]): Words {
  const [first] = changes;
  const nodes = [...new Set(changes.map(({ node }) => node))];
  const states = first ? changes.filter(({ qpn }) => qpn === first.qpn).map(({ to }) => to) : [];
  const [from, to] = [nodes[0] ?? 0, nodes[1]];
  const isUp = changes.some((change) => change.to === "RTS");
  const names = nodes.map((node) => teller.node(node)).join("–");
  return {
    lane: laneIds.nic(teller.setup.site, from),
    ...(to === undefined ? {} : { to: laneIds.nic(teller.setup.site, to) }),
    action: "qp.modify",
    message: isUp ? `channel ${names}: RESET → INIT → RTR → RTS` : `queue pair of ${names}: ${[first?.from, ...states].join(" → ")}`,
    short: isUp ? "channel" : (states.at(-1) ?? ""),
    mark: isUp ? "control" : "event",
  };
}
