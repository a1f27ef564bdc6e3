/** The way of one packet, fast: every switch parses the bits that reach it. `explain.ts` tells the same way hop by hop. */
import { type Arrivals, byHash, type Choice, type Packet } from "./arrivals.ts";
import { noBits, readBits } from "./bits.ts";
import { pathHash } from "./hash.ts";
import type { Failures, Topology } from "./model.ts";
import { PortList } from "./port-list.ts";
import { type Found, found, SwitchReader } from "./switch-reader.ts";
import type { TableEntry, Tables } from "./tables.ts";
import { Tally } from "./tally.ts";
import { coreCount, hostCount, leafCount, linkKey, spineCount } from "./topology.ts";
import { Waiting } from "./waiting.ts";

export {
  type Arrivals,
  byHash,
  bytesOnWire,
  type Choice,
  type End,
  hostsReached,
  type Packet,
  totalLinks,
} from "./arrivals.ts";

export interface Walker {
  /** Runs one packet. The work is bounded by the size of the fabric, whatever the header says: copies that meet are counted, not followed one by one. */
  walk(packet: Packet, failures: Failures, choice?: Choice): Arrivals;
}

/** A walker with its scratch memory (a few bytes for each host and switch): make one and use it for many packets. */
export function createWalker(topology: Topology, tables: Pick<Tables, "findAll">): Walker {
  const walk = new Walk(topology, tables);
  return {
    walk: (packet, failures, choice = byHash) => {
      walk.run(packet, failures, choice);
      return walk.tally;
    },
  };
}

/** Indices of `Arrivals.links`. */
const hostUp = 0;
const leafUp = 1;
const spineUp = 2;
const coreDown = 3;
const spineDown = 4;
const leafDown = 5;

const noEntries: ReadonlyMap<number, TableEntry> = new Map();

class Walk {
  readonly tally: Tally;

  readonly #topology: Topology;
  readonly #tables: Pick<Tables, "findAll">;
  readonly #reader: SwitchReader;
  readonly #out = new PortList();
  readonly #upSpines: Waiting;
  readonly #cores: Waiting;
  readonly #downSpines: Waiting;
  /** Leaves with copies from a spine that got them from the sender's leaf, and with copies that came through a core. */
  readonly #ownLeaves: Waiting;
  readonly #leaves: Waiting;

  // The packet that is under way.
  #header = noBits;
  #choice = byHash;
  #senderLeaf = 0;
  #leafEntries = noEntries;
  #podEntries = noEntries;
  /** Where DL begins for the two sorts of leaves. */
  #ownLeavesAt = 0;
  #leavesAt = 0;

  constructor(topology: Topology, tables: Pick<Tables, "findAll">) {
    this.#topology = topology;
    this.#tables = tables;
    this.#reader = new SwitchReader(topology);
    this.tally = new Tally(hostCount(topology));
    this.#upSpines = new Waiting(spineCount(topology));
    this.#cores = new Waiting(coreCount(topology));
    this.#downSpines = new Waiting(spineCount(topology));
    this.#ownLeaves = new Waiting(leafCount(topology));
    this.#leaves = new Waiting(leafCount(topology));
  }

