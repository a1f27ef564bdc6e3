/**
 * A fabric, its multicast groups and the load statistics that are sent to them.
 * Counts, ports and numbers start at 0. Shape, defaults and bounds: docs/multicast/specification.md, section 7.
 */
export interface MulticastConfig {
  /** Where the JSON schema is, for editors that do not know Faultline. */
  readonly $schema?: string;
  readonly topology: Topology;
  readonly limits?: Limits;
  readonly statistics?: Statistics;
  /** Names for hosts or sets of hosts; a name may use other names. */
  readonly hosts?: { readonly [name: string]: Host | readonly Host[] };
  /** At least one of `groups` and `generate` is needed. */
  readonly groups?: readonly Group[];
  /** Packets sent regularly to groups. */
  readonly streams?: readonly Stream[];
  /** Each entry is a case of its own on the intact fabric. */
  readonly failures?: readonly (Failure | EverySingleFailure)[];
  readonly churn?: Churn;
  readonly generate?: Generate;
  readonly installed?: Installed;
  /**
   * What the hypervisor switch does with statistics for a group without an entry:
   * one unicast packet for each receiver, when the stream names them, or nothing.
   * @default "unicast"
   */
  readonly unknownGroup?: "unicast" | "drop";
}

/** `p0.l3.h7`, with a number, a range `2-5` or `*` at each place; a name from `hosts`; or the number of a host. */
export type Host = string | number;

/**
 * A switch, a link or the link of a host that fails: `leaf:p1.l2`, `spine:p0.s0`, `core:s1.c0`, `link:p1.l2-p1.s1`,
 * `link:p0.s1-s1.c0`, `host:p0.l1.h2`.
 */
export type Element = string;

/**
 * A folded Clos fabric of three tiers. Core `s*coresPerSpine+c` is linked to spine `s` of every pod,
 * each leaf to all spines of its pod. At most 1,048,576 hosts.
 */
export interface Topology {
  /** @default "clos" */
  readonly kind?: "clos";
  /** @default "plane" */
  readonly wiring?: "plane";
  /** 1 to 64. */
  readonly pods: number;
  /** Leaf switches in each pod, 1 to 128. */
  readonly leavesPerPod: number;
  /** Hosts under each leaf, 1 to 128. */
  readonly hostsPerLeaf: number;
  /** Spine switches in each pod, and planes of cores: 1 to 32. */
  readonly spinesPerPod: number;
  /** Core switches in each plane, 1 to 32. */
  readonly coresPerSpine: number;
  /** Gbit/s in each direction, more than 0 and at most 1,600. */
  readonly linkGbps?: LinkGbps;
  /**
   * Largest frame on any link in bytes, the 50 bytes of outer headers included: 576 to 65,535.
   * @default 1600
   */
  readonly mtu?: number;
  /**
   * Delay of one link and the switch behind it in microseconds, 0 to 1,000.
   * @default 1
   */
  readonly hopMicroseconds?: number;
}

/** Rates of links in Gbit/s, each direction. */
export interface LinkGbps {
  /**
   * Between a host and its leaf.
   * @default 10
   */
  readonly host?: number;
  /**
   * Between a leaf and a spine.
   * @default 40
   */
  readonly leafSpine?: number;
  /**
   * Between a spine and a core.
   * @default 40
   */
  readonly spineCore?: number;
}

