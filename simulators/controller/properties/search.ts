import type { Limit } from "../../../protocol/report.ts";
import type { Budget } from "../../core/budget.ts";
import { ProcessStopped } from "../../core/program/stopped.ts";
import { type End, endsOf } from "../world/ends.ts";
import { explore, type Graph, type Listener } from "../world/explore.ts";
import { isFault, kindOf, label, progress, read, variant, variantOfCall, word } from "../world/layout.ts";
import { pathTo, wayWithin } from "../world/paths.ts";
import { Reduction } from "../world/reduction.ts";
import { Transitions } from "../world/transitions.ts";
import { Collected } from "./collected.ts";
import type { CacheMutation } from "../process/types.ts";
import type { Found, Violation } from "./found.ts";
import { mutationsIn, violationOf } from "./mutations.ts";
import { livelock, type Session } from "./session.ts";
import { SizeLimit } from "./size.ts";
import type { PropertyId } from "./types.ts";

export interface Searched {
  readonly states: number;
  readonly transitions: number;
  /** What ended it before its end. `enough`: something is wrong, and nothing else was found for a while. */
  readonly end?: Limit | "enough";
}

/**
 * All histories of the user, all orders, with up to so many faults: every step is inspected, every end judged.
 *
 * @param tell Told of the first violations as soon as they are there. They come again in `collected`, perhaps in shorter runs.
 */
export function searchAll(session: Session, faults: number, budget: Budget, collected: Collected, tell: Tell): Searched {
  const { world } = session;
  for (;;) {
    const learnt = (): string => `${world.read.size} ${world.strands.areAlone} ${world.surroundings.seen.size}`;
    const before = learnt();
    const searched = new Search(session, faults, budget, tell).run(collected);
    // What was learnt on the way changes which steps there are: once more, with all of it known from the beginning.
    if (before === learnt() || searched.end !== undefined) return searched;
  }
}

/** By property: states of ends that break it. */
type Blamed = ReadonlyMap<PropertyId, ReadonlyMap<number, End>>;

export type Tell = (found: readonly Found[]) => void;

interface Suspect {
  readonly violation: Violation;
  readonly from: number;
  readonly code: number;
}

class Search implements Listener {
  readonly #session: Session;
  readonly #transitions: Transitions;
  readonly #faults: number;
  readonly #budget: Budget;
  readonly #suspects = new Map<PropertyId, Suspect[]>();
  /** By place. */
  readonly #mutations = new Map<string, { readonly mutation: CacheMutation; readonly suspects: Suspect[] }>();
  /** The state that steps are inspected from. */
  readonly #from: Int32Array;
  #last = -1;
  /** When so many states are known, what has been found is enough. */
  #enough = Number.POSITIVE_INFINITY;
  readonly #size: SizeLimit;
  /** When so many states are known, their ends are looked at. */
  #nextLook = firstLook;
  readonly #tellNow: Tell;
  /** Of steps that were inspected. */
  #untold = false;
  #isToldOfEnds = false;
  /** When so many states are known, their ends are looked at to be told of. */
  #nextEarlyLook = firstEarlyLook;

  readonly #atWork = (): void => void this.#budget.stop();

  constructor(session: Session, faults: number, budget: Budget, tell: Tell) {
    const { world } = session;
    this.#session = session;
    this.#transitions = new Transitions(world, faults > 1, new Reduction(world));
    this.#faults = faults;
    this.#budget = budget;
    this.#tellNow = tell;
    this.#from = new Int32Array(world.width);
    this.#size = new SizeLimit(world.contents, session.largest);
  }

