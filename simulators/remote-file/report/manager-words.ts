import type { ManagerCall } from "../nodes/calls.ts";
import type { RunEvent } from "../nodes/events.ts";
import { bytesText } from "../latency/words.ts";
import { laneIds } from "../trace/lanes.ts";
import type { Words } from "./steps.ts";
import type { Teller } from "./teller.ts";
import { hex, modeText } from "./values.ts";

type ManagerEvent<Action extends ManagerAction = ManagerAction> = Extract<RunEvent, { readonly action: Action }>;
type ManagerAction = Extract<RunEvent["action"], `manager.${string}`> | "channel.close";

/** What managers do and are asked, and what comes of it. */
export function managerStep(teller: Teller, event: ManagerEvent): Words {
  const { site } = teller.setup;
  const { manager } = laneIds;
  const { action } = event;
  switch (event.action) {
    case "manager.request": {
      const message = `asks the manager: ${requestText(event.call)}`;
      return { lane: laneIds.agent(site, event.node), to: manager, action, message, mark: "control" };
    }
    case "manager.reply": {
      const message = `${teller.node(event.target)}, ${placeText(event)}, key ${hex(event.rkey)}`;
      return { lane: manager, to: laneIds.agent(site, event.node), action, message, mark: "control" };
    }
    case "manager.answer":
      return { lane: manager, to: laneIds.agent(site, event.node), action, message: answerText(event.answer), mark: "control" };
    case "manager.refuse": {
      const { errno } = event;
      return { lane: manager, to: laneIds.agent(site, event.node), action, message: `refuses: ${errno}`, short: errno, mark: "control" };
    }
    case "manager.close":
      return { lane: laneIds.agent(site, event.node), to: manager, action, message: "gives its lease back", mark: "control" };
    case "manager.revoke":
      return { lane: manager, to: laneIds.nic(site, event.target), action, message: revokeText(event), short: "revoked", mark: "event" };
    case "manager.lease-end":
      return { lane: manager, action, message: `the leases of ${teller.node(event.node)} have ended`, mark: "event" };
    case "manager.recycle":
      return { lane: manager, to: laneIds.memory(site, event.target), action, message: `${placeText(event)} is free again`, mark: "event" };
    case "channel.close":
      return { lane: laneIds.nic(site, event.node), action, message: `queue pair ${event.qpn} is torn down`, mark: "control" };
  }
}

const placeText = ({ address, length }: { readonly address: number; readonly length: number }): string =>
  `${hex(address)} + ${bytesText(length)}`;

function revokeText({ rkey, cause }: ManagerEvent<"manager.revoke">): string {
  const why = { unlink: "the file is unlinked", rename: "the file is replaced", lease: "the lease has ended" };
  return `key ${hex(rkey)} is revoked: ${why[cause]}`;
}

function requestText(call: ManagerCall): string {
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
  }
}

function answerText(answer: ManagerEvent<"manager.answer">["answer"]): string {
  switch (answer.kind) {
    case "stat":
      return answer.stat.isDirectory ? "a directory" : `a file of ${bytesText(answer.stat.size)}`;
    case "names":
      return `${answer.names.length} names`;
    case "done":
      return "done";
  }
}