/** What headers and switch tables may hold. */
export interface Limits {
  /**
   * Largest multicast header on the first link in bytes, outer headers not counted: 1 to 1,024.
   * @default 325
   */
  readonly headerBytes?: number;
  /**
   * Rules for leaves in one header, 0 to 1,000.
   * @default 30
   */
  readonly leafRules?: number;
  /**
   * Rules for pods in one header, 0 to 64.
   * @default 2
   */
  readonly spineRules?: number;
  /**
   * Switches that may share one rule, 1 to 16.
   * @default 2
   */
  readonly idsPerRule?: number;
  /**
   * Bits that the union of a shared rule may have beyond what its switches asked for, summed over them: 0 to 100,000.
   * @default 0
   */
  readonly redundancy?: number;
  /**
   * Group entries in each leaf, 0 to 1,000,000.
   * @default 10000
   */
  readonly leafTable?: number;
  /**
   * Group entries in each spine, 0 to 1,000,000.
   * @default 10000
   */
  readonly spineTable?: number;
  /** Entries taken by others, by switch: `leaf:p0.l12`, `leaf:12` or `pod:3` (all spines of the pod). */
  readonly occupied?: { readonly [place: string]: number };
  /**
   * What a switch matches: tenant and address, or the address alone.
   * @default "tenant+address"
   */
  readonly ruleKey?: "tenant+address" | "address";
  /**
   * Headers that a sender may use for one packet after failures, 1 to 64.
   * @default 8
   */
  readonly headersPerPacket?: number;
  /** Updates that a switch can take in a second. */
  readonly updatesPerSecond?: UpdatesPerSecond;
}

/** Updates per second and switch, each 0 to 10,000,000. */
export interface UpdatesPerSecond {
  /** @default 1000 */
  readonly leaf?: number;
  /** @default 1000 */
  readonly spine?: number;
  /** @default 1000 */
  readonly host?: number;
}

/** How the hypervisor switch recognises packets that carry load statistics. */
export interface Statistics {
  /**
   * Destination ports of statistics; 6343 is sFlow's registered one.
   * @default [6343]
   */
  readonly udpPorts?: readonly number[];
}

/** A multicast group of one tenant; (tenant, address) is unique. */
export interface Group {
  /** Used by streams, lenses and reports. */
  readonly name: string;
  /** 0 to 16,777,215. */
  readonly tenant: number;
  /** IPv4, 224.0.0.0 to 239.255.255.255. */
  readonly address: string;
  readonly receivers: readonly Host[];
  /** Left out: the receivers. */
  readonly senders?: readonly Host[];
  /** Hosts that may get copies they did not ask for, for each sender. Left out: what `redundancy` allows is accepted. */
  readonly expectSpurious?: number;
}

/** One kind of packet that every sender of a group sends. */
export interface Stream {
  /** Name of a group, or `tenant/address`. */
  readonly group: string;
  /** Milliseconds between two packets of one sender. */
  readonly intervalMs: number;
  /**
   * Bytes of the inner frame, 64 to 65,535.
   * @default 100
   */
  readonly bytes?: number;
  /**
   * `statistics` get the multicast header, `other` packets pass untouched.
   * @default "statistics"
   */
  readonly kind?: "statistics" | "other";
  /** Oldest value that a receiver may act on, in milliseconds. */
  readonly maxAgeMs?: number;
  /** Destination port. Left out: the first of `statistics.udpPorts`. */
  readonly udpPort?: number;
  /** Left out: the senders of the group. */
  readonly senders?: readonly Host[];
  /** Where a unicast fallback sends when the group is unknown. */
  readonly receivers?: readonly Host[];
}

/** These elements fail together. */
export interface Failure {
  readonly at: Element | readonly Element[];
  /**
   * `update`: the controller has installed new headers; `none`: those from before the failure are in use.
   * @default "update"
   */
  readonly reaction?: "update" | "none";
}

/** Each element of these kinds fails alone, one after the other. */
export interface EverySingleFailure {
  readonly every: "single";
  /**
   * `link` means links between switches.
   * @default ["spine", "core", "link"]
   */
  readonly kinds?: readonly ("leaf" | "spine" | "core" | "link" | "host")[];
  /** @default "update" */
  readonly reaction?: "update" | "none";
}

/** Members that join and leave, to see how many table and header updates follow. */
export interface Churn {
  /** Joins and leaves over all groups in a second. */
  readonly eventsPerSecond: number;
  /**
   * Part of the events that are joins, 0 to 1.
   * @default 0.5
   */
  readonly joinShare?: number;
  /**
   * Events to simulate, 1 to 10,000,000.
   * @default 10000
   */
  readonly events?: number;
  /** @default 1 */
  readonly seed?: number;
  /** Hosts that may join. Left out: all hosts. */
  readonly candidates?: readonly Host[];
}