  run(packet: Packet, failures: Failures, choice: Choice): void {
    this.#clear();
    this.#header = packet.header;
    this.#choice = choice;
    this.#senderLeaf = Math.floor(packet.sender / this.#topology.hostsPerLeaf);
    this.#leafEntries = this.#tables.findAll("leaf", packet) ?? noEntries;
    this.#podEntries = this.#tables.findAll("pod", packet) ?? noEntries;
    if (failures.hostLinks.has(packet.sender) || failures.leaves.has(this.#senderLeaf)) {
      this.tally.dropped("host", packet.sender, "leaf", this.#senderLeaf, 1);
      return;
    }
    this.tally.sent(hostUp, 1, packet.header.bits);
    this.#enterFromHost(packet, failures);
    this.#enterSwitches(packet, failures);
  }

  #clear(): void {
    this.tally.clear();
    this.#upSpines.clear();
    this.#cores.clear();
    this.#downSpines.clear();
    this.#ownLeaves.clear();
    this.#leaves.clear();
  }

  /** Tier by tier: what waits at one tier is complete when the tier before has been served. */
  #enterSwitches(packet: Packet, failures: Failures): void {
    const up = this.#upSpines;
    for (let index = 0; index < up.count; index++) this.#enterFromLeaf(packet, failures, up.ids[index] ?? 0);
    const cores = this.#cores;
    for (let index = 0; index < cores.count; index++) this.#enterCore(failures, cores.ids[index] ?? 0);
    const down = this.#downSpines;
    for (let index = 0; index < down.count; index++) this.#enterFromCore(failures, down.ids[index] ?? 0);
    const own = this.#ownLeaves;
    for (let index = 0; index < own.count; index++) this.#enterFromSpine(failures, own, own.ids[index] ?? 0, this.#ownLeavesAt);
    const others = this.#leaves;
    for (let index = 0; index < others.count; index++) this.#enterFromSpine(failures, others, others.ids[index] ?? 0, this.#leavesAt);
  }

  // ---- the switches ----

  #enterFromHost(packet: Packet, failures: Failures): void {
    const leaf = this.#senderLeaf;
    const header = this.#header;
    if (header.bits === 0 || readBits(header.words, 0, 1) === 0) {
      this.#serveHosts(failures, leaf, 1, Math.min(1, header.bits), true);
      return;
    }
    const reader = this.#reader;
    if (!reader.readUpstreamLeaf(header, 1)) {
      this.tally.ended("leaf", leaf, 1, true, true);
      return;
    }
    this.#out.readHeader(header, reader.bitmapAt, this.#topology.hostsPerLeaf);
    this.#toHosts(failures, leaf, 1);
    const rest = reader.end;
    if (reader.isMultipath) this.#chooseSpine(packet, failures, leaf);
    else this.#out.readHeader(header, reader.upAt, this.#topology.spinesPerPod);
    for (let index = 0; index < this.#out.count; index++) this.#toSpineUp(failures, leaf, this.#out.ports[index] ?? 0, rest);
  }

