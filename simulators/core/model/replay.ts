import type { Model } from "./model.ts";
import { pack } from "./plain.ts";
import type { Run } from "./result.ts";
import { decodeRun } from "./run.ts";
import { Successors } from "./successors.ts";

/** A run as it is stored. */
export interface Choices {
  readonly initialChoice: number;
  readonly choices: readonly number[];
}

export const choicesOf = <State>({ initialChoice, steps }: Run<State>): Choices => ({
  initialChoice,
  choices: steps.map(({ choice }) => choice),
});

/** Where choices stop to fit a model: `step` is the first that is not possible; -1: the initial state. */
export interface Misfit {
  readonly step: number;
  readonly message: string;
}

/**
 * Runs a model along stored choices.
 *
 * @throws {ModelFault} The model breaks its contract.
 */
export function replay<State>(model: Model<State>, { initialChoice, choices }: Choices): Run<State> | Misfit {
  const packing = pack(model);
  const out = new Successors(packing.model.words);
  packing.model.initial(out);
  if (out.count <= initialChoice)
    return { step: -1, message: `there are ${out.count} initial states, number ${initialChoice + 1} was taken` };
  const words = [stateAt(out, initialChoice)];
  const actions: number[] = [];
  for (const [step, choice] of choices.entries()) {
    out.clear();
    packing.model.successors(words.at(-1) as Int32Array, 0, out);
    if (out.count <= choice) return { step, message: `${out.count} steps are possible, number ${choice + 1} was taken` };
    words.push(stateAt(out, choice));
    actions.push(out.actions[choice] as number);
  }
  return decodeRun(packing, { initialChoice, words, choices, actions });
}

export const isMisfit = <State>(result: Run<State> | Misfit): result is Misfit => "message" in result;

const stateAt = ({ words, width }: Successors, index: number): Int32Array => words.slice(index * width, (index + 1) * width);
