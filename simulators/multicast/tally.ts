import type { Arrivals, Drop, End, Revisit } from "./arrivals.ts";
import { headerBytes } from "./header.ts";
import type { NodeKind } from "./names.ts";
import { Waiting } from "./waiting.ts";

/** Counts what comes of a packet while it is walked. */
export class Tally implements Arrivals {
  readonly links = new Float64Array(6);
  headerBytes = 0;
  readonly drops: Drop[] = [];
  readonly ends: End[] = [];
  readonly loops: Revisit[] = [];
  readonly #reached: Waiting;

  constructor(hosts: number) {
    this.#reached = new Waiting(hosts);
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

  clear(): void {
    this.#reached.clear();
    this.links.fill(0);
    this.headerBytes = 0;
    this.drops.length = 0;
    this.ends.length = 0;
    this.loops.length = 0;
  }

  /** @param link Index of `links`. */
  sent(link: number, copies: number, bits: number): void {
    this.links[link] = (this.links[link] ?? 0) + copies;
    this.headerBytes += copies * headerBytes(bits);
  }

  reached(host: number, copies: number): void {
    this.#reached.add(host, copies);
  }

  dropped(from: NodeKind, fromId: number, to: NodeKind, toId: number, copies: number): void {
    this.drops.push({ from: { kind: from, id: fromId }, to: { kind: to, id: toId }, copies });
  }

  ended(kind: NodeKind, id: number, copies: number, isUpstream: boolean, isMalformed: boolean): void {
    this.ends.push({ at: { kind, id }, copies, isUpstream, isMalformed });
  }

  revisited(kind: NodeKind, id: number, copies: number): void {
    this.loops.push({ at: { kind, id }, copies });
  }
}
