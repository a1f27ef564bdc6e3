import type { Edges } from "./edges.ts";
import { type Action, type Fairness, ModelFault } from "./model.ts";

/** Fairness conditions as bits: condition i is bit i. */
export interface FairnessBits {
  /** By action: the conditions that it is a step of. */
  readonly ofAction: Int32Array;
  readonly weak: number;
  readonly strong: number;
}

/** @throws {ModelFault} It names an unknown action, or there are more than 31 conditions. */
export function fairnessBits(actions: readonly Action[], fairness: readonly Fairness[] = []): FairnessBits {
  if (fairness.length > 31) throw new ModelFault(`${fairness.length} fairness conditions, at most 31 are possible`);
  const ofAction = new Int32Array(actions.length);
  let weak = 0;
  let strong = 0;
  for (const [index, { kind, name, actions: names }] of fairness.entries()) {
    const bit = 1 << index;
    if (kind === "weak") weak |= bit;
    else strong |= bit;
    for (const action of names === "all" ? actions.map((one) => one.name) : names) {
      const found = actions.findIndex((one) => one.name === action);
      if (found === -1) throw new ModelFault(`fairness \`${name}\` names \`${action}\`, which is no action of the model`);
      ofAction[found] = (ofAction[found] as number) | bit;
    }
  }
  return { ofAction, weak, strong };
}

/** The conditions of which a step is enabled in this state. */
export function enabledIn(state: number, { rows, actions }: Edges, { ofAction }: FairnessBits): number {
  let enabled = 0;
  const end = rows[state + 1] as number;
  for (let edge = rows[state] as number; edge < end; edge += 1) enabled |= ofAction[actions[edge] as number] as number;
  return enabled;
}
