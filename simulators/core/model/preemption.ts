import type { Budget } from "../budget.ts";
import { conclude, isLiveness, withFaults } from "./check.ts";
import { explore } from "./explore.ts";
import type { Model, PackedModel } from "./model.ts";
import type { Packing } from "./plain.ts";
import type { CheckResult, PropertyResult } from "./result.ts";
import { Successors } from "./successors.ts";

export interface PreemptionResult<State> extends CheckResult<State> {
  /** The last bound that was searched. */
  readonly preemptions: number;
}

/**
 * Checks the safety properties on the runs with no preemption, then on those with one, two, … up to `most`; ends at the first bound
 * that violates one. A preemption is a switch away from a process that could have gone on; steps of nobody neither are nor cause one.
 *
 * `holds` is only said when no run was left out, that is when the bound cut nothing off: small bounds find most faults, but prove nothing.
 * Liveness is left undecided, and symmetry unused.
 *
 * @see M. Musuvathi, S. Qadeer, "Iterative Context Bounding for Systematic Testing of Multithreaded Programs", PLDI 2007.
 */
export function checkPreemptions<State>(model: Model<State>, budget: Budget, most: number): PreemptionResult<State> {
  for (let preemptions = 0; ; preemptions += 1) {
    const result = checkBound(model, budget, preemptions);
    const isFound = result.properties.some(({ verdict, kind }) => verdict === "violated" && kind !== "reachable");
    const { limit } = result.stats;
    if (preemptions === most || isFound || limit !== "preemptions") return { ...result, preemptions };
  }
}

function checkBound<State>(model: Model<State>, budget: Budget, bound: number): CheckResult<State> {
  return withFaults(model, (packing) => {
    const bounded = new Bounded(packing, bound);
    const exploration = explore(bounded, budget, { withEdges: false, stopAtViolation: false, recheckEvery: 256 });
    const isCut = exploration.complete && bounded.isCut;
    const result = conclude(bounded, budget, isCut ? { ...exploration, complete: false, limit: "preemptions" } : exploration);
    const bySafety = new Map(result.properties.map((property) => [property.name, property]));
    const properties = model.properties.map(({ name, kind }): PropertyResult<State> => {
      return bySafety.get(name) ?? { name, kind, verdict: "undecided", limit: "preemptions" };
    });
    return { ...result, properties };
  });
}

/** A model with one more word: the process that moved last (counted from 1; 0: none), and how often one was preempted (upper half). */
class Bounded<State> implements Packing<State> {
  readonly model: PackedModel;
  /** A run was left out. */
  isCut = false;
  readonly #packing: Packing<State>;
  readonly #bound: number;
  readonly #inner: Successors;

  constructor(packing: Packing<State>, bound: number) {
    const { model } = packing;
    const { canonicalise: _, fairness: __, ...rest } = model;
    this.#packing = packing;
    this.#bound = bound;
    this.#inner = new Successors(model.words);
    this.model = {
      ...rest,
      words: model.words + 1,
      properties: model.properties.filter((property) => !isLiveness(property)),
      initial: (out) => this.#initial(out),
      successors: (states, at, out) => this.#successors(model, states, at, out),
    };
  }

  decode(states: Int32Array, at: number): State {
    return this.#packing.decode(states, at);
  }

  successorsAgain(states: Int32Array, at: number, out: Successors): void {
    const successors: PackedModel["successors"] = (inner, offset, to) => this.#packing.successorsAgain(inner, offset, to);
    this.#successors({ ...this.#packing.model, successors }, states, at, out);
  }

  assertIntact(): void {
    this.#packing.assertIntact();
  }

  bytes(): number {
    return this.#packing.bytes();
  }

  #initial(out: Successors): void {
    const inner = this.#inner;
    inner.clear();
    this.#packing.model.initial(inner);
    for (let i = 0; i < inner.count; i += 1) this.#put(out, i, 0);
  }

  #successors(model: PackedModel, states: Int32Array, at: number, out: Successors): void {
    const inner = this.#inner;
    inner.clear();
    model.successors(states, at, inner);
    const schedule = states[at + model.words] as number;
    const last = schedule & 0xffff;
    const mayGoOn = last !== 0 && this.#isEnabled(last);
    for (let i = 0; i < inner.count; i += 1) {
      const process = this.#processOf(i);
      const used = (schedule >>> 16) + (mayGoOn && process !== 0 && process !== last ? 1 : 0);
      if (this.#bound < used) this.isCut = true;
      else this.#put(out, i, (process === 0 ? last : process) | (used << 16));
    }
  }

  #isEnabled(process: number): boolean {
    for (let i = 0; i < this.#inner.count; i += 1) if (this.#processOf(i) === process) return true;
    return false;
  }

  #processOf(index: number): number {
    const process = this.#packing.model.actions[this.#inner.actions[index] as number]?.process;
    return process === undefined ? 0 : process + 1;
  }

  #put(out: Successors, index: number, schedule: number): void {
    const { words, width, actions } = this.#inner;
    const to = out.add(actions[index] as number);
    for (let word = 0; word < width; word += 1) out.words[to + word] = words[index * width + word] as number;
    out.words[to + width] = schedule;
  }
}
