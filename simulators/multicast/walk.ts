/** The way of one packet, fast: every switch parses the bits that reach it. `explain.ts` tells the same way hop by hop. */
import { type BitString, readBits } from "./bits.ts";
import { frameBytes, headerBytes } from "./header.ts";
import { pathHash } from "./hash.ts";
import type { Bitmap, Failures, GroupKey, Topology } from "./model.ts";
import type { Node, NodeKind } from "./names.ts";
import { found, SwitchReader } from "./switch-reader.ts";
import type { Tables } from "./tables.ts";
import { coreCount, hostCount, leafCount, linkKey, spineCount } from "./topology.ts";

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

export interface Walker {
  /** Runs one packet. The work is bounded by the size of the fabric, whatever the header says: copies that meet are counted, not followed one by one. */
  walk(packet: Packet, failures: Failures, choice?: Choice): Arrivals;
}

/** A walker with its scratch memory (a few bytes for each host and switch): make one and use it for many packets. */
export function createWalker(topology: Topology, tables: Pick<Tables, "find">): Walker {
  const walk = new Walk(topology, tables);
  return {
    walk: (packet, failures, choice = byHash) => {
      walk.run(packet, failures, choice);
      return walk;
    },
  };
}

/** Transmissions in all. */
export const totalLinks = (arrivals: Pick<Arrivals, "links">): number => arrivals.links.reduce((sum, count) => sum + count, 0);

/** Bytes on the wire over all transmissions, for an inner frame of so many bytes. */
export const bytesOnWire = (arrivals: Pick<Arrivals, "links" | "headerBytes">, innerBytes: number): number =>
  totalLinks(arrivals) * frameBytes(0, innerBytes) + arrivals.headerBytes;

/** Hosts that got a copy, ascending. */
export const hostsReached = ({ hosts, hostCount: count }: Pick<Arrivals, "hosts" | "hostCount">): number[] =>
  Array.from(hosts.subarray(0, count)).sort((a, b) => a - b);

/** Indices of `links`. */
const hostUp = 0;
const leafUp = 1;
const spineUp = 2;
const coreDown = 3;
const spineDown = 4;
const leafDown = 5;

const nowhere: Packet = { tenant: 0, address: 0, sender: 0, header: { words: new Uint32Array(2), bits: 0 } };
const nothing: Failures = {
  hostLinks: new Set(),
  leaves: new Set(),
  spines: new Set(),
  cores: new Set(),
  leafSpineLinks: new Set(),
  spineCoreLinks: new Set(),
};

/** Copies that wait at the switches of one kind. */
class Waiting {
  readonly ids: Uint32Array;
  readonly copies: Uint32Array;
  count = 0;

  constructor(switches: number) {
    this.ids = new Uint32Array(switches);
    this.copies = new Uint32Array(switches);
  }

  add(id: number, copies: number): void {
    if (this.copies[id] === 0) this.ids[this.count++] = id;
    this.copies[id] = (this.copies[id] ?? 0) + copies;
  }

  clear(): void {
    for (let index = 0; index < this.count; index++) this.copies[this.ids[index] ?? 0] = 0;
    this.count = 0;
  }
}

class Walk implements Arrivals {
  readonly links = new Float64Array(6);
  headerBytes = 0;
  readonly drops: Drop[] = [];
  readonly ends: End[] = [];
  readonly loops: Revisit[] = [];

  readonly #topology: Topology;
  readonly #tables: Pick<Tables, "find">;
  readonly #reader: SwitchReader;
  readonly #reached: Waiting;
  readonly #upSpines: Waiting;
  readonly #cores: Waiting;
  readonly #downSpines: Waiting;
  /** Leaves with copies from a spine of the sender's pod on the way up, and with copies that came through a core. */
  readonly #ownLeaves: Waiting;
  readonly #leaves: Waiting;
  /** Where DL begins for those. */
  #ownLeavesAt = 0;
  #leavesAt = 0;
  readonly #ports = new Uint32Array(128);
  #portCount = 0;
  #packet = nowhere;
  #failures = nothing;
  #choice = byHash;

  constructor(topology: Topology, tables: Pick<Tables, "find">) {
    this.#topology = topology;
    this.#tables = tables;
    this.#reader = new SwitchReader(topology);
    this.#reached = new Waiting(hostCount(topology));
    this.#upSpines = new Waiting(spineCount(topology));
    this.#cores = new Waiting(coreCount(topology));
    this.#downSpines = new Waiting(spineCount(topology));
    this.#ownLeaves = new Waiting(leafCount(topology));
    this.#leaves = new Waiting(leafCount(topology));
  }

  get hosts(): Uint32Array {
    return this.#reached.ids;
  }

