import type { Budget } from "../budget.ts";
import { type Exploration, explore } from "./explore.ts";
import { fairnessBits } from "./fairness.ts";
import { judgeRun } from "./judge-run.ts";
import type { GraphPath, Lasso } from "./lasso.ts";
import { type LivenessProperty, LivenessSearch, livenessBytesPerState } from "./liveness.ts";
import { maximumBytes } from "./memory.ts";
import { type Model, ModelFault, type PackedModel, type PackedTest, type Property } from "./model.ts";
import { type Packing, pack } from "./plain.ts";
import type { CheckResult, PropertyResult, Run, SearchLimit, SearchStats } from "./result.ts";
import { decodeRun, type StoredStates, walk } from "./run.ts";

export interface CheckOptions {
  /** End with the depth at which a safety property is first violated; the others are then undecided. Default: false. */
  readonly stopAtViolation?: boolean;
  /** One of so many states, and each of the first thousand, is expanded twice and compared. 0: none. Default: 256. */
  readonly recheckEvery?: number;
}

/**
 * Decides the properties of a model by visiting every reachable state.
 *
 * Deterministic in model, budget and options, but for limits of time and memory. Runs are shortest (of liveness: their stems are),
 * and of those the first in the order of choices; each has been walked again in the model and judged again.
 */
export function check<State>(model: Model<State>, budget: Budget, options: CheckOptions = {}): CheckResult<State> {
  return withFaults(model, (packing) =>
    conclude(
      packing,
      budget,
      explore(packing, budget, {
        withEdges: model.properties.some(isLiveness),
        stopAtViolation: options.stopAtViolation ?? false,
        recheckEvery: options.recheckEvery ?? 256,
      }),
    ),
  );
}

/** Packs a model for a checker. A model that breaks its contract gets no verdict. */
export function withFaults<State>(model: Model<State>, work: (packing: Packing<State>) => CheckResult<State>): CheckResult<State> {
  let packing: Packing<State> | undefined;
  try {
    assertModel(model);
    packing = pack(model);
    return work(packing);
  } catch (error) {
    if (!(error instanceof ModelFault)) throw error;
    const state = error.words && packing ? { state: packing.decode(error.words, 0) } : {};
    return {
      model: model.name,
      properties: model.properties.map(({ name, kind }) => ({ name, kind, verdict: "undecided", limit: "fault" })),
      stats: { states: 0, transitions: 0, depth: 0, complete: false, limit: "fault", bytes: 0 },
      fault: { message: error.message, ...state },
    };
  }
}

/** What follows from the states that were visited. */
export function conclude<State>(packing: Packing<State>, budget: Budget, exploration: Exploration): CheckResult<State> {
  const { model } = packing;
  const { store } = exploration;
  const liveness = livenessSearch(model, budget, exploration);
  const properties = model.properties.map((property, index): PropertyResult<State> => {
    if (isLiveness(property)) return livenessResult(packing, exploration, property, liveness);
    const state = exploration.deciding[index] as number;
    if (state === -1) return undecidedBy(property, exploration);
    const nodes = store.pathTo(state);
    return decidedBy(packing, property, store, { nodes, actions: nodes.slice(1).map((node) => store.actionOf(node)) });
  });
  return { model: model.name, properties, stats: statsOf(packing, exploration) };
}

/** What is said of a property of states when a way to a state was found that decides it. */
export function decidedBy<State>(
  packing: Packing<State>,
  property: Property<PackedTest>,
  store: StoredStates,
  path: GraphPath,
): PropertyResult<State> {
  const { name, kind } = property;
  const run = proven(packing, store, path, property);
  return kind === "reachable" ? { name, kind, verdict: "holds", witness: run } : { name, kind, verdict: "violated", counterexample: run };
}

/** What is said of a property that nothing was found for: what is true of all states only when all were visited. */
export function undecidedBy<State>({ name, kind }: Property<PackedTest>, { complete, limit }: Coverage): PropertyResult<State> {
  if (complete) return { name, kind, verdict: kind === "reachable" ? "violated" : "holds" };
  return { name, kind, verdict: "undecided", limit: limit as SearchLimit };
}

export const isLiveness = <Test>(
  property: Property<Test>,
): property is Extract<Property<Test>, { kind: "leads-to" | "eventually-always" }> =>
  property.kind === "leads-to" || property.kind === "eventually-always";

/** `memory`: there is none for it. */
function livenessSearch(model: PackedModel, budget: Budget, exploration: Exploration): LivenessSearch | "memory" | undefined {
  const { edges, store } = exploration;
  if (edges === undefined) return undefined;
  if (maximumBytes(budget) < store.bytes + edges.bytes + livenessBytesPerState * store.count) return "memory";
  return new LivenessSearch(model, exploration, edges);
}

function livenessResult<State>(
  packing: Packing<State>,
  exploration: Exploration,
  property: LivenessProperty,
  search: LivenessSearch | "memory" | undefined,
): PropertyResult<State> {
  const { name, kind } = property;
  if (search === undefined || search === "memory") return { name, kind, verdict: "undecided", limit: "memory" };
  const lasso = search.violation(property);
  if (lasso === undefined) return undecidedBy(property, exploration);
  return { name, kind, verdict: "violated", counterexample: proven(packing, exploration.store, lasso, property) };
}

/** @throws {ModelFault} Walked again, the run shows something else. */
function proven<State>(packing: Packing<State>, store: StoredStates, path: GraphPath | Lasso, property: Property<PackedTest>): Run<State> {
  const run = walk(packing, store, path);
  const objection = judgeRun(packing.model, property, run);
  if (objection !== undefined)
    throw new ModelFault(`a run found against \`${property.name}\` does not stand up to a second look: ${objection}`);
  return decodeRun(packing, run);
}

/** How much was visited. */
type Coverage = Pick<Exploration, "complete" | "limit">;

function statsOf<State>(packing: Packing<State>, exploration: Exploration): SearchStats {
  const { store, edges, transitions, depths, complete, limit } = exploration;
  return {
    states: store.count,
    transitions,
    depth: Math.max(0, depths.length - 1),
    complete,
    ...(limit === undefined ? {} : { limit }),
    bytes: store.bytes + (edges?.bytes ?? 0) + packing.bytes(),
  };
}

export function assertModel<State>({ name, actions, properties, fairness }: Model<State>): void {
  if (actions.length > 65_535) throw new ModelFault(`model \`${name}\` has more than 65,535 actions`);
  for (const names of [actions, properties].map((named) => named.map((one) => one.name))) {
    const twice = names.find((one, index) => names.indexOf(one) !== index);
    if (twice !== undefined) throw new ModelFault(`model \`${name}\` uses the name \`${twice}\` twice`);
  }
  fairnessBits(actions, fairness);
}
