import type { Topology } from "../model.ts";
import { hostText } from "../names.ts";
import { TooManyMembers, HostReader } from "./names.ts";
import { type ConfigNode, elementsOf, memberOf, type Pointer } from "../../core/config/node.ts";
import { roleOf } from "./roles.ts";
import { multicastSchema } from "./schema.ts";
import { countOf, quote } from "../../core/config/words.ts";

/** Markdown: which hosts an expression or a name stands for, or what a group named here is. Undefined: nothing more to say. */
export function meaningOf(root: ConfigNode, pointer: Pointer, node: ConfigNode): string | undefined {
  const role = roleOf(pointer);
  if (role === "group" && node.kind === "string") return groupMeaning(root, String(node.value));
  return role === "host" ? hostMeaning(root, pointer, node) : undefined;
}

function hostMeaning(root: ConfigNode, pointer: Pointer, node: ConfigNode): string | undefined {
  const topology = topologyOf(root);
  if (!topology) return undefined;
  try {
    const reader = new HostReader(topology, memberOf(root, "hosts"));
    const { hosts, troubles } = node.kind === "array" ? reader.list(node, pointer) : reader.elements([node], pointer, () => pointer);
    const [trouble] = troubles;
    return trouble ? trouble.message : describeHosts(topology, hosts);
  } catch (error) {
    if (error instanceof TooManyMembers) return undefined;
    throw error;
  }
}

/** A few hosts by name, more by number. */
function describeHosts(topology: Topology, hosts: readonly number[]): string {
  const shown = hosts.slice(0, mostShown).map((host) => `\`${hostText(topology, host)}\` (${host})`);
  return `${countOf(hosts.length, "host")}${shown.length === 0 ? "" : `: ${shown.join(", ")}`}${mostShown < hosts.length ? ", …" : ""}`;
}

const mostShown = 8;

function groupMeaning(root: ConfigNode, name: string): string | undefined {
  const group = elementsOf(memberOf(root, "groups")).find((candidate) => {
    const member = memberOf(candidate, "name");
    return member?.kind === "string" && member.value === name;
  });
  if (!group) return undefined;
  const written = (property: string) => {
    const member = memberOf(group, property);
    return member && "value" in member ? String(member.value) : "?";
  };
  const topology = topologyOf(root);
  const receivers = memberOf(group, "receivers");
  const hosts = topology && receivers ? hostMeaning(root, ["groups", 0, "receivers", 0], receivers) : undefined;
  return `Group ${quote(name)}: tenant ${written("tenant")}, address ${written("address")}${hosts === undefined ? "" : `; ${hosts}`}`;
}

/** The counts, when all of them are there and within their bounds. */
export function topologyOf(root: ConfigNode): Topology | undefined {
  const schema = multicastSchema.properties?.["topology"];
  const count = (name: string): number => {
    const node = memberOf(memberOf(root, "topology"), name);
    const value = node?.kind === "number" ? Number(node.value) : Number.NaN;
    const { minimum = 1, maximum = 1 } = schema?.properties?.[name] ?? {};
    return Number.isInteger(value) && minimum <= value && value <= maximum ? value : Number.NaN;
  };
  const topology = {
    pods: count("pods"),
    leavesPerPod: count("leavesPerPod"),
    hostsPerLeaf: count("hostsPerLeaf"),
    spinesPerPod: count("spinesPerPod"),
    coresPerSpine: count("coresPerSpine"),
  };
  return Object.values(topology).some(Number.isNaN) ? undefined : topology;
}
