import type { Step } from "../../../protocol/trace.ts";
import { formatCount } from "../../core/config/words.ts";
import type { Answer, Call } from "../nodes/calls.ts";
import type { RunEvent } from "../nodes/events.ts";
import type { OpenFlags } from "../nodes/flags.ts";
import { bytesText } from "../latency/words.ts";
import { nodeOf, type Site } from "../nodes/site.ts";
import { laneIds } from "./lanes.ts";

/** An event as a step of a trace, without its place in the source, its changes and its choice. */
export type StepWords = Pick<Step, "lane" | "to" | "action" | "message" | "short" | "mark">;

/** Undefined: nobody needs to see it (`agent.post` and `nic.deliver` stand for what other events show). */
export function wordsOf(site: Site, event: RunEvent): StepWords | undefined {
  const { action } = event;
  const name = (node: number) => nodeOf(site, node).name;
  const agent = (node: number) => laneIds.agent(site, node);
  switch (event.action) {
    case "agent.open":
      return { lane: agent(event.node), action, message: `open ${event.path} ${modeText(event.flags)}`, short: "open", mark: "control" };
    case "manager.request":
      return {
        lane: agent(event.node),
        to: laneIds.manager,
        action,
        message: `asks the manager: ${callText(event.call)}`,
        mark: "control",
      };
    case "manager.reply":
      return {
        lane: laneIds.manager,
        to: agent(event.node),
        action,
        message: `${name(event.target)}, ${placeText(event.address, event.length)}, key ${hex(event.rkey)}`,
        mark: "control",
      };
    case "manager.answer":
      return { lane: laneIds.manager, to: agent(event.node), action, message: answerText(event.answer), mark: "control" };
    case "manager.refuse":
      return {
        lane: laneIds.manager,
        to: agent(event.node),
        action,
        message: `refuses: ${event.errno}`,
        short: event.errno,
        mark: "control",
      };
    case "manager.close":
      return { lane: agent(event.node), to: laneIds.manager, action, message: "gives its lease back", mark: "control" };
    case "manager.revoke":
      return {
        lane: laneIds.manager,
        to: laneIds.nic(site, event.target),
        action,
        message: revokeText(event),
        short: "revoked",
        mark: "event",
      };
    case "manager.lease-end":
      return { lane: laneIds.manager, action, message: `the leases of ${name(event.node)} have ended`, mark: "event" };
    case "manager.recycle":
      return {
        lane: laneIds.manager,
        to: laneIds.memory(site, event.target),
        action,
        message: `${placeText(event.address, event.length)} is free again`,
        mark: "event",
      };
    case "qp.modify":
      return {
        lane: laneIds.nic(site, event.node),
        action,
        message: `queue pair ${event.qpn}: ${event.from} → ${event.to}`,
        short: event.to,
        mark: "control",
      };
    case "agent.map.set":
      return {
        lane: agent(event.node),
        action,
        message: `${hex(event.fd)} is ${name(event.target)} ${hex(event.address)}`,
        mark: "control",
      };
    case "agent.map.get":
      return { lane: agent(event.node), action, message: `looks ${hex(event.fd)} up`, mark: "control" };
    case "agent.read":
    case "agent.write":
      return { lane: agent(event.node), action, message: accessText(event), mark: event.action === "agent.read" ? "read" : "write" };
    case "agent.atomic":
      return { lane: agent(event.node), action, message: `atomic on the word at ${event.offset}`, mark: "write" };
    case "agent.flush":
      return { lane: agent(event.node), action, message: "flush", mark: "control" };
    case "agent.size":
      return { lane: agent(event.node), action, message: "size", mark: "read" };
    case "agent.close":
      return { lane: agent(event.node), action, message: `close ${hex(event.fd)}`, short: "close", mark: "control" };
    case "agent.name":
      return { lane: agent(event.node), action, message: callText(event.call), mark: "control" };
    case "agent.end":
      return {
        lane: agent(event.node),
        to: laneIds.program(site, event.process),
        action,
        message: answerText(event.answer),
        mark: "control",
      };
    case "channel.close":
      return { lane: laneIds.nic(site, event.node), action, message: `queue pair ${event.qpn} is torn down`, mark: "control" };
    case "nic.post":
      return {
        lane: laneIds.nic(site, event.node),
        action,
        message: `${event.opcode} ${placeText(event.address, event.length)} of ${name(event.target)}`,
        short: event.opcode,
        mark: "control",
      };
    case "wire.fragment":
      return {
        lane: laneIds.wire,
        to: laneIds.nic(site, event.target),
        action,
        message: `part ${event.part + 1}, ${bytesText(event.length)}`,
        mark: "control",
      };
    case "memory.place":
      return {
        lane: laneIds.memory(site, event.target),
        action,
        message: `${placeText(event.address, event.bytes.length)} ← ${contentText(event.bytes)}`,
        mark: "write",
      };
    case "memory.fetch":
      return {
        lane: laneIds.memory(site, event.target),
        action,
        message: `${placeText(event.address, event.bytes.length)} is ${contentText(event.bytes)}`,
        mark: "read",
      };
    case "nic.complete":
      return {
        lane: laneIds.nic(site, event.node),
        action,
        message: `${event.opcode}: ${event.status === "SUCCESS" ? "completed" : event.status}`,
        short: event.status === "SUCCESS" ? "completed" : event.status,
        mark: event.status === "SUCCESS" ? "control" : "event",
      };
    case "node.crash":
      return { lane: laneOfNode(site, event.node), action, message: `${name(event.node)} crashes`, short: "crashes", mark: "event" };
    case "os.register":
      return { lane: laneIds.os(site, event.target), action, message: `registers ${bytesText(event.length)}`, mark: "control" };
    case "agent.post":
    case "nic.deliver":
      return undefined;
  }
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

const hex = (number: number): string => `0x${number.toString(16)}`;
const placeText = (address: number, length: number): string => `${hex(address)} + ${bytesText(length)}`;

function accessText({ action, offset, length }: Extract<RunEvent, { action: "agent.read" | "agent.write" }>): string {
  const verb = action === "agent.read" ? "read" : "write";
  return `${verb} ${bytesText(length)}${offset === undefined ? "" : ` at ${formatCount(offset)}`}`;
}

function revokeText({ rkey, cause }: Extract<RunEvent, { action: "manager.revoke" }>): string {
  const why = { unlink: "the file is unlinked", rename: "the file is replaced", lease: "the lease has ended" };
  return `key ${hex(rkey)} is revoked: ${why[cause]}`;
}

/** As the flags of `fs.open` say it. */
export function modeText({ read, write, append, truncate, exclusive }: OpenFlags): string {
  const letter = append ? "a" : truncate ? "w" : "r";
  const isBoth = letter === "r" ? write : read;
  return `${letter}${exclusive ? "x" : ""}${isBoth ? "+" : ""}`;
}

/** The first bytes; as text where that is all they are. */
export function contentText(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, mostShown);
  const more = bytes.length > mostShown ? "…" : "";
  if (shown.every((byte) => 0x20 <= byte && byte < 0x7f)) return `"${String.fromCharCode(...shown)}"${more}`;
  if (bytes.length === 8) return wordText(bytes);
  return `${[...shown].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")}${more}`;
}

