/** Table and header updates while members of generated groups join and leave. */
import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import { Random } from "../../core/random.ts";
import { headerComparison } from "../churn/headers.ts";
import { defaultWords, forEachDifferent, type GroupState, isSame, stateOf, type TierState } from "../churn/state.ts";
import { hostCount, leafCount } from "../topology.ts";
import { clusterGroup, type GroupEncoder } from "./encode.ts";
import { forEachGroup, type Workload } from "./generate.ts";
import { type Spread, spreadOf } from "./percentiles.ts";
import type { TableRoom } from "./tables.ts";

/** Joins and leaves to simulate over all generated groups. */
export interface ScaleChurn {
  readonly events: number;
  /** 1/s */
  readonly eventsPerSecond: number;
}

/** How many events each group has: a group with chance proportional to its number of members. Undefined: the budget ended it. */
export function drawEvents(workload: Workload, events: number, budget: Budget): ReadonlyMap<number, number> | undefined {
  const drawn = new Map<number, number>();
  if (events === 0) return drawn;
  const { groupOffsets, generate } = workload;
  const ends = new Float64Array(groupOffsets[generate.tenants] as number);
  let members = 0;
  const stopped = forEachGroup(workload, budget, (group, _, size) => {
    members += size;
    ends[group] = members;
  });
  if (stopped) return undefined;
  if (members === 0) return drawn;
  const random = new Random(generate.seed, eventStream);
  for (let i = 0; i < events; i += 1) {
    const group = firstAbove(ends, random.below(members));
    drawn.set(group, (drawn.get(group) ?? 0) + 1);
  }
  return drawn;
}

/** Counts what the events of the generated groups write. Members of a tenant receive; half of them, by lot, send as well. */
export class UpdateTally {
  /** By global leaf, by pod (each of its spines), by host. */
  readonly leaves: Uint32Array;
  readonly pods: Uint32Array;
  readonly hosts: Uint32Array;
  /** Set when the budget ended the events of a group. */
  stopped: Limit | undefined;
  readonly #encoder: GroupEncoder;
  readonly #seed: number;

  constructor(encoder: GroupEncoder, seed: number) {
    this.#encoder = encoder;
    this.#seed = seed;
    this.leaves = new Uint32Array(leafCount(encoder.topology));
    this.pods = new Uint32Array(encoder.topology.pods);
    this.hosts = new Uint32Array(hostCount(encoder.topology));
  }

  /**
   * Simulates the events of one group, which has its turn now: `room` is what the groups before it have left.
   * Groups after it keep their entries; with full tables some of them would move, which is not counted.
   *
   * @param vms Hosts of the tenant's VMs; the first `size` are members.
   */
  simulate(group: number, vms: ArrayLike<number>, size: number, events: number, room: TableRoom, budget: Budget): void {
    const random = new Random(this.#seed, groupStream + group);
    const hosts = Uint32Array.from(vms);
    const sends = Uint8Array.from({ length: hosts.length }, () => random.below(2));
    let members = size;
    let before = this.#cluster(hosts, members);
    for (let i = 0; i < events; i += 1) {
      this.stopped ??= budget.stop();
      if (this.stopped) return;
      const joins = members === 1 || (members < hosts.length && random.below(2) === 0);
      if (!joins && members === 1) continue;
      // Members stand first: who joins moves to their end, who leaves to the start of the others.
      const chosen = joins ? members + random.below(hosts.length - members) : random.below(members);
      const border = joins ? members : members - 1;
      swap(hosts, chosen, border);
      swap(sends, chosen, border);
      members += joins ? 1 : -1;
      const after = this.#cluster(hosts, members);
      const senders = new Set<number>();
      for (let vm = 0; vm < members; vm += 1) if (sends[vm] === 1) senders.add(hosts[vm] as number);
      this.#count(before, after, senders, sends[border] === 1 ? (hosts[border] as number) : -1, room);
      before = after;
    }
  }

  /** @param moved Host of the sender that came or went: its entry is written whatever else changed; -1: it does not send. */
  #count(before: GroupState, after: GroupState, senders: Set<number>, moved: number, room: TableRoom): void {
    countEntries(before.leaves, after.leaves, room.leaves, this.leaves);
    countEntries(before.pods, after.pods, room.pods, this.pods);
    const differs = headerComparison(this.#encoder.topology, {
      before,
      after,
      isPodSectionNew: isSectionNew(before.pods, after.pods, room.pods),
      isLeafSectionNew: isSectionNew(before.leaves, after.leaves, room.leaves),
    });
    if (0 <= moved) this.hosts[moved] = (this.hosts[moved] ?? 0) + 1;
    senders.delete(moved);
    for (const sender of senders) if (differs(sender)) this.hosts[sender] = (this.hosts[sender] ?? 0) + 1;
  }

  /** Rates of all switches at the rate of the events. */
  rates({ events, eventsPerSecond }: ScaleChurn): {
    readonly events: number;
    readonly eventsPerSecond: number;
    readonly core: 0;
    readonly spine: Spread;
    readonly leaf: Spread;
    readonly host: Spread;
  } {
    const perSecond = (counts: Uint32Array): Spread =>
      spreadOf(Float64Array.from(counts, (count) => (count / Math.max(1, events)) * eventsPerSecond));
    return { events, eventsPerSecond, core: 0, spine: perSecond(this.pods), leaf: perSecond(this.leaves), host: perSecond(this.hosts) };
  }

  #cluster(hosts: Uint32Array, members: number): GroupState {
    clusterGroup(this.#encoder, hosts, members);
    return stateOf(this.#encoder);
  }
}

function countEntries(before: TierState, after: TierState, room: Int32Array, counts: Uint32Array): void {
  forEachDifferent(before, after, (id) => {
    if (0 < (room[id] ?? 0)) counts[id] = (counts[id] ?? 0) + 1;
  });
}

function isSectionNew(before: TierState, after: TierState, room: Int32Array): boolean {
  const isFull = (id: number): boolean => (room[id] ?? 0) === 0;
  return !isSame(before.ruleWords, after.ruleWords) || !isSame(defaultWords(before, isFull), defaultWords(after, isFull));
}

function swap(list: Uint32Array | Uint8Array, a: number, b: number): void {
  const kept = list[a] as number;
  list[a] = list[b] as number;
  list[b] = kept;
}

/** Index of the first element above `value` in an ascending list. */
function firstAbove(list: Float64Array, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Apart from those of the workload, which count up from 0. */
const eventStream = 0x4000_0000;
const groupStream = 0x4000_0001;
