import type { Budget } from "../../core/budget.ts";
import { WordSet } from "../../core/explore/word-set.ts";
import { isCourse, kindOf, label, word } from "./layout.ts";
import { normalWorld } from "../properties/normal.ts";
import { canonicalText } from "./text.ts";
import type { Taken, Walk } from "./walk.ts";

/** How a quiet stretch has gone on. */
export type Settled =
  /** Nothing more changes. `loop`: steps that go on for ever without changing anything (asking to be called again). */
  | { readonly kind: "rest"; readonly loop: number }
  /** The last `loop` steps repeat for ever, and change something. */
  | { readonly kind: "livelock"; readonly loop: number }
  /** What counts of the cluster has been the same again and again, with other states between: only numbers grow. The last round has so many steps. */
  | { readonly kind: "rounds"; readonly steps: number }
  /** There is more and more of something. */
  | { readonly kind: "growth"; readonly reconciles: number }
  /** A limit of the budget, or user code that cannot be run on. */
  | { readonly kind: "stopped" };

/**
 * Lets everybody act, one after the other, until all is done: running reconciles first, then the cluster, then the next reconcile.
 *
 * @param watch Told of every step; false: stop.
 */
export function settle(walk: Walk, budget: Budget, watch: (taken: Taken) => boolean = () => true): Settled {
  const seen = new WordSet();
  /** By state: what the cluster and the systems outside were, and after how many steps. */
  const at: { readonly content: string; readonly steps: number }[] = [];
  const growth = new Growth();
  const rounds = new Rounds();
  for (;;) {
    const { words, transitions } = walk;
    const { world } = transitions;
    const content = `${words[word.cluster]} ${words[word.external]}`;
    const count = seen.size;
    const state = seen.add(words, words.length);
    if (state < count) {
      const loop = walk.codes.length - (at[state] as { readonly steps: number }).steps;
      return at.slice(state).every((each) => each.content === content) ? { kind: "rest", loop } : { kind: "livelock", loop };
    }
    at.push({ content, steps: walk.codes.length });
    if (budget.stop() !== undefined) return { kind: "stopped" };
    const taken = walk.takeFirst(isCourse);
    if (taken === undefined) return world.failure === undefined ? { kind: "rest", loop: 0 } : { kind: "stopped" };
    if (!watch(taken)) return { kind: "stopped" };
    if (kindOf(taken.code) !== label.start) continue;
    const round = rounds.reconcile(walk);
    if (round > 0) return { kind: "rounds", steps: round };
    if (growth.reconcile(world.contents.sizeOf(walk.words[word.cluster] as number))) {
      return { kind: "growth", reconciles: growth.reconciles };
    }
  }
}

/** Sees that what counts of the cluster comes back again and again. */
class Rounds {
  #reconciles = 0;
  #last = "";
  readonly #returns = new Map<string, { times: number; steps: number }>();

  /** @returns Steps of the last round, when there were many; 0: not yet. */
  reconcile({ words, codes, transitions: { world } }: Walk): number {
    this.#reconciles += 1;
    if (this.#reconciles <= mostAtOnce) return 0;
    const { objects, external } = normalWorld(world, words[word.cluster] as number, words[word.external] as number);
    const text = `${objects.map(({ resource, name, text: content }) => `${resource} ${name} ${content}`).join("\n")}\n${canonicalText(external)}`;
    if (text === this.#last) return 0;
    this.#last = text;
    const known = this.#returns.get(text) ?? { times: 0, steps: 0 };
    const steps = codes.length - known.steps;
    this.#returns.set(text, { times: known.times + 1, steps: codes.length });
    return known.times >= mostReturns ? steps : 0;
  }
}

/** So many reconciles without rest are nothing special. */
const mostAtOnce = 20;
/** An operation that toggles something for each of its parts has come to its end by then. */
const mostReturns = 10;

/** Sees growth: of every two looks at it, the later one found more. */
class Growth {
  reconciles = 0;
  #last = 0;
  #rising = 0;

  /** @param size Of everything in the cluster, when a reconcile begins. @returns It has grown for too long. */
  reconcile(size: number): boolean {
    this.reconciles += 1;
    this.#rising = size > this.#last ? this.#rising + 1 : 0;
    this.#last = size;
    return this.#rising >= mostRising || this.reconciles >= mostReconciles;
  }
}

/** Reconciles in a row that each find more than the one before: no sample needs as many. */
export const mostRising = 40;
/** Reconciles without coming to rest. */
const mostReconciles = 500;