const mostShown = 16;

function wordText(bytes: Uint8Array): string {
  const word = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  return word < 2n ** 53n ? formatCount(Number(word)) : `0x${word.toString(16)}`;
}

function callText(call: Call): string {
  switch (call.kind) {
    case "open":
      return `open ${call.path} ${modeText(call.flags)}`;
    case "rename":
      return `rename ${call.path} to ${call.to}`;
    case "truncate":
      return `truncate ${call.path} to ${bytesText(call.length)}`;
    case "ftruncate":
      return `truncate ${hex(call.fd)} to ${bytesText(call.length)}`;
    case "stat":
    case "unlink":
    case "mkdir":
    case "rmdir":
    case "readdir":
      return `${call.kind} ${call.path}`;
    case "close":
    case "read":
    case "write":
    case "flush":
    case "size":
    case "compareAndSwap":
    case "fetchAdd":
      return call.kind;
  }
}

function answerText(answer: Answer): string {
  switch (answer.kind) {
    case "opened":
      return `opened as ${hex(answer.fd)}`;
    case "read":
      return `${bytesText(answer.count)} read`;
    case "written":
      return `${bytesText(answer.count)} written`;
    case "size":
      return `size ${bytesText(answer.size)}`;
    case "word":
      return `the word was ${answer.word}`;
    case "stat":
      return answer.stat.isDirectory ? "a directory" : `a file of ${bytesText(answer.stat.size)}`;
    case "names":
      return `${answer.names.length} names`;
    case "done":
      return "done";
    case "local":
      return "the local disk answers instead";
    case "failed":
      return answer.rdma ? `${answer.errno} (${answer.rdma.status})` : answer.errno;
  }
}
