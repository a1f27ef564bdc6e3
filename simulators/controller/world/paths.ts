import type { Graph } from "./explore.ts";
import { isFault } from "./layout.ts";

/**
 * The codes of a run from the first state to a state with `isTarget`: with the fewest faults, then the fewest steps, then the first in the order of choices.
 *
 * @param via A step that must be among them; absent: none.
 */
export function pathTo(graph: Graph, isTarget: (state: number) => boolean, via?: (code: number) => boolean): Path | undefined {
  const start = via === undefined ? 1 : 0;
  const { edges, store } = graph;
  const nodes = store.count * 2;
  // Node = state * 2 + (the wanted step was taken). Parents: node + 1; 0: not seen.
  const parents = new Int32Array(nodes);
  const steps = new Uint16Array(nodes);
  let level: number[] = [start];
  parents[start] = -1;
  while (level.length > 0) {
    // Those that cost a fault more wait for the next round, by their depth.
    const costly: number[] = [];
    for (let index = 0; index < level.length; index += 1) {
      const node = level[index] as number;
      const state = node >> 1;
      if ((node & 1) === 1 && isTarget(state)) return trace(node, parents, steps);
      if (state >= graph.expanded) continue;
      for (let edge = edges.rows[state] as number; edge < (edges.rows[state + 1] as number); edge += 1) {
        const code = edges.actions[edge] as number;
        const next = (edges.targets[edge] as number) * 2 + (node & 1 || (via?.(code) ?? false) ? 1 : 0);
        if (isFault(code)) {
          costly.push(node, edge, next);
        } else if (parents[next] === 0) {
          parents[next] = node + 1;
          steps[next] = code;
          level.push(next);
        }
      }
    }
    level = [];
    for (let at = 0; at < costly.length; at += 3) {
      const next = costly[at + 2] as number;
      if (parents[next] !== 0) continue;
      parents[next] = (costly[at] as number) + 1;
      steps[next] = edges.actions[costly[at + 1] as number] as number;
      level.push(next);
    }
  }
  return undefined;
}

export interface Path {
  readonly codes: readonly number[];
  /** Where it ends. */
  readonly state: number;
}

function trace(end: number, parents: Int32Array, steps: Uint16Array): Path {
  const codes: number[] = [];
  let node = end;
  while (parents[node] !== -1) {
    codes.push(steps[node] as number);
    node = (parents[node] as number) - 1;
  }
  return { codes: codes.reverse(), state: end >> 1 };
}

/** Within a set of states: the codes of the shortest way from one to another; undefined: there is none. */
export function wayWithin(
  graph: Graph,
  from: number,
  to: number,
  isInside: (state: number) => boolean,
  isUsable: (code: number) => boolean,
): readonly number[] | undefined {
  if (from === to) return [];
  const parents = new Map<number, { readonly state: number; readonly code: number }>();
  const queue = [from];
  for (const state of queue) {
    if (state >= graph.expanded) continue;
    for (let edge = graph.edges.rows[state] as number; edge < (graph.edges.rows[state + 1] as number); edge += 1) {
      const code = graph.edges.actions[edge] as number;
      const next = graph.edges.targets[edge] as number;
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
