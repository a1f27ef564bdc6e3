import type { EdgeList } from "../../core/explore/edge-list.ts";

/** States from which an edge that `isGoal` can be reached: 1 for each. */
export function backwards(edges: EdgeList, states: number, isGoal: (edge: number) => boolean): Uint8Array {
  const { starts, order } = index(edges, states, (edge) => edges.to(edge));
  const reached = new Uint8Array(states);
  const queue: number[] = [];
  const reach = (state: number) => {
    if (reached[state] === 1) return;
    reached[state] = 1;
    queue.push(state);
  };
  for (let edge = 0; edge < edges.count; edge += 1) if (isGoal(edge)) reach(edges.from(edge));
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (let at = starts[state] as number; at < (starts[state + 1] as number); at += 1) reach(edges.from(order[at] as number));
  }
  return reached;
}

/** Labels of a shortest path from state 0. */
export function pathTo(edges: EdgeList, states: number, target: number): readonly number[] {
  return shortest(edges, states, 0, (state) => state === target)?.labels ?? [];
}

/**
 * A loop that can be reached from a state: labels of the way into it and once round.
 * @returns `lead`: how many labels come before the loop.
 */
export function ringThrough(edges: EdgeList, states: number, state: number): { readonly labels: readonly number[]; readonly lead: number } {
  const { starts, order } = index(edges, states, (edge) => edges.from(edge));
  const seen = new Map<number, number>();
  const labels: number[] = [];
  // From a state that has no way out of its component, following first edges must come back to where it was.
  for (let at = state; ; ) {
    const before = seen.get(at);
    if (before !== undefined) return { labels, lead: before };
    seen.set(at, labels.length);
    if (starts[at] === starts[at + 1]) return { labels, lead: labels.length };
    const edge = order[starts[at] as number] as number;
    labels.push(edges.label(edge));
    at = edges.to(edge);
  }
}

/** Strongly connected components that no edge leaves (Tarjan 1972, with a stack of its own), each as its states in ascending order. */
export function bottomComponents(edges: EdgeList, states: number): readonly (readonly number[])[] {
  const { starts, order } = index(edges, states, (edge) => edges.from(edge));
  const number = new Int32Array(states).fill(-1);
  const low = new Int32Array(states);
  const component = new Int32Array(states).fill(-1);
  const next = starts.slice(0, states);
  const open: number[] = [];
  const found: number[][] = [];
  let count = 0;
  for (let root = 0; root < states; root += 1) {
    if (number[root] !== -1) continue;
    const path = [root];
    number[root] = low[root] = count++;
    open.push(root);
    while (path.length > 0) {
      const state = path.at(-1) as number;
      const at = next[state] as number;
      if (at < (starts[state + 1] as number)) {
        next[state] = at + 1;
        const to = edges.to(order[at] as number);
        if (number[to] === -1) {
          number[to] = low[to] = count++;
          open.push(to);
          path.push(to);
        } else if (component[to] === -1) low[state] = Math.min(low[state] as number, number[to] as number);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[state] as number);
      if (low[state] !== number[state]) continue;
      const members: number[] = [];
      for (let member = open.pop() as number; ; member = open.pop() as number) {
        component[member] = found.length;
        members.push(member);
        if (member === state) break;
      }
      found.push(members.sort((a, b) => a - b));
    }
  }
  const isLeft = new Uint8Array(found.length);
  for (let edge = 0; edge < edges.count; edge += 1) {
    const from = component[edges.from(edge)] as number;
    if (from !== component[edges.to(edge)]) isLeft[from] = 1;
  }
  return found.filter((_, at) => isLeft[at] === 0).sort((a, b) => (a[0] as number) - (b[0] as number));
}

function shortest(
  edges: EdgeList,
  states: number,
  from: number,
  isGoal: (state: number) => boolean,
): { readonly labels: readonly number[] } | undefined {
  const { starts, order } = index(edges, states, (edge) => edges.from(edge));
  const via = new Int32Array(states).fill(-1);
  const seen = new Uint8Array(states);
  seen[from] = 1;
  const queue = [from];
  for (let head = 0; head < queue.length; head += 1) {
    const state = queue[head] as number;
    if (isGoal(state)) return { labels: walkBack(edges, via, from, state) };
    for (let at = starts[state] as number; at < (starts[state + 1] as number); at += 1) {
      const edge = order[at] as number;
      const to = edges.to(edge);
      if (seen[to] === 1) continue;
      seen[to] = 1;
      via[to] = edge;
      queue.push(to);
    }
  }
  return undefined;
}

function walkBack(edges: EdgeList, via: Int32Array, from: number, to: number): readonly number[] {
  const labels: number[] = [];
  for (let state = to; state !== from; state = edges.from(via[state] as number)) labels.push(edges.label(via[state] as number));
  return labels.reverse();
}

/** Edges sorted by one of their ends, stable: those of state s are `order[starts[s] .. starts[s + 1] - 1]`. */
function index(
  edges: EdgeList,
  states: number,
  endOf: (edge: number) => number,
): { readonly starts: Int32Array; readonly order: Int32Array } {
  const starts = new Int32Array(states + 1);
  for (let edge = 0; edge < edges.count; edge += 1) starts[endOf(edge) + 1] = (starts[endOf(edge) + 1] as number) + 1;
  for (let state = 0; state < states; state += 1) starts[state + 1] = (starts[state + 1] as number) + (starts[state] as number);
  const order = new Int32Array(edges.count);
  const next = starts.slice();
  for (let edge = 0; edge < edges.count; edge += 1) {
    const end = endOf(edge);
    order[next[end] as number] = edge;
    next[end] = (next[end] as number) + 1;
  }
  return { starts, order };
}
