import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../budget.ts";
import { EdgeList } from "./edge-list.ts";
import type { System } from "./system.ts";
import { WordSet } from "./word-set.ts";

export interface ExploreOptions {
  /** Costs of a path at most; Infinity: all paths. */
  readonly bound: number;
  /** Keep the edges between states. Only without a bound. */
  readonly keepEdges: boolean;
  /** Forget states that were visited: every path is walked (for comparison). */
  readonly isStateless?: boolean;
}

export interface Exploration {
  /** Every path within the bound was walked to its end, up to states that were known. */
  readonly isComplete: boolean;
  /** Paths over the bound were left out: a larger one may find more. */
  readonly isCut: boolean;
  readonly limit?: Limit;
  readonly states: number;
  readonly transitions: number;
  /** Paths that came to their end. */
  readonly executions: number;
  readonly edges?: EdgeList;
  /** A path came back to a state on it: paths can be endless. Known only with `keepEdges`. */
  readonly hasLoop: boolean;
}

/** What to do in a state: go on from it, leave it as it is, or end the search. */
export type Advice = "expand" | "prune" | "stop";

export interface Visitor {
  /**
   * After each step, and once at the start with an empty path.
   * @param path The choices so far (valid during the call).
   * @param state Its number; -1 when stateless.
   */
  arrive(path: readonly number[], state: number, isNew: boolean): Advice;
}

/** Walks through all states of a system depth first, in the order of choices, and leaves it where it was. */
export function explore(
  system: System,
  { bound, keepEdges, isStateless = false }: ExploreOptions,
  budget: Budget,
  visitor: Visitor,
): Exploration {
  const isBounded = bound !== Infinity;
  const known = new WordSet();
  /** Least cost at which a state was reached; bounded search only. */
  const costs: number[] = [];
  const edges = keepEdges && !isBounded && !isStateless ? new EdgeList() : undefined;
  /** While edges are kept: 1 for states on the path. */
  let onPath = new Uint8Array(1024);
  let hasLoop = false;
  const path: number[] = [];
  const stack: Level[] = [];
  let scratch = new Int32Array(256);
  let transitions = 0;
  let executions = 0;
  let isCut = false;
  let limit: Limit | undefined;

  function lookUp(): number {
    const words = system.words();
    if (!isBounded) return known.add(words.buffer, words.length);
    if (scratch.length <= words.length) scratch = new Int32Array(words.length * 2);
    for (let at = 0; at < words.length; at += 1) scratch[at] = words.buffer[at] as number;
    scratch[words.length] = system.last();
    return known.add(scratch, words.length + 1);
  }

  /** The present state, reached at this cost: pushed when there is something to do from it. False: stop. */
  function enter(cost: number, from: number): boolean {
    const before = known.size;
    const state = isStateless ? -1 : lookUp();
    const isNew = isStateless || state === before;
    const isBetter = isNew || (isBounded && cost < (costs[state] as number));
    if (isBetter && isBounded) costs[state] = cost;
    if (edges && from >= 0) {
      edges.add(from, state, path[path.length - 1] as number);
      if (!isNew && onPath[state] === 1) hasLoop = true;
    }
    const advice = visitor.arrive(path, state, isNew);
    if (advice === "stop") return false;
    if (!isBetter || advice === "prune") return leave();
    const count = system.choices();
    if (count === 0) {
      executions += 1;
      return leave();
    }
    stack.push({ mark: system.mark(), count, next: 0, cost, state });
    if (edges) {
      if (onPath.length <= state) onPath = grown(onPath);
      onPath[state] = 1;
    }
    return true;
  }

  /** Back to the state on top of the stack. */
  function leave(): true {
    const top = stack[stack.length - 1];
    if (top) system.undoTo(top.mark);
    path.pop();
    return true;
  }

  const start = system.mark();
  let isStopped = !enter(0, -1);
  while (!isStopped && stack.length > 0) {
    const top = stack[stack.length - 1] as Level;
    if (top.next === top.count) {
      stack.pop();
      if (edges) onPath[top.state] = 0;
      leave();
      continue;
    }
    limit = budget.stop() ?? (known.size > budget.maxStates ? "states" : undefined);
    if (limit) break;
    const choice = top.next;
    top.next += 1;
    const cost = isBounded ? top.cost + system.costOf(choice) : 0;
    if (cost > bound) {
      isCut = true;
      continue;
    }
    path.push(choice);
    system.take(choice);
    transitions += 1;
    isStopped = !enter(cost, top.state);
  }
  system.undoTo(start);
  return {
    isComplete: !isStopped && limit === undefined,
    isCut,
    ...(limit ? { limit } : {}),
    states: known.size,
    transitions,
    executions,
    ...(edges ? { edges } : {}),
    hasLoop,
  };
}

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

/** A state on the present path. */
interface Level {
  readonly mark: number;
  readonly count: number;
  next: number;
  readonly cost: number;
  readonly state: number;
}
