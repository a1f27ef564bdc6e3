/** The hypervisor switch of a sender (§6): which packets get a multicast header, and what becomes of the others. */
import { frameBytes } from "./header.ts";
import { hopsBetween } from "./transmissions.ts";
import type { Topology } from "./model.ts";

/** What the sender's virtual machine hands over. */
export interface InnerPacket {
  readonly tenant: number;
  /** IPv4 as an unsigned 32-bit number. */
  readonly destination: number;
  /** Destination port; undefined: not UDP. */
  readonly udpPort: number | undefined;
  /** Inner frame. */
  readonly bytes: number;
  /** Targets of the unicast fallback, when the stream names them. */
  readonly receivers?: readonly number[];
}

/** What the switch knows: its match-and-action table and how it is set up. */
export interface HypervisorSwitch {
  /** Host number. */
  readonly host: number;
  readonly udpPorts: readonly number[];
  /** Bytes of the whole frame. */
  readonly mtu: number;
  readonly unknownGroup: "unicast" | "drop";
  /** Bits of each header of the entry for (tenant, address); undefined: there is no entry. */
  readonly lookUp: (tenant: number, address: number) => readonly number[] | undefined;
}

export type Dispatch =
  | { readonly action: "untouched"; readonly why: "not-udp" | "port" | "no-group-address" }
  | { readonly action: "unknown-group"; readonly fallback: "drop" }
  | {
      readonly action: "unknown-group";
      readonly fallback: "unicast";
      readonly frameBytes: number;
      readonly packets: number;
      readonly links: number;
    }
  /** One frame for each header. `over`: bytes above the MTU of the largest; more than 0: not sent. */
  | { readonly action: "encapsulate"; readonly frameBytes: readonly number[]; readonly over: number };

/** Decides about one packet. */
export function dispatch(
  topology: Topology,
  { host, udpPorts, mtu, unknownGroup, lookUp }: HypervisorSwitch,
  packet: InnerPacket,
): Dispatch {
  if (packet.udpPort === undefined) return { action: "untouched", why: "not-udp" };
  if (!udpPorts.includes(packet.udpPort)) return { action: "untouched", why: "port" };
  if (!isGroupAddress(packet.destination)) return { action: "untouched", why: "no-group-address" };
  const headers = lookUp(packet.tenant, packet.destination);
  if (headers) {
    const frames = headers.map((bits) => frameBytes(bits, packet.bytes));
    return { action: "encapsulate", frameBytes: frames, over: Math.max(0, ...frames.map((bytes) => bytes - mtu)) };
  }
  const targets = packet.receivers?.filter((receiver) => receiver !== host) ?? [];
  if (unknownGroup === "drop" || targets.length === 0) return { action: "unknown-group", fallback: "drop" };
  const links = targets.reduce((sum, receiver) => sum + hopsBetween(topology, host, receiver), 0);
  return { action: "unknown-group", fallback: "unicast", frameBytes: frameBytes(0, packet.bytes), packets: targets.length, links };
}

/** IPv4 multicast, 224.0.0.0/4. @see RFC 1112, section 4. */
export const isGroupAddress = (address: number): boolean => address >>> 28 === 0b1110;

/** Reads dotted decimal; undefined when it is none. */
export function parseAddress(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((address, part) => address * 256 + part, 0);
}

export const addressText = (address: number): string => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
