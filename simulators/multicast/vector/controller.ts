/** Answers of `controller` vectors: rules of groups, and what becomes of a packet of each sender. */
import { bitString, hexOf } from "../bits.ts";
import { updatedHeaders } from "../failures.ts";
import { encodeHeader, headerBytes } from "../header.ts";
import { headerBitsByLink } from "../header-parts.ts";
import type { Failures, GroupRules, Topology } from "../model.ts";
import { countRules, encodeGroup } from "../rules.ts";
import { createTables, type Tables } from "../tables.ts";
import { leafOfHost, podOfHost } from "../topology.ts";
import { idealLinks, paperModel, unicastLinks } from "../transmissions.ts";
import { bytesOnWire, createWalker, hostsReached, totalLinks, type Walker } from "../walk.ts";
import { frameBytes } from "../header.ts";
import { readFailures, readGroup, readInner, readLimits, readOccupied, readSenders, type VectorGroup, type VectorLimits } from "./input.ts";
import { BadVector, type Fields, fieldsOf, firstOf, listOf } from "./read.ts";

interface ControllerVector {
  readonly topology: Topology;
  readonly limits: VectorLimits;
  readonly variants: readonly { readonly fields: Fields; readonly limits: VectorLimits }[];
  /** One with `group`; several with `groups`. */
  readonly groups: readonly VectorGroup[];
  readonly hasGroups: boolean;
  readonly senders: readonly number[];
  readonly failures: Failures;
  readonly inner: number;
}

/** Computes the fields of §9 for a `controller` vector. */
export function answerController(topology: Topology, fields: Fields): Fields {
  const vector = readController(topology, fields);
  const answer = vector.hasGroups ? groupsAnswer(vector) : groupAnswer(vector, vector.limits);
  if (vector.variants.length === 0) return answer;
  return { ...answer, variants: vector.variants.map((variant) => ({ ...variant.fields, ...variantAnswer(vector, variant.limits) })) };
}

/** Receivers without the sender, by the path of each part of the answer that has `delivered`. */
export function deliveredByPath(topology: Topology, fields: Fields): ReadonlyMap<string, readonly number[]> {
  const vector = readController(topology, fields);
  const without = (group: VectorGroup, sender: number | undefined) => group.receivers.filter((host) => host !== sender);
  const first = vector.groups[0];
  const paths = new Map<string, readonly number[]>();
  if (first) sendersOf(vector, first).forEach((sender, index) => paths.set(`perSender[${index}]`, without(first, sender)));
  if (first) vector.variants.forEach((_, index) => paths.set(`variants[${index}]`, without(first, sendersOf(vector, first)[0])));
  const pairs = vector.groups.flatMap((group) => sendersOf(vector, group).map((sender) => without(group, sender)));
  pairs.forEach((hosts, index) => paths.set(`perGroup[${index}]`, hosts));
  return paths;
}

function readController(topology: Topology, fields: Fields): ControllerVector {
  const base = readLimits(fields["limits"], "limits");
  const occupied = readOccupied(topology, fields["occupied"] ?? fieldsOf(fields["limits"] ?? {}, "limits")["occupied"], "occupied");
  const many = firstOf(fields, "", ["groups"]);
  const one = firstOf(fields, "", ["group"]);
  if (!many && !one) throw new BadVector("group: expected `group` or `groups`");
  const senders =
    firstOf(fields, "", ["senders"]) ?? (fields["sender"] === undefined ? undefined : { value: [fields["sender"]], path: "sender" });
  return {
    topology,
    limits: { ...base, occupied },
    variants: listOf(fields["variants"] ?? [], "variants", (item, path) => {
      const variant = fieldsOf(item, path);
      return { fields: variant, limits: { ...readLimits(variant["limits"] ?? variant, path, base), occupied } };
    }),
    groups: many
      ? listOf(many.value, many.path, (item, path) => readGroup(topology, item, path))
      : [readGroup(topology, one?.value, "group")],
    hasGroups: many !== undefined,
    senders: senders ? readSenders(topology, senders.value, senders.path) : [],
    failures: readFailures(topology, fields["failures"], "failures"),
    inner: readInner(fields),
  };
}

/** The group's own, else those of the vector, else its receivers (§7). */
function sendersOf(vector: ControllerVector, group: VectorGroup): readonly number[] {
  return group.senders ?? (vector.senders.length > 0 ? vector.senders : group.receivers);
}

