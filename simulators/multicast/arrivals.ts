/** A packet on its way, the choices that switches make for it, and what came of it. */
import type { BitString } from "./bits.ts";
import { frameBytes } from "./header.ts";
import type { GroupKey } from "./model.ts";
import type { Node } from "./names.ts";

/** One frame as the sender's NIC gets it. */
export interface Packet extends GroupKey {
  /** Host number. */
  readonly sender: number;
  readonly header: BitString;
}

/** Which live up-port a switch takes where the header leaves it the choice. Ports; -1 or nothing: by the hash of §3. */
export interface Choice {
  /** Of the sender's leaf. */
  readonly leaf: number;
  /** By the plane of the spine of the sender's pod. */
  readonly spines: readonly number[];
}

export const byHash: Choice = { leaf: -1, spines: [] };

/** What came of a packet. Belongs to the walker: valid until its next walk. */
export interface Arrivals {
  /** The first `hostCount` entries are the hosts that got a copy, in no special order. */
  readonly hosts: Uint32Array;
  readonly hostCount: number;
  /** By host number. */
  readonly copies: Uint32Array;
  /** Transmissions by kind of link: hostUp, leafUp, spineUp, coreDown, spineDown, leafDown. */
  readonly links: Float64Array;
  /** Bytes of multicast header, summed over all transmissions. */
  readonly headerBytes: number;
  /** Copies dropped at the sending end of a dead link or switch. */
  readonly drops: readonly Drop[];
  /** Switches that found no rule, or no bits that they could parse. */
  readonly ends: readonly End[];
  /** Switches that a copy entered for the second time. */
  readonly loops: readonly Revisit[];
}

export interface Drop {
  readonly from: Node;
  /** Undefined: the switch had the choice of up-ports and none is live. */
  readonly to: Node | undefined;
  readonly copies: number;
}

export interface End {
  readonly at: Node;
  readonly copies: number;
  /** On the way up: everybody that the packet should have gone on to is behind it. */
  readonly isUpstream: boolean;
  /** The bits ended within the part that the switch had to read. */
  readonly isMalformed: boolean;
}

export interface Revisit {
  readonly at: Node;
  readonly copies: number;
}

/** Transmissions in all. */
export const totalLinks = (arrivals: Pick<Arrivals, "links">): number => arrivals.links.reduce((sum, count) => sum + count, 0);

/** Bytes on the wire over all transmissions, for an inner frame of so many bytes. */
export const bytesOnWire = (arrivals: Pick<Arrivals, "links" | "headerBytes">, innerBytes: number): number =>
  totalLinks(arrivals) * frameBytes(0, innerBytes) + arrivals.headerBytes;

/** Hosts that got a copy, ascending. */
export const hostsReached = ({ hosts, hostCount }: Pick<Arrivals, "hosts" | "hostCount">): number[] =>
  Array.from(hosts.subarray(0, hostCount)).sort((a, b) => a - b);
