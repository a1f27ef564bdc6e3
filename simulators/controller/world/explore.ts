import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import { Edges } from "../../core/model/edges.ts";
import { StateStore, StoreFull } from "../../core/model/store.ts";
import { ProcessStopped } from "../process/types.ts";
import type { Transitions } from "./transitions.ts";

/** All states that can be reached, with all steps between them, as far as the limits allowed. */
export interface Graph {
  readonly store: StateStore;
  /** Actions are labels (see `layout.ts`); rows of the states 0 … `expanded - 1`. */
  readonly edges: Edges;
  readonly expanded: number;
  readonly limit?: Limit;
}

/** Told of every step, while the transitions still hold it. */
export type OnStep = (from: number, code: number, store: StateStore) => void;

/** Breadth first, in the order of steps: paths are shortest. */
export function explore(transitions: Transitions, first: Int32Array, budget: Budget, onStep: OnStep): Graph {
  const { width } = transitions.world;
  const store = new StateStore(width, (budget.memoryLimitMb * 2 ** 20) / 2);
  const edges = new Edges();
  store.add(first, 0, -1, 0);
  let from = 0;
  const emit = (code: number): void => {
    const to = store.add(transitions.next, 0, from, code);
    edges.add(to, code);
    onStep(from, code, store);
  };
  const scratch = new Int32Array(width);
  try {
    for (; from < store.count; from += 1) {
      const limit = budget.stop() ?? (store.count > budget.maxStates ? "states" : undefined);
      if (limit !== undefined) return { store, edges, expanded: from, limit };
      // The store may move while successors are added.
      scratch.set(store.states.subarray(from * width, (from + 1) * width));
      transitions.each(scratch, 0, emit);
      edges.endRow();
    }
  } catch (error) {
    const limit = error instanceof StoreFull ? "memory" : error instanceof ProcessStopped ? error.failure.limit : undefined;
    if (limit === undefined) throw error;
    edges.dropOpenRow();
    return { store, edges, expanded: from, limit };
  }
  return { store, edges, expanded: store.count };
}
