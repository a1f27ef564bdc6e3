import type { Model, PackedModel } from "../../simulators/core/model/model.ts";
import { fifoLock, plainFifoLock } from "../../simulators/core/model/testing/fifo-lock.ts";
import { plainTokenLock, tokenLock } from "../../simulators/core/model/testing/token-lock.ts";
import { plainTwoPhaseCommit, twoPhaseCommit } from "../../simulators/core/model/testing/two-phase-commit.ts";

/** A model with what is known of it from SPIN, TLC and Rumur; a bench in which a count differs has failed. */
export interface Case {
  readonly model: () => Model<never>;
  readonly states: number;
  readonly transitions?: number;
  /** Verdicts of its properties, in order. */
  readonly verdicts: readonly string[];
}

const any = (model: Model<unknown>): Model<never> => model as Model<never>;

export const cases = {
  "two-phase commit 7, symmetric": { model: () => twoPhaseCommit(7, { symmetric: true }), states: 920, verdicts: ["holds"] },
  "two-phase commit 8, symmetric": { model: () => twoPhaseCommit(8, { symmetric: true }), states: 1461, verdicts: ["holds"] },
  "two-phase commit 7": { model: () => twoPhaseCommit(7), states: 296_448, transitions: 1_735_809, verdicts: ["holds"] },
  "two-phase commit 8": { model: () => twoPhaseCommit(8), states: 1_745_408, transitions: 11_657_217, verdicts: ["holds"] },
  "two-phase commit 9": { model: () => twoPhaseCommit(9), states: 10_340_352, transitions: 77_616_641, verdicts: ["holds"] },
  "two-phase commit 8, plain": {
    model: () => any(plainTwoPhaseCommit(8) as Model<unknown>),
    states: 1_745_408,
    transitions: 11_657_217,
    verdicts: ["holds"],
  },
  "FIFO lock 9": { model: () => fifoLock(9), states: 1_972_819, transitions: 3_945_627, verdicts: ["holds"] },
  "FIFO lock 9, plain": {
    model: () => any(plainFifoLock(9) as Model<unknown>),
    states: 1_972_819,
    transitions: 3_945_627,
    verdicts: ["holds"],
  },
  "token lock 14": { model: () => tokenLock(14), states: 344_064, transitions: 4_878_336, verdicts: ["holds", "holds"] },
  "token lock 14, unfair": { model: () => tokenLock(14, []), states: 344_064, transitions: 4_878_336, verdicts: ["holds", "violated"] },
  "token lock 14, plain": {
    model: () => any(plainTokenLock(14) as Model<unknown>),
    states: 344_064,
    transitions: 4_878_336,
    verdicts: ["holds", "holds"],
  },
} as const satisfies Readonly<Record<string, Case>>;

export type CaseName = keyof typeof cases;

export const packedModel = (name: CaseName): PackedModel => {
  const model = cases[name].model();
  if (model.kind !== "packed") throw new Error(`${name} is no packed model`);
  return model;
};
