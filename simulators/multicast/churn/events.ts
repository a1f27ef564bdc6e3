import type { Random } from "../../core/random.ts";
import type { Churn, Group, Topology } from "../model.ts";
import { hostCount } from "../topology.ts";

/** One member more or less. */
export interface MemberEvent {
  /** Position of the group among those given. */
  readonly group: number;
  readonly kind: "join" | "leave";
  readonly host: number;
}

/** Draws joins and leaves one after another (§5, churn) and keeps the members. */
export interface EventSource {
  /** Undefined: this event can be neither (the group has one member and nobody may join). It counts as an event without updates. */
  next(): MemberEvent | undefined;
  /** Receivers now, ascending. */
  members(group: number): readonly number[];
}

/**
 * A group with chance proportional to its size; a join with chance `joinShare`, and always when one member is left;
 * joins: a uniformly chosen candidate that is no receiver; leaves: a uniformly chosen receiver. When every candidate is in, somebody leaves.
 */
export function eventSource(topology: Topology, churn: Churn, groups: readonly Pick<Group, "receivers">[], random: Random): EventSource {
  const members = groups.map(({ receivers }) => [...receivers]);
  const sizes = new SizeTree(members.map((hosts) => hosts.length));
  const named = churn.candidates && [...new Set(churn.candidates)].sort((a, b) => a - b);
  const candidates: Candidates = named
    ? { count: named.length, at: (rank) => named[rank] as number, ranksOf: (hosts) => ranksIn(named, hosts) }
    : { count: hostCount(topology), at: (rank) => rank, ranksOf: (hosts) => hosts };
  return {
    members: (group) => members[group] ?? [],
    next: () => {
      const group = sizes.find(random.below(sizes.total));
      const hosts = members[group] as number[];
      const wantsJoin = random.unit() < churn.joinShare || hosts.length === 1;
      const joining = wantsJoin ? outsider(candidates, hosts, random) : undefined;
      if (joining !== undefined) {
        hosts.splice(rankOf(hosts, joining), 0, joining);
        sizes.add(group, 1);
        return { group, kind: "join", host: joining };
      }
      if (hosts.length === 1) return undefined;
      const [leaving] = hosts.splice(random.below(hosts.length), 1);
      sizes.add(group, -1);
      return { group, kind: "leave", host: leaving as number };
    },
  };
}

/** Hosts that may join, ascending. */
interface Candidates {
  readonly count: number;
  at(rank: number): number;
  /** Ranks of those of some hosts that are candidates. */
  ranksOf(hosts: readonly number[]): readonly number[];
}

const ranksIn = (named: readonly number[], hosts: readonly number[]): readonly number[] =>
  hosts.map((host) => rankOf(named, host)).filter((rank, i) => named[rank] === hosts[i]);

/** A uniformly chosen candidate that is not among `hosts`. Undefined: all are. */
function outsider(candidates: Candidates, hosts: readonly number[], random: Random): number | undefined {
  const inside = candidates.ranksOf(hosts);
  const outside = candidates.count - inside.length;
  if (outside === 0) return undefined;
  // The k-th candidate outside stands behind as many inside as have an outside rank of at most k.
  const k = random.below(outside);
  let low = 0;
  let high = inside.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((inside[middle] as number) - middle <= k) low = middle + 1;
    else high = middle;
  }
  return candidates.at(k + low);
}

/** Number of elements of an ascending list that are smaller. */
function rankOf(list: readonly number[], value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sizes with quick sums. @see P. Fenwick, "A New Data Structure for Cumulative Frequency Tables", 1994. */
class SizeTree {
  readonly #sums: Float64Array;
  total = 0;

  constructor(sizes: readonly number[]) {
    this.#sums = new Float64Array(sizes.length + 1);
    sizes.forEach((size, index) => this.add(index, size));
  }

  add(index: number, by: number): void {
    this.total += by;
    for (let at = index + 1; at < this.#sums.length; at += at & -at) this.#sums[at] = (this.#sums[at] ?? 0) + by;
  }

  /** Index of the element that covers place `place` when all are laid end to end. */
  find(place: number): number {
    let at = 0;
    let rest = place;
    for (let step = 2 ** Math.floor(Math.log2(this.#sums.length)); 1 <= step; step /= 2) {
      const sum = this.#sums[at + step];
      if (sum === undefined || rest < sum) continue;
      at += step;
      rest -= sum;
    }
    return at;
  }
}
