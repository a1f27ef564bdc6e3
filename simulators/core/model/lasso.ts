import type { Edges } from "./edges.ts";
import { enabledIn, type FairnessBits } from "./fairness.ts";

/** A way through a graph: step i is `actions[i]`, from `nodes[i]` to `nodes[i + 1]`. */
export interface GraphPath {
  readonly nodes: readonly number[];
  readonly actions: readonly number[];
}

/** A run that never ends: after the last step comes step `loop` again; `actions.length`: it stays where it is. */
export interface Lasso extends GraphPath {
  readonly loop: number;
}

/** A strongly connected part of a graph that a fair run can stay in. */
export interface Region {
  readonly edges: Edges;
  readonly fairness: FairnessBits;
  readonly componentOf: Int32Array;
  readonly component: number;
  readonly nodes: Int32Array;
  readonly stateCount: number;
  /** By state: small numbers are reached by shorter stems. */
  readonly rank: Int32Array;
  /** To be visited in each round. */
  readonly isGoal: (node: number) => boolean;
  readonly stemTo: (node: number) => GraphPath;
}

/** A shortest stem into the region, and a short ring that is fair: where it can, the run just stays. */
export function lassoThrough(region: Region): Lasso {
  const resting = first(region, (node) => canRest(region, node));
  if (resting !== undefined) {
    const stem = region.stemTo(resting);
    return { ...stem, loop: stem.actions.length };
  }
  const entry = first(region, () => true) as number;
  const stem = region.stemTo(entry);
  const ring = new RingSearch(region, entry).find();
  return {
    nodes: [...stem.nodes, ...ring.nodes.slice(1)],
    actions: [...stem.actions, ...ring.actions],
    loop: stem.actions.length,
  };
}

function first({ nodes, rank }: Region, isWanted: (node: number) => boolean): number | undefined {
  let best: number | undefined;
  for (const node of nodes) if ((best === undefined || (rank[node] as number) < (rank[best] as number)) && isWanted(node)) best = node;
  return best;
}

/** Nothing that must happen is enabled here. */
function canRest({ edges, fairness, isGoal }: Region, node: number): boolean {
  return (enabledIn(node, edges, fairness) & (fairness.weak | fairness.strong)) === 0 && isGoal(node);
}

/** Goes from one unmet condition to the nearest next one, and home. */
class RingSearch {
  readonly #region: Region;
  readonly #entry: number;
  readonly #nodes: number[];
  readonly #actions: number[] = [];
  /** Conditions that the ring does not meet yet. */
  #weak: number;
  #strong: number;
  #needsGoal = true;

  /** By state: the round in which it was seen last, and the edge by which. */
  readonly #seen: Int32Array;
  readonly #by: Int32Array;
  readonly #before: Int32Array;
  #round = 0;

  constructor(region: Region, entry: number) {
    this.#region = region;
    this.#entry = entry;
    this.#nodes = [entry];
    const { nodes, edges, fairness, stateCount } = region;
    this.#weak = fairness.weak;
    this.#strong = fairness.strong & nodes.reduce((enabled, node) => enabled | enabledIn(node, edges, fairness), 0);
    this.#seen = new Int32Array(stateCount);
    this.#by = new Int32Array(stateCount);
    this.#before = new Int32Array(stateCount);
    this.#meetAt(entry);
  }

  find(): GraphPath {
    while (this.#weak !== 0 || this.#strong !== 0 || this.#needsGoal) {
      this.#walk((edge, target) => this.#isStepMet(edge) || this.#isStateMet(target));
    }
    if (this.#nodes.at(-1) !== this.#entry || this.#actions.length === 0) this.#walk((_, target) => target === this.#entry);
    return { nodes: this.#nodes, actions: this.#actions };
  }

  #conditionsOf(edge: number): number {
    const { edges, fairness } = this.#region;
    return fairness.ofAction[edges.actions[edge] as number] as number;
  }

  #isStepMet(edge: number): boolean {
    return (this.#conditionsOf(edge) & (this.#weak | this.#strong)) !== 0;
  }

  #isStateMet(node: number): boolean {
    const { edges, fairness, isGoal } = this.#region;
    if (this.#needsGoal && isGoal(node)) return true;
    return this.#weak !== 0 && (this.#weak & ~enabledIn(node, edges, fairness)) !== 0;
  }

  #meetAt(node: number): void {
    const { edges, fairness, isGoal } = this.#region;
    this.#weak &= enabledIn(node, edges, fairness);
    if (isGoal(node)) this.#needsGoal = false;
  }

  /** Appends a shortest way to an edge that is wanted, that edge included. */
  #walk(isWanted: (edge: number, target: number) => boolean): void {
    const { edges, componentOf, component } = this.#region;
    this.#round += 1;
    const start = this.#nodes.at(-1) as number;
    const queue = [start];
    this.#seen[start] = this.#round;
    for (const node of queue) {
      const end = edges.rows[node + 1] as number;
      for (let edge = edges.rows[node] as number; edge < end; edge += 1) {
        const target = edges.targets[edge] as number;
        if (componentOf[target] !== component) continue;
        if (isWanted(edge, target)) return this.#append(start, node, edge);
        if (this.#seen[target] === this.#round) continue;
        this.#seen[target] = this.#round;
        this.#by[target] = edge;
        this.#before[target] = node;
        queue.push(target);
      }
    }
    throw new Error("a component is not strongly connected");
  }

  #append(start: number, last: number, lastEdge: number): void {
    const { edges } = this.#region;
    const way = [lastEdge];
    for (let node = last; node !== start; node = this.#before[node] as number) way.push(this.#by[node] as number);
    for (const edge of way.reverse()) {
      const conditions = this.#conditionsOf(edge);
      this.#weak &= ~conditions;
      this.#strong &= ~conditions;
      const target = edges.targets[edge] as number;
      this.#nodes.push(target);
      this.#actions.push(edges.actions[edge] as number);
      this.#meetAt(target);
    }
  }
}
