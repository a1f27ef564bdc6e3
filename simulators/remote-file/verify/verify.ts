import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import type { Program } from "../../core/simulator.ts";
import type { Payload } from "../payload.ts";
import type { Learnt } from "../process/machine.ts";
import { confirmAgain, minimise, minimiseObserved, observeAgain, type Trial, unlessStopped } from "./minimise.ts";
import { goOn } from "./record.ts";
import { createReplayer } from "./replayer.ts";
import { type Confirmed, Findings, search, type Searched } from "./search.ts";
import { createStage, type Stage, withCrashes } from "./stage.ts";
import type { Explored, FoundObserver, Properties, RecordedRun, Replayer, Setup } from "./types.ts";
import { startOf } from "./walk.ts";

/** Runs without switches show most of what is wrong, and soonest; after that the others are tried all at once. */
const boundsOf = (preemptions: number, crashes: number): readonly number[] =>
  preemptions === 0 || crashes > 0 ? [preemptions] : [0, preemptions];

/** A scenario that was searched, and what its runs can be taken again with. */
export interface Verification {
  readonly explored: Explored;
  readonly setup: Setup;
  readonly replay: Replayer;
  readonly stage: Stage;
}

export interface VerifyOptions {
  readonly program: Program;
  readonly payload: Payload;
  /** Of the scenario. */
  readonly path: string;
  readonly properties: Properties;
  readonly budget: Budget;
  /** Told after each part of the search. */
  readonly onProgress?: (verification: () => Verification) => void;
}

/**
 * Tries every run within the bounds of the configuration: without crashes first, and with few switches first.
 * Deterministic in its arguments, as long as no limit of time or memory strikes.
 *
 * @throws {ProcessStopped} The modules cannot be evaluated.
 */
export function verify(options: VerifyOptions): Verification {
  let learnt: Learnt = { readsClock: false, clearsTimers: false };
  for (;;) {
    const verification = new Verifier(options, learnt);
    if (verification.run()) return verification.result();
    learnt = { ...verification.learnt };
  }
}

class Verifier {
  readonly #options: VerifyOptions;
  readonly #stage: Stage;
  readonly #findings = new Findings();
  readonly #totals = { states: 0, transitions: 0, executions: 0 };
  #limit: Limit | undefined;
  #isComplete = false;
  /** By run: crashes that were possible when it was found. */
  readonly #shortened = new WeakMap<RecordedRun, number>();
  /** Bounds within which everything was visited. */
  #done = { preemptions: 0, crashes: 0 };

  constructor(options: VerifyOptions, learnt: Learnt) {
    this.#options = options;
    this.#stage = createStage(options.program, options.payload, options.budget, learnt);
  }

  get learnt(): Learnt {
    return this.#stage.learnt;
  }

  /** @returns False: programs do something that is to be part of their states from the beginning. */
  run(): boolean {
    const { crashes, preemptions } = this.#options.payload.configuration.explore;
    for (let crash = 0; crash <= crashes && !this.#isStopped; crash += 1) {
      const stage = withCrashes(this.#stage, crash);
      const setup = this.#setupOf(stage);
      for (const bound of boundsOf(preemptions, crash)) {
        const searched = this.#search(stage, setup, bound);
        if (searched.hasLearnt) return false;
        this.#limit ??= searched.limit;
        if (!searched.isComplete) break;
        if (!this.#limit) this.#done = { preemptions: bound, crashes: crash };
        this.#options.onProgress?.(() => this.result());
        // More switches than that are not possible.
        if (!searched.isCut) break;
      }
      this.#shorten(stage, setup);
    }
    this.#isComplete = this.#limit === undefined;
    this.#confirm();
    return true;
  }

  /** Where something was found the states are limited, but not the kinds of faults that are tried. */
  get #isStopped(): boolean {
    return this.#limit !== undefined && (this.#limit !== "states" || this.#findings.isEmpty);
  }

  #search(stage: Stage, setup: Setup, preemptions: number): Searched {
    const { properties, budget } = this.#options;
    const searched = search(stage, { properties, setup, preemptions, budget, findings: this.#findings });
    // Every search visits the states of the one before: what counts is the last one of each number of crashes.
    this.#totals.states = Math.max(this.#totals.states, searched.states);
    this.#totals.transitions += searched.transitions;
    this.#totals.executions += searched.executions;
    return searched;
  }

  /** What was found now. */
  #shorten(stage: Stage, setup: Setup): void {
    const trial = this.#trialOn(stage, setup);
    const { crashes } = stage.site.configuration.explore;
    for (const found of this.#findings.found) {
      if (this.#shortened.has(found.run)) continue;
      const short = minimise(trial, found);
      this.#shortened.set(short.run, crashes);
      this.#findings.replace(short);
    }
    for (const found of this.#findings.observers) {
      if (this.#shortened.has(found.run)) continue;
      const short = minimiseObserved(trial, found);
      this.#shortened.set(short.run, crashes);
      this.#findings.replaceObserver(short);
    }
  }

  #trialOn(stage: Stage, setup: Setup): Trial {
    const { properties, budget } = this.#options;
    return { stage, properties, setup, replay: createReplayer(stage), isOver: () => budget.stop() !== undefined };
  }

  /** Every run that is shown was taken once more, from the beginning, by machines in which nothing was searched. */
  #confirm(): void {
    const { program, payload, budget } = this.#options;
    if (this.#findings.isEmpty) return;
    const fresh = unlessStopped(() => createStage(program, payload, budget, this.learnt));
    for (const found of [...this.#findings.found, ...this.#findings.observers]) {
      const isConfirmed = fresh && unlessStopped(() => this.#failsAgain(fresh, found));
      if (!isConfirmed && budget.stop() === undefined) throw new Error("a run that fails does not fail when it is taken again");
    }
  }

  #failsAgain(fresh: Stage, found: Confirmed | FoundObserver): boolean {
    const stage = withCrashes(fresh, this.#shortened.get(found.run) ?? found.run.crashed.length);
    const moves = found.run.steps.map(({ move }) => move);
    if ("observer" in found) return observeAgain(stage, found, moves) !== undefined;
    const again = goOn(stage, startOf(stage), { moves });
    return confirmAgain(this.#trialOn(stage, this.#setupOf(stage)), found, again) !== undefined;
  }

  #setupOf(stage: Stage): Setup {
    const { payload, path } = this.#options;
    return { payload, site: stage.site, path };
  }

  result(): Verification {
    const findings = this.#findings;
    const { fragments } = this.#options.payload.configuration.explore;
    const explored: Explored = {
      found: findings.found,
      observers: findings.observers,
      isComplete: this.#isComplete && !findings.notModelled,
      ...(this.#limit ? { limit: this.#limit } : {}),
      ...(findings.notModelled ? { notModelled: findings.notModelled } : {}),
      ...this.#totals,
      ...(findings.main ? { main: findings.main } : {}),
      bounds: { fragments, ...this.#done },
    };
    return { explored, setup: this.#setupOf(this.#stage), replay: createReplayer(this.#stage), stage: this.#stage };
  }
}
