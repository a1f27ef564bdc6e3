import type { Edges } from "./edges.ts";

/** A part of a graph: the nodes whose mark is `mark`. Edges that leave it do not count. */
export interface Part {
  readonly edges: Edges;
  readonly marks: Int32Array;
  readonly mark: number;
  readonly nodes: Int32Array;
}

/**
 * Finds the strongly connected components of a part of a graph: each is passed on once, the last in topological order first.
 * Its nodes are in no particular, but always the same order; the array is only valid during the call.
 *
 * Memory: 20 bytes per node of the whole graph, kept for further calls.
 *
 * @see R. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1(2), 1972; here without recursion.
 */
export class ComponentSearch {
  /** 0: not seen. */
  readonly #order: Int32Array;
  readonly #low: Int32Array;
  /** Nodes of components that are not complete. */
  readonly #open: Int32Array;
  /** Nodes on the way to the present one, and their next edge. */
  readonly #path: Int32Array;
  readonly #next: Int32Array;

  constructor(nodes: number) {
    this.#order = new Int32Array(nodes);
    this.#low = new Int32Array(nodes);
    this.#open = new Int32Array(nodes);
    this.#path = new Int32Array(nodes);
    this.#next = new Int32Array(nodes);
  }

  each(part: Part, visit: (component: Int32Array) => void): void {
    for (const node of part.nodes) this.#order[node] = 0;
    let seen = 0;
    for (const node of part.nodes) if (this.#order[node] === 0) seen = this.#from(node, seen, part, visit);
  }

  #from(root: number, seenBefore: number, { edges, marks, mark }: Part, visit: (component: Int32Array) => void): number {
    const order = this.#order;
    const low = this.#low;
    const open = this.#open;
    const path = this.#path;
    const next = this.#next;
    const { rows, targets } = edges;
    let seen = seenBefore;
    let depth = 0;
    let opened = 0;
    enter(root);
    while (depth > 0) {
      const node = path[depth - 1] as number;
      const edge = next[depth - 1] as number;
      if (edge < (rows[node + 1] as number)) {
        next[depth - 1] = edge + 1;
        const target = targets[edge] as number;
        if (marks[target] !== mark) continue;
        const targetOrder = order[target] as number;
        if (targetOrder === 0) enter(target);
        else if (targetOrder < (low[node] as number)) low[node] = targetOrder;
      } else {
        depth -= 1;
        leave(node);
      }
    }
    return seen;

    function enter(node: number): void {
      seen += 1;
      order[node] = seen;
      low[node] = seen;
      open[opened] = node;
      opened += 1;
      path[depth] = node;
      next[depth] = rows[node] as number;
      depth += 1;
    }

    function leave(node: number): void {
      if (low[node] === order[node]) {
        const end = opened;
        do {
          opened -= 1;
          // Complete: no later edge to it may lower anything.
          order[open[opened] as number] = complete;
        } while (open[opened] !== node);
        visit(open.subarray(opened, end));
      }
      if (depth > 0) {
        const parent = path[depth - 1] as number;
        if (order[node] !== complete && (low[node] as number) < (low[parent] as number)) low[parent] = low[node] as number;
      }
    }
  }
}

const complete = 2 ** 31 - 1;
