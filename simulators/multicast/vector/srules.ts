/** The tables of a dataplane vector: `srules`, in any of the shapes in which entries can be told apart. */
import { bitmapOf } from "../bitmap.ts";
import type { GroupKey, InstalledRule, Topology } from "../model.ts";
import { readKey, readSwitch, readTenant, readAddress } from "./input.ts";
import { BadVector, integerOf, join, listOf, shown } from "./read.ts";

/** What is known of an entry on the way down to its ports. */
interface Context {
  readonly tier?: "leaf" | "pod";
  readonly id?: number;
  readonly tenant?: number;
  readonly address?: number;
}

/**
 * Reads tables: objects keyed by tier, switch and group in this order, such as `{ "leaf": { "3": { "1/239.1.1.9": [0, 2] } } }` or
 * `{ "leaf 3": [{ "tenant": 1, "address": "239.1.1.9", "ports": [0, 2] }] }`, or a list of entries with those fields.
 * An entry that names no group is one for the key of the vector.
 */
export function readSRules(topology: Topology, value: unknown, path: string, key: GroupKey | undefined): InstalledRule[] {
  const rules: InstalledRule[] = [];
  const add = (context: Context, ports: readonly number[], at: string) => {
    const { tier, id, tenant = key?.tenant, address = key?.address } = context;
    if (tier === undefined || id === undefined) throw new BadVector(`${at}: which switch is this entry for? Expected a leaf or a pod`);
    if (tenant === undefined || address === undefined)
      throw new BadVector(`${at}: which group is this entry for? Expected tenant and address`);
    const width = tier === "leaf" ? topology.hostsPerLeaf : topology.leavesPerPod;
    if (ports.some((port) => port >= width)) throw new BadVector(`${at}: a ${tier} has the ports 0 to ${width - 1}, got ${shown(ports)}`);
    bitmapOf(width, ports);
    rules.push({ index: rules.length, at: { tier, id }, ports, tenant, address });
  };
  // An empty list is a list of no entries, not an entry without ports.
  if (!Array.isArray(value) || value.length > 0) visit(topology, value ?? {}, path, {}, add);
  return rules;
}

type Add = (context: Context, ports: readonly number[], path: string) => void;

/** Fields that say which entry it is, with a value that is no table; the tier's name is one when its value is a number. */
const describing = new Set(["key", "at", "tenant", "address", "group", "tier", "kind", "id", "switch", "index", "note", "description"]);

const portNames = ["ports", "bitmap", "out", "down"];

function visit(topology: Topology, value: unknown, path: string, context: Context, add: Add): void {
  const ports = portsIn(value, path);
  if (ports) return add(context, ports, path);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(topology, item, `${path}[${index}]`, context, add);
    return;
  }
  if (typeof value !== "object" || value === null) throw new BadVector(`${path}: expected entries or ports, got ${shown(value)}`);
  const entries = Object.entries(value as Record<string, unknown>);
  const own = entries.reduce(
    (known, [name, field]) => ({ ...known, ...fieldContext(topology, name, field, join(path, name), known) }),
    context,
  );
  for (const [name, field] of entries) {
    const at = join(path, name);
    if (portNames.includes(name) || isPortList(name, field, own)) visit(topology, field, at, own, add);
    else if (!describing.has(name) && !(typeof field === "number" && own.id === field))
      visit(topology, field, at, { ...own, ...nameContext(topology, name, at, own) }, add);
  }
}

/** `{ "leaf": 3, "hosts": [0, 2] }`, `{ "pod": 1, "leaves": [1] }`: what the ports lead to. */
const isPortList = (name: string, value: unknown, { id, tier }: Context): boolean =>
  id !== undefined && name === (tier === "leaf" ? "hosts" : "leaves") && Array.isArray(value);

/** A list of numbers, or bits written as "0110" with port 0 first. */
function portsIn(value: unknown, path: string): number[] | undefined {
  if (typeof value === "string" && /^[01]+$/.test(value)) return Array.from(value).flatMap((bit, port) => (bit === "1" ? [port] : []));
  if (!Array.isArray(value) || !value.every((item) => typeof item === "number")) return undefined;
  return listOf(value, path, (item, at) => integerOf(item, at, 0, 127)).sort((a, b) => a - b);
}

/** What a field says about the entry that it stands in: `leaf: 3`, `tenant: 1`, `key: [1, "239.1.1.9"]`, `at: "leaf:p0.l3"`. */
function fieldContext(topology: Topology, name: string, value: unknown, path: string, known: Context): Context {
  if (name === "key") return readKey(value, path);
  if (name === "at" && typeof value === "string") return nameContext(topology, value, path, known);
  if (name === "at" && typeof value === "object" && value !== null) {
    return Object.entries(value as Record<string, unknown>).reduce(
      (seen, [part, field]) => ({ ...seen, ...fieldContext(topology, part, field, join(path, part), seen) }),
      known,
    );
  }
  if (typeof value !== "string" && typeof value !== "number") return {};
  if (name === "tenant") return { tenant: readTenant(value, path) };
  if (name === "address" || name === "group") return { address: readAddress(value, path) };
  if (name === "leaf" || name === "pod") return { tier: name, id: readSwitch(topology, String(value), name, path) };
  if (name === "tier" || name === "kind") return nameContext(topology, String(value), path, known);
  if ((name === "id" || name === "switch") && known.tier) return { id: readSwitch(topology, String(value), known.tier, path) };
  return {};
}

/** What the name of a field says about the entries below it. */
function nameContext(topology: Topology, name: string, path: string, known: Context): Context {
  const located = /^(leaf|leaves|pod|pods|spine|spines)(?:[SP]Rules)?(?:[ :_-]?(p?\d[\w.]*))?$/.exec(name);
  if (located) {
    const tier = (located[1] ?? "").startsWith("lea") ? "leaf" : "pod";
    return located[2] === undefined ? { tier } : { tier, id: readSwitch(topology, located[2], tier, path) };
  }
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return { address: readAddress(name, path) };
  if (/^\(?\d+[/|,: ]+'?\d+\.\d+\.\d+\.\d+'?\)?$/.test(name)) return readKey(name.replaceAll(/[()']/g, ""), path);
  if (/^p\d+\.l\d+$/.test(name)) return { tier: "leaf", id: readSwitch(topology, name, "leaf", path) };
  if (/^\d+$/.test(name))
    return known.id === undefined
      ? { id: readSwitch(topology, name, known.tier ?? "leaf", path), tier: known.tier ?? "leaf" }
      : { tenant: readTenant(Number(name), path) };
  throw new BadVector(`${path}: expected a tier, a switch or a group, got ${shown(name)}`);
}
