import type { Fabric, Group } from "../model.ts";
import { clusterGroup, createGroupEncoder, type GroupEncoder } from "../scale/encode.ts";
import { createTables, type Tables } from "../tables.ts";
import { hostCount, leafCount } from "../topology.ts";
import { headerComparison } from "./headers.ts";
import { defaultWords, forEachDifferent, type GroupState, isSame, ownBits, stateOf, type TierState } from "./state.ts";
import { keyNumber, SwitchTable } from "./tables.ts";

/** Writes so far, by global leaf, by pod (each of its spines) and by host. */
export interface UpdateCounts {
  readonly leaves: Uint32Array;
  readonly pods: Uint32Array;
  readonly hosts: Uint32Array;
}

/**
 * The controller at work on changing groups.
 *
 * Rules 1 and 2 depend on the group alone, and every switch answers its claims on its own. So after a change only that group is clustered again
 * and only the tables in which its claim changed are filled again; another group is touched when it gains or loses its entry there.
 */
export interface Controller {
  readonly counts: UpdateCounts;
  /** Gives a group other receivers and counts what has to be written. @param group Position among the groups given. */
  update(group: number, receivers: readonly number[]): void;
}

type TierName = "pods" | "leaves";

interface Member {
  readonly senders: readonly number[];
  state: GroupState;
  /** Bitmaps of the default rules; empty: none. */
  readonly defaults: Record<TierName, Uint32Array>;
}

/** Installs the groups in their order; nothing is counted for that. */
export function createController(fabric: Fabric, groups: readonly Group[]): Controller {
  return new IncrementalController(fabric, groups);
}

class IncrementalController implements Controller {
  readonly counts: UpdateCounts;
  readonly #fabric: Fabric;
  readonly #groups: readonly Group[];
  readonly #members: readonly Member[];
  readonly #encoder: GroupEncoder;
  readonly #switches: Record<TierName, Map<number, SwitchTable>> = { pods: new Map(), leaves: new Map() };
  readonly #taken: Tables;

  constructor(fabric: Fabric, groups: readonly Group[]) {
    const { topology, limits, installed } = fabric;
    this.#fabric = fabric;
    this.#groups = groups;
    this.#encoder = createGroupEncoder(topology, limits);
    this.#taken = createTables(topology, limits, installed.rules);
    this.counts = {
      leaves: new Uint32Array(leafCount(topology)),
      pods: new Uint32Array(topology.pods),
      hosts: new Uint32Array(hostCount(topology)),
    };
    this.#members = groups.map(({ receivers, senders }) => ({
      senders,
      state: this.#cluster(receivers),
      defaults: { pods: new Uint32Array(0), leaves: new Uint32Array(0) },
    }));
    for (const tier of ["pods", "leaves"] as const) {
      for (const [group, { state }] of this.#members.entries()) {
        for (const id of state[tier].left) this.#tableOf(tier, id).change(group, ownBits(state[tier], id));
      }
      for (const group of this.#members.keys()) this.#setDefault(tier, group);
    }
  }

  update(group: number, receivers: readonly number[]): void {
    const member = this.#members[group] as Member;
    const before = member.state;
    const after = this.#cluster(receivers);
    member.state = after;
    const touched = {
      pods: this.#changeClaims("pods", group, before.pods, after.pods),
      leaves: this.#changeClaims("leaves", group, before.leaves, after.leaves),
    };
    this.#countHeaders(group, before);
    for (const other of new Set([...touched.pods, ...touched.leaves])) {
      if (other !== group) this.#countHeaders(other, (this.#members[other] as Member).state);
    }
  }

  #cluster(receivers: readonly number[]): GroupState {
    clusterGroup(this.#encoder, receivers, receivers.length);
    return stateOf(this.#encoder);
  }

  /** Changes the group's claims. Returns the groups that gained or lost an entry. */
  #changeClaims(tier: TierName, group: number, before: TierState, after: TierState): ReadonlySet<number> {
    const moved = new Set<number>();
    const counts = this.counts[tier];
    const claim = (id: number, bits: Uint32Array | undefined): void => {
      const change = this.#tableOf(tier, id).change(group, bits);
      counts[id] = (counts[id] ?? 0) + change.updates;
      for (const other of change.moved) moved.add(other);
    };
    forEachDifferent(before, after, (id, isWanted) => claim(id, isWanted ? ownBits(after, id) : undefined));
    return moved;
  }

  #tableOf(tier: TierName, id: number): SwitchTable {
    const known = this.#switches[tier].get(id);
    if (known) return known;
    const kind = tier === "pods" ? "pod" : "leaf";
    const { ruleKey } = this.#fabric.limits;
    const table = new SwitchTable({
      room: this.#taken.room(kind, id),
      keyOf: (group) => keyNumber(this.#groups[group] as Group, ruleKey),
      isInstalled: (group) => this.#taken.find(kind, id, this.#groups[group] as Group) !== undefined,
    });
    this.#switches[tier].set(id, table);
    return table;
  }

  /** Computes the default rule of a group from the tables. Returns whether it is another one. */
  #setDefault(tier: TierName, group: number): boolean {
    const { state, defaults } = this.#members[group] as Member;
    const words = defaultWords(state[tier], (id) => this.#tableOf(tier, id).hasTurnedAway(group));
    const isNew = !isSame(words, defaults[tier]);
    defaults[tier] = words;
    return isNew;
  }

  /** Counts the senders of a group whose header is no longer the same. @param before Its rules until now. */
  #countHeaders(group: number, before: GroupState): void {
    const { senders, state } = this.#members[group] as Member;
    const arePodsNew = this.#setDefault("pods", group);
    const areLeavesNew = this.#setDefault("leaves", group);
    const differs = headerComparison(this.#fabric.topology, {
      before,
      after: state,
      isPodSectionNew: arePodsNew || !isSame(before.pods.ruleWords, state.pods.ruleWords),
      isLeafSectionNew: areLeavesNew || !isSame(before.leaves.ruleWords, state.leaves.ruleWords),
    });
    const { hosts } = this.counts;
    for (const sender of senders) if (differs(sender)) hosts[sender] = (hosts[sender] ?? 0) + 1;
  }
}