/** A large synthetic workload in the style of the published evaluation, for scale tests; on top of `groups`. */
export interface Generate {
  /** @default 3000 */
  readonly tenants?: number;
  /** @default 1000000 */
  readonly groups?: number;
  /**
   * `wve`: mostly small groups as in a published trace; `uniform`: between the smallest and the whole tenant.
   * @default "wve"
   */
  readonly sizes?: "wve" | "uniform";
  /**
   * Hosts that one tenant may take under one leaf before going on; 1 spreads over the whole pod.
   * @default 12
   */
  readonly hostsPerRack?: number;
  /**
   * Members of the smallest group.
   * @default 5
   */
  readonly smallest?: number;
  /** @default 20 */
  readonly vmsPerHost?: number;
  /** @default 1 */
  readonly seed?: number;
}

/** What the fabric holds now, instead of what the controller would install. */
export interface Installed {
  /** Headers that replace the computed ones. */
  readonly headers?: readonly (HeaderByParts | HeaderAsBits)[];
  /** Entries that are in the switches already; they stay where the controller wants one for the same key. */
  readonly rules?: readonly TableEntry[];
}

/** A header written by hand for one sender of a group. Parts that are left out are absent in the header. */
export interface HeaderByParts {
  readonly group: string;
  /** The sender, one host. */
  readonly from: Host;
  /** What the sender's leaf does. */
  readonly leaf: UpstreamLeaf;
  /** What a spine of the sender's pod does. Left out: the packet ends at the leaf. */
  readonly spine?: UpstreamSpine;
  /** Pods that the core sends down to. Left out: the packet stays in the pod. */
  readonly pods?: readonly number[];
  readonly podRules?: readonly PodRule[];
  /** Leaf ports of the default rule for pods. */
  readonly podDefault?: readonly number[];
  readonly leafRules?: readonly LeafRule[];
  /** Host ports of the default rule for leaves. */
  readonly leafDefault?: readonly number[];
}

/** The upstream rule of the sender's leaf. */
export interface UpstreamLeaf {
  /** Host ports. */
  readonly hosts?: readonly number[];
  /**
   * `"any"`: one live up-port chosen by hash. A list: a copy to each port named.
   * @default []
   */
  readonly up?: "any" | readonly number[];
}

/** The upstream rule of a spine in the sender's pod. */
export interface UpstreamSpine {
  /** Leaf ports. */
  readonly leaves?: readonly number[];
  /**
   * `"any"`: one live up-port chosen by hash. A list: a copy to each port named.
   * @default []
   */
  readonly up?: "any" | readonly number[];
}

/** Pods that share one bitmap of leaves. */
export interface PodRule {
  readonly pods: readonly number[];
  /** Leaf ports. */
  readonly leaves: readonly number[];
}

/** Leaves that share one bitmap of hosts. */
export interface LeafRule {
  /** Such as `p0.l1`, or their numbers as text. */
  readonly leaves: readonly string[];
  /** Host ports. */
  readonly hosts: readonly number[];
}

/** A header given as hexadecimal digits, padded with zeros to a byte. */
export interface HeaderAsBits {
  readonly group: string;
  /** The sender, one host. */
  readonly from: Host;
  readonly hex: string;
  /** Length in bits. */
  readonly bits: number;
}

/** An entry that is in a switch already. */
export interface TableEntry {
  /** `leaf:p1.l2`, `leaf:6` or `pod:p1` (all spines of the pod). */
  readonly at: string;
  readonly tenant: number;
  readonly address: string;
  /** Down-ports that get a copy. */
  readonly ports: readonly number[];
}

/**
 * Returns its argument: types it, and marks it for Faultline when it is the default export.
 *
 * A literal is read without running it, and what is wrong is shown in it; constants of the same file, spreads,
 * templates, `as const` and `satisfies` are understood.
 */
export function defineMulticast(config: MulticastConfig): MulticastConfig {
  return config;
}
