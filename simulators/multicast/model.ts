/**
 * The data that all parts of the multicast simulator share.
 * Numbering, header and rules: docs/multicast/specification.md (sections in comments refer to it).
 */

/** §2. A folded Clos fabric of three tiers. Counts. */
export interface Topology {
  readonly pods: number;
  readonly leavesPerPod: number;
  readonly hostsPerLeaf: number;
  readonly spinesPerPod: number;
  /** Cores in a plane. */
  readonly coresPerSpine: number;
}

/** Ports as 32-bit words: port `i` is bit `i & 31` of word `i >>> 5`. */
export type Bitmap = Uint32Array;

/** What the controller has to keep to (§5, §7). Names as in the configuration. */
export interface RuleLimits {
  /** p-rules for leaves in one header. */
  readonly leafRules: number;
  /** p-rules for pods in one header. */
  readonly spineRules: number;
  /** K: ids in one rule. */
  readonly idsPerRule: number;
  /** R: redundant bits in one rule, summed over its switches. */
  readonly redundancy: number;
  /** s-rules in each leaf. */
  readonly leafTable: number;
  /** s-rules in each spine. */
  readonly spineTable: number;
  readonly ruleKey: "tenant+address" | "address";
}

export interface Limits extends RuleLimits {
  readonly headerBytes: number;
  readonly headersPerPacket: number;
  readonly updatesPerSecond: { readonly leaf: number; readonly spine: number; readonly host: number };
  /** Entries taken by others: by global leaf and by pod. */
  readonly occupied: { readonly leaves: ReadonlyMap<number, number>; readonly pods: ReadonlyMap<number, number> };
}

/** The key of a group: the same address of another tenant is another group. */
export interface GroupKey {
  readonly tenant: number;
  /** IPv4 as an unsigned 32-bit number. */
  readonly address: number;
}

export interface Group extends GroupKey {
  /** Position in the configuration. */
  readonly index: number;
  readonly name: string;
  /** Ascending, distinct host numbers. */
  readonly receivers: readonly number[];
  /** Ascending, distinct host numbers. */
  readonly senders: readonly number[];
  readonly expectSpurious?: number;
  /** Its members name no host (FL3016): left out of the other checks. */
  readonly isBroken: boolean;
}

export interface Stream {
  readonly index: number;
  /** Index of the group; undefined: no such group (FL3010). */
  readonly group?: number;
  /** As written: a name or `tenant/address`. */
  readonly groupText: string;
  readonly kind: "statistics" | "other";
  readonly intervalMs: number;
  /** Inner frame, bytes. */
  readonly bytes: number;
  readonly maxAgeMs?: number;
  readonly udpPort: number;
  /** Host numbers, ascending; undefined: the group's. */
  readonly senders?: readonly number[];
  /** Targets of the unicast fallback. */
  readonly receivers?: readonly number[];
  /** Its own members name no host (FL3016): left out of the other checks. */
  readonly isBroken: boolean;
}

/** Elements that are down together. Global numbers. */
export interface Failures {
  readonly hostLinks: ReadonlySet<number>;
  readonly leaves: ReadonlySet<number>;
  readonly spines: ReadonlySet<number>;
  readonly cores: ReadonlySet<number>;
  /** `leaf * 65536 + spine`: see `linkKey`. */
  readonly leafSpineLinks: ReadonlySet<number>;
  /** `spine * 65536 + core`. */
  readonly spineCoreLinks: ReadonlySet<number>;
}

export type ElementKind = "leaf" | "spine" | "core" | "link" | "host";

export type FailureEntry =
  | { readonly kind: "set"; readonly reaction: "update" | "none"; readonly failures: Failures; readonly elements: readonly string[] }
  | { readonly kind: "every"; readonly reaction: "update" | "none"; readonly kinds: readonly ElementKind[] };

/** A header written by hand (§7 `installed.headers`): ports as given, in `Header` form or as bits. */
export interface InstalledHeader {
  readonly index: number;
  /** Index of the group; undefined: no such group. */
  readonly group?: number;
  /** Host number; undefined: no such host. */
  readonly from?: number;
  /** The bits on hostUp. */
  readonly hex: string;
  readonly bits: number;
}

/** An s-rule that is in the switch already. */
export interface InstalledRule extends GroupKey {
  readonly index: number;
  readonly at: { readonly tier: "leaf" | "pod"; readonly id: number };
  readonly ports: readonly number[];
}

export interface Churn {
  readonly eventsPerSecond: number;
  readonly joinShare: number;
  readonly events: number;
  readonly seed: number;
  /** Host numbers; undefined: all hosts. */
  readonly candidates?: readonly number[];
}

/** §5, generated workload. */
export interface Generate {
  readonly tenants: number;
  readonly groups: number;
  readonly sizes: "wve" | "uniform";
  /** P. */
  readonly hostsPerRack: number;
  readonly smallest: number;
  readonly vmsPerHost: number;
  readonly seed: number;
}

/** A configuration with defaults filled in, names resolved and hosts as numbers. Survives `structuredClone`. */
export interface Fabric {
  readonly topology: Topology;
  readonly linkGbps: { readonly host: number; readonly leafSpine: number; readonly spineCore: number };
  /** Bytes of the whole frame. */
  readonly mtu: number;
  readonly hopMicroseconds: number;
  readonly limits: Limits;
  readonly udpPorts: readonly number[];
  readonly groups: readonly Group[];
  readonly streams: readonly Stream[];
  readonly failures: readonly FailureEntry[];
  readonly churn?: Churn;
  readonly generate?: Generate;
  readonly installed: { readonly headers: readonly InstalledHeader[]; readonly rules: readonly InstalledRule[] };
  readonly unknownGroup: "unicast" | "drop";
}

// ---- what the controller computes ----

/** One p-rule: the switches it names (ascending) share one bitmap. For pods the ids are pods, for leaves global leaves. */
export interface PRule {
  readonly ids: readonly number[];
  readonly ports: Bitmap;
}

export interface SRule {
  readonly id: number;
  readonly ports: Bitmap;
}

/** The rules of a group for one tier (§5). Every switch of the tier that has receivers is in exactly one of the three. */
export interface TierRules {
  /** Ascending by smallest id. */
  readonly pRules: readonly PRule[];
  /** Ascending by id. */
  readonly sRules: readonly SRule[];
  /** Switches that found no room anywhere, ascending; empty: there is no default rule. */
  readonly defaultIds: readonly number[];
  /** Union of their bitmaps; undefined without them. */
  readonly defaultPorts?: Bitmap;
  /** The switches that wanted an s-rule and found their table full: the same as `defaultIds` unless the table size is 0. */
}

export interface GroupRules {
  readonly pods: TierRules;
  readonly leaves: TierRules;
}

// ---- header FL-MC/1 (§3) ----

export interface UpstreamPart {
  readonly down: Bitmap;
  /** All zero when `multipath` or when nothing goes up. */
  readonly up: Bitmap;
  readonly multipath: boolean;
}

export interface Section {
  readonly rules: readonly PRule[];
  readonly defaultPorts?: Bitmap;
}

/** A header as it leaves the host. Parts that are absent are absent in the bits: `us` needs `ul`, `dl` needs `us`, `dc` and `ds` come together. */
export interface Header {
  readonly ul: UpstreamPart;
  readonly us?: UpstreamPart;
  readonly dc?: Bitmap;
  readonly ds?: Section;
  readonly dl?: Section;
}
