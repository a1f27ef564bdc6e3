import type { Json } from "../../../protocol/json.ts";
import type { Cell } from "../../core/vm/cell.ts";
import { VArray } from "../../core/vm/objects/array.ts";
import type { Value } from "../../core/vm/value.ts";
import type { Reconciler } from "./reconciler.ts";
import { assign } from "../../core/program/assign.ts";
import type { Given } from "./state.ts";
import { NotPlain, sameJson, toPlain } from "./values.ts";

/** Told before a cell is written: remembers the place, if it may be the first that changes the informer's object. */
export function noteWrite(reconciler: Reconciler, cell: Cell): void {
  const { state, firstWrites } = reconciler;
  const given = givenWith(state.given, cell);
  if (given === undefined || state.mutated.includes(given)) return;
  const first = firstWrites.get(given);
  if (first === undefined) firstWrites.set(given, { at: reconciler.place(), writes: 1 });
  // What was written so far may have changed nothing: then this one is the first.
  else if (first.writes < mostComparisons && isAsGiven(given)) firstWrites.set(given, { at: reconciler.place(), writes: first.writes + 1 });
}

/** Asked at every write of the program. */
function givenWith(all: readonly Given[], cell: Cell): Given | undefined {
  for (const given of all) if (given.cells.has(cell)) return given;
  return undefined;
}

/** The whole object is compared: of a loop that changes nothing the first rounds are enough. */
const mostComparisons = 20;

/** Told after each step: a change of the informer's object is an event, once in a reconcile. */
export function noteMutation(reconciler: Reconciler): void {
  const { state, vm, firstWrites } = reconciler;
  for (const [given, { at }] of firstWrites) {
    if (isAsGiven(given)) continue;
    assign(vm.journal, state, "mutated", [...state.mutated, given]);
    reconciler.note({ kind: "cache-mutated", object: nameOf(changedOf(given)), ...(at ? { at } : {}) });
  }
}

/** Of a list, the first object that is not any more what it was. */
function changedOf({ value, json, cells }: Given): Json {
  if (!Array.isArray(json) || !(value instanceof VArray)) return json;
  const changed = (json as readonly Json[]).find((item, index) => !isAsGiven({ value: value.readOwn(index) as Value, json: item, cells }));
  return changed ?? null;
}

function isAsGiven({ value, json }: Given): boolean {
  try {
    return sameJson(toPlain(value), json);
  } catch (error) {
    if (error instanceof NotPlain) return false;
    throw error;
  }
}

function nameOf(json: Json): string {
  const { kind, metadata } = (json ?? {}) as {
    readonly kind?: string;
    readonly metadata?: { readonly name?: string; readonly namespace?: string };
  };
  return `${kind ?? "object"} ${metadata?.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata?.name ?? ""}`;
}
