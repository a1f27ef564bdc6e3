import type { Edges } from "../../core/model/edges.ts";
import type { PartedStore } from "../../core/model/parted-store.ts";
import { word } from "./layout.ts";
import type { World } from "./world.ts";

/**
 * The older contents that a cache may go back to, for each state of a search: all that any way to the state has passed. A window needs only one of them, so
 * that ways that differ in nothing else meet in one state. Sets are bits, by kind and shelf.
 */
export class Pasts {
  readonly #world: World;
  readonly #bits = new Map<number, bigint>();
  readonly #shelves: { readonly kind: number; readonly shelf: number }[] = [];
  readonly #sets: bigint[] = [];
  /** By cluster: the bit of what it shows, of each watched kind. */
  readonly #shown: (readonly bigint[] | undefined)[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  of(state: number): bigint {
    return this.#sets[state] ?? 0n;
  }

  /** What a way that has passed `set` has passed after a step from one cluster to another. */
  after(set: bigint, from: number, to: number): bigint {
    if (from === to) return set;
    const [before, now] = [this.#shownIn(from), this.#shownIn(to)];
    let after = set;
    for (const kind of this.#world.read) if (before[kind] !== now[kind]) after |= before[kind] as bigint;
    return after;
  }

  /** A state was reached from another one. @returns Whether that way has passed anything new. */
  reach(store: PartedStore, from: number, to: number): boolean {
    const set = this.after(this.of(from), clusterOf(store, from), clusterOf(store, to));
    const known = this.of(to);
    if ((set | known) === known) return false;
    this.#sets[to] = set | known;
    return true;
  }

  /** Follows all steps between the states from `start` on until nothing is new. */
  spread(store: PartedStore, { rows, targets }: Edges, start: number): void {
    if (this.#world.read.size === 0) return;
    let changed: Set<number> | undefined;
    do {
      const next = new Set<number>();
      const states = changed === undefined ? numbersFrom(start, store.count) : [...changed].sort((a, b) => a - b);
      for (const state of states) {
        next.delete(state);
        for (let edge = rows[state] as number; edge < (rows[state + 1] as number); edge += 1) {
          const target = targets[edge] as number;
          // Those that come later are looked at in this round anyway.
          if (this.reach(store, state, target) && (changed !== undefined || target <= state)) next.add(target);
        }
      }
      changed = next;
    } while (changed.size > 0);
  }

  /** The contents of a kind in a set, sorted by content, but for what the cluster shows. */
  older(set: bigint, kind: number, cluster: number): readonly number[] {
    const now = this.#shownIn(cluster)[kind];
    const found: number[] = [];
    let rest = set;
    for (let index = 0; rest !== 0n; index += 1, rest >>= 1n) {
      const each = this.#shelves[index];
      if ((rest & 1n) !== 0n && each?.kind === kind && 1n << BigInt(index) !== now) found.push(each.shelf);
    }
    return this.#world.past.sorted(found);
  }

  has(set: bigint, kind: number, shelf: number): boolean {
    return (set & this.#bit(kind, shelf)) !== 0n;
  }

  #shownIn(cluster: number): readonly bigint[] {
    const { contents, kinds } = this.#world;
    return (this.#shown[cluster] ??= kinds.watched.map(({ served }, kind) =>
      this.#bit(kind, contents.shelfNumber(contents.clusterOf(cluster).list(served.resource))),
    ));
  }

  #bit(kind: number, shelf: number): bigint {
    const key = shelf * this.#world.kinds.watched.length + kind;
    const known = this.#bits.get(key);
    if (known !== undefined) return known;
    const bit = 1n << BigInt(this.#shelves.push({ kind, shelf }) - 1);
    this.#bits.set(key, bit);
    return bit;
  }
}

const clusterOf = (store: PartedStore, state: number): number => store.word(state, word.cluster);

function* numbersFrom(start: number, end: number): Iterable<number> {
  for (let number = start; number < end; number += 1) yield number;
}
