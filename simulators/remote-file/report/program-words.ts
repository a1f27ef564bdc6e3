import { formatCount } from "../../core/config/words.ts";
import type { Answer, Call } from "../nodes/calls.ts";
import { mountOfPath } from "../nodes/site.ts";
import type { Ending, ProcessNote } from "../process/types.ts";
import { laneIds } from "../trace/lanes.ts";
import type { Happening } from "../verify/types.ts";
import type { Words } from "./steps.ts";
import type { Teller } from "./teller.ts";
import { bytesCount, modeText, shown } from "./values.ts";

/** A process calls the agent: the steps C1 and C7 of claim 1. */
export function callStep(teller: Teller, happening: Extract<Happening, { readonly kind: "call" }>): Words {
  const { call, occurrence } = happening;
  const { process } = occurrence;
  return {
    lane: laneIds.program(teller.setup.site, process),
    to: agentOf(teller, process),
    action: actionOf(call),
    message: `${teller.process(process)} ${callText(call, teller.pathOf(occurrence))}`,
    short: call.kind === "compareAndSwap" || call.kind === "fetchAdd" ? "atomic" : call.kind,
    mark: call.kind === "read" || call.kind === "size" || call.kind === "stat" ? "read" : call.kind === "write" ? "write" : "control",
  };
}

function agentOf({ setup }: Teller, process: number): string {
  return laneIds.agent(setup.site, setup.site.processes[process]?.node ?? 0);
}

function actionOf({ kind }: Call): string {
  switch (kind) {
    case "open":
    case "close":
    case "read":
    case "write":
    case "flush":
    case "size":
      return `agent.${kind}`;
    case "compareAndSwap":
    case "fetchAdd":
      return "agent.atomic";
    case "ftruncate":
    case "truncate":
    case "stat":
    case "unlink":
    case "rename":
    case "mkdir":
    case "rmdir":
    case "readdir":
      return "agent.name";
  }
}

/** "opens /rdma/a r+", "writes 16 bytes at 0 of /rdma/a". */
function callText(call: Call, path: string): string {
  switch (call.kind) {
    case "open":
      return `opens ${path} \`${modeText(call.flags)}\``;
    case "close":
      return `closes ${path}`;
    case "read":
    case "write": {
      const count = call.buffers.reduce((sum, { length }) => sum + length, 0);
      const where = call.position === undefined ? "" : ` at ${formatCount(call.position)}`;
      return `${call.kind}s ${bytesCount(count)}${where} of ${path}`;
    }
    case "flush":
      return `syncs ${path}`;
    case "size":
      return `asks for the size of ${path}`;
    case "compareAndSwap":
      return `compares and swaps byte ${formatCount(call.offset)} of ${path}: \`${call.expected} → ${call.desired}\``;
    case "fetchAdd":
      return `adds \`${call.delta}\` to the word at ${formatCount(call.offset)} of ${path}`;
    case "ftruncate":
    case "truncate":
      return `sets the size of ${path} to ${formatCount(call.length)}`;
    case "stat":
      return `asks what ${path} is`;
    case "unlink":
      return `unlinks ${path}`;
    case "rename":
      return `renames ${path} to ${call.to}`;
    case "mkdir":
      return `makes ${path}`;
    case "rmdir":
      return `removes ${path}`;
    case "readdir":
      return `lists ${path}`;
  }
}

/** The answer comes back, and the program goes on. */
export function answerStep(teller: Teller, { occurrence, answer }: Extract<Happening, { readonly kind: "answer" }>): Words {
  const { process } = occurrence;
  const text = answerText(answer);
  return {
    lane: agentOf(teller, process),
    to: laneIds.program(teller.setup.site, process),
    action: "agent.end",
    message: answer.kind === "failed" ? `${teller.process(process)} gets ${text}` : `${teller.process(process)} goes on: ${text}`,
    short: answer.kind === "failed" ? answer.errno : "goes on",
    mark: answer.kind === "failed" ? "event" : "control",
  };
}

function answerText(answer: Answer): string {
  switch (answer.kind) {
    case "opened":
      return "the file is open";
    case "read":
      return answer.count === 0 ? "nothing is left to read" : `${bytesCount(answer.count)} read`;
    case "written":
      return `${bytesCount(answer.count)} written`;
    case "size":
      return `the size is \`${formatCount(answer.size)}\``;
    case "word":
      return `the word was \`${answer.word}\``;
    case "stat":
      return answer.stat.isDirectory ? "a directory" : `a file of ${bytesCount(answer.stat.size)}`;
    case "names":
      return `${answer.names.length} names`;
    case "done":
      return "done";
    case "local":
      return "the local disk answers instead";
    case "failed":
      return `\`${answer.errno}\`${answer.rdma ? ` (${answer.rdma.status})` : ""}`;
  }
}

export function noteStep(teller: Teller, process: number, note: ProcessNote): Words | undefined {
  const lane = laneIds.program(teller.setup.site, process);
  const who = teller.process(process);
  switch (note.kind) {
    case "strayed":
      return {
        lane,
        action: "strayed",
        message: `${who} uses ${note.path}${whyLocal(teller, note.path)}`,
        mark: "event",
        ...first(note.at),
      };
    case "refused":
      return { lane, action: "refused", message: `${who} calls ${note.name} on ${note.path}: ENOTSUP`, mark: "event", ...first(note.at) };
    case "unhandled-rejection":
      return {
        lane,
        action: "unhandled",
        message: `nobody handles ${shown(note.thrown.message)}`,
        mark: "event",
        ...first(note.thrown.at ? [note.thrown.at] : []),
      };
    case "log":
      return { lane, action: "log", message: `${who} says ${shown(note.text)}`, mark: "control", ...(note.at ? { at: note.at } : {}) };
  }
}

const whyLocal = ({ setup }: Teller, path: string): string =>
  mountOfPath(setup.site, path) === undefined ? ", which is under no mount" : " on the local disk";

const first = <Place>(at: readonly Place[]): { readonly at?: Place } => (at[0] === undefined ? {} : { at: at[0] });

export function endStep(teller: Teller, process: number, ending: Ending): Words {
  const declared = teller.setup.payload.processes[process];
  const at = (ending.kind === "threw" ? ending.thrown.at : undefined) ?? (declared && { path: declared.path, range: declared.range });
  return {
    lane: laneIds.program(teller.setup.site, process),
    action: "process.end",
    message: `${teller.process(process)} ${teller.outcome(process, ending)}`,
    short: ending.kind === "returned" ? "returns" : ending.kind === "threw" ? "fails" : "exits",
    mark: ending.kind === "threw" ? "event" : "control",
    ...(at ? { at } : {}),
  };
}