  get hostCount(): number {
    return this.#reached.count;
  }

  get copies(): Uint32Array {
    return this.#reached.copies;
  }

  run(packet: Packet, failures: Failures, choice: Choice): void {
    this.#packet = packet;
    this.#failures = failures;
    this.#choice = choice;
    this.#clear();
    const leaf = this.#senderLeaf();
    if (failures.hostLinks.has(packet.sender) || failures.leaves.has(leaf)) {
      this.#drop("host", packet.sender, "leaf", leaf, 1);
      return;
    }
    this.#sent(hostUp, 1, packet.header.bits);
    this.#enterFromHost(leaf);
    this.#each(this.#upSpines, (spine, copies) => this.#enterFromLeaf(spine, copies));
    this.#each(this.#cores, (core, copies) => this.#enterCore(core, copies));
    this.#each(this.#downSpines, (spine, copies) => this.#enterFromCore(spine, copies));
    this.#each(this.#ownLeaves, (own, copies) => this.#enterFromSpine(own, copies, this.#ownLeavesAt));
    this.#each(this.#leaves, (other, copies) => this.#enterFromSpine(other, copies, this.#leavesAt));
  }

  #clear(): void {
    for (const waiting of [this.#reached, this.#upSpines, this.#cores, this.#downSpines, this.#ownLeaves, this.#leaves]) waiting.clear();
    this.links.fill(0);
    this.headerBytes = 0;
    this.drops.length = 0;
    this.ends.length = 0;
    this.loops.length = 0;
  }

  #each({ ids, copies, count }: Waiting, enter: (id: number, copies: number) => void): void {
    for (let index = 0; index < count; index++) {
      const id = ids[index] ?? 0;
      enter(id, copies[id] ?? 0);
    }
  }

  // ---- the switches ----

  #enterFromHost(leaf: number): void {
    const { header } = this.#packet;
    if (header.bits === 0 || readBits(header.words, 0, 1) === 0) {
      this.#serveHosts(leaf, 1, Math.min(1, header.bits), true);
      return;
    }
    const { hostsPerLeaf, spinesPerPod } = this.#topology;
    const reader = this.#reader;
    if (!reader.readUpstreamLeaf(header, 1)) {
      this.#end("leaf", leaf, 1, true, true);
      return;
    }
    this.#readPorts(reader.bitmapAt, hostsPerLeaf);
    this.#toHosts(leaf, 1);
    const rest = reader.end;
    if (reader.isMultipath) this.#chooseSpine(leaf);
    else this.#readPorts(reader.upAt, spinesPerPod);
    for (let index = 0; index < this.#portCount; index++) this.#toSpineUp(leaf, this.#ports[index] ?? 0, rest);
  }

  #enterFromLeaf(spine: number, copies: number): void {
    const { header } = this.#packet;
    const { leavesPerPod, coresPerSpine, spinesPerPod } = this.#topology;
    const at = 1 + this.#topology.hostsPerLeaf + spinesPerPod + 2;
    const reader = this.#reader;
    if (at === header.bits) {
      this.#serveLeavesByTable(spine, copies, at);
      return;
    }
    if (!reader.readUpstreamSpine(header, at)) {
      this.#end("spine", spine, copies, true, true);
      return;
    }
    const { bitmapAt, upAt, isMultipath, hasMore, end } = reader;
    this.#readPorts(bitmapAt, leavesPerPod);
    if (this.#portCount > 0) this.#toOwnLeaves(spine, copies, reader.skipToLeaves(header, end, hasMore));
    if (isMultipath) this.#chooseCore(spine);
    else this.#readPorts(upAt, coresPerSpine);
    for (let index = 0; index < this.#portCount; index++) this.#toCore(spine, this.#ports[index] ?? 0, copies, end);
  }

  #enterCore(core: number, copies: number): void {
    const { header } = this.#packet;
    const { pods, spinesPerPod, coresPerSpine, hostsPerLeaf, leavesPerPod } = this.#topology;
    const at = 1 + hostsPerLeaf + spinesPerPod + 2 + leavesPerPod + coresPerSpine + 2;
    if (!this.#reader.readCore(header, at)) {
      this.#end("core", core, copies, true, at < header.bits);
      return;
    }
    this.#readPorts(at, pods);
    const plane = Math.floor(core / coresPerSpine);
    for (let index = 0; index < this.#portCount; index++) {
      this.#toSpineDown(core, (this.#ports[index] ?? 0) * spinesPerPod + plane, copies, this.#reader.end);
    }
  }

