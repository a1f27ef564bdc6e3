import type { SourceSpan } from "../../../protocol/source.ts";
import { endingOf, pendingOf } from "./observe.ts";
import type { Reconciler } from "./reconciler.ts";
import { type Step, takeStep } from "./steps.ts";
import { type ProcessFailure, ProcessStopped } from "../../core/program/stopped.ts";
import type { Strand } from "./types.ts";
import type { Node } from "./user-process.ts";

/**
 * Takes the steps to about one strand in a hundred, at least three and at most fifty, in another machine: they must lead to the same calls and endings.
 * One machine for all of them: that what is taken back is taken back exactly is part of what is looked at.
 *
 * @throws {ProcessStopped} A limit strikes.
 */
export function differingStrand(nodes: readonly (Node | undefined)[], fresh: () => Reconciler): ProcessFailure | undefined {
  const all = nodes.filter((node) => node !== undefined);
  if (all.length === 0) return undefined;
  const count = Math.min(all.length, mostStrands, Math.max(3, Math.ceil(all.length / 100)));
  const reconciler = fresh();
  for (let index = 0; index < count; index += 1) {
    // Spread evenly; the last ones have the longest histories.
    const node = all[all.length - 1 - Math.floor((index * all.length) / count)] as Node;
    const failure = compare(node, reconciler);
    if (failure) return failure;
  }
  return undefined;
}

const mostStrands = 50;

/** Takes the steps to a strand; the first one that does not lead to the same is told. */
function compare(last: Node, reconciler: Reconciler): ProcessFailure | undefined {
  const path: Node[] = [];
  for (let at: Node | undefined = last; at; at = at.parent) path.unshift(at);
  const { journal } = reconciler.vm;
  const { mark } = journal;
  const other = path.findIndex(({ step, strand }) => toldBy(step, reconciler) !== told(strand));
  journal.undoTo(mark);
  return other < 0 ? undefined : difference(path[other]?.strand, path[other - 1]?.strand);
}

/** Undefined: the step cannot even be taken. */
function toldBy(step: Step, reconciler: Reconciler): string | undefined {
  try {
    takeStep(reconciler, step);
  } catch (error) {
    // An answer to a call that is not there is a `RangeError`.
    if (error instanceof RangeError || (error instanceof ProcessStopped && error.failure.limit === undefined)) return undefined;
    throw error;
  }
  return textOf(endingOf(reconciler), pendingOf(reconciler));
}

/** Where it waits then, or has waited last before. */
function difference(strand: Strand | undefined, before: Strand | undefined): ProcessFailure {
  const at: SourceSpan | undefined = strand?.pending[0]?.at[0] ?? strand?.ending?.at ?? before?.pending[0]?.at[0];
  return {
    code: "FL0003",
    message: "the reconcile depends on something that a check does not see: run twice with the same answers, it does not do the same",
    ...(at ? { at } : {}),
  };
}

const told = ({ ending, pending }: Strand): string => textOf(ending, pending);

const textOf = (ending: Strand["ending"], pending: Strand["pending"]): string =>
  JSON.stringify([ending ?? null, pending.map(({ call, at, target }) => ({ call, at, target }))]);
