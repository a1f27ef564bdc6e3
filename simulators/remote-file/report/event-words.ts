import type { RunEvent } from "../nodes/events.ts";
import { laneIds } from "../trace/lanes.ts";
import { wordsOf } from "../trace/words.ts";
import { bytesBefore } from "../properties/bytes.ts";
import type { Work } from "../properties/history.ts";
import type { Occurrence } from "../verify/types.ts";
import type { Modify, Words } from "./steps.ts";
import type { Teller } from "./teller.ts";
import { bytesAt, bytesCount, valueText } from "./values.ts";

/** An event of the nodes as a step; undefined: the call or the answer tells it. */
export function eventStep(teller: Teller, event: RunEvent, moment: number, occurrence: Occurrence | undefined): Words | undefined {
  switch (event.action) {
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
      return undefined;
    case "agent.map.get":
    case "agent.map.set":
    case "nic.post":
    case "wire.fragment":
    case "memory.place":
    case "memory.fetch":
    case "nic.complete":
      return dataStep(teller, event, moment, occurrence);
    case "qp.modify":
      return pairsStep(teller, [event]);
    case "node.crash":
      return crashStep(teller, event.node, moment);
    case "agent.post":
    case "channel.close":
    case "manager.answer":
    case "manager.close":
    case "manager.lease-end":
    case "manager.recycle":
    case "manager.refuse":
    case "manager.reply":
    case "manager.request":
    case "manager.revoke":
    case "nic.deliver":
    case "os.register":
      return wordsOf(teller.setup.site, event);
  }
}

/** A crash has no place of its own: it stands where the programs of the node were last, or those that use it. */
function crashStep(teller: Teller, node: number, moment: number): Words {
  const { site } = teller.setup;
  const words = wordsOf(site, { action: "node.crash", node });
  if (!words) throw new Error("a crash without words");
  const lost = site.processes.flatMap((process) => (process.node === node ? [process.name] : []));
  const isMeant = (process: number): boolean => lost.length === 0 || site.processes[process]?.node === node;
  const last = teller.history.calls.findLast((made) => made.moment < moment && isMeant(made.occurrence.process));
  const at = last?.at[0];
  const message = lost.length === 0 ? words.message : `${teller.node(node)} crashes, and ${lost.join(" and ")} with it`;
  return { ...words, message, ...(at ? { at } : {}) };
}

type DataAction = "agent.map.get" | "agent.map.set" | "nic.post" | "wire.fragment" | "memory.place" | "memory.fetch" | "nic.complete";
type DataEvent = Extract<RunEvent, { readonly action: DataAction }>;

/** In the words of the file: which of its bytes. */
function dataStep(teller: Teller, event: DataEvent, moment: number, occurrence: Occurrence | undefined): Words | undefined {
  const words = wordsOf(teller.setup.site, event);
  if (!words) return undefined;
  switch (event.action) {
    case "agent.map.get":
      return { ...words, message: `looks ${occurrence ? teller.pathOf(occurrence) : "the file"} up in its map: no message` };
    case "agent.map.set":
      return { ...words, message: `keeps where ${event.path} is: ${teller.node(event.target)}, 0x${event.address.toString(16)}` };
    case "nic.post":
      return { ...words, to: laneIds.wire, message: `${postText(teller, event, moment)} of ${teller.node(event.target)}` };
    case "wire.fragment":
      return fragmentStep(teller, words, event, moment);
    case "memory.place":
      return placeStep(teller, words, moment);
    case "memory.fetch":
      return fetchStep(teller, words, event, moment);
    case "nic.complete":
      return event.status === "SUCCESS"
        ? { ...words, message: `${what(teller, event, moment)} is complete` }
        : { ...words, message: `${what(teller, event, moment)} ends with ${event.status}` };
  }
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
function fragmentStep(teller: Teller, words: Words, event: Extract<RunEvent, { readonly action: "wire.fragment" }>, moment: number): Words {
  const isBack = teller.workAt(moment, event)?.opcode === "READ";
  const to = laneIds.nic(teller.setup.site, isBack ? event.node : event.target);
  return { ...words, to, message: `${what(teller, event, moment)}: ${bytesCount(event.length)} are on the way` };
}

function postText(teller: Teller, event: Extract<RunEvent, { readonly action: "nic.post" }>, moment: number): string {
  const work = teller.workAt(moment, event);
  const range = work && work.range;
  const where = range ? bytesAt(range) : event.opcode === "FLUSH" ? "all earlier writes" : "the size word";
  return `${what(teller, event, moment)}: ${event.opcode} ${where}`;
}

/** "part 2 lands: bytes 8–15 `3 → 5`". */
function placeStep(teller: Teller, words: Words, moment: number): Words {
  const part = teller.partAt(moment);
  if (!part) return words;
  const { work } = part;
  const range = teller.rangeOf(work, part);
  const lane = laneIds.nic(teller.setup.site, part.target);
  const to = laneIds.memory(teller.setup.site, part.target);
  const before = bytesBefore(teller.history, teller.initial, part, moment);
  const who = `${teller.process(work.process)}'s`;
  const change = `\`${valueText(before)} → ${valueText(part.bytes)}\``;
  if (!range) return { ...words, lane, to, message: `${who} new size lands: ${change}`, short: "size" };
  const isWhole = part.length === work.length;
  return {
    ...words,
    lane,
    to,
    message: `${isWhole ? "" : "a part of "}${who} ${nameOf(work)} lands: ${bytesAt(range)} ${change}`,
    short: "lands",
  };
}

function fetchStep(teller: Teller, words: Words, event: Extract<RunEvent, { readonly action: "memory.fetch" }>, moment: number): Words {
  const part = teller.partAt(moment);
  const range = part && teller.rangeOf(part.work, part);
  const to = laneIds.nic(teller.setup.site, event.node);
  const value = `\`${valueText(event.bytes)}\``;
  const who = teller.process(part?.work.process ?? -1);
  return { ...words, to, message: range ? `${who} gets ${bytesAt(range)}: ${value}` : `${who} gets the size: ${value}` };
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
