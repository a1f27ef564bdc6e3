/** What the checks find, as numbers: without names and places, so that it can be remembered while the text around it changes. */
import type { Link } from "../../../protocol/picture.ts";
import type { Element } from "../elements.ts";
import type { Hop } from "../explain.ts";
import type { Node } from "../names.ts";
import type { Choice } from "../walk.ts";

/** A packet that can be run again: who sends it and which up-ports the switches chose, for each of its frames; none: by their hash. */
export interface Way {
  readonly from: number;
  readonly choices: readonly Choice[];
}

/** Who is to blame where a configuration says what is in the fabric. */
export type Cause =
  /** A header written by hand: index into `installed.headers`. */
  | { readonly kind: "header"; readonly index: number }
  /** A table entry of the configuration: index into `installed.rules`. */
  | { readonly kind: "rule"; readonly index: number }
  /** A table entry of another group: its index. */
  | { readonly kind: "group"; readonly index: number }
  /** The controller's own doing. */
  | { readonly kind: "controller" };

/** The worst packet of one kind, and how many senders have one. */
interface Worst {
  readonly way: Way;
  readonly senders: number;
}

export interface OverBudget extends Worst {
  readonly kind: "over-budget";
  readonly bits: number;
  readonly parts: readonly { readonly part: string; readonly bits: number }[];
}

export interface DefaultRule extends Worst {
  readonly kind: "default-rule";
  /** Hosts that get it unasked, and how many of them would not with a rule for each switch. */
  readonly spurious: number;
  readonly added: readonly number[];
}

export interface OverDelivery extends Worst {
  readonly kind: "over-delivery";
  readonly hosts: readonly number[];
  /** The first switch that sent copies astray, and what it used. */
  readonly first: Node;
  readonly rule: Hop["rule"];
  readonly cause: Cause;
  /** All unasked hosts of the packet; `hosts` are those that nothing explains, or all with `expectSpurious`. */
  readonly spurious: number;
}

export interface Duplicate extends Worst {
  readonly kind: "duplicate";
  readonly host: number;
  readonly copies: number;
  /** Hosts that get more than one. */
  readonly hosts: number;
  /** The switches on the way of the first two copies. */
  readonly paths: readonly (readonly Node[])[];
  readonly cause: Cause;
}

export interface Loop extends Worst {
  readonly kind: "loop";
  readonly at: Node;
  /** The switch that sent it back. */
  readonly by: Node;
  readonly cause: Cause;
}

export interface BlackHole extends Worst {
  readonly kind: "black-hole";
  readonly hosts: readonly number[];
  /** The last node on the way to the first of them that had the packet. */
  readonly at: Node;
  readonly rule: Hop["rule"];
  /** The copy was dropped at the end of a dead link. */
  readonly isDeadLink: boolean;
  readonly cause: Cause;
}

export type PacketFinding = OverBudget | DefaultRule | OverDelivery | Duplicate | Loop | BlackHole;

/** Sizes of the largest packet of a group, for lens, details and hovers. */
export interface GroupFacts {
  /** Packets walked. */
  readonly packets: number;
  /** False: some header leaves the switches too many choices to try all. */
  readonly isComplete: boolean;
  readonly largestHeader: { readonly from: number; readonly bits: number; readonly byLink: Partial<Record<Link, number>> };
  /** Most transmissions of one packet. */
  readonly mostLinks: number;
  /** Most hosts that get one packet unasked. */
  readonly mostSpurious: number;
  /** Receivers that got it, at the least over all senders and choices. */
  readonly fewestDelivered: number;
  readonly mostDelivered: number;
  readonly findings: readonly PacketFinding[];
  /** Senders whose packet brings every receiver exactly one copy and makes no loop, whatever the choice; only those that the controller's header serves. */
  readonly exactSenders: ReadonlySet<number>;
  /** Senders whose packet misses a receiver, brings some host two copies, or makes a loop. */
  readonly wrongSenders: ReadonlySet<number>;
}

/** A failure case: the elements that are down together. */
export interface FailureCase {
  readonly elements: readonly Element[];
}

/** The case that cuts off most receivers of one sender. */
export interface Cut extends FailureCase, Worst {
  /** No live path leads to them. */
  readonly hosts: readonly number[];
  /** Cases in which somebody is cut off. */
  readonly cases: number;
}

/** The case that needs most headers. */
export interface Split extends FailureCase, Worst {
  readonly minHeaders: number;
  /** False: it may be less, the search was given up. */
  readonly isExact: boolean;
  readonly usedHeaders: number;
  /** Transmissions, and bytes of header over all of them, after the update and with nothing failed. */
  readonly links: number;
  readonly usualLinks: number;
  readonly headerBytes: number;
  readonly usualHeaderBytes: number;
  readonly cases: number;
}

/** What is wrong with a packet in some cases, though nothing is with nothing failed. The finding is of the worst case. */
export interface Damage extends FailureCase {
  readonly finding: PacketFinding;
  readonly cases: number;
}

/** What one entry of `failures` does to one group. */
export interface EntryFacts {
  /** Packets walked. */
  readonly packets: number;
  /** Pairs of sender and case that were judged. */
  readonly judged: number;
  readonly isComplete: boolean;
  /** Cases that leave some receiver without its copy. */
  readonly failing: readonly FailingCase[];
  /** Set when some receiver misses its copy with nothing failed: then these are the only cases that bring it to everyone. */
  readonly mending?: readonly FailureName[];
  readonly cut?: Cut;
  readonly split?: Split;
  readonly damages: readonly Damage[];
}

/** One element, and the orbit that it is in. */
export interface FailureName {
  readonly orbit: string;
  readonly element: string;
}

/** A single element, or all of an orbit (see `orbits.ts`); of an entry that is one set: the set. */
export interface FailingCase {
  /** The first element of the orbit in text form; "set". */
  readonly orbit: string;
  /** Text form of the element; undefined: every one of the orbit. */
  readonly element?: string;
  /** Elements in the orbit. */
  readonly size: number;
}
