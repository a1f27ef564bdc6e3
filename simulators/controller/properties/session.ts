import { type Budget, unlimited } from "../../core/budget.ts";
import { WordSet } from "../../core/explore/word-set.ts";
import type { Process } from "../process/types.ts";
import { describeRun } from "../world/describe.ts";
import { isCourse, isFault, label, progress, read, word } from "../world/layout.ts";
import type { Platform } from "../world/platform.ts";
import { type Settled, settle } from "../world/settle.ts";
import type { Setup } from "../world/setup.ts";
import { Transitions } from "../world/transitions.ts";
import { Walk } from "../world/walk.ts";
import { type StepInfo, World } from "../world/world.ts";
import type { Collected } from "./collected.ts";
import { firstGrowth, firstRound } from "./first-rounds.ts";
import type { Found, Violation } from "./found.ts";
import { Inspector } from "./inspector.ts";
import { Judge, type References } from "./judge.ts";
import { normalWorld, type NormalWorld } from "./normal.ts";
import { Mutations, mutationsIn, violationOf } from "./mutations.ts";
import type { LeftOut, Run } from "./types.ts";
import { WorldDatas } from "./world-data.ts";

/** One world under check: what is known of its quiet run, and who judges the others by it. */
export class Session {
  readonly world: World;
  readonly transitions: Transitions;
  readonly inspector: Inspector;
  readonly judge: Judge;
  /** The quiet run, as far as it got. */
  quiet: readonly number[] = [];
  /** For what must come to its end: nothing stops it, and it shows that it is at work. */
  untiring: Budget = unlimited();
  readonly mutations = new Mutations();
  /** Characters of the largest cluster in which the quiet run has come to rest. */
  largest = 0;
  /** The first edit that the user cannot make, after which there are no others. */
  leftOut: LeftOut | undefined;
  #references: References = { alive: [], gone: [] };

  /** @param atWork Called now and then while the world is made. */
  constructor(setup: Setup, platform: Platform, process: Process, atWork?: () => void) {
    this.world = new World(setup, platform, process, atWork);
    this.transitions = new Transitions(this.world, true);
    const data = new WorldDatas(this.world);
    this.inspector = new Inspector(this.world, data);
    this.judge = new Judge(this.world, data);
  }

  /**
   * The quiet run: one thing after the other, each once everything has come to rest. First it is told what it leads to, then it is judged by that.
   *
   * @returns False: it does not come to rest, or a limit struck; there is nothing to compare others with.
   */
  runQuietly(budget: Budget, collected: Collected): boolean {
    this.untiring = {
      ...unlimited(),
      stop: () => {
        budget.stop();
        return undefined;
      },
    };
    const first = this.#history(budget, undefined);
    this.inspector.references = this.judge.references = this.#references;
    this.#history(budget, collected);
    return first;
  }

  #history(budget: Budget, collected: Collected | undefined): boolean {
    const walk = new Walk(this.transitions, this.transitions.initial(0));
    const alive: NormalWorld[] = [];
    const gone: NormalWorld[] = [];
    const { edits } = this.world.setup;
    const finish = (isWhole: boolean): boolean => {
      this.quiet = walk.codes;
      this.#references = { alive, gone };
      return isWhole;
    };
    for (let edit = 0; ; edit += 1) {
      if (!this.rests(walk, budget, collected)) return finish(false);
      alive.push(this.#content(walk));
      const branch = walk.branch();
      if (this.#user(branch, label.delete, collected)) {
        if (!this.rests(branch, budget, collected)) return finish(false);
        gone.push(this.#content(branch));
        if (edit === edits.length) this.#again(branch, walk, budget, collected);
      }
      if (edit === edits.length) return finish(true);
      const cluster = walk.words[word.cluster] as number;
      if (this.#user(walk, label.edit | (edit << 4), collected)) continue;
      const why = this.world.surroundings.refusal(cluster, edit);
      this.leftOut = why === undefined ? undefined : { edit, why };
      return finish(true);
    }
  }

  /** After the last deletion the resource is created again; the run is kept whole. */
  #again(branch: Walk, walk: Walk, budget: Budget, collected: Collected | undefined): void {
    if (this.#user(branch, label.createAgain, collected)) this.rests(branch, budget, collected);
    walk.codes.splice(0, walk.codes.length, ...branch.codes);
  }

  #content({ words }: Walk): NormalWorld {
    this.largest = Math.max(this.largest, this.world.contents.sizeOf(words[word.cluster] as number));
    return normalWorld(this.world, words[word.cluster] as number, words[word.external] as number);
  }

  #user(walk: Walk, code: number, collected: Collected | undefined): boolean {
    return this.step(walk, (each) => each === code, collected);
  }

  /** Takes a step and has it inspected. */
  step(walk: Walk, isWanted: (code: number) => boolean, collected: Collected | undefined): boolean {
    const before = walk.words.slice();
    const taken = walk.takeFirst(isWanted);
    if (taken === undefined) return false;
    this.#inspect(walk, before, taken.info, collected);
    return true;
  }

