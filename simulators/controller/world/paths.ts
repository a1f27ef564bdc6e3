import type { Edges } from "../../core/model/edges.ts";
import type { Graph } from "./explore.ts";
import { behindLabel, kindOf, label, progress, read, windowOf, word } from "./layout.ts";

/** The codes of a run from the first state to a state with `isTarget`: with the fewest faults, then the fewest steps, then the first in the order of choices. `atWork` is called now and then. */
export function pathTo(graph: Graph, isTarget: (state: number) => boolean, atWork: () => void): Path | undefined {
  return new PathSearch(graph, atWork).to(isTarget);
}

export interface Path {
  readonly codes: readonly number[];
  /** Where it ends. */
  readonly state: number;
}

/**
 * Breadth first over states with what the way to them has passed: a cache goes back only to that. A way that has passed no more than an earlier one
 * to the same state is not followed.
 */
class PathSearch {
  readonly #graph: Graph;
  readonly #atWork: () => void;
  readonly #states: number[] = [];
  readonly #sets: bigint[] = [];
  readonly #parents: number[] = [];
  readonly #codes: number[] = [];
  readonly #seen: (bigint[] | undefined)[] = [];
  /** By state: the contents that its labels number, of each kind. */
  readonly #older: ((readonly number[])[] | undefined)[] = [];

  constructor(graph: Graph, atWork: () => void) {
    this.#graph = graph;
    this.#atWork = atWork;
  }

  to(isTarget: (state: number) => boolean): Path | undefined {
    const { calm, costly } = this.#graph;
    this.#add(0, 0n, -1, 0);
    for (let start = 0; start < this.#states.length; ) {
      let end = start;
      for (; end < this.#states.length; end += 1) {
        const state = this.#states[end] as number;
        if (isTarget(state)) return this.#trace(end);
        if (state < calm.rowCount) this.#follow(end, calm, state);
      }
      // Those that cost a fault more come in the next round, in the order of their depth.
      for (let node = start; node < end; node += 1) {
        const state = this.#states[node] as number;
        if (state < costly.rowCount) this.#follow(node, costly, state);
      }
      start = end;
    }
    return undefined;
  }

  #follow(node: number, { rows, targets, actions }: Edges, state: number): void {
    if (node % between === 0) this.#atWork();
    const { pasts } = this.#graph;
    const set = this.#sets[node] as bigint;
    const cluster = this.#wordOf(state, word.cluster);
    for (let edge = rows[state] as number; edge < (rows[state + 1] as number); edge += 1) {
      const target = targets[edge] as number;
      const code = actions[edge] as number;
      if (!this.#hasPassed(state, set, code)) continue;
      const hasFaults = read(this.#wordOf(target, word.progress), progress.faults) > 0;
      this.#add(target, hasFaults ? pasts.after(set, cluster, this.#wordOf(target, word.cluster)) : 0n, node, code);
    }
  }

  /** Whether what the cache would go back to has been passed on this way. */
  #hasPassed(state: number, set: bigint, code: number): boolean {
    const shelf = this.#shelfOf(state, code);
    return shelf === undefined || this.#graph.pasts.has(set, windowOf(code).kind, shelf);
  }

  /** What the cache goes back to; undefined: it goes back to nothing. */
  #shelfOf(state: number, code: number): number | undefined {
    if (kindOf(code) !== label.behind) return undefined;
    const { kind, index } = windowOf(code);
    if (index === 0) return undefined;
    const { pasts } = this.#graph;
    const ofState = (this.#older[state] ??= []);
    const older = (ofState[kind] ??= pasts.older(pasts.of(state), kind, this.#wordOf(state, word.cluster)));
    return older[index - 1];
  }

  /** As it is numbered on this way, which has passed less than all ways together. */
  #codeOf(node: number): number {
    const code = this.#codes[node] as number;
    const parent = this.#parents[node] as number;
    const state = this.#states[parent] as number;
    const shelf = this.#shelfOf(state, code);
    if (shelf === undefined) return code;
    const { process, kind } = windowOf(code);
    const older = this.#graph.pasts.older(this.#sets[parent] as bigint, kind, this.#wordOf(state, word.cluster));
    return behindLabel(process, kind, older.indexOf(shelf) + 1);
  }

  #add(state: number, set: bigint, parent: number, code: number): void {
    const seen = (this.#seen[state] ??= []);
    if (seen.some((each) => (each | set) === each)) return;
    seen.push(set);
    this.#states.push(state);
    this.#sets.push(set);
    this.#parents.push(parent);
    this.#codes.push(code);
  }

  #wordOf(state: number, index: number): number {
    return this.#graph.store.word(state, index);
  }

  #trace(end: number): Path {
    const codes: number[] = [];
    for (let node = end; node > 0; node = this.#parents[node] as number) codes.push(this.#codeOf(node));
    return { codes: codes.reverse(), state: this.#states[end] as number };
  }
}

/** After so many nodes it says that it is at work. */
const between = 1024;

/** Within a set of states, without faults: the codes of the shortest way from one to another; undefined: there is none. */
export function wayWithin(
  graph: Graph,
  from: number,
  to: number,
  isInside: (state: number) => boolean,
  isUsable: (code: number) => boolean,
): readonly number[] | undefined {
  if (from === to) return [];
  const { calm } = graph;
  const parents = new Map<number, { readonly state: number; readonly code: number }>();
  const queue = [from];
  for (const state of queue) {
    if (state >= graph.expanded) continue;
    for (let edge = calm.rows[state] as number; edge < (calm.rows[state + 1] as number); edge += 1) {
      const code = calm.actions[edge] as number;
      const next = calm.targets[edge] as number;
      if (next === from || parents.has(next) || !isInside(next) || !isUsable(code)) continue;
      parents.set(next, { state, code });
      if (next === to) return back(parents, from, to);
      queue.push(next);
    }
  }
  return undefined;
}

function back(
  parents: ReadonlyMap<number, { readonly state: number; readonly code: number }>,
  from: number,
  to: number,
): readonly number[] {
  const codes: number[] = [];
  for (let state = to; state !== from; ) {
    const parent = parents.get(state);
    if (parent === undefined) break;
    codes.push(parent.code);
    state = parent.state;
  }
  return codes.reverse();
}
