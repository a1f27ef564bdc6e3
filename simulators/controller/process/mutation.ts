import type { Json } from "../../../protocol/json.ts";
import type { Cell } from "../../core/vm/cell.ts";
import type { Reconciler } from "./reconciler.ts";
import { assign, type Parameter } from "./state.ts";
import { NotPlain, sameJson, toPlain } from "./values.ts";

/** Told before a cell is written: remembers the place, if it may be the first that changes the informer's object. */
export function noteWrite(reconciler: Reconciler, cell: Cell): void {
  const { state, firstWrite } = reconciler;
  const { parameter } = state;
  if (state.isMutated || parameter?.cells.has(cell) !== true) return;
  if (firstWrite === undefined) reconciler.firstWrite = { at: reconciler.place(), writes: 1 };
  // What was written so far may have changed nothing: then this one is the first.
  else if (firstWrite.writes < mostComparisons && isAsGiven(parameter)) {
    reconciler.firstWrite = { at: reconciler.place(), writes: firstWrite.writes + 1 };
  }
}

/** The whole object is compared: of a loop that changes nothing the first rounds are enough. */
const mostComparisons = 20;

/** Told after each step: a change of the informer's object is an event, once in a reconcile. */
export function noteMutation(reconciler: Reconciler): void {
  const { state, vm, firstWrite } = reconciler;
  if (!state.parameter || !firstWrite || state.isMutated || isAsGiven(state.parameter)) return;
  assign(vm.journal, state, "isMutated", true);
  const { at } = firstWrite;
  reconciler.note({ kind: "cache-mutated", object: nameOf(state.parameter.json), ...(at ? { at } : {}) });
}

function isAsGiven({ value, json }: Parameter): boolean {
  try {
    return sameJson(toPlain(value), json);
  } catch (error) {
    if (error instanceof NotPlain) return false;
    throw error;
  }
}

function nameOf(json: Json): string {
  const { kind, metadata } = json as {
    readonly kind?: string;
    readonly metadata?: { readonly name?: string; readonly namespace?: string };
  };
  return `${kind ?? "object"} ${metadata?.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata?.name ?? ""}`;
}
