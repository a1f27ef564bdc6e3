import type { GraphPath } from "./lasso.ts";
import type { PackedModel, PackedTest, Property } from "./model.ts";
import type { SharedStore } from "./shared-store.ts";
import { Successors } from "./successors.ts";

/**
 * Of the shortest ways to a state that decides a property, the first in the order of choices: what a breadth-first search in that order finds.
 *
 * Depth-first over steps from each depth to the next one, in the order of choices; a state from which no such state was found is not tried again.
 *
 * @param depths The first number of each depth.
 * @param depth Of the states that are looked for.
 */
export function firstPath(
  model: PackedModel,
  store: SharedStore,
  depths: readonly number[],
  property: Property<PackedTest>,
  depth: number,
): GraphPath {
  const isTried = new Uint8Array(store.count);
  const isAtDepth = (index: number, level: number): boolean => {
    return index >= (depths[level] ?? store.count) && index < (depths[level + 1] ?? store.count);
  };
  const nodes: number[] = [];
  const actions: number[] = [];
  const open: Iterator<Step>[] = [];
  open.push(initialStates(model, store));
  while (open.length > 0) {
    const level = open.length - 1;
    const { value: step, done } = (open[level] as Iterator<Step>).next();
    if (done === true) {
      open.pop();
      continue;
    }
    const { node, action } = step;
    if (!isAtDepth(node, level) || isTried[node] === 1) continue;
    isTried[node] = 1;
    nodes[level] = node;
    actions[level] = action;
    if (level === depth) {
      if (decides(model, store, property, node)) return { nodes: nodes.slice(0, level + 1), actions: actions.slice(1, level + 1) };
    } else {
      open.push(stepsFrom(model, store, node));
    }
  }
  throw new Error("a state that was found is not found again");
}

interface Step {
  readonly node: number;
  readonly action: number;
}

function initialStates(model: PackedModel, store: SharedStore): Iterator<Step> {
  const out = new Successors(model.words);
  model.initial(out);
  return stepsOf(model, store, out).values();
}

function stepsFrom(model: PackedModel, store: SharedStore, node: number): Iterator<Step> {
  const out = new Successors(model.words);
  model.successors(store.states, node * model.words, out);
  return stepsOf(model, store, out).values();
}

function stepsOf(model: PackedModel, store: SharedStore, out: Successors): readonly Step[] {
  return Array.from({ length: out.count }, (_, i) => {
    model.canonicalise?.(out.words, i * model.words);
    return { node: store.find(out.words, i * model.words), action: out.actions[i] as number };
  });
}

function decides(model: PackedModel, store: SharedStore, property: Property<PackedTest>, node: number): boolean {
  const at = node * model.words;
  if (property.kind === "always") return !property.test(store.states, at);
  if (property.kind === "reachable") return property.test(store.states, at);
  if (property.kind !== "deadlock-free") return false;
  const out = new Successors(model.words);
  model.successors(store.states, at, out);
  return out.count === 0 && property.mayEnd?.(store.states, at) !== true;
}