function groupAnswer(vector: ControllerVector, limits: VectorLimits): Fields {
  const [group] = vector.groups;
  if (!group) throw new BadVector("group: there is none");
  const { rules, tables } = encodeAll(vector, limits);
  const own = rules[0];
  if (!own) throw new BadVector("group: there is none");
  const walker = createWalker(vector.topology, tables);
  const senders = sendersOf(vector, group);
  return {
    ...rulesAnswer(vector.topology, group, own),
    perSender: senders.map((sender) => senderAnswer(vector, limits, walker, group, own, sender)),
  };
}

/** `perSender` fields of the first sender stand on the same level. */
function variantAnswer(vector: ControllerVector, limits: VectorLimits): Fields {
  const { perSender, ...rest } = groupAnswer(vector, limits);
  const first = Array.isArray(perSender) ? (perSender[0] as Fields | undefined) : undefined;
  return { ...rest, ...first };
}

function groupsAnswer(vector: ControllerVector): Fields {
  const { rules, tables } = encodeAll(vector, vector.limits);
  const walker = createWalker(vector.topology, tables);
  const perGroup = vector.groups.flatMap((group, index) => {
    const own = rules[index];
    if (!own) return [];
    return sendersOf(vector, group).map((sender) => ({
      tenant: group.tenant,
      ...rulesAnswer(vector.topology, group, own),
      ...senderAnswer(vector, vector.limits, walker, group, own, sender),
    }));
  });
  const srulesAt = Object.fromEntries(tables.switches("leaf").map((leaf) => [String(leaf), tables.entries("leaf", leaf).length]));
  return { perGroup, srulesAt };
}

function encodeAll({ topology, groups }: ControllerVector, limits: VectorLimits): { rules: GroupRules[]; tables: Tables } {
  const tables = createTables(topology, limits);
  const rules = groups.map((group, index) => encodeGroup(topology, limits, group.receivers, tables, group, index));
  return { rules, tables };
}

function rulesAnswer(topology: Topology, { receivers }: VectorGroup, rules: GroupRules): Fields {
  return {
    ...countRules(rules),
    leafSRulesAt: rules.leaves.sRules.map(({ id }) => id),
    podSRulesAt: rules.pods.sRules.map(({ id }) => id),
    idsInRule: rules.leaves.pRules[0]?.ids.length ?? 0,
    paperModel: paperModel(topology, receivers),
    leaves: new Set(receivers.map((host) => leafOfHost(topology, host))).size,
    pods: new Set(receivers.map((host) => podOfHost(topology, host))).size,
  };
}

function senderAnswer(
  { topology, failures, inner }: ControllerVector,
  limits: VectorLimits,
  walker: Walker,
  group: VectorGroup,
  rules: GroupRules,
  sender: number,
): Fields {
  const update = updatedHeaders(topology, limits, rules, group.receivers, sender, failures);
  const copies = new Map<number, number>();
  let links = 0;
  let bytes = 0;
  const encoded = update.headers.map(({ header }) => encodeHeader(topology, header));
  for (const header of encoded) {
    const packet = { tenant: group.tenant, address: group.address, sender, header: bitString(header.bytes, header.bits) };
    const arrivals = walker.walk(packet, failures);
    for (const host of hostsReached(arrivals)) copies.set(host, (copies.get(host) ?? 0) + (arrivals.copies[host] ?? 0));
    links += totalLinks(arrivals);
    bytes += bytesOnWire(arrivals, inner);
  }
  const wanted = new Set(group.receivers);
  const reached = [...copies.keys()].filter((host) => host !== sender).sort((a, b) => a - b);
  const delivered = reached.filter((host) => wanted.has(host));
  const served = group.receivers.filter((host) => host !== sender && !update.unreachable.includes(host));
  const unicast = unicastLinks(topology, served, sender);
  const [first] = update.headers;
  const [bits] = encoded;
  return {
    sender,
    delivered,
    deliveredCount: delivered.length,
    spurious: reached.filter((host) => !wanted.has(host)),
    unreachable: update.unreachable,
    copiesPerHost: Math.max(0, ...delivered.map((host) => copies.get(host) ?? 0)),
    headers: update.headers.length,
    minHeaders: update.minHeaders,
    headerBits: first ? headerBitsByLink(topology, first.header) : {},
    headerBytes: bits ? headerBytes(bits.bits) : 0,
    links: { ideal: idealLinks(topology, served, sender), unicast, elmo: links },
    bytesOnWire: { inner, multicast: bytes, unicast: unicast * frameBytes(0, inner) },
    ...(bits ? { canonicalHex: hexOf(bits.bytes) } : {}),
  };
}