  #enterFromLeaf(packet: Packet, failures: Failures, spine: number): void {
    const { hostsPerLeaf, leavesPerPod, coresPerSpine, spinesPerPod } = this.#topology;
    const header = this.#header;
    const reader = this.#reader;
    const at = 1 + hostsPerLeaf + spinesPerPod + 2;
    if (at === header.bits) {
      this.#serveLeavesByTable(failures, spine, at);
      return;
    }
    if (!reader.readUpstreamSpine(header, at)) {
      this.tally.ended("spine", spine, 1, true, true);
      return;
    }
    const { bitmapAt, upAt, isMultipath, hasMore, end } = reader;
    this.#out.readHeader(header, bitmapAt, leavesPerPod);
    if (this.#out.count > 0) this.#toOwnLeaves(failures, spine, reader.skipToLeaves(header, end, hasMore));
    if (isMultipath) this.#chooseCore(packet, failures, spine);
    else this.#out.readHeader(header, upAt, coresPerSpine);
    for (let index = 0; index < this.#out.count; index++) this.#toCore(failures, spine, this.#out.ports[index] ?? 0, end);
  }

  #enterCore(failures: Failures, core: number): void {
    const { pods, spinesPerPod, coresPerSpine, hostsPerLeaf, leavesPerPod } = this.#topology;
    const copies = this.#cores.copies[core] ?? 0;
    const at = 1 + hostsPerLeaf + spinesPerPod + 2 + leavesPerPod + coresPerSpine + 2;
    if (!this.#reader.readCore(this.#header, at)) {
      this.tally.ended("core", core, copies, true, at < this.#header.bits);
      return;
    }
    const rest = this.#reader.end;
    this.#out.readHeader(this.#header, at, pods);
    const plane = Math.floor(core / coresPerSpine);
    for (let index = 0; index < this.#out.count; index++) {
      this.#toSpineDown(failures, core, (this.#out.ports[index] ?? 0) * spinesPerPod + plane, copies, rest);
    }
  }

  #enterFromCore(failures: Failures, spine: number): void {
    const { pods, spinesPerPod, coresPerSpine, hostsPerLeaf, leavesPerPod } = this.#topology;
    const copies = this.#downSpines.copies[spine] ?? 0;
    const at = 1 + hostsPerLeaf + spinesPerPod + 2 + leavesPerPod + coresPerSpine + 2 + pods;
    const pod = Math.floor(spine / spinesPerPod);
    // The only spine of the sender's pod that a core of this plane leads to is the one that the copy went up through.
    if (pod === Math.floor(this.#senderLeaf / leavesPerPod)) this.tally.revisited("spine", spine, copies);
    const answer = this.#reader.readPods(this.#header, at, pod);
    if (answer === found.malformed || !this.#takePorts(answer, this.#podEntries, pod, leavesPerPod)) {
      this.tally.ended("spine", spine, copies, false, answer === found.malformed);
      return;
    }
    this.#leavesAt = this.#reader.end;
    for (let index = 0; index < this.#out.count; index++) {
      this.#toLeaf(failures, spine, pod * leavesPerPod + (this.#out.ports[index] ?? 0), copies, this.#leaves, this.#leavesAt);
    }
  }

  #enterFromSpine(failures: Failures, waiting: Waiting, leaf: number, at: number): void {
    const copies = waiting.copies[leaf] ?? 0;
    if (leaf === this.#senderLeaf) this.tally.revisited("leaf", leaf, copies);
    this.#serveHosts(failures, leaf, copies, at, false);
  }

  /** A leaf with a downstream header. */
  #serveHosts(failures: Failures, leaf: number, copies: number, at: number, isUpstream: boolean): void {
    const answer = this.#reader.readLeaves(this.#header, at, leaf);
    if (answer !== found.malformed && this.#takePorts(answer, this.#leafEntries, leaf, this.#topology.hostsPerLeaf)) {
      this.#toHosts(failures, leaf, copies);
    } else {
      this.tally.ended("leaf", leaf, copies, isUpstream, answer === found.malformed);
    }
  }

  /** A spine that has a packet from a leaf and no US: only its table is left (§4). */
  #serveLeavesByTable(failures: Failures, spine: number, at: number): void {
    const { spinesPerPod, leavesPerPod } = this.#topology;
    if (this.#takePorts(found.nothing, this.#podEntries, Math.floor(spine / spinesPerPod), leavesPerPod))
      this.#toOwnLeaves(failures, spine, at);
    else this.tally.ended("spine", spine, 1, true, false);
  }

  // ---- which ports ----

  /** p-rule, else s-rule, else default (§4). False: no rule. */
  #takePorts(answer: Found, entries: ReadonlyMap<number, TableEntry>, id: number, width: number): boolean {
    if (answer !== found.rule) {
      const entry = entries.size > 0 ? entries.get(id) : undefined;
      if (entry) {
        this.#out.readBitmap(entry.ports);
        return true;
      }
      if (answer !== found.default) return false;
    }
    this.#out.readHeader(this.#header, this.#reader.bitmapAt, width);
    return true;
  }

