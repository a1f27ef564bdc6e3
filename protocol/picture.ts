/** What to draw beside the steps. Each simulator adds its own kind; panels switch over it without a default. */
export type Picture = TopologyPicture | ClusterPicture | MemoryPicture;

/**
 * The bytes of one file in the memory of another node, piece by piece as messages move them, at the moments of a run that count.
 * Queue pairs and keys are in the state: `queue pairs` and `keys`, by name.
 */
export interface MemoryPicture {
  readonly kind: "memory";
  /** Path of the file, and the node that holds it. */
  readonly file: string;
  readonly node: string;
  /** Bytes of the file, ascending, without overlaps: first byte and first behind. */
  readonly cells: readonly { readonly from: number; readonly to: number }[];
  /** In the order of the steps; the first shows what was there before. */
  readonly moments: readonly MemoryMoment[];
  /** What a process would have come to with other bytes, and what it came to. */
  readonly compared?: readonly { readonly what: string; readonly outcome: string; readonly isHarm?: boolean }[];
  /** Simulated time of each step in microseconds. */
  readonly times: readonly number[];
  /** Work of the operating system of the node while a file was open. */
  readonly systemEvents: number;
}

/** What lies in memory after a step, or what a process has got of it. */
export interface MemoryMoment {
  /** Index of the step; -1: before the first. */
  readonly step: number;
  /** In words: "a part lands", "show gets". */
  readonly title: string;
  /** One for each cell of the picture. */
  readonly cells: readonly MemoryCell[];
  /** Old and new stand side by side, and the process goes on with that. */
  readonly isTorn?: boolean;
}

/** `old`: as before the write that matters; `new`: of that write. `none`: not of this moment. */
export interface MemoryCell {
  readonly text: string;
  readonly age: "old" | "new" | "none";
  /** This step placed or fetched it. */
  readonly isMoved?: boolean;
}

/**
 * Objects of a cluster as cards, from the state at the cursor: `cluster` holds them by `Kind/name`, `cache` (by kind, then by name) what a cache
 * shows that is behind. Owners are told by `metadata.ownerReferences`.
 */
export interface ClusterPicture {
  readonly kind: "cluster";
  /** `Kind/name` of objects that should be there at the end and are not: drawn as empty frames. */
  readonly missing: readonly string[];
  /** `Kind/name` of the owner that a missing object would have. */
  readonly missingOwners?: { readonly [missing: string]: string };
}

/** A three-tier folded Clos fabric and the copies of one packet in it (multicast). Numbers as in docs/multicast.md. */
export interface TopologyPicture {
  readonly kind: "topology";
  readonly fabric: {
    readonly pods: number;
    readonly leavesPerPod: number;
    readonly hostsPerLeaf: number;
    readonly spinesPerPod: number;
    readonly coresPerSpine: number;
  };
  /** Host number. */
  readonly sender: number;
  /** Elements that are down, in text form: `spine:p0.s1`, `link:p1.l2-p1.s1`. */
  readonly failed: readonly string[];
  /** Every transmission on a link, in the order of the packet's way. */
  readonly copies: readonly CopyOnLink[];
  /** Every host that was wanted or got a copy, ascending. */
  readonly hosts: readonly HostOutcome[];
  /** Headers of the packet; more than one only after a failure. */
  readonly headers: readonly HeaderPicture[];
  /** The busiest links, worst first; absent without streams. */
  readonly load?: readonly LinkLoad[];
}

export type Link = "hostUp" | "leafUp" | "spineUp" | "coreDown" | "spineDown" | "leafDown";

/** One copy of the packet on one link. Nodes are `host:n`, `leaf:n`, `spine:n`, `core:n` with global numbers. */
export interface CopyOnLink {
  /** Index of the step of the trace at which this copy is sent. */
  readonly step: number;
  readonly from: string;
  readonly to: string;
  readonly link: Link;
  /** Index into `headers`. */
  readonly header: number;
  /** Bits of multicast header on this link. */
  readonly headerBits: number;
  readonly frameBytes: number;
  /** `lost`: dropped at the sending end of a dead link, or by the switch at `to` for want of a rule. */
  readonly kind: "wanted" | "unasked" | "duplicate" | "lost";
  /** What the switch at `to` used; see docs/multicast.md. */
  readonly rule: "upstream" | "p-rule" | "s-rule" | "default" | "none" | "host";
  /** The part of the header that the switch at `to` reads: index into `parts`, and into `rows` when it is a section. */
  readonly reads?: { readonly part: number; readonly row?: number };
}

export interface HostOutcome {
  readonly host: number;
  readonly wanted: boolean;
  readonly copies: number;
  /** What brought the copy: "UL", "rule 2", "default", "s-rule"; empty when none came. */
  readonly by: string;
  /** No live path leads to it. */
  readonly unreachable?: boolean;
}

export interface HeaderPicture {
  /** The bits on hostUp, padded to bytes. */
  readonly hex: string;
  readonly bits: number;
  readonly parts: readonly HeaderPart[];
  /** Left on each kind of link, in the order of the way; links that the packet does not take are left out. */
  readonly links: readonly { readonly link: Link; readonly bits: number; readonly popped: string }[];
}

export interface HeaderPart {
  readonly part: "type" | "UL" | "US" | "DC" | "DS" | "DL";
  /** First bit. */
  readonly at: number;
  readonly bits: number;
  /** UL, US, DC: one row. DS, DL: a row for each rule, then the default. */
  readonly rows: readonly HeaderRow[];
}

export interface HeaderRow {
  /** "rule 1", "default", "down", "up". */
  readonly label: string;
  /** Whom it names, in words: "p0.l9", "pods 2, 3", "any leaf"; empty where it goes without saying. */
  readonly names: string;
  readonly at: number;
  readonly bits: number;
  /** First bit of the bitmap, its width, and the ports that are set. */
  readonly bitmap: { readonly at: number; readonly width: number; readonly ports: readonly number[] };
}

export interface LinkLoad {
  readonly from: string;
  readonly to: string;
  readonly gbps: number;
  readonly rateGbps: number;
  /** Largest parts first. */
  readonly streams: readonly string[];
}