  #enterFromCore(spine: number, copies: number): void {
    const { header } = this.#packet;
    const { pods, spinesPerPod, coresPerSpine, hostsPerLeaf, leavesPerPod } = this.#topology;
    const at = 1 + hostsPerLeaf + spinesPerPod + 2 + leavesPerPod + coresPerSpine + 2 + pods;
    const pod = Math.floor(spine / spinesPerPod);
    if (pod === Math.floor(this.#senderLeaf() / leavesPerPod)) this.loops.push({ at: { kind: "spine", id: spine }, copies });
    const reader = this.#reader;
    const answer = reader.readPods(header, at, pod);
    if (answer === found.malformed) {
      this.#end("spine", spine, copies, false, true);
      return;
    }
    if (!this.#takePorts(answer, "pod", pod, leavesPerPod)) {
      this.#end("spine", spine, copies, false, false);
      return;
    }
    this.#leavesAt = reader.end;
    for (let index = 0; index < this.#portCount; index++) {
      this.#toLeaf(spine, pod * leavesPerPod + (this.#ports[index] ?? 0), copies, this.#leaves, reader.end);
    }
  }

  #enterFromSpine(leaf: number, copies: number, at: number): void {
    if (leaf === this.#senderLeaf()) this.loops.push({ at: { kind: "leaf", id: leaf }, copies });
    this.#serveHosts(leaf, copies, at, false);
  }

  /** A leaf with a downstream header. */
  #serveHosts(leaf: number, copies: number, at: number, isUpstream: boolean): void {
    const answer = this.#reader.readLeaves(this.#packet.header, at, leaf);
    if (answer === found.malformed) this.#end("leaf", leaf, copies, isUpstream, true);
    else if (this.#takePorts(answer, "leaf", leaf, this.#topology.hostsPerLeaf)) this.#toHosts(leaf, copies);
    else this.#end("leaf", leaf, copies, isUpstream, false);
  }

  /** A spine that has a packet from a leaf and no US: only its table is left (§4). */
  #serveLeavesByTable(spine: number, copies: number, at: number): void {
    const pod = Math.floor(spine / this.#topology.spinesPerPod);
    if (this.#takePorts(found.nothing, "pod", pod, this.#topology.leavesPerPod)) this.#toOwnLeaves(spine, copies, at);
    else this.#end("spine", spine, copies, true, false);
  }

  // ---- which ports ----

  /** p-rule, else s-rule, else default (§4). False: no rule. */
  #takePorts(answer: number, tier: "leaf" | "pod", id: number, width: number): boolean {
    if (answer !== found.rule) {
      const entry = this.#tables.find(tier, id, this.#packet);
      if (entry) {
        this.#takeBitmap(entry.ports);
        return true;
      }
      if (answer !== found.default) return false;
    }
    this.#readPorts(this.#reader.bitmapAt, width);
    return true;
  }

  #readPorts(at: number, width: number): void {
    const { words } = this.#packet.header;
    let count = 0;
    for (let base = 0; base < width; base += 32) {
      const size = Math.min(32, width - base);
      let chunk = readBits(words, at + base, size) << (32 - size);
      while (chunk !== 0) {
        const lead = Math.clz32(chunk);
        this.#ports[count++] = base + lead;
        chunk &= ~(0x80000000 >>> lead);
      }
    }
    this.#portCount = count;
  }