  #chooseSpine(packet: Packet, { leafSpineLinks, spines }: Failures, leaf: number): void {
    const { spinesPerPod, leavesPerPod } = this.#topology;
    const first = Math.floor(leaf / leavesPerPod) * spinesPerPod;
    this.#out.clear();
    for (let plane = 0; plane < spinesPerPod; plane++) {
      if (!spines.has(first + plane) && !leafSpineLinks.has(linkKey(leaf, first + plane))) this.#out.push(plane);
    }
    this.#choose(packet, "leaf", leaf, this.#choice.leaf);
  }

  #chooseCore(packet: Packet, { spineCoreLinks, cores }: Failures, spine: number): void {
    const { spinesPerPod, coresPerSpine } = this.#topology;
    const plane = spine % spinesPerPod;
    this.#out.clear();
    for (let port = 0; port < coresPerSpine; port++) {
      const core = plane * coresPerSpine + port;
      if (!cores.has(core) && !spineCoreLinks.has(linkKey(spine, core))) this.#out.push(port);
    }
    this.#choose(packet, "spine", spine, this.#choice.spines[plane] ?? -1);
  }

  /** Keeps one of the live ports. A chosen port that is dead is kept too: its copy is dropped like any other. */
  #choose(packet: Packet, kind: "leaf" | "spine", id: number, chosen: number): void {
    const out = this.#out;
    if (out.count === 0) this.tally.drops.push({ from: { kind, id }, to: undefined, copies: 1 });
    else if (chosen >= 0) out.keep(chosen);
    else out.keep(out.ports[pathHash(packet, packet.sender, kind === "leaf" ? 0 : 1) % out.count] ?? 0);
  }

  // ---- transmissions ----

  #toHosts({ hostLinks }: Failures, leaf: number, copies: number): void {
    const first = leaf * this.#topology.hostsPerLeaf;
    const { ports, count } = this.#out;
    const hasDead = hostLinks.size > 0;
    let sent = 0;
    for (let index = 0; index < count; index++) {
      const host = first + (ports[index] ?? 0);
      if (hasDead && hostLinks.has(host)) {
        this.tally.dropped("leaf", leaf, "host", host, copies);
        continue;
      }
      this.tally.reached(host, copies);
      sent++;
    }
    this.tally.sent(leafDown, copies * sent, 0);
  }

  #toSpineUp({ spines, leafSpineLinks }: Failures, leaf: number, plane: number, rest: number): void {
    const { leavesPerPod, spinesPerPod } = this.#topology;
    const spine = Math.floor(leaf / leavesPerPod) * spinesPerPod + plane;
    if (spines.has(spine) || leafSpineLinks.has(linkKey(leaf, spine))) {
      this.tally.dropped("leaf", leaf, "spine", spine, 1);
      return;
    }
    this.#upSpines.add(spine, 1);
    this.tally.sent(leafUp, 1, this.#bitsFrom(rest));
  }

  /** @param at Where DL begins; -1: the spine cannot find it. */
  #toOwnLeaves(failures: Failures, spine: number, at: number): void {
    if (at < 0) {
      this.tally.ended("spine", spine, 1, true, true);
      return;
    }
    const { leavesPerPod, spinesPerPod } = this.#topology;
    const first = Math.floor(spine / spinesPerPod) * leavesPerPod;
    this.#ownLeavesAt = at;
    for (let index = 0; index < this.#out.count; index++) {
      this.#toLeaf(failures, spine, first + (this.#out.ports[index] ?? 0), 1, this.#ownLeaves, at);
    }
  }

  #toCore({ cores, spineCoreLinks }: Failures, spine: number, port: number, rest: number): void {
    const core = (spine % this.#topology.spinesPerPod) * this.#topology.coresPerSpine + port;
    if (cores.has(core) || spineCoreLinks.has(linkKey(spine, core))) {
      this.tally.dropped("spine", spine, "core", core, 1);
      return;
    }
    this.#cores.add(core, 1);
    this.tally.sent(spineUp, 1, this.#bitsFrom(rest));
  }

  #toSpineDown({ spines, spineCoreLinks }: Failures, core: number, spine: number, copies: number, rest: number): void {
    if (spines.has(spine) || spineCoreLinks.has(linkKey(spine, core))) {
      this.tally.dropped("core", core, "spine", spine, copies);
      return;
    }
    this.#downSpines.add(spine, copies);
    this.tally.sent(coreDown, copies, this.#bitsFrom(rest));
  }

  #toLeaf({ leaves, leafSpineLinks }: Failures, spine: number, leaf: number, copies: number, waiting: Waiting, rest: number): void {
    if ((leaves.size > 0 && leaves.has(leaf)) || (leafSpineLinks.size > 0 && leafSpineLinks.has(linkKey(leaf, spine)))) {
      this.tally.dropped("spine", spine, "leaf", leaf, copies);
      return;
    }
    waiting.add(leaf, copies);
    this.tally.sent(spineDown, copies, this.#bitsFrom(rest));
  }

  /** The type bit and what stands from `rest` on. */
  #bitsFrom(rest: number): number {
    return 1 + this.#header.bits - rest;
  }
}
