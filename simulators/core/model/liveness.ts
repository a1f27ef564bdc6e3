import { ComponentSearch } from "./components.ts";
import type { Edges } from "./edges.ts";
import type { Exploration } from "./explore.ts";
import { enabledIn, type FairnessBits, fairnessBits } from "./fairness.ts";
import { type GraphPath, type Lasso, lassoThrough } from "./lasso.ts";
import type { PackedModel, PackedTest, Property } from "./model.ts";

export type LivenessProperty = Extract<Property<PackedTest>, { readonly kind: "leads-to" | "eventually-always" }>;

/** Bytes per state that the search takes beside the stored graph. */
export const livenessBytesPerState = 60;

/**
 * Finds fair runs that violate a liveness property, in a graph of states whose successors are known.
 *
 * A violation of P ~> Q enters a state with P and not Q and stays without Q for ever; one of <>[]P is without P again and again. It ends in
 * a strongly connected part of the graph that is fair: no weak condition is enabled in all of its states without a step inside; no strong one
 * is enabled in one of its states without a step inside, or else those states are left out and the rest is searched again (Streett).
 * To stay in a state for ever is a run, too, when nothing that must happen is enabled there.
 *
 * @see Z. Manna, A. Pnueli, "Temporal Verification of Reactive Systems: Safety", 1995, section 5: algorithm for response under justice and compassion.
 */
export class LivenessSearch {
  readonly #model: PackedModel;
  readonly #exploration: Exploration;
  readonly #edges: Edges;
  readonly #fairness: FairnessBits;
  readonly #components: ComponentSearch;
  /** By state: which part of the graph it belongs to now; 0: none. */
  readonly #marks: Int32Array;
  /** By state: the component it was found in. */
  readonly #componentOf: Int32Array;
  /** Components found so far, for all properties: no number is used twice. */
  #found = 0;

  constructor(model: PackedModel, exploration: Exploration, edges: Edges) {
    this.#model = model;
    this.#exploration = exploration;
    this.#edges = edges;
    this.#fairness = fairnessBits(model.actions, model.fairness);
    const { count } = exploration.store;
    this.#components = new ComponentSearch(count);
    this.#marks = new Int32Array(count);
    this.#componentOf = new Int32Array(count);
  }

  /** A run that violates the property, of those with the shortest stem; undefined: none among the states whose successors are known. */
  violation(property: LivenessProperty): Lasso | undefined {
    const reach = property.kind === "leads-to" ? this.#reachWithout(property.from, property.to) : this.#reachAll();
    const isGoal = property.kind === "leads-to" ? undefined : this.#without(property.test);
    const best = this.#fairComponent(reach, isGoal);
    if (best === undefined) return undefined;
    return lassoThrough({
      edges: this.#edges,
      fairness: this.#fairness,
      componentOf: this.#componentOf,
      component: best.component,
      nodes: best.nodes,
      stateCount: this.#exploration.store.count,
      rank: reach.rank,
      isGoal: isGoal ?? (() => true),
      stemTo: (node) => this.#stemTo(node, reach),
    });
  }

