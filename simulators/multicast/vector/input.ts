/** The fields of a test vector (test/vectors/multicast/README.md), read and checked. `expect` is not looked at. */
import { forEachHost, parseHosts } from "../config/hosts.ts";
import { type Element, failuresOf, parseElement } from "../elements.ts";
import { isGroupAddress, parseAddress } from "../hypervisor.ts";
import type { Failures, GroupKey, Limits, RuleLimits, Topology } from "../model.ts";
import { parsePlace } from "../names.ts";
import { coreCount, hostCount, leafCount, planeOfCore, planeOfSpine, podOfLeaf, podOfSpine, spineCount } from "../topology.ts";
import { BadVector, type Fields, fieldsOf, firstOf, integerOf, join, listOf, shown } from "./read.ts";

/** What a rule-encoding vector limits; the rest of `Limits` does not matter to it. */
export type VectorLimits = RuleLimits & Pick<Limits, "occupied">;

export interface VectorGroup extends GroupKey {
  readonly receivers: readonly number[];
  /** Its own; undefined: those of the vector. */
  readonly senders: readonly number[] | undefined;
}

/** The published bounds of a configuration (§7). */
export function readTopology(value: unknown, path: string): Topology {
  const fields = fieldsOf(value, path);
  const count = (name: string, max: number) => integerOf(fields[name], join(path, name), 1, max);
  const topology: Topology = {
    pods: count("pods", 64),
    leavesPerPod: count("leavesPerPod", 128),
    hostsPerLeaf: count("hostsPerLeaf", 128),
    spinesPerPod: count("spinesPerPod", 32),
    coresPerSpine: count("coresPerSpine", 32),
  };
  if (hostCount(topology) > 1_048_576) throw new BadVector(`${path}: ${hostCount(topology)} hosts are more than 1,048,576`);
  return topology;
}

/** Both the names of vectors and those of the configuration; what is absent has the default of §7. */
export function readLimits(value: unknown, path: string, base: RuleLimits = defaultLimits): RuleLimits {
  const fields = fieldsOf(value ?? {}, path);
  const number = (names: readonly string[], min: number, max: number, absent: number) => {
    const found = firstOf(fields, path, names);
    return found ? integerOf(found.value, found.path, min, max) : absent;
  };
  const ruleKey = fields["ruleKey"] ?? base.ruleKey;
  if (ruleKey !== "tenant+address" && ruleKey !== "address") {
    throw new BadVector(`${join(path, "ruleKey")}: expected "tenant+address" or "address", got ${shown(ruleKey)}`);
  }
  return {
    leafRules: number(["leafPRules", "leafRules"], 0, 1000, base.leafRules),
    spineRules: number(["podPRules", "spinePRules", "spineRules"], 0, 64, base.spineRules),
    idsPerRule: number(["idsPerRule"], 1, 16, base.idsPerRule),
    redundancy: number(["redundancy"], 0, 100_000, base.redundancy),
    leafTable: number(["leafSRules", "leafTable"], 0, 1_000_000, base.leafTable),
    spineTable: number(["podSRules", "spineSRules", "spineTable"], 0, 1_000_000, base.spineTable),
    ruleKey,
  };
}

const defaultLimits: RuleLimits = {
  leafRules: 30,
  spineRules: 2,
  idsPerRule: 2,
  redundancy: 0,
  leafTable: 10_000,
  spineTable: 10_000,
  ruleKey: "tenant+address",
};

