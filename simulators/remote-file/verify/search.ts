import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import { type Advice, explore } from "../../core/explore/explore.ts";
import { type ProcessFailure, ProcessStopped } from "../../core/program/stopped.ts";
import { goOn, runOf } from "./record.ts";
import { createReplayer } from "./replayer.ts";
import type { Stage } from "./stage.ts";
import { RunSystem } from "./system.ts";
import type { Candidate, FoundObserver, Found, Properties, RecordedRun, Replayer, Setup } from "./types.ts";

/** What one search within fixed bounds is about. */
export interface SearchOptions {
  readonly properties: Properties;
  readonly setup: Setup;
  /** Switches away from lanes that could go on; Infinity: all. */
  readonly preemptions: number;
  readonly budget: Budget;
  /** Told about what came to light, as soon as it does. */
  readonly findings: Findings;
  /** Every run is walked to its end: for comparison. */
  readonly isStateless?: boolean;
}

export interface Searched {
  readonly isComplete: boolean;
  /** Runs over the bound were left out: a larger one may find more. */
  readonly isCut: boolean;
  readonly limit?: Limit;
  readonly states: number;
  readonly transitions: number;
  readonly executions: number;
  /** Programs do something that makes it part of their states: the search has to be made again. */
  readonly hasLearnt: boolean;
}

/** A suspicion that was confirmed. */
export interface Confirmed extends Found {
  readonly candidate: Candidate;
}

/** What came to light in all searches of a scenario. */
export class Findings {
  readonly #found = new Map<string, Confirmed>();
  readonly #observers = new Map<number, FoundObserver>();
  readonly #confirmed = new Set<string>();
  main: RecordedRun | undefined;
  notModelled: ProcessFailure | undefined;

