import { bitString, bytesOfHex } from "../bits.ts";
import { type EncodedHeader, encodeHeader } from "../header.ts";
import { isIntact } from "../elements.ts";
import { updatedHeaders } from "../failures.ts";
import type { FailureEntry, Failures, Group, GroupRules, Header, InstalledHeader } from "../model.ts";
import { reachability } from "../reach.ts";
import { headerFor } from "../sender.ts";
import type { Packet } from "../walk.ts";
import { headerKey, type State } from "./state.ts";

/** One frame of a packet, as it leaves the sender's NIC. */
export interface Frame {
  readonly packet: Packet;
  readonly encoded: EncodedHeader;
  /** Set when the header was written by hand. */
  readonly installed?: InstalledHeader;
}

/** The frame that a sender's hypervisor switch makes as long as nothing has failed: the header written by hand, else the controller's. */
export function frameOf(state: State, group: Group, sender: number): Frame {
  const installed = state.headers.get(headerKey(group.index, sender));
  if (installed) return { ...frameWith(group, sender, installedBits(installed)), installed };
  const { topology } = state.fabric;
  return frameWith(group, sender, encodeHeader(topology, headerFor(topology, rulesOf(state, group), group.receivers, sender)));
}

/** What a sender puts on the wire under failures, and whom it can reach. */
export interface Answer {
  /** None when nobody is reachable. */
  readonly frames: readonly Frame[];
  /** By frame: whom it is to serve, ascending, without the sender. */
  readonly served: readonly (readonly number[])[];
  /** Reachable receivers without the sender, ascending. */
  readonly wanted: readonly number[];
  readonly unreachable: readonly number[];
  /** Least number of headers; see `updatedHeaders`. */
  readonly minHeaders: number;
  /** False: `minHeaders` may be less, the search was given up. */
  readonly isExact: boolean;
}

/**
 * The frames of one packet under failures: after the controller's update its new headers, before it the old one.
 * A header written by hand stays: the controller does not know of it.
 */
export function framesUnder(state: State, group: Group, sender: number, failures: Failures, reaction: FailureEntry["reaction"]): Answer {
  const { topology, limits } = state.fabric;
  const isByHand = state.headers.has(headerKey(group.index, sender));
  if (isByHand || reaction === "none" || isIntact(failures)) {
    const { reachable, unreachable } = reachability(topology, failures, sender, group.receivers);
    if (!isByHand && !hasOtherReceivers(group, sender))
      return { frames: [], served: [], wanted: [], unreachable, minHeaders: 0, isExact: true };
    return { frames: [frameOf(state, group, sender)], served: [reachable], wanted: reachable, unreachable, minHeaders: 1, isExact: true };
  }
  const update = updatedHeaders(topology, limits, rulesOf(state, group), group.receivers, sender, failures);
  return {
    frames: update.headers.map(({ header }) => frameOfHeader(state, group, sender, header)),
    served: update.headers.map(({ receivers }) => receivers),
    wanted: update.headers.flatMap(({ receivers }) => receivers).sort((a, b) => a - b),
    unreachable: update.unreachable,
    minHeaders: update.minHeaders,
    isExact: update.isExact,
  };
}

/** A sender that is the only receiver has nobody to send to: its virtual switch serves it (§3). */
export const hasOtherReceivers = ({ receivers }: Group, sender: number): boolean => receivers.some((host) => host !== sender);

function frameOfHeader(state: State, group: Group, sender: number, header: Header): Frame {
  return frameWith(group, sender, encodeHeader(state.fabric.topology, header));
}

/** @throws {Error} The group is broken and has none: a bug in the caller. */
export function rulesOf(state: State, group: Group): GroupRules {
  const rules = state.installation.rules[group.index];
  if (!rules) throw new Error(`group ${group.index} has no rules`);
  return rules;
}

function frameWith({ tenant, address }: Group, sender: number, encoded: EncodedHeader): Frame {
  return { packet: { tenant, address, sender, header: bitString(encoded.bytes, encoded.bits) }, encoded };
}

/** Digits are checked where the configuration is read; what is missing at the end reads as zeros. */
function installedBits({ hex, bits }: InstalledHeader): EncodedHeader {
  const given = bytesOfHex(hex) ?? new Uint8Array(0);
  const bytes = new Uint8Array(Math.max(given.length, Math.ceil(bits / 8)));
  bytes.set(given);
  return { bytes, bits };
}