/** `{ leafSRules: { "3": 10 }, podSRules: { … } }`, by switch number. */
export function readOccupied(topology: Topology, value: unknown, path: string): Limits["occupied"] {
  const fields = fieldsOf(value ?? {}, path);
  const leaves = new Map<number, number>();
  const pods = new Map<number, number>();
  for (const [key, entry] of Object.entries(fields)) {
    const tier = /^leaf|^leaves/.test(key) ? leaves : /^pod|^spine/.test(key) ? pods : undefined;
    if (!tier) throw new BadVector(`${join(path, key)}: expected \`leafSRules\` or \`podSRules\``);
    const place = /^(leaf|pod):(.+)$/.exec(key);
    if (place)
      tier.set(
        readSwitch(topology, place[2] ?? "", tier === leaves ? "leaf" : "pod", join(path, key)),
        readEntries(entry, join(path, key)),
      );
    else
      for (const [id, taken] of Object.entries(fieldsOf(entry, join(path, key)))) {
        const where = join(join(path, key), id);
        tier.set(readSwitch(topology, id, tier === leaves ? "leaf" : "pod", where), readEntries(taken, where));
      }
  }
  return { leaves, pods };
}

const readEntries = (value: unknown, path: string): number => integerOf(value, path, 0, 1_000_000);

/** A leaf or pod by its number, `p1.l2` or `p1`. */
export function readSwitch(topology: Topology, text: string, tier: "leaf" | "pod", path: string): number {
  const count = tier === "leaf" ? leafCount(topology) : topology.pods;
  const place = parsePlace(topology, text);
  const pod = /^p(\d+)$/.exec(text)?.[1];
  const id =
    place?.kind === "leaf" && tier === "leaf"
      ? place.id
      : tier === "pod" && pod !== undefined
        ? Number(pod)
        : /^\d+$/.test(text)
          ? Number(text)
          : -1;
  if (id < 0 || id >= count) throw new BadVector(`${path}: no ${tier} ${text} among ${count}`);
  return id;
}

/** A host by its number, `host:3` or `p0.l1.h2`. */
export function readHost(topology: Topology, value: unknown, path: string): number {
  const [host, ...more] = readExpression(topology, value, path);
  if (host === undefined || more.length > 0) throw new BadVector(`${path}: expected one host, got ${shown(value)}`);
  return host;
}

/** Also what configurations allow: `p0.l2-5.h*`. */
function readExpression(topology: Topology, value: unknown, path: string): number[] {
  if (typeof value !== "string") return [integerOf(value, path, 0, hostCount(topology) - 1)];
  const expression = parseHosts(topology, value.replace(/^host:/, ""));
  if (expression.kind === "bad") throw new BadVector(`${path}: ${expression.message}`);
  if (expression.kind === "name") throw new BadVector(`${path}: expected a host, got ${shown(value)}`);
  const hosts: number[] = [];
  forEachHost(topology, expression, (host) => hosts.push(host));
  return hosts;
}

/** Ascending, each once. */
export function readHosts(topology: Topology, value: unknown, path: string): number[] {
  const hosts = listOf(typeof value === "string" ? [value] : value, path, (item, at) => readExpression(topology, item, at));
  return [...new Set(hosts.flat())].sort((a, b) => a - b);
}

/** Senders in the order given: answers come in it. */
export function readSenders(topology: Topology, value: unknown, path: string): number[] {
  return listOf(value, path, (item, at) => readHost(topology, item, at));
}

export function readGroup(topology: Topology, value: unknown, path: string): VectorGroup {
  const fields = fieldsOf(value, path);
  const senders = firstOf(fields, path, ["senders"]);
  const sender = firstOf(fields, path, ["sender"]);
  return {
    ...readKey(fields, path),
    receivers: readHosts(topology, fields["receivers"] ?? fields["members"], join(path, "receivers")),
    senders: senders
      ? readSenders(topology, senders.value, senders.path)
      : sender
        ? [readHost(topology, sender.value, sender.path)]
        : undefined,
  };
}

/** `{ tenant, address }`, `[tenant, address]` or `"tenant/address"`. */
export function readKey(value: unknown, path: string): GroupKey {
  if (typeof value === "string") {
    const match = /^(\d+)[/|,: ]+(\S+)$/.exec(value);
    if (!match) throw new BadVector(`${path}: expected tenant/address, got ${shown(value)}`);
    return { tenant: readTenant(Number(match[1]), path), address: readGroupAddress(match[2], path) };
  }
  if (Array.isArray(value)) return { tenant: readTenant(value[0], `${path}[0]`), address: readGroupAddress(value[1], `${path}[1]`) };
  const fields = fieldsOf(value, path);
  return {
    tenant: readTenant(fields["tenant"], join(path, "tenant")),
    address: readGroupAddress(fields["address"] ?? fields["group"], join(path, "address")),
  };
}

