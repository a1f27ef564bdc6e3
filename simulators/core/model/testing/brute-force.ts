import type { PlainModel, Property } from "../model.ts";

/** The whole graph of a small model, made in the most obvious way: nothing of it is shared with the checkers. */
export interface Graph<State> {
  readonly states: readonly State[];
  readonly initial: readonly number[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly action: string; readonly process: number | undefined }[];
  /** Steps to each state. */
  readonly depth: readonly number[];
}

/** @param name The same text for the same state, and for those that are to be taken for the same. */
export function wholeGraph<State>(model: PlainModel<State>, name: (state: State) => string = jsonOf): Graph<State> {
  const numbers = new Map<string, number>();
  const states: State[] = [];
  const depth: number[] = [];
  const edges: Graph<State>["edges"][number][] = [];
  const add = (state: State, steps: number): number => {
    const known = numbers.get(name(state));
    if (known !== undefined) return known;
    numbers.set(name(state), states.length);
    depth.push(steps);
    return states.push(state) - 1;
  };
  const initial = model.initialStates().map((state) => add(state, 0));
  for (let from = 0; from < states.length; from += 1) {
    for (const action of model.actions) {
      const { name: label, process } = action;
      action.next(states[from] as State, (to) => edges.push({ from, to: add(to, (depth[from] as number) + 1), action: label, process }));
    }
  }
  return { states, initial: [...new Set(initial)], edges, depth };
}

const jsonOf = (state: unknown): string => JSON.stringify(state);

/** Does the property hold in the graph? Liveness takes time exponential in the number of states. */
export function holds<State>(graph: Graph<State>, model: PlainModel<State>, property: Property<(state: State) => boolean>): boolean {
  const all = graph.states.map((_, i) => i);
  const is = (test: (state: State) => boolean) => (i: number) => test(graph.states[i] as State);
  switch (property.kind) {
    case "always":
      return all.every(is(property.test));
    case "reachable":
      return all.some(is(property.test));
    case "deadlock-free":
      return all.every((i) => graph.edges.some(({ from }) => from === i) || (property.mayEnd !== undefined && is(property.mayEnd)(i)));
    case "leads-to": {
      const open = all.filter((i) => !is(property.to)(i));
      const asked = open.filter(is(property.from));
      const exposed = reachable(graph, asked, (i) => open.includes(i));
      return !someSubset(exposed, (subset) => canStayFairly(graph, model, subset));
    }
    case "eventually-always":
      return !someSubset(all, (subset) => subset.some((i) => !is(property.test)(i)) && canStayFairly(graph, model, subset));
  }
}

/** The fewest steps to a state with this property of states, or undefined. */
export function fewestSteps<State>(graph: Graph<State>, test: (state: State) => boolean): number | undefined {
  const steps = graph.states.flatMap((state, i) => (test(state) ? [graph.depth[i] as number] : []));
  return steps.length === 0 ? undefined : Math.min(...steps);
}

function reachable<State>({ edges }: Graph<State>, from: readonly number[], isAllowed: (i: number) => boolean): number[] {
  const seen = [...from];
  for (const i of seen) for (const edge of edges) if (edge.from === i && isAllowed(edge.to) && !seen.includes(edge.to)) seen.push(edge.to);
  return seen;
}

/** Can a fair run visit exactly these states for ever, each again and again? By definition, with no algorithm. */
function canStayFairly<State>(graph: Graph<State>, model: PlainModel<State>, subset: readonly number[]): boolean {
  const inside = graph.edges.filter(({ from, to }) => subset.includes(from) && subset.includes(to));
  const isConnected = subset.every((i) => reachable({ ...graph, edges: inside }, [i], () => true).length === subset.length);
  if (!isConnected) return false;
  return (model.fairness ?? []).every(({ kind, actions }) => {
    const isOf = ({ action }: { readonly action: string }): boolean => actions === "all" || actions.includes(action);
    const isEnabled = (i: number): boolean => graph.edges.some((edge) => edge.from === i && isOf(edge));
    const isTaken = inside.some(isOf);
    return isTaken || (kind === "weak" ? !subset.every(isEnabled) : !subset.some(isEnabled));
  });
}

function someSubset(items: readonly number[], isWanted: (subset: readonly number[]) => boolean): boolean {
  if (items.length > 12) throw new RangeError(`${items.length} states are too many to try all subsets`);
  for (let bits = 1; bits < 2 ** items.length; bits += 1) if (isWanted(items.filter((_, i) => (bits & (1 << i)) !== 0))) return true;
  return false;
}

/** The fewest preemptions with which each state can be reached, by relaxing until nothing changes. */
export function fewestPreemptions<State>(graph: Graph<State>): readonly number[] {
  const processes = [undefined, ...new Set(graph.edges.flatMap(({ process }) => (process === undefined ? [] : [process])))];
  const cost = new Map<string, number>();
  const key = (state: number, last: number | undefined) => `${state} after ${last}`;
  for (const state of graph.initial) cost.set(key(state, undefined), 0);
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const last of processes) {
      for (const { from, to, process } of graph.edges) {
        const before = cost.get(key(from, last));
        if (before === undefined) continue;
        const couldGoOn = last !== undefined && graph.edges.some((edge) => edge.from === from && edge.process === last);
        const after = before + (process !== undefined && couldGoOn && process !== last ? 1 : 0);
        const target = key(to, process ?? last);
        if (after < (cost.get(target) ?? Number.POSITIVE_INFINITY)) {
          cost.set(target, after);
          isChanged = true;
        }
      }
    }
  }
  return graph.states.map((_, i) => Math.min(...processes.map((last) => cost.get(key(i, last)) ?? Number.POSITIVE_INFINITY)));
}