  get found(): readonly Confirmed[] {
    return [...this.#found.values()];
  }

  get observers(): readonly FoundObserver[] {
    return [...this.#observers.values()];
  }

  get isEmpty(): boolean {
    return this.#found.size === 0 && this.#observers.size === 0;
  }

  isConfirmed({ key }: Candidate): boolean {
    return this.#confirmed.has(key);
  }

  confirm(confirmed: Confirmed): void {
    this.#confirmed.add(confirmed.candidate.key);
    const known = this.#found.get(confirmed.violation.key);
    if (!known || isShorter(confirmed.run, known.run)) this.#found.set(confirmed.violation.key, confirmed);
  }

  observe(found: FoundObserver): void {
    const known = this.#observers.get(found.observer);
    if (!known || isShorter(found.run, known.run)) this.#observers.set(found.observer, found);
  }

  replace(confirmed: Confirmed): void {
    this.#found.set(confirmed.violation.key, confirmed);
  }

  replaceObserver(found: FoundObserver): void {
    this.#observers.set(found.observer, found);
  }
}

/** Fewest crashes first, then fewest switches, then fewest steps. */
export const isShorter = (a: RecordedRun, b: RecordedRun): boolean =>
  (a.crashed.length - b.crashed.length || a.switches - b.switches || a.steps.length - b.steps.length) < 0;

/** Tries every run within the bounds, once for each state. */
export function search(stage: Stage, options: SearchOptions): Searched {
  const session = new Session(stage, options);
  const { preemptions, budget, findings } = options;
  const before = { ...stage.learnt };
  const limited = findings.isEmpty ? budget : { ...budget, maxStates: Math.min(budget.maxStates, statesAfterFailure) };
  const explored = explore(session.system, { bound: preemptions, keepEdges: false, isStateless: options.isStateless === true }, limited, {
    arrive: (path, state, isNew) => session.arrive(path.length, state, isNew),
  });
  const limit = session.limit ?? explored.limit;
  return {
    isComplete: explored.isComplete && session.limit === undefined,
    isCut: explored.isCut,
    ...(limit ? { limit } : {}),
    states: explored.states,
    transitions: explored.transitions,
    executions: explored.executions,
    hasLearnt: before.readsClock !== stage.learnt.readsClock || before.clearsTimers !== stage.learnt.clearsTimers,
  };
}

/** Once something was found, so many states are looked at to decide about the other properties. */
const statesAfterFailure = 60_000;

const statesBetweenTellings = 512;

class Session {
  readonly system: RunSystem;
  limit: Limit | undefined;
  readonly #stage: Stage;
  readonly #options: SearchOptions;
  readonly #inspector: ReturnType<Properties["createInspector"]>;
  readonly #replay: Replayer;
  /** Keys of suspicions with which a state was reached. */
  readonly #seen = new Map<number, Set<string>>();
  /** The same of states that a path came back to. */
  readonly #seenInLoop = new Map<number, Set<string>>();
  /** States of the present path. */
  readonly #path: number[] = [];

  constructor(stage: Stage, options: SearchOptions) {
    this.#stage = stage;
    this.#options = options;
    this.#inspector = options.properties.createInspector(options.setup);
    this.system = new RunSystem(stage, this.#inspector);
    this.#replay = createReplayer(stage);
  }

  arrive(depth: number, state: number, isNew: boolean): Advice {
    this.#path.length = depth;
    const isLoop = !isNew && this.#path.includes(state);
    this.#path.push(state);
    try {
      return this.#arrive(state, isNew, isLoop);
    } catch (error) {
      if (!(error instanceof ProcessStopped)) throw error;
      const { limit } = error.failure;
      if (limit) {
        this.limit = limit;
        return "stop";
      }
      this.#options.findings.notModelled ??= error.failure;
      return "prune";
    }
  }

  #arrive(state: number, isNew: boolean, isLoop: boolean): Advice {
    const { system } = this;
    const { failure } = system;
    if (failure) throw new ProcessStopped(failure);
    if (isNew) {
      if (state % statesBetweenTellings === 0) this.#options.budget.progress({ done: state, unit: "states" });
      this.#look();
    }
    const isEnd = system.choices() === 0;
    // What only ever comes back to where it was has no end at which it could be judged.
    const fresh = this.#freshCandidates(isLoop ? this.#seenInLoop : this.#seen, state);
    if (isEnd && isNew) this.#end(fresh);
    else if ((isEnd || !isNew) && fresh.length > 0)
      this.#judge(isEnd ? runOf(this.#stage, system.path) : goOn(this.#stage, system.path), fresh);
    return "expand";
  }

  #look(): void {
    const { system } = this;
    const broken = this.#stage.observers.broken(system.state);
    if (broken.length === 0) return;
    const run = runOf(this.#stage, system.path);
    for (const { observer, said } of broken) this.#observe(observer, said, run);
  }

  #observe(observer: number, said: { readonly kind: string; readonly thrown?: FoundObserver["thrown"] }, run: RecordedRun): void {
    this.#options.findings.observe({ kind: "observer", observer, run, ...(said.thrown ? { thrown: said.thrown } : {}) });
  }

  /** Suspicions of the path that this state was not yet reached with. */
  #freshCandidates(known: Map<number, Set<string>>, state: number): readonly Candidate[] {
    const candidates = this.#inspector.candidates();
    if (candidates.length === 0) return candidates;
    const { findings } = this.#options;
    let seen = known.get(state);
    if (!seen) known.set(state, (seen = new Set()));
    const fresh: Candidate[] = [];
    for (const candidate of candidates) {
      if (seen.has(candidate.key)) continue;
      seen.add(candidate.key);
      if (!findings.isConfirmed(candidate)) fresh.push(candidate);
    }
    return fresh;
  }

  #end(fresh: readonly Candidate[]): void {
    const { system } = this;
    const { findings, properties, setup } = this.#options;
    const run = runOf(this.#stage, system.path);
    if (run.crashed.length === 0 && isBetterMain(run, findings.main)) findings.main = run;
    for (const { observer, said } of this.#stage.observers.brokenAtEnd(system.state)) this.#observe(observer, said, run);
    const ending = properties.ending(run, setup).filter((candidate) => !findings.isConfirmed(candidate));
    this.#judge(run, [...fresh, ...ending]);
  }

  #judge(run: RecordedRun, candidates: readonly Candidate[]): void {
    const { findings, properties, setup } = this.#options;
    for (const candidate of candidates) {
      for (const violation of properties.judge(run, candidate, this.#replay, setup)) findings.confirm({ violation, run, candidate });
    }
  }
}

/** The main path is one on which every process returns. */
const isBetterMain = (run: RecordedRun, known: RecordedRun | undefined): boolean => known === undefined || (!isGood(known) && isGood(run));
const isGood = ({ outcomes }: RecordedRun): boolean => outcomes.every(({ kind }) => kind === "returned");
