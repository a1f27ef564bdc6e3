import type { Limit } from "../../../protocol/report.ts";
import type { Property } from "./model.ts";

/**
 * Why a search says less than everything. `preemptions`: schedules with more of them were left out; `first-violation`: it was to stop
 * at one; `samples`: it looked at some runs; `fault`: the model breaks its own contract.
 */
export type SearchLimit = Exclude<Limit, "not-modelled"> | "preemptions" | "first-violation" | "samples" | "fault";

/** What a checker found out about a model. */
export interface CheckResult<State> {
  readonly model: string;
  /** In the order of the model. */
  readonly properties: readonly PropertyResult<State>[];
  readonly stats: SearchStats;
  /** The model is to be mended first; nothing else here can be trusted, so every property is undecided. */
  readonly fault?: Fault<State>;
}

/** `holds` and `violated` are said of all runs: after complete search, or with a run that has been replayed. */
export type PropertyResult<State> = { readonly name: string; readonly kind: PropertyKind } & (
  | { readonly verdict: "holds" /** Of `reachable`: the way there. */; readonly witness?: Run<State> }
  | { readonly verdict: "violated" /** A shortest one. Of `reachable`, there is none. */; readonly counterexample?: Run<State> }
  | { readonly verdict: "undecided"; readonly limit: SearchLimit }
);

export type PropertyKind = Property<never>["kind"];

export interface SearchStats {
  /** Distinct states that were reached; with symmetry, of canonical ones. */
  readonly states: number;
  /** Steps from them, also those to states known before. */
  readonly transitions: number;
  /** Steps from an initial state to the furthest one. */
  readonly depth: number;
  /** Every reachable state was visited. */
  readonly complete: boolean;
  readonly limit?: SearchLimit;
  /** Bytes of the arrays that hold the states, at the end. */
  readonly bytes: number;
}

export interface Fault<State> {
  /** A sentence without a full stop. */
  readonly message: string;
  /** In which state it showed, when it did so in one. */
  readonly state?: State;
}

/** One run of a model. It is replayed from its choices. */
export interface Run<State> {
  /** Index among the initial states. */
  readonly initialChoice: number;
  readonly initial: State;
  readonly steps: readonly RunStep<State>[];
  /** Of a run that never ends: the step that follows the last one. `steps.length`: it stays in its last state for ever. */
  readonly loop?: number;
}

export interface RunStep<State> {
  readonly action: string;
  readonly process?: number;
  /** Index among all successors of the state before. */
  readonly choice: number;
  /** The state after. */
  readonly state: State;
}
