import { fairnessBits } from "./fairness.ts";
import type { GraphPath, Lasso } from "./lasso.ts";
import { ModelFault } from "./model.ts";
import type { Packing } from "./plain.ts";
import type { Run, RunStep } from "./result.ts";
import { Successors } from "./successors.ts";

/** State i is `states[i * width .. (i + 1) * width)`. */
export interface StoredStates {
  readonly states: Int32Array;
  readonly width: number;
}

/** A run as words and choices: what a `Run` is made of. */
export interface PackedRun {
  readonly initialChoice: number;
  /** State i is `words[i]`; one more than steps. */
  readonly words: readonly Int32Array[];
  readonly choices: readonly number[];
  readonly actions: readonly number[];
  readonly loop?: number;
}

/**
 * Walks a way through the stored states in the model itself, and so proves that it is a run. With symmetry the stored states
 * stand for others: each step is taken to a state that the next one stands for. A ring is walked until a state comes back.
 *
 * @throws {ModelFault} There is no such step: the model answered otherwise before, or what it calls a symmetry is none.
 */
export function walk<State>(packing: Packing<State>, store: StoredStates, path: GraphPath | Lasso): PackedRun {
  return new Walker(packing, store).walk(path);
}

export function decodeRun<State>(packing: Packing<State>, run: PackedRun): Run<State> {
  const { actions } = packing.model;
  const steps = run.choices.map((choice, i): RunStep<State> => {
    const action = actions[run.actions[i] as number];
    return {
      action: action?.name ?? "",
      ...(action?.process === undefined ? {} : { process: action.process }),
      choice,
      state: packing.decode(run.words[i + 1] as Int32Array, 0),
    };
  });
  return {
    initialChoice: run.initialChoice,
    initial: packing.decode(run.words[0] as Int32Array, 0),
    steps,
    ...(run.loop === undefined ? {} : { loop: run.loop }),
  };
}

class Walker<State> {
  readonly #packing: Packing<State>;
  readonly #store: StoredStates;
  readonly #out: Successors;
  readonly #canonical: Int32Array;
  /** By action: the conditions that it is a step of. */
  readonly #fairness: Int32Array;
  readonly #words: Int32Array[] = [];
  readonly #choices: number[] = [];
  readonly #actions: number[] = [];

  constructor(packing: Packing<State>, store: StoredStates) {
    this.#packing = packing;
    this.#store = store;
    this.#out = new Successors(packing.model.words);
    this.#canonical = new Int32Array(packing.model.words);
    this.#fairness = fairnessBits(packing.model.actions, packing.model.fairness).ofAction;
  }

  walk(path: GraphPath | Lasso): PackedRun {
    const initialChoice = this.#start(path.nodes[0] as number);
    const loop = "loop" in path ? path.loop : undefined;
    for (const [i, action] of path.actions.entries()) this.#step(path.nodes[i + 1] as number, action);
    const run = { initialChoice, words: this.#words, choices: this.#choices, actions: this.#actions };
    if (loop === undefined || loop === path.actions.length) return loop === undefined ? run : { ...run, loop };
    return { ...run, loop: this.#closeRing(path, loop) };
  }

  /** Goes round until a start of the ring is the same state as an earlier one, and says at which step that was. */
  #closeRing(path: GraphPath, loop: number): number {
    const starts = new Map([[keyOf(this.#words[loop] as Int32Array), loop]]);
    for (let rounds = 0; rounds < mostRounds; rounds += 1) {
      const here = this.#choices.length;
      const key = keyOf(this.#words[here] as Int32Array);
      const known = starts.get(key);
      if (known !== undefined) return known;
      starts.set(key, here);
      for (let i = loop; i < path.actions.length; i += 1) this.#step(path.nodes[i + 1] as number, path.actions[i] as number);
    }
    throw new ModelFault(`a run that repeats but for names of replicas does not come back to itself in ${mostRounds} rounds`);
  }

  #start(node: number): number {
    this.#out.clear();
    this.#packing.model.initial(this.#out);
    const choice = this.#choiceOf(node, () => true);
    if (choice === -1) throw new ModelFault("asked again, the model does not give the same initial states");
    this.#words.push(this.#out.words.slice(choice * this.#out.width, (choice + 1) * this.#out.width));
    return choice;
  }

  #step(node: number, action: number): void {
    const { model } = this.#packing;
    this.#out.clear();
    model.successors(this.#words.at(-1) as Int32Array, 0, this.#out);
    let choice = this.#choiceOf(node, (other) => other === action);
    // Under symmetry the step may be that of another replica; for fairness it is the same.
    const fairness = this.#fairness[action];
    if (choice === -1 && model.canonicalise) choice = this.#choiceOf(node, (other) => this.#fairness[other] === fairness);
    if (choice === -1) throw new ModelFault(this.#noStep(action));
    this.#words.push(this.#out.words.slice(choice * this.#out.width, (choice + 1) * this.#out.width));
    this.#choices.push(choice);
    this.#actions.push(this.#out.actions[choice] as number);
  }

  #noStep(action: number): string {
    const { actions, canonicalise } = this.#packing.model;
    const why = canonicalise
      ? "what it calls a symmetry is none, or it gives different answers for one state"
      : "it gives different answers for one state";
    return `the model does not repeat a step of \`${actions[action]?.name}\`: ${why}`;
  }

  /** The first successor that the stored state stands for. */
  #choiceOf(node: number, isWanted: (action: number) => boolean): number {
    const { width, words, actions, count } = this.#out;
    const { canonicalise } = this.#packing.model;
    for (let choice = 0; choice < count; choice += 1) {
      if (!isWanted(actions[choice] as number)) continue;
      this.#canonical.set(words.subarray(choice * width, (choice + 1) * width));
      canonicalise?.(this.#canonical, 0);
      if (this.#equals(node)) return choice;
    }
    return -1;
  }

  #equals(node: number): boolean {
    const { states, width } = this.#store;
    return this.#canonical.every((word, i) => word === states[node * width + i]);
  }
}

const keyOf = (words: Int32Array): string => words.join();

const mostRounds = 10_000;
