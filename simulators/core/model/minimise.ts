import type { Budget } from "../budget.ts";
import { assertModel } from "./check.ts";
import { endWatchesOf, watchesOf } from "./explore.ts";
import { Heap } from "./heap.ts";
import type { Model } from "./model.ts";
import { type Packing, pack } from "./plain.ts";
import type { Run } from "./result.ts";
import { decodeRun } from "./run.ts";
import { StateStore, StoreFull } from "./store.ts";
import { Successors } from "./successors.ts";

/** How hard a run is to follow. */
export interface Effort {
  /** How often another process moves than before; steps of nobody do not count. */
  readonly switches: number;
  readonly steps: number;
}

export function effortOf<State>({ steps }: Run<State>): Effort {
  const processes = steps.flatMap(({ process }) => (process === undefined ? [] : [process]));
  return { switches: processes.filter((process, i) => i > 0 && process !== processes[i - 1]).length, steps: steps.length };
}

/**
 * The run with the fewest switches, and of those with the fewest steps, that shows the same of a safety property as `run` does.
 *
 * Exact when the states that are as easy to reach number at most `maxStates`; otherwise `run` itself.
 */
export function minimise<State>(model: Model<State>, property: string, run: Run<State>, budget: Budget, maxStates = 200_000): Run<State> {
  assertModel(model);
  return new Minimiser(pack(model), property, effortOf(run)).search(budget, maxStates) ?? run;
}

/** Dijkstra's algorithm over pairs of a state and the process that moved last. */
class Minimiser<State> {
  readonly #packing: Packing<State>;
  readonly #isShown: (words: Int32Array, at: number) => boolean;
  readonly #isShownAtEnd: (words: Int32Array, at: number) => boolean;
  readonly #bound: Effort;
  readonly #store: StateStore;
  /** By number in the store. */
  readonly #efforts: Effort[] = [];
  readonly #before: { readonly node: number; readonly choice: number; readonly action: number }[] = [];
  readonly #heap = new Heap<{ readonly node: number; readonly effort: Effort }>(
    (a, b) => compareEfforts(a.effort, b.effort) || a.node - b.node,
  );

  constructor(packing: Packing<State>, property: string, bound: Effort) {
    const { model } = packing;
    const isOf = ({ property: index }: { readonly property: number }): boolean => model.properties[index]?.name === property;
    const watch = watchesOf(model).find(isOf);
    const atEnd = endWatchesOf(model).find(isOf);
    if (watch === undefined && atEnd === undefined) throw new RangeError(`\`${property}\` is no safety property of the model`);
    this.#packing = packing;
    this.#isShown = watch === undefined ? () => false : (words, at) => watch.test(words, at) === watch.decidedBy;
    this.#isShownAtEnd = atEnd === undefined ? () => false : (words, at) => !atEnd.test(words, at);
    this.#bound = bound;
    this.#store = new StateStore(model.words + 1);
  }

  search(budget: Budget, maxStates: number): Run<State> | undefined {
    try {
      this.#start();
      for (let next = this.#heap.pop(); next !== undefined; next = this.#heap.pop()) {
        if (next.effort !== this.#efforts[next.node]) continue;
        if (maxStates < this.#store.count || budget.stop() !== undefined) return undefined;
        if (this.#expand(next.node)) return this.#runTo(next.node);
      }
    } catch (error) {
      if (!(error instanceof StoreFull)) throw error;
    }
    return undefined;
  }

  #start(): void {
    const { model } = this.#packing;
    const out = new Successors(model.words);
    model.initial(out);
    for (let i = 0; i < out.count; i += 1) this.#reach(out, i, 0, { switches: 0, steps: 0 }, { node: -1, choice: i, action: 0 });
  }

  /** True when this is the end that is looked for. */
  #expand(node: number): boolean {
    const { model } = this.#packing;
    const at = node * (model.words + 1);
    const words = this.#store.states.slice(at, at + model.words + 1);
    if (this.#isShown(words, 0)) return true;
    const out = new Successors(model.words);
    model.successors(words, 0, out);
    if (out.count === 0) return this.#isShownAtEnd(words, 0);
    const last = words[model.words] as number;
    const { switches, steps } = this.#efforts[node] as Effort;
    for (let choice = 0; choice < out.count; choice += 1) {
      const action = out.actions[choice] as number;
      const process = model.actions[action]?.process;
      const now = process === undefined ? last : process + 1;
      const isSwitch = last !== 0 && now !== last;
      this.#reach(out, choice, now, { switches: switches + (isSwitch ? 1 : 0), steps: steps + 1 }, { node, choice, action });
    }
    return false;
  }

  #reach(out: Successors, index: number, last: number, effort: Effort, before: { node: number; choice: number; action: number }): void {
    if (compareEfforts(this.#bound, effort) < 0) return;
    const words = new Int32Array(out.width + 1);
    words.set(out.words.subarray(index * out.width, (index + 1) * out.width));
    words[out.width] = last;
    const node = this.#store.add(words, 0, -1, 0);
    const known = this.#efforts[node];
    if (known !== undefined && compareEfforts(known, effort) <= 0) return;
    this.#efforts[node] = effort;
    this.#before[node] = before;
    this.#heap.push({ node, effort });
  }

  #runTo(node: number): Run<State> {
    const way: number[] = [];
    for (let at = node; at !== -1; at = this.#before[at]?.node as number) way.push(at);
    const nodes = way.reverse();
    const width = this.#store.width;
    const [first, ...steps] = nodes.map((at) => this.#before[at] as { node: number; choice: number; action: number });
    return decodeRun(this.#packing, {
      initialChoice: first?.choice ?? 0,
      words: nodes.map((at) => this.#store.states.slice(at * width, at * width + width - 1)),
      choices: steps.map(({ choice }) => choice),
      actions: steps.map(({ action }) => action),
    });
  }
}

const compareEfforts = (a: Effort, b: Effort): number => a.switches - b.switches || a.steps - b.steps;
