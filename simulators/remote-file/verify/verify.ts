import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import type { Program } from "../../core/simulator.ts";
import type { Payload } from "../payload.ts";
import type { Learnt } from "../process/machine.ts";
import { minimise, minimiseObserved, type Trial } from "./minimise.ts";
import { createReplayer } from "./replayer.ts";
import { Findings, search, type Searched } from "./search.ts";
import { createStage, type Stage, withCrashes } from "./stage.ts";
import type { Explored, Properties, Replayer, Setup } from "./types.ts";

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
    for (let crash = 0; crash <= crashes; crash += 1) {
      const stage = withCrashes(this.#stage, crash);
      const setup = this.#setupOf(stage);
      for (let bound = 0; bound <= preemptions; bound += 1) {
        const searched = this.#search(stage, setup, bound);
        if (searched.hasLearnt) return false;
        if (!searched.isComplete) {
          this.#limit = searched.limit;
          return true;
        }
        this.#done = { preemptions: bound, crashes: crash };
        this.#options.onProgress?.(() => this.result());
        // More switches than that are not possible.
        if (!searched.isCut) break;
      }
      this.#shorten(stage, setup);
    }
    this.#isComplete = true;
    return true;
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

  /** What was found now is replayed, and shortened. */
  #shorten(stage: Stage, setup: Setup): void {
    const { properties, budget } = this.#options;
    const trial: Trial = { stage, properties, setup, replay: createReplayer(stage), isOver: () => budget.stop() !== undefined };
    const isOfNow = (crashed: readonly number[]) => crashed.length === stage.site.configuration.explore.crashes;
    for (const found of this.#findings.found) if (isOfNow(found.run.crashed)) this.#findings.replace(minimise(trial, found));
    for (const found of this.#findings.observers)
      if (isOfNow(found.run.crashed)) this.#findings.replaceObserver(minimiseObserved(trial, found));
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
