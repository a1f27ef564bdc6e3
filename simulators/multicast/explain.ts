/** The way of one packet, told: every transmission with what the next switch read, did and why. Same parser as `walk.ts`, one copy at a time. */
import type { CopyOnLink, HeaderPart, Link } from "../../protocol/picture.ts";
import { readBits } from "./bits.ts";
import { portsOf } from "./bitmap.ts";
import type { Failures, Topology } from "./model.ts";
import { liveCores, liveSpines, isLinkLive } from "./live.ts";
import type { Node } from "./names.ts";
import { pathHash } from "./hash.ts";
import { found, type Found, SwitchReader } from "./switch-reader.ts";
import type { TableEntry, Tables, Tier } from "./tables.ts";
import { coreAt, hostAt, leafAt, leafOfHost, planeOfCore, planeOfSpine, podOfLeaf, podOfSpine, spineAt } from "./topology.ts";
import { byHash, type Choice, type Packet } from "./arrivals.ts";

/** One copy on one link, and what came of it at the other end. */
export interface Hop {
  readonly from: Node;
  readonly to: Node;
  readonly link: Link;
  /** Bits of multicast header on the link. */
  readonly headerBits: number;
  /** Index of the hop that brought the copy to `from`; -1: the sender. */
  readonly parent: number;
  /** False: the link or the switch behind it is dead, so that the copy was dropped at its sending end; nothing below happened. */
  readonly isSent: boolean;
  /** What the switch at `to` used. */
  readonly rule: CopyOnLink["rule"];
  /** Where it read that in the header. */
  readonly reads?: PartRead;
  /** The entry that it used (`s-rule`). */
  readonly entry?: TableEntry;
  /** Where it copied to, ports ascending, down before up: `down:1`, `up:0`. */
  readonly out: readonly string[];
  /** The copy has been at this switch before. */
  readonly isLoop: boolean;
  /** The bits end within the part that the switch had to read. */
  readonly isMalformed: boolean;
  /** It had the choice of these live up-ports and took `took`. */
  readonly choice?: { readonly live: readonly number[]; readonly took: number | undefined };
}

export interface PartRead {
  readonly part: HeaderPart["part"];
  /** Of a section: index of the rule; the default comes after the rules. */
  readonly row?: number;
}

export interface Explanation {
  /** Breadth first, ports ascending. */
  readonly hops: readonly Hop[];
  /** False: `maxHops` was reached, the rest is left out. */
  readonly isComplete: boolean;
}

/** @param maxHops A hand-written header may lead to very many copies. */
export function explain(
  topology: Topology,
  tables: Pick<Tables, "find">,
  packet: Packet,
  failures: Failures,
  choice: Choice = byHash,
  maxHops = 100_000,
): Explanation {
  return new Telling(topology, tables, packet, failures, choice, maxHops).tell();
}

/** The hops that brought a copy to hop `index`, from the sender on, that hop included. */
export function pathTo(hops: readonly Hop[], index: number): Hop[] {
  const path: Hop[] = [];
  for (let hop = hops[index]; hop; hop = hops[hop.parent]) path.unshift(hop);
  return path;
}

type Draft = { -readonly [Key in keyof Hop]: Hop[Key] };

/** What a switch does with a copy. `rest`: first bit of the header behind what it pops, by direction. */
interface Action extends Pick<Hop, "rule" | "isMalformed"> {
  readonly reads?: PartRead;
  readonly entry?: TableEntry;
  readonly down: readonly number[];
  readonly downRest: number;
  readonly up: readonly number[];
  readonly upRest: number;
  readonly choice?: { readonly live: readonly number[]; readonly took: number | undefined };
}

class Telling {
  readonly #topology: Topology;
  readonly #tables: Pick<Tables, "find">;
  readonly #packet: Packet;
  readonly #failures: Failures;
  readonly #choice: Choice;
  readonly #maxHops: number;
  readonly #reader: SwitchReader;
  readonly #hops: Draft[] = [];
  /** By hop: first bit of the header that is left behind the type bit. */
  readonly #rests: number[] = [];
  #isComplete = true;

  constructor(topology: Topology, tables: Pick<Tables, "find">, packet: Packet, failures: Failures, choice: Choice, maxHops: number) {
    this.#topology = topology;
    this.#tables = tables;
    this.#packet = packet;
    this.#failures = failures;
    this.#choice = choice;
    this.#maxHops = maxHops;
    this.#reader = new SwitchReader(topology);
  }

