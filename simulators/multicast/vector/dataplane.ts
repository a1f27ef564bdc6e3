/** Answers of `dataplane` vectors: header and tables are given, the packet is followed. */
import { bitString, bytesOfHex } from "../bits.ts";
import { explain, hopText } from "../explain.ts";
import type { Limits, Topology } from "../model.ts";
import { createTables } from "../tables.ts";
import { leafOfHost, podOfHost, podOfSpine } from "../topology.ts";
import { linkCounts } from "../transmissions.ts";
import { createWalker, type End, hostsReached } from "../walk.ts";
import { readFailures, readHost, readHosts, readKey } from "./input.ts";
import { BadVector, type Fields, fieldsOf, firstOf, integerOf } from "./read.ts";
import { readSRules } from "./srules.ts";

/** A header as it is sent. */
export interface SentHeader {
  readonly bytes: Uint8Array;
  readonly bits: number;
}

/** Computes the fields of §9 for a `dataplane` vector. */
export function answerDataplane(topology: Topology, fields: Fields): Fields {
  const failures = readFailures(topology, fields["failures"], "failures");
  const sender = readHost(topology, fields["sender"], "sender");
  const header = readSentHeader(fields);
  const keyed = firstOf(fields, "", ["key"]);
  const key = keyed ? readKey(keyed.value, keyed.path) : undefined;
  const installed = readSRules(topology, fields["srules"], "srules", key);
  const tables = createTables(topology, { ...unlimited, ruleKey: readRuleKey(fields) }, installed);
  const intended = firstOf(fields, "", ["intended"]);
  const receivers = intended ? readHosts(topology, intended.value, intended.path) : undefined;
  const packet = { ...(key ?? noKey), sender, header: bitString(header.bytes, header.bits) };

  const arrivals = createWalker(topology, tables).walk(packet, failures);
  const reached = hostsReached(arrivals);
  const { hops } = explain(topology, tables, packet, failures);
  const { total: _total, ...links } = linkCounts(arrivals.links);
  const isMissing = (host: number) => host !== sender && arrivals.copies[host] === 0;
  const holes = arrivals.ends.filter(
    (end) => !receivers || receivers.some((host) => isMissing(host) && isBehind(topology, end, sender, host)),
  );
  const answer = {
    copies: Object.fromEntries(reached.map((host) => [String(host), arrivals.copies[host]])),
    links,
    duplicates: reached.filter((host) => (arrivals.copies[host] ?? 0) > 1),
    blackHoles: [...new Set(holes.map((end) => switchText(topology, end)))],
    drops: [...new Set(hops.filter((hop) => !hop.isSent).map(hopText))],
  };
  if (!receivers) return answer;
  const spurious = reached.filter((host) => host !== sender && !receivers.includes(host));
  return { ...answer, spurious, missing: receivers.filter(isMissing) };
}

/** `headerHex` and its length in `headerBits`; without that all its bytes. */
export function readSentHeader(fields: Fields): SentHeader {
  const hex = fields["headerHex"];
  const bytes = typeof hex === "string" ? bytesOfHex(hex.trim().replace(/^0x/, "")) : undefined;
  if (!bytes) throw new BadVector("headerHex: expected an even number of hexadecimal digits");
  const bits = fields["headerBits"] === undefined ? bytes.length * 8 : integerOf(fields["headerBits"], "headerBits", 0, bytes.length * 8);
  return { bytes, bits };
}

/** Would the copy that ended there have gone on to this host? */
function isBehind(topology: Topology, { at, isUpstream }: End, sender: number, host: number): boolean {
  if (at.kind === "leaf") return isUpstream || leafOfHost(topology, host) === at.id;
  if (at.kind === "spine" && !isUpstream) return podOfHost(topology, host) === podOfSpine(topology, at.id);
  if (at.kind === "spine") return leafOfHost(topology, host) !== leafOfHost(topology, sender);
  return podOfHost(topology, host) !== podOfHost(topology, sender);
}

/** A spine is named by its pod, as rules do. */
const switchText = (topology: Topology, { at }: End): string =>
  at.kind === "spine" ? `pod ${podOfSpine(topology, at.id)}` : `${at.kind} ${at.id}`;

function readRuleKey(fields: Fields): Limits["ruleKey"] {
  const limits = fieldsOf(fields["limits"] ?? {}, "limits");
  return limits["ruleKey"] === "address" || fields["ruleKey"] === "address" ? "address" : "tenant+address";
}

/** A vector without a key has no entry for its packet, unless entries have no key either. */
const noKey = { tenant: 0, address: 0xe0000000 };

const unlimited = {
  leafTable: 1_000_000,
  spineTable: 1_000_000,
  occupied: { leaves: new Map<number, number>(), pods: new Map<number, number>() },
};