  /** Every state whose successors are known; its number is its rank. */
  #reachAll(): Reach {
    const { expanded, store } = this.#exploration;
    const order = Int32Array.from({ length: expanded }, (_, index) => index);
    this.#marks.fill(0);
    this.#marks.fill(1, 0, expanded);
    return { order, rank: order, from: Int32Array.from(order, (index) => store.parentOf(index)) };
  }

  /**
   * The states on ways from a state with `from` and without `to` on which `to` never becomes true, by the length of the shortest run:
   * the run to the state with `from`, found breadth-first, and the way on.
   */
  #reachWithout(from: PackedTest, to: PackedTest): Reach {
    const { expanded, store, depths } = this.#exploration;
    const { rows, targets } = this.#edges;
    const marks = this.#marks.fill(0);
    const order = new Int32Array(expanded);
    const rank = new Int32Array(store.count);
    const parents = new Int32Array(store.count).fill(noParent);
    const isWithout = this.#without(to);
    const isFrom = (state: number): boolean => from(store.states, state * this.#model.words);
    let tail = 0;
    let head = 0;
    for (let depth = 0; depth < depths.length || head < tail; depth += 1) {
      const levelEnd = tail;
      for (; head < levelEnd; head += 1) {
        const node = order[head] as number;
        for (let edge = rows[node] as number; edge < (rows[node + 1] as number); edge += 1) add(targets[edge] as number, node, () => true);
      }
      for (let state = depths[depth] ?? expanded; state < Math.min(depths[depth + 1] ?? expanded, expanded); state += 1)
        add(state, noParent, isFrom);
    }
    return { order: order.subarray(0, tail), rank, from: parents };

    function add(state: number, parent: number, isWanted: (state: number) => boolean): void {
      if (state >= expanded || marks[state] !== 0 || !isWanted(state)) return;
      if (!isWithout(state)) return;
      marks[state] = 1;
      rank[state] = tail;
      parents[state] = parent;
      order[tail] = state;
      tail += 1;
    }
  }

  #without(test: PackedTest): (state: number) => boolean {
    const { store } = this.#exploration;
    const { words } = this.#model;
    return (state) => !test(store.states, state * words);
  }

  /** Of the fair components (or fair parts of them) with a goal state, the one that is entered first. */
  #fairComponent({ order, rank }: Reach, isGoal: ((state: number) => boolean) | undefined): FairComponent | undefined {
    let best: FairComponent | undefined;
    let parts = 1;
    const work: { readonly nodes: Int32Array; readonly mark: number }[] = [{ nodes: order, mark: 1 }];
    for (let part = work.pop(); part !== undefined; part = work.pop()) {
      this.#components.each({ edges: this.#edges, marks: this.#marks, ...part }, (nodes) => {
        this.#found += 1;
        const found = this.#found;
        const entry = nodes.reduce((first, node) => Math.min(first, rank[node] as number), unranked);
        if (best !== undefined && best.entry < entry) return;
        const judgement = this.#judge(nodes, found, isGoal);
        if (judgement.kind === "fair") best = { component: found, nodes: nodes.slice(), entry };
        if (judgement.kind !== "without") return;
        parts += 1;
        const rest = nodes.filter((node) => (enabledIn(node, this.#edges, this.#fairness) & judgement.conditions) === 0);
        for (const node of nodes) this.#marks[node] = 0;
        for (const node of rest) this.#marks[node] = parts;
        if (rest.length > 0) work.push({ nodes: rest, mark: parts });
      });
    }
    return best;
  }

  #judge(nodes: Int32Array, component: number, isGoal: ((state: number) => boolean) | undefined): Judgement {
    const { ofAction, weak, strong } = this.#fairness;
    const { rows, targets, actions } = this.#edges;
    const componentOf = this.#componentOf;
    for (const node of nodes) componentOf[node] = component;
    if (isGoal !== undefined && !nodes.some((node) => isGoal(node))) return { kind: "unfair" };
    let somewhere = 0;
    let everywhere = -1;
    let taken = 0;
    for (const node of nodes) {
      let enabled = 0;
      const end = rows[node + 1] as number;
      for (let edge = rows[node] as number; edge < end; edge += 1) {
        const conditions = ofAction[actions[edge] as number] as number;
        enabled |= conditions;
        if (conditions !== 0 && componentOf[targets[edge] as number] === component) taken |= conditions;
      }
      somewhere |= enabled;
      everywhere &= enabled;
    }
    if ((weak & everywhere & ~taken) !== 0) return { kind: "unfair" };
    const conditions = strong & somewhere & ~taken;
    return conditions === 0 ? { kind: "fair" } : { kind: "without", conditions };
  }

  #stemTo(node: number, { from }: Reach): GraphPath {
    const { store } = this.#exploration;
    const nodes: number[] = [];
    let at = node;
    while (at !== noParent) {
      nodes.push(at);
      at = from[at] as number;
    }
    const first = nodes.at(-1) as number;
    const whole = [...store.pathTo(first).slice(0, -1), ...nodes.reverse()];
    return { nodes: whole, actions: whole.slice(1).map((target, i) => this.#actionBetween(whole[i] as number, target)) };
  }

  #actionBetween(source: number, target: number): number {
    const { rows, targets, actions } = this.#edges;
    let edge = rows[source] as number;
    while (targets[edge] !== target) edge += 1;
    return actions[edge] as number;
  }
}

/** States in the order in which runs get there. */
interface Reach {
  readonly order: Int32Array;
  /** By state: its place in `order`. */
  readonly rank: Int32Array;
  /** By state: the one before it; -1: none. */
  readonly from: Int32Array;
}

interface FairComponent {
  readonly component: number;
  readonly nodes: Int32Array;
  readonly entry: number;
}

type Judgement =
  | { readonly kind: "fair" | "unfair" }
  /** Only parts without the states in which these are enabled can be fair. */
  | { readonly kind: "without"; readonly conditions: number };

const noParent = -1;
const unranked = 2 ** 31 - 1;