  tell(): Explanation {
    const { sender, header } = this.#packet;
    const leaf: Node = { kind: "leaf", id: leafOfHost(this.#topology, sender) };
    this.#send(-1, { kind: "host", id: sender }, leaf, "hostUp", Math.min(1, header.bits));
    for (let index = 0; index < this.#hops.length; index++) this.#arrive(index);
    return { hops: this.#hops, isComplete: this.#isComplete };
  }

  #send(parent: number, from: Node, to: Node, link: Link, rest: number): void {
    if (this.#hops.length >= this.#maxHops) {
      this.#isComplete = false;
      return;
    }
    const { bits } = this.#packet.header;
    const headerBits = link === "leafDown" ? 0 : link === "hostUp" ? bits : 1 + bits - rest;
    const isSent = isLinkLive(this.#failures, from, to);
    const isLoop = isSent && this.#hasBeenAt(parent, to);
    this.#hops.push({ from, to, link, headerBits, parent, isSent, rule: "none", out: [], isLoop, isMalformed: false });
    this.#rests.push(rest);
  }

  #hasBeenAt(parent: number, node: Node): boolean {
    for (let hop = this.#hops[parent]; hop; hop = this.#hops[hop.parent])
      if (hop.to.kind === node.kind && hop.to.id === node.id) return true;
    return false;
  }

  #arrive(index: number): void {
    const hop = this.#hops[index];
    if (!hop?.isSent) return;
    if (hop.to.kind === "host") {
      hop.rule = "host";
      return;
    }
    const action = this.#act(hop, this.#rests[index] ?? 0);
    hop.rule = action.rule;
    hop.isMalformed = action.isMalformed;
    hop.out = [...action.down.map((port) => `down:${port}`), ...action.up.map((port) => `up:${port}`)];
    if (action.reads) hop.reads = action.reads;
    if (action.entry) hop.entry = action.entry;
    if (action.choice) hop.choice = action.choice;
    for (const port of action.down) this.#send(index, hop.to, below(this.#topology, hop.to, port), linkBelow(hop.to), action.downRest);
    for (const port of action.up) this.#send(index, hop.to, above(this.#topology, hop.to, port), linkAbove(hop.to), action.upRest);
  }

  #act(hop: Hop, rest: number): Action {
    const isUp = hop.link === "hostUp" || hop.link === "leafUp";
    if (hop.to.kind === "core") return this.#atCore(rest);
    if (hop.to.kind === "leaf") return isUp && this.#isUpstream() ? this.#atSenderLeaf(hop.to.id, rest) : this.#downAtLeaf(hop.to.id, rest);
    return isUp ? this.#upAtSpine(hop.to.id, rest) : this.#downAtSpine(hop.to.id, rest);
  }

  #isUpstream(): boolean {
    const { words, bits } = this.#packet.header;
    return bits > 0 && readBits(words, 0, 1) === 1;
  }

  #atSenderLeaf(leaf: number, rest: number): Action {
    const reader = this.#reader;
    if (!reader.readUpstreamLeaf(this.#packet.header, rest)) return malformed;
    const { bitmapAt, upAt, isMultipath, end } = reader;
    const down = this.#portsAt(bitmapAt, this.#topology.hostsPerLeaf);
    const upstream = { ...upstreamPart("UL"), down, downRest: end, upRest: end };
    if (!isMultipath) return { ...upstream, up: this.#portsAt(upAt, this.#topology.spinesPerPod) };
    return { ...upstream, ...this.#choose(liveSpines(this.#topology, this.#failures, leaf), this.#choice.leaf, 0) };
  }

  #upAtSpine(spine: number, rest: number): Action {
    const { header } = this.#packet;
    const { leavesPerPod, coresPerSpine } = this.#topology;
    if (rest === header.bits) return this.#byTable(found.nothing, "pod", podOfSpine(this.#topology, spine), leavesPerPod, "DS", rest);
    const reader = this.#reader;
    if (!reader.readUpstreamSpine(header, rest)) return malformed;
    const { bitmapAt, upAt, isMultipath, hasMore, end } = reader;
    const wanted = this.#portsAt(bitmapAt, leavesPerPod);
    const downRest = wanted.length > 0 ? reader.skipToLeaves(header, end, hasMore) : end;
    const isMalformed = downRest < 0;
    const upstream = { ...upstreamPart("US"), isMalformed, down: isMalformed ? [] : wanted, downRest, upRest: end };
    if (!isMultipath) return { ...upstream, up: this.#portsAt(upAt, coresPerSpine) };
    const chosen = this.#choice.spines[planeOfSpine(this.#topology, spine)] ?? -1;
    return { ...upstream, ...this.#choose(liveCores(this.#topology, this.#failures, spine), chosen, 1) };
  }

  #atCore(rest: number): Action {
    const { header } = this.#packet;
    if (!this.#reader.readCore(header, rest)) return rest < header.bits ? malformed : dropped;
    const down = this.#portsAt(this.#reader.bitmapAt, this.#topology.pods);
    return { ...upstreamPart("DC"), down, downRest: this.#reader.end };
  }

  #downAtSpine(spine: number, rest: number): Action {
    const pod = podOfSpine(this.#topology, spine);
    const answer = this.#reader.readPods(this.#packet.header, rest, pod);
    return this.#byTable(answer, "pod", pod, this.#topology.leavesPerPod, "DS", this.#reader.end);
  }

  #downAtLeaf(leaf: number, rest: number): Action {
    const answer = this.#reader.readLeaves(this.#packet.header, rest, leaf);
    return this.#byTable(answer, "leaf", leaf, this.#topology.hostsPerLeaf, "DL", rest);
  }

  /** p-rule, else s-rule, else default, else none (§4). */
  #byTable(answer: Found, tier: Tier, id: number, width: number, part: PartRead["part"], downRest: number): Action {
    if (answer === found.malformed) return malformed;
    const { bitmapAt, row } = this.#reader;
    if (answer === found.rule) return { ...dropped, rule: "p-rule", reads: { part, row }, down: this.#portsAt(bitmapAt, width), downRest };
    const entry = this.#tables.find(tier, id, this.#packet);
    if (entry) return { ...dropped, rule: "s-rule", entry, down: portsOf(entry.ports), downRest };
    if (answer === found.nothing) return dropped;
    return { ...dropped, rule: "default", reads: { part, row }, down: this.#portsAt(bitmapAt, width), downRest };
  }

  #choose(live: readonly number[], chosen: number, tier: 0 | 1): Pick<Action, "up"> & { choice: NonNullable<Action["choice"]> } {
    const hash = pathHash(this.#packet, this.#packet.sender, tier);
    const took = live.length === 0 ? undefined : chosen >= 0 ? chosen : live[hash % live.length];
    return { up: took === undefined ? [] : [took], choice: { live, took } };
  }

  #portsAt(at: number, width: number): number[] {
    const { words } = this.#packet.header;
    return Array.from({ length: width }, (_, port) => port).filter((port) => readBits(words, at + port, 1) === 1);
  }
}

const dropped: Action = { rule: "none", isMalformed: false, down: [], downRest: 0, up: [], upRest: 0 };
const malformed: Action = { ...dropped, isMalformed: true };
const upstreamPart = (part: PartRead["part"]): Action => ({ ...dropped, rule: "upstream", reads: { part } });

function below(topology: Topology, { kind, id }: Node, port: number): Node {
  if (kind === "leaf") return { kind: "host", id: hostAt(topology, id, port) };
  if (kind === "spine") return { kind: "leaf", id: leafAt(topology, podOfSpine(topology, id), port) };
  return { kind: "spine", id: spineAt(topology, port, planeOfCore(topology, id)) };
}

function above(topology: Topology, { kind, id }: Node, port: number): Node {
  if (kind === "leaf") return { kind: "spine", id: spineAt(topology, podOfLeaf(topology, id), port) };
  return { kind: "core", id: coreAt(topology, planeOfSpine(topology, id), port) };
}

const linkBelow = ({ kind }: Node): Link => (kind === "leaf" ? "leafDown" : kind === "spine" ? "spineDown" : "coreDown");
const linkAbove = ({ kind }: Node): Link => (kind === "leaf" ? "leafUp" : "spineUp");

/** In words, for messages and vectors: `leaf 3 - host 14`, from - to in the direction of travel. */
export const hopText = ({ from, to }: Pick<Hop, "from" | "to">): string => `${from.kind} ${from.id} - ${to.kind} ${to.id}`;
