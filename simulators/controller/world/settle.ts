import type { Budget } from "../../core/budget.ts";
import { WordSet } from "../../core/explore/word-set.ts";
import { kindOf, label, word } from "./layout.ts";
import { isCourse } from "./transitions.ts";
import type { Taken, Walk } from "./walk.ts";

/** How a quiet stretch has gone on. */
export type Settled =
  /** Nothing more changes. `loop`: steps that go on for ever without changing anything (asking to be called again). */
  | { readonly kind: "rest"; readonly loop: number }
  /** The last `loop` steps repeat for ever, and change something. */
  | { readonly kind: "livelock"; readonly loop: number }
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
    if (kindOf(taken.code) === label.start && growth.reconcile(world.contents.sizeOf(walk.words[word.cluster] as number))) {
      return { kind: "growth", reconciles: growth.reconciles };
    }
  }
}

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
const mostRising = 40;
/** Reconciles without coming to rest. */
const mostReconciles = 500;