  #inspect(walk: Walk, before: Int32Array, info: StepInfo, collected: Collected | undefined): void {
    if (collected === undefined) return;
    const found = this.inspector.step(before, info, walk.words, () => walk.passed.toReversed());
    for (const violation of found) collected.add({ ...violation, codes: [...walk.codes], loop: 0, isAtStep: true });
    for (const mutation of mutationsIn(info)) this.mutations.add(mutation, [...walk.codes]);
  }

  /** Lets everybody act until all is done, and tells what goes wrong on the way and is wrong in the end. @param mayGoOn Asked at each step. */
  rests(walk: Walk, budget: Budget, collected: Collected | undefined, mayGoOn = (): boolean => true): boolean {
    const settled = settle(walk, budget, (taken) => {
      this.#inspect(walk, walk.passed.at(-1) as Int32Array, taken.info, collected);
      return mayGoOn();
    });
    if (collected !== undefined) for (const found of this.atEnd(walk, settled)) collected.add(found);
    return settled.kind === "rest";
  }

  /** What is wrong with where a quiet stretch has led. */
  atEnd(walk: Walk, settled: Settled): readonly Found[] {
    const { words } = walk;
    const codes = [...walk.codes];
    switch (settled.kind) {
      case "stopped":
        return [];
      case "growth":
        return [
          {
            property: "bounded",
            detail: { kind: "growth", reconciles: settled.reconciles },
            objects: [],
            codes: firstGrowth(walk, settled.reconciles),
            loop: 0,
            isAtStep: false,
          },
        ];
      case "rounds": {
        const { steps, ...round } = firstRound(walk, settled.steps);
        return [{ property: "converges", detail: { kind: "rounds", steps }, objects: [], ...round, loop: 0, isAtStep: false }];
      }
      case "livelock":
        return livelock(false).map((each) => ({ ...each, codes, loop: settled.loop, isAtStep: false }));
      case "rest": {
        const value = words[word.progress] as number;
        const stage = { edits: read(value, progress.edits), deletion: read(value, progress.deletion) };
        const ends = this.judge.end(words[word.cluster] as number, words[word.external] as number, stage);
        const failing = settled.loop > 0 && this.isFailing(words) ? livelock(true) : [];
        return [...ends, ...failing].map((each) => ({ ...each, codes, loop: settled.loop, isAtStep: false }));
      }
    }
  }

  /** Going round from here, no reconcile ever returns: each is rejected, or ends its process, or goes on for ever. */
  isFailing(words: Int32Array): boolean {
    const walk = new Walk(this.transitions, words);
    const seen = new WordSet();
    for (let steps = 0; seen.add(walk.words, walk.words.length) === steps; steps += 1) {
      const taken = walk.takeFirst(isCourse);
      const strand = taken?.info.call?.delivered.strand ?? taken?.info.started?.strand;
      if (strand === undefined || strand.ending?.kind === "returned") return false;
    }
    return true;
  }

  /** Tells a run and judges it: what is wrong with its last step, or with where it ends. */
  retell(
    codes: readonly number[],
    loop: number,
  ): { readonly run: Run; readonly violations: readonly Violation[] } | { readonly step: number } {
    const run = describeRun(this.transitions, codes, loop);
    if ("step" in run) return run;
    const walk = new Walk(this.transitions, this.transitions.initial(3));
    let violations: readonly Violation[] = [];
    for (const code of codes) {
      const before = walk.words.slice();
      const info = walk.take(code);
      if (info === undefined) return { step: walk.codes.length };
      const found = this.inspector.step(before, info, walk.words, () => walk.passed.toReversed());
      violations = [...found, ...mutationsIn(info).map(violationOf)];
    }
    return { run, violations: [...violations, ...this.#wrongEnd(walk, loop)] };
  }

  #wrongEnd(walk: Walk, loop: number): readonly Violation[] {
    const words = walk.words;
    const start = new Walk(this.transitions, this.transitions.initial(3));
    for (const code of walk.codes.slice(0, walk.codes.length - loop)) start.take(code);
    if (loop > 0 && !sameWords(start.words, words) && !this.#isRound(walk.codes, loop)) return [];
    if (loop > 0 && this.#changesOnTheWay(walk, loop)) return livelock(false);
    if (loop === 0 && new Walk(this.transitions, words).takeFirst(isCourse) !== undefined) return this.#growing(words);
    return this.atEnd(walk, { kind: "rest", loop });
  }

  /** The last steps lead back to where they began, once all faults have happened: what a cache might have gone back to tells no states apart then. */
  #isRound(codes: readonly number[], loop: number): boolean {
    const walk = new Walk(this.transitions, this.transitions.initial(codes.filter(isFault).length));
    let start = walk.words.slice();
    for (const [index, code] of codes.entries()) {
      if (index === codes.length - loop) start = walk.words.slice();
      if (walk.take(code) === undefined) return false;
    }
    return sameWords(start, walk.words);
  }

  /** Runs that only stop because they were cut off. */
  #growing(words: Int32Array): readonly Violation[] {
    const walk = new Walk(this.transitions, words);
    const settled = settle(walk, this.untiring);
    return settled.kind === "growth" || settled.kind === "rounds" ? this.atEnd(walk, settled) : [];
  }

  #changesOnTheWay(walk: Walk, loop: number): boolean {
    const contents = new Set<string>();
    for (const words of [...walk.passed.slice(-loop), walk.words]) contents.add(`${words[word.cluster]} ${words[word.external]}`);
    return contents.size > 1;
  }
}

export const livelock = (isFailing: boolean): readonly Violation[] => [
  { property: "converges", detail: { kind: "livelock", isFailing }, objects: [] },
];

export const sameWords = (a: Int32Array, b: Int32Array): boolean => a.every((each, index) => each === b[index]);
