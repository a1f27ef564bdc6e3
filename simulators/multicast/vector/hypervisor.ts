/** Answers of `hypervisor` vectors: which packets get the header. */
import { updatedHeaders } from "../failures.ts";
import { encodeHeader, headerBytes } from "../header.ts";
import { dispatch, type HypervisorSwitch, type InnerPacket } from "../hypervisor.ts";
import type { GroupKey, Topology } from "../model.ts";
import { encodeGroup } from "../rules.ts";
import { createTables } from "../tables.ts";
import { readSentHeader } from "./dataplane.ts";
import { readAddress, readFailures, readGroup, readHost, readHosts, readKey, readLimits, readOccupied, readTenant } from "./input.ts";
import { BadVector, type Fields, fieldsOf, firstOf, integerOf, join, listOf, shown } from "./read.ts";

/** An entry of the match-and-action table. */
interface Entry extends GroupKey {
  /** Of each header. */
  readonly bits: readonly number[];
}

/** Computes the fields of §9 for a `hypervisor` vector. */
export function answerHypervisor(topology: Topology, fields: Fields): Fields {
  const host = readSender(topology, fields);
  const entries = readTable(topology, fields, host);
  const hypervisor: HypervisorSwitch = {
    host,
    ...readSettings(fields),
    lookUp: (tenant, address) => entries.find((entry) => entry.tenant === tenant && entry.address === address)?.bits,
  };
  const bits = entries[0]?.bits[0] ?? 0;
  const packets = readPackets(fields["packets"]).map(({ id, packet, path }) => {
    const inner = readPacket(topology, packet, path, entries[0], hypervisor.udpPorts);
    return [id, packetAnswer(topology, hypervisor, inner)] as const;
  });
  return { headerBits: bits, headerBytes: headerBytes(bits), packets: Object.fromEntries(packets) };
}

function packetAnswer(topology: Topology, hypervisor: HypervisorSwitch, packet: InnerPacket): Fields {
  const answer = dispatch(topology, hypervisor, packet);
  switch (answer.action) {
    case "untouched":
      return { action: answer.action, frameBytes: packet.bytes };
    case "unknown-group":
      return {
        action: answer.action,
        fallback: answer.fallback,
        ...(answer.fallback === "unicast" ? { frameBytes: answer.frameBytes, links: answer.links } : {}),
      };
    case "encapsulate": {
      const frameBytes = Math.max(...answer.frameBytes);
      return { action: answer.action, frameBytes, ...(answer.over > 0 ? { diagnostic: "mtu", over: answer.over } : {}) };
    }
  }
}

function readSender(topology: Topology, fields: Fields): number {
  const named = firstOf(fields, "", ["sender", "from", "host"]);
  if (named) return readHost(topology, named.value, named.path);
  const [first] = listOf(fields["senders"] ?? [], "senders", (item, path) => readHost(topology, item, path));
  if (first === undefined) throw new BadVector("sender: expected the sender's host number");
  return first;
}

/** Entries as the controller makes them for the vector's groups, or one for the header given as bits. */
function readTable(topology: Topology, fields: Fields, sender: number): Entry[] {
  const many = firstOf(fields, "", ["groups"]);
  const one = firstOf(fields, "", ["group"]);
  if (fields["headerHex"] !== undefined) {
    const keyed = firstOf(fields, "", ["key", "group"]);
    if (!keyed) throw new BadVector("key: expected tenant and address of the header");
    return [{ ...readKey(keyed.value, keyed.path), bits: [readSentHeader(fields).bits] }];
  }
  if (!many && !one) throw new BadVector("group: expected `group`, `groups` or `headerHex`");
  const groups = many
    ? listOf(many.value, many.path, (item, path) => readGroup(topology, item, path))
    : [readGroup(topology, one?.value, "group")];
  const limits = { ...readLimits(fields["limits"], "limits"), occupied: readOccupied(topology, fields["occupied"], "occupied") };
  const failures = readFailures(topology, fields["failures"], "failures");
  const tables = createTables(topology, limits);
  return groups.map((group, index) => {
    const rules = encodeGroup(topology, limits, group.receivers, tables, group, index);
    const { headers } = updatedHeaders(topology, limits, rules, group.receivers, sender, failures);
    return { tenant: group.tenant, address: group.address, bits: headers.map(({ header }) => encodeHeader(topology, header).bits) };
  });
}