export const readTenant = (value: unknown, path: string): number => integerOf(value, path, 0, 16_777_215);

export function readAddress(value: unknown, path: string): number {
  const address = typeof value === "string" ? parseAddress(value) : integerOf(value, path, 0, 0xffffffff);
  if (address === undefined) throw new BadVector(`${path}: expected an IPv4 address, got ${shown(value)}`);
  return address;
}

function readGroupAddress(value: unknown, path: string): number {
  const address = readAddress(value, path);
  if (!isGroupAddress(address)) throw new BadVector(`${path}: ${shown(value)} is no group address (224.0.0.0/4)`);
  return address;
}

/** Lists of global numbers, as the README has them; also a list of element texts. */
export function readFailures(topology: Topology, value: unknown, path: string): Failures {
  if (value === undefined || value === null) return failuresOf([]);
  if (Array.isArray(value)) return failuresOf(listOf(value, path, (item, at) => readElement(topology, item, at)));
  const fields = fieldsOf(value, path);
  const ids = (name: string, kind: "host" | "leaf" | "spine" | "core", count: number) =>
    listOf(fields[name] ?? [], join(path, name), (item, at): Element => ({ kind, id: integerOf(item, at, 0, count - 1) }));
  return failuresOf([
    ...ids("hostLinks", "host", hostCount(topology)),
    ...ids("leaves", "leaf", leafCount(topology)),
    ...ids("spines", "spine", spineCount(topology)),
    ...ids("cores", "core", coreCount(topology)),
    ...listOf(fields["leafSpineLinks"] ?? [], join(path, "leafSpineLinks"), (item, at) => readLeafSpineLink(topology, item, at)),
    ...listOf(fields["spineCoreLinks"] ?? [], join(path, "spineCoreLinks"), (item, at) => readSpineCoreLink(topology, item, at)),
  ]);
}

function readElement(topology: Topology, value: unknown, path: string): Element {
  const element = typeof value === "string" ? parseElement(topology, value) : undefined;
  if (!element) throw new BadVector(`${path}: expected an element such as "spine:p0.s1", got ${shown(value)}`);
  return element;
}

function readLeafSpineLink(topology: Topology, value: unknown, path: string): Element {
  const [leaf, spine] = readPair(value, path, leafCount(topology), spineCount(topology));
  if (podOfLeaf(topology, leaf) !== podOfSpine(topology, spine))
    throw new BadVector(`${path}: leaf ${leaf} and spine ${spine} have no link`);
  return { kind: "leafSpineLink", leaf, spine };
}

function readSpineCoreLink(topology: Topology, value: unknown, path: string): Element {
  const [spine, core] = readPair(value, path, spineCount(topology), coreCount(topology));
  if (planeOfSpine(topology, spine) !== planeOfCore(topology, core))
    throw new BadVector(`${path}: spine ${spine} and core ${core} have no link`);
  return { kind: "spineCoreLink", spine, core };
}

function readPair(value: unknown, path: string, lowers: number, uppers: number): [number, number] {
  const pair = listOf(value, path, (item) => item);
  if (pair.length !== 2) throw new BadVector(`${path}: expected [lower, upper], got ${shown(value)}`);
  return [integerOf(pair[0], `${path}[0]`, 0, lowers - 1), integerOf(pair[1], `${path}[1]`, 0, uppers - 1)];
}

/** Bytes of the inner frame that sizes are given for; 100 as in the configuration. */
export function readInner(fields: Fields): number {
  const found = firstOf(fields, "", ["inner", "innerBytes"]);
  return found ? integerOf(found.value, found.path, 0, 65_535) : 100;
}