  #takeBitmap(bitmap: Bitmap): void {
    let count = 0;
    for (let word = 0; word < bitmap.length; word++) {
      for (let rest = bitmap[word] ?? 0; rest !== 0; rest &= rest - 1) this.#ports[count++] = word * 32 + 31 - Math.clz32(rest & -rest);
    }
    this.#portCount = count;
  }

  #chooseSpine(leaf: number): void {
    const { spinesPerPod, leavesPerPod } = this.#topology;
    const first = Math.floor(leaf / leavesPerPod) * spinesPerPod;
    const { leafSpineLinks, spines } = this.#failures;
    let live = 0;
    for (let plane = 0; plane < spinesPerPod; plane++) {
      if (!spines.has(first + plane) && !leafSpineLinks.has(linkKey(leaf, first + plane))) this.#ports[live++] = plane;
    }
    this.#choose("leaf", leaf, this.#choice.leaf, live, 1);
  }

  #chooseCore(spine: number): void {
    const { spinesPerPod, coresPerSpine } = this.#topology;
    const plane = spine % spinesPerPod;
    const { spineCoreLinks, cores } = this.#failures;
    let live = 0;
    for (let port = 0; port < coresPerSpine; port++) {
      const core = plane * coresPerSpine + port;
      if (!cores.has(core) && !spineCoreLinks.has(linkKey(spine, core))) this.#ports[live++] = port;
    }
    this.#choose("spine", spine, this.#choice.spines[plane] ?? -1, live, this.#upSpines.copies[spine] ?? 1);
  }

  /** Leaves one of the first `live` ports. A chosen port that is dead is kept: its copy is dropped like any other. */
  #choose(kind: "leaf" | "spine", id: number, chosen: number, live: number, copies: number): void {
    this.#portCount = Math.min(1, live);
    if (live === 0) this.drops.push({ from: { kind, id }, to: undefined, copies });
    else if (chosen >= 0) this.#ports[0] = chosen;
    else this.#ports[0] = this.#ports[pathHash(this.#packet, this.#packet.sender, kind === "leaf" ? 0 : 1) % live] ?? 0;
  }

  // ---- transmissions ----

  #toHosts(leaf: number, copies: number): void {
    const first = leaf * this.#topology.hostsPerLeaf;
    const { hostLinks } = this.#failures;
    for (let index = 0; index < this.#portCount; index++) {
      const host = first + (this.#ports[index] ?? 0);
      if (hostLinks.size > 0 && hostLinks.has(host)) {
        this.#drop("leaf", leaf, "host", host, copies);
        continue;
      }
      this.#reached.add(host, copies);
      this.#sent(leafDown, copies, 0);
    }
  }

  #toSpineUp(leaf: number, plane: number, rest: number): void {
    const { leavesPerPod, spinesPerPod } = this.#topology;
    const spine = Math.floor(leaf / leavesPerPod) * spinesPerPod + plane;
    if (this.#failures.spines.has(spine) || this.#failures.leafSpineLinks.has(linkKey(leaf, spine))) {
      this.#drop("leaf", leaf, "spine", spine, 1);
      return;
    }
    this.#upSpines.add(spine, 1);
    this.#sent(leafUp, 1, this.#bitsFrom(rest));
  }

  /** @param at Where DL begins; -1: the spine cannot find it. */
  #toOwnLeaves(spine: number, copies: number, at: number): void {
    if (at < 0) {
      this.#end("spine", spine, copies, true, true);
      return;
    }
    const { leavesPerPod, spinesPerPod } = this.#topology;
    const first = Math.floor(spine / spinesPerPod) * leavesPerPod;
    this.#ownLeavesAt = at;
    for (let index = 0; index < this.#portCount; index++) {
      this.#toLeaf(spine, first + (this.#ports[index] ?? 0), copies, this.#ownLeaves, at);
    }
  }

  #toCore(spine: number, port: number, copies: number, rest: number): void {
    const core = (spine % this.#topology.spinesPerPod) * this.#topology.coresPerSpine + port;
    if (this.#failures.cores.has(core) || this.#failures.spineCoreLinks.has(linkKey(spine, core))) {
      this.#drop("spine", spine, "core", core, copies);
      return;
    }
    this.#cores.add(core, copies);
    this.#sent(spineUp, copies, this.#bitsFrom(rest));
  }

  #toSpineDown(core: number, spine: number, copies: number, rest: number): void {
    if (this.#failures.spines.has(spine) || this.#failures.spineCoreLinks.has(linkKey(spine, core))) {
      this.#drop("core", core, "spine", spine, copies);
      return;
    }
    this.#downSpines.add(spine, copies);
    this.#sent(coreDown, copies, this.#bitsFrom(rest));
  }

  #toLeaf(spine: number, leaf: number, copies: number, waiting: Waiting, rest: number): void {
    const { leaves, leafSpineLinks } = this.#failures;
    if ((leaves.size > 0 && leaves.has(leaf)) || (leafSpineLinks.size > 0 && leafSpineLinks.has(linkKey(leaf, spine)))) {
      this.#drop("spine", spine, "leaf", leaf, copies);
      return;
    }
    waiting.add(leaf, copies);
    this.#sent(spineDown, copies, this.#bitsFrom(rest));
  }

  #sent(link: number, copies: number, bits: number): void {
    this.links[link] = (this.links[link] ?? 0) + copies;
    this.headerBytes += copies * headerBytes(bits);
  }

  /** The type bit and what stands from `rest` on. */
  #bitsFrom(rest: number): number {
    return 1 + this.#packet.header.bits - rest;
  }

  #drop(from: NodeKind, fromId: number, to: NodeKind, toId: number, copies: number): void {
    this.drops.push({ from: { kind: from, id: fromId }, to: { kind: to, id: toId }, copies });
  }

  #end(kind: NodeKind, id: number, copies: number, isUpstream: boolean, isMalformed: boolean): void {
    this.ends.push({ at: { kind, id }, copies, isUpstream, isMalformed });
  }

  #senderLeaf(): number {
    return Math.floor(this.#packet.sender / this.#topology.hostsPerLeaf);
  }
}
