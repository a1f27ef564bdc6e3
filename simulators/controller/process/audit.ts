import type { Node } from "./user-process.ts";
import { endingOf, pendingOf } from "./observe.ts";
import type { Reconciler } from "./reconciler.ts";
import { type Step, takeStep } from "./steps.ts";
import type { ProcessFailure, Strand } from "./types.ts";

/** Takes the steps to about one strand in a hundred, at least three, in machines of their own: they must lead to the same calls and endings. */
export function differingStrand(nodes: readonly (Node | undefined)[], fresh: () => Reconciler): ProcessFailure | undefined {
  const all = nodes.filter((node) => node !== undefined);
  const count = Math.min(all.length, Math.max(3, Math.ceil(all.length / 100)));
  for (let index = 0; index < count; index += 1) {
    // Spread evenly; the last ones have the longest histories.
    const node = all[all.length - 1 - Math.floor((index * all.length) / count)] as Node;
    const failure = compare(node, fresh());
    if (failure) return failure;
  }
  return undefined;
}

function compare(node: Node, reconciler: Reconciler): ProcessFailure | undefined {
  const steps: Step[] = [];
  for (let at: Node | undefined = node; at; at = at.parent) steps.unshift(at.step);
  for (const step of steps) takeStep(reconciler, step);
  const { strand } = node;
  if (told(strand) === JSON.stringify([endingOf(reconciler), pendingOf(reconciler)])) return undefined;
  const at = strand.pending[0]?.at[0] ?? strand.ending?.at;
  return {
    code: "FL0003",
    message: "the reconcile depends on something that a check does not see: run twice with the same answers, it does not do the same",
    ...(at ? { at } : {}),
  };
}

const told = ({ ending, pending }: Strand): string =>
  JSON.stringify([ending, pending.map(({ call, at, target }) => ({ call, at, target }))]);
