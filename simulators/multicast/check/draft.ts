import type { Code, Problem, Severity } from "../../../protocol/problem.ts";
import type { Range } from "../../../protocol/source.ts";
import type { ConfigDocument, Pointer } from "../config/index.ts";
import { hasPointer, rangeOf } from "../config/index.ts";
import { problemOf } from "../../core/config/problems.ts";
import { quote } from "../../core/config/words.ts";
import { addressText } from "../hypervisor.ts";
import type { Group, Topology } from "../model.ts";
import { hostText, type Node, nodeId, nodeText } from "../names.ts";
import type { PacketSubject } from "../trace/subject.ts";
import type { Way } from "./findings.ts";
import type { Remedy } from "./remedies.ts";
import type { State } from "./state.ts";
import { listed } from "./words.ts";

/** A problem, and the packet that shows it. */
export interface Draft {
  readonly problem: Problem;
  readonly packet?: PacketSubject;
  /** Edits that may mend it; asked for only when the problem is among the first. */
  readonly remedies?: () => readonly Remedy[];
}

/** What problems are made from. */
export interface Desk {
  readonly state: State;
  readonly document: ConfigDocument;
  /** See `withLimits`. */
  readonly alternatives: Map<string, State>;
}

interface Wording {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  /** The first of these that is written in the file. */
  readonly at: readonly Pointer[];
  readonly related?: readonly Place[];
  readonly remedies?: () => readonly Remedy[];
}

/** Another place; left out when nothing is written there. */
export interface Place {
  readonly message: string;
  readonly at: Pointer;
}

export function draftOf({ document }: Desk, { at, related = [], remedies, ...wording }: Wording, packet?: PacketSubject): Draft {
  const places = related
    .filter((place) => hasPointer(document.spans, place.at))
    .map(({ message, at: pointer }) => ({ message, range: rangeAt(document, [pointer]) }));
  const problem = problemOf(document, { ...wording, range: rangeAt(document, at), related: places });
  return { problem, ...(packet ? { packet } : {}), ...(remedies ? { remedies } : {}) };
}

export function rangeAt({ spans }: ConfigDocument, pointers: readonly Pointer[]): Range {
  const [first = [], ...fallbacks] = pointers;
  return rangeOf(spans, first, { fallbacks });
}

/** The packet of a finding. */
export function packetOf(topology: Topology, group: Group, way: Way, code: Code): PacketSubject {
  const choices = way.choices.length > 0 ? { choices: way.choices } : {};
  return { ...groupSubject(group), from: hostText(topology, way.from), code, ...choices };
}

export function groupSubject({ name, tenant, address, index }: Group): Pick<PacketSubject, "group" | "key" | "index"> {
  return { group: name, key: `${tenant}/${addressText(address)}`, index };
}

// ---- places ----

export const nameOf = (group: Group): Pointer => ["groups", group.index, "name"];
export const limit = (name: string): Pointer => ["limits", name];
/** The first that is written. */
export const failureAt = (entry: number): readonly Pointer[] => [
  ["failures", entry, "at"],
  ["failures", entry, "every"],
  ["failures", entry],
];

// ---- words ----

export const groupName = (group: Group): string => quote(group.name);
export const hostNames = (topology: Topology, hosts: readonly number[], most?: number): string =>
  listed(
    hosts.map((host) => hostText(topology, host)),
    most,
  );
export const nodeName = (topology: Topology, node: Node): string => nodeText(topology, nodeId(node));
/** "; 3 senders do" — nothing for one. */
export const alsoSenders = (senders: number): string => (senders > 1 ? ` (and so from ${senders - 1} more)` : "");