function readSettings(fields: Fields): Pick<HypervisorSwitch, "udpPorts" | "mtu" | "unknownGroup"> {
  const inside = (name: string) => fieldsOf(fields[name] ?? {}, name);
  const ports = inside("statistics")["udpPorts"] ?? fields["udpPorts"] ?? inside("limits")["udpPorts"] ?? [6343];
  const mtu = inside("limits")["mtu"] ?? inside("topology")["mtu"] ?? fields["mtu"] ?? 1600;
  const unknownGroup = fields["unknownGroup"] ?? "unicast";
  if (unknownGroup !== "unicast" && unknownGroup !== "drop")
    throw new BadVector(`unknownGroup: expected "unicast" or "drop", got ${shown(unknownGroup)}`);
  return {
    udpPorts: Array.isArray(ports) ? listOf(ports, "udpPorts", readPort) : [readPort(ports, "udpPorts")],
    mtu: integerOf(mtu, "mtu", 1, 65_535),
    unknownGroup,
  };
}

const readPort = (value: unknown, path: string): number => integerOf(value, path, 0, 65_535);

/** A list of packets with ids, or an object by id. */
function readPackets(value: unknown): { id: string; packet: Fields; path: string }[] {
  if (!Array.isArray(value)) {
    return Object.entries(fieldsOf(value, "packets")).map(([id, packet]) => ({
      id,
      packet: fieldsOf(packet, join("packets", id)),
      path: join("packets", id),
    }));
  }
  return listOf(value, "packets", (item, path) => {
    const packet = fieldsOf(item, path);
    const id = firstOf(packet, path, ["id", "name"])?.value ?? path;
    if (typeof id !== "string" && typeof id !== "number") throw new BadVector(`${path}.id: expected a text, got ${shown(id)}`);
    return { id: String(id), packet, path };
  });
}

function readPacket(topology: Topology, fields: Fields, path: string, entry: Entry | undefined, udpPorts: readonly number[]): InnerPacket {
  const destination = firstOf(fields, path, ["destination", "dst", "address", "dstAddress", "dstIp", "ip", "to", "group"]);
  const bytes = firstOf(fields, path, ["inner", "innerBytes", "bytes", "innerFrame", "length", "size"]);
  const receivers = firstOf(fields, path, ["receivers"]);
  const tenant = firstOf(fields, path, ["tenant"]);
  return {
    tenant: tenant ? readTenant(tenant.value, tenant.path) : (entry?.tenant ?? 0),
    destination: destination ? readDestination(destination.value, destination.path) : (entry?.address ?? 0),
    udpPort: readUdpPort(fields, path, udpPorts),
    bytes: bytes ? integerOf(bytes.value, bytes.path, 0, 65_535) : 100,
    ...(receivers ? { receivers: readHosts(topology, receivers.value, receivers.path) } : {}),
  };
}

/** An address, or an object with one. */
function readDestination(value: unknown, path: string): number {
  if (typeof value !== "object" || value === null) return readAddress(value, path);
  return readAddress(fieldsOf(value, path)["address"], join(path, "address"));
}

/** Undefined: no UDP, or said to be no statistics. A packet that says nothing of a port has the first of the list. */
function readUdpPort(fields: Fields, path: string, udpPorts: readonly number[]): number | undefined {
  const protocol = firstOf(fields, path, ["protocol", "proto", "l4"])?.value;
  const isUdp = protocol === undefined || protocol === 17 || (typeof protocol === "string" && protocol.toLowerCase() === "udp");
  if (!isUdp || fields["udp"] === false || fields["statistics"] === false || fields["kind"] === "other") return undefined;
  const port = firstOf(fields, path, ["udpPort", "dstPort", "udpDst", "udpDstPort", "destinationPort", "dport", "port", "udp"]);
  return port && typeof port.value === "number" ? readPort(port.value, port.path) : udpPorts[0];
}