  run(collected: Collected): Searched {
    const graph = explore(this.#transitions, this.#transitions.initial(this.#faults), this.#budget, this);
    const limit = this.#conclude(graph, collected);
    const { store, calm, costly } = graph;
    const end = graph.end ?? limit ?? (this.#session.world.isCut ? "states" : undefined);
    return { states: store.count, transitions: calm.count + costly.count, ...(end ? { end } : {}) };
  }

  /** @returns The limit that struck on the way: what was found until then stays. */
  #conclude(graph: Graph, collected: Collected): Limit | undefined {
    try {
      for (const suspects of this.#suspects.values()) this.#tell(graph, suspects, (found) => collected.add(found));
      for (const { mutation, suspects } of this.#mutations.values())
        this.#tell(graph, suspects, ({ codes }) => this.#session.mutations.add(mutation, codes));
      this.#judge(graph, endsOf(graph), collected);
      return undefined;
    } catch (error) {
      if (!(error instanceof ProcessStopped) || error.failure.limit === undefined) throw error;
      return error.failure.limit;
    }
  }

  step(state: number, code: number, store: Graph["store"]): void {
    const { inspector } = this.#session;
    const { info, next } = this.#transitions;
    if (state !== this.#last) store.read(state, this.#from);
    this.#last = state;
    if (info.changes.length > 0) this.#size.look(next[word.cluster] as number);
    const found = inspector.step(this.#from, info, next, () => ancestors(store, state));
    for (const mutation of mutationsIn(info)) this.#mutation(mutation, state, code);
    for (const violation of found) {
      this.#suspect({ violation, from: state, code });
      this.#isFound(store.count);
    }
  }

  /** Of places that the quiet run does not come to. */
  #mutation(mutation: CacheMutation, from: number, code: number): void {
    if (this.#session.mutations.has(mutation)) return;
    const place = JSON.stringify(mutation.at);
    const known = this.#mutations.get(place) ?? { mutation, suspects: [] };
    this.#mutations.set(place, known);
    if (known.suspects.length < mostSuspects) known.suspects.push({ violation: violationOf(mutation), from, code });
  }

  /** Soon after something was found it is enough: a controller that is wrong may well have no end of states. */
  goesOn(graph: Graph, isWhole: boolean): boolean {
    const { count } = graph.store;
    if (this.#enough === Number.POSITIVE_INFINITY && (isWhole || count >= this.#nextLook || this.#size.isExceeded)) {
      this.#nextLook = 2 * count;
      const wrong = this.#blamed(graph, endsOf(graph));
      if (wrong.size > 0) {
        this.#isFound(count);
        this.#tellEnds(graph, wrong);
      }
    }
    if (!this.#size.isExceeded) return count < this.#enough;
    // Something is wrong, and there is more and more of it.
    if (this.#enough < Number.POSITIVE_INFINITY) return false;
    this.#size.raise();
    return true;
  }

  /** What is wrong is told at once: the search may go on for long. */
  look(graph: Graph): void {
    if (this.#untold) {
      this.#untold = false;
      const early = new Collected();
      for (const suspects of this.#suspects.values()) this.#tell(graph, suspects, (found) => early.add(found));
      this.#tellNow(early.all());
    }
    const { count } = graph.store;
    if (this.#isToldOfEnds || count < this.#nextEarlyLook || count >= firstLook) return;
    this.#nextEarlyLook = 2 * count;
    this.#tellEnds(graph, this.#blamed(graph, endsOf(graph)));
  }

  #tellEnds(graph: Graph, wrong: Blamed): void {
    if (this.#isToldOfEnds || wrong.size === 0) return;
    this.#isToldOfEnds = true;
    const early = new Collected();
    for (const [property, ends] of wrong) this.#tellEnd(graph, property, ends, early);
    this.#tellNow(early.all());
  }

  #isFound(states: number): void {
    this.#enough = Math.min(this.#enough, states + statesAfterwards);
  }

  #suspect(suspect: Suspect): void {
    const { property } = suspect.violation;
    const known = this.#suspects.get(property);
    if (known === undefined) {
      this.#suspects.set(property, [suspect]);
      this.#untold = true;
    } else if (known.length < mostSuspects) known.push(suspect);
  }

  /** The run with the fewest faults to any of the places where the property was broken. */
  #tell(graph: Graph, suspects: readonly Suspect[], tell: (found: Found) => void): void {
    const free = new Map<number, Suspect>();
    const costly = new Map<number, Suspect>();
    for (const suspect of suspects) {
      const group = isFault(suspect.code) ? costly : free;
      if (!group.has(suspect.from)) group.set(suspect.from, suspect);
    }
    for (const group of [free, costly]) {
      const path = group.size === 0 ? undefined : pathTo(graph, (state) => group.has(state), this.#atWork);
      const suspect = path && group.get(path.state);
      if (path && suspect) tell({ ...suspect.violation, codes: [...path.codes, suspect.code], loop: 0, isAtStep: true });
    }
  }

  #judge(graph: Graph, ends: readonly End[], collected: Collected): void {
    const wrong = this.#blamed(graph, ends);
    for (const [property, of] of wrong) this.#tellEnd(graph, property, of, collected);
    const different = wrong.get("confluent");
    if (different === undefined) return;
    this.#tellCaused(graph, "errors-retried", different, isError, collected);
    this.#tellCaused(graph, "idempotent", different, (code) => kindOf(code) === label.duplicate, collected);
  }

  #blamed(graph: Graph, ends: readonly End[]): Blamed {
    const wrong = new Map<PropertyId, Map<number, End>>();
    for (const end of ends) {
      for (const { property } of this.#wrongs(graph, end)) {
        const known = wrong.get(property) ?? new Map<number, End>();
        wrong.set(property, known);
        for (const state of end.states) known.set(state, end);
      }
    }
    return wrong;
  }

  /** Ends that are reached only with such a step are its doing. */
  #tellCaused(
    graph: Graph,
    property: PropertyId,
    ends: ReadonlyMap<number, End>,
    isCause: (code: number) => boolean,
    collected: Collected,
  ): void {
    const without = reached(graph, (code) => !isCause(code));
    const caused = new Map([...ends].filter(([state]) => without[state] === 0));
    if (caused.size > 0) this.#tellEnd(graph, property, caused, collected);
  }

  #tellEnd(graph: Graph, property: PropertyId, ends: ReadonlyMap<number, End>, collected: Collected): void {
    const path = pathTo(graph, (state) => ends.has(state), this.#atWork);
    const end = path && ends.get(path.state);
    if (path === undefined || end === undefined) return;
    const violation = this.#wrongs(graph, end).find((each) => each.property === property) ?? this.#wrongs(graph, end)[0];
    if (violation === undefined) return;
    const loop = this.#loop(graph, end, path.state);
    collected.add({ ...violation, property, codes: [...path.codes, ...loop], loop: loop.length, isAtStep: false });
  }

  /** What is wrong with an end. */
  #wrongs(graph: Graph, end: End): readonly Violation[] {
    const { judge } = this.#session;
    const { store } = graph;
    const words = store.wordsOf(end.states[0] as number);
    const cluster = words[word.cluster] as number;
    const external = words[word.external] as number;
    const isStill = end.states.every(
      (state) => store.word(state, word.cluster) === cluster && store.word(state, word.external) === external,
    );
    if (!isStill) return livelock(false);
    if (!end.isClosed) return [];
    const value = words[word.progress] as number;
    // Where a window is open for ever the cache never shows the truth: no fair run stays there, so it is closed here.
    const violations = judge.end(cluster, external, { edits: read(value, progress.edits), deletion: read(value, progress.deletion) });
    const isRound = end.states.length > 1 || this.#loop(graph, end, end.states[0] as number).length > 0;
    return isRound && this.#session.isFailing(words) ? [...violations, ...livelock(true)] : violations;
  }

  /** Steps from a state of the end back to it, over a change if there is one. */
  #loop(graph: Graph, end: End, from: number): readonly number[] {
    const { store } = graph;
    const states = new Set(end.states);
    const isInside = (state: number): boolean => states.has(state);
    const isUsable = (code: number): boolean =>
      !isFault(code) && kindOf(code) !== label.edit && kindOf(code) !== label.delete && kindOf(code) !== label.createAgain;
    const content = (state: number): string => `${store.word(state, word.cluster)} ${store.word(state, word.external)}`;
    const steps = [...end.states].flatMap((state) =>
      edgesOf(graph, state)
        .filter(({ code, to }) => isUsable(code) && isInside(to))
        .map((edge) => ({ from: state, ...edge })),
    );
    const step = steps.find((each) => content(each.from) !== content(each.to)) ?? steps.find((each) => each.from === from);
    if (step === undefined) return [];
    const there = wayWithin(graph, from, step.from, isInside, isUsable);
    const back = wayWithin(graph, step.to, from, isInside, isUsable);
    return there === undefined || back === undefined ? [] : [...there, step.code, ...back];
  }
}

const mostSuspects = 1000;
/** Ends are looked at when so many states are known, and each time they have doubled. */
const firstLook = 4096;
/** The same only to tell of what is wrong. */
const firstEarlyLook = 64;
/** Looked at after the first violation, for others and for shorter ways. */
const statesAfterwards = 20_000;

const isError = (code: number): boolean => kindOf(code) === label.call && variantOfCall(code) !== variant.normal;

/** Steps from a state, faults last. */
function edgesOf({ calm, costly }: Graph, state: number): readonly { readonly code: number; readonly to: number }[] {
  return [calm, costly].flatMap((edges) => {
    const all: { readonly code: number; readonly to: number }[] = [];
    if (state >= edges.rowCount) return all;
    for (let edge = edges.rows[state] as number; edge < (edges.rows[state + 1] as number); edge += 1) {
      all.push({ code: edges.actions[edge] as number, to: edges.targets[edge] as number });
    }
    return all;
  });
}

/** 1: reached over such steps alone. */
function reached(graph: Graph, isUsable: (code: number) => boolean): Uint8Array {
  const seen = new Uint8Array(graph.store.count);
  const queue = [0];
  seen[0] = 1;
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const { code, to } of edgesOf(graph, state)) {
      if (seen[to] !== 0 || !isUsable(code)) continue;
      seen[to] = 1;
      queue.push(to);
    }
  }
  return seen;
}

function* ancestors(store: Graph["store"], state: number): Iterable<Int32Array> {
  for (let at = state; at !== -1; at = store.parentOf(at)) yield store.wordsOf(at);
}
