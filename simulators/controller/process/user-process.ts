import type { Json } from "../../../protocol/json.ts";
import { WordSet } from "../../core/explore/word-set.ts";
import { differingStrand } from "./audit.ts";
import { readDefinition } from "./definition.ts";
import { Evaluations } from "./evaluate.ts";
import { Interned } from "./interned.ts";
import { MemoryContent } from "./memory-content.ts";
import { firstUid, isUid, textsMadeOf, withOtherUids } from "./made-of.ts";
import { drawnTexts, endingOf, memoryWords, pendingOf, stateWords } from "./observe.ts";
import type { Reconciler } from "./reconciler.ts";
import { nameOfDifference, type Remembered, rememberedNow } from "./restless.ts";
import { type Step, takeStep } from "./steps.ts";
import { taggedFunction } from "./tagged-function.ts";
import { MachinePath, type Met } from "../../core/program/machine-path.ts";
import { type ProcessFailure, ProcessStopped } from "../../core/program/stopped.ts";
import type {
  CacheMutation,
  CallAnswer,
  Definition,
  Evaluated,
  PendingCall,
  Process,
  ReconcileInput,
  Strand,
  StrandEvent,
} from "./types.ts";

/** Where a strand was met first: the steps that lead there. */
export interface Node extends Met<Node> {
  readonly step: Step;
  readonly depth: number;
  readonly strand: Strand;
}

/**
 * The process of a controller over one machine.
 *
 * A suspended async function cannot be copied: it is the list of answers that it has had. To go on from a strand, the machine goes back to where its list
 * and that of the present run part, and takes the rest of the steps again. What was asked once is remembered, so that code runs once for each
 * strand and answer, however often the search comes by.
 */
export class UserProcess implements Process {
  readonly definition?: Definition;
  readonly takesEvent?: boolean;
  hasSharedState = false;
  restless: string | undefined = undefined;
  readonly #reconciler: Reconciler;
  readonly #fresh: () => Reconciler;
  readonly #evaluations: Evaluations;
  /** Strands by their words; nodes by the strand's id. */
  readonly #states = new WordSet();
  readonly #nodes: Node[] = [];
  readonly #memories = new WordSet();
  /** By memory: where it was met first. */
  readonly #memoryNodes: (Node | undefined)[] = [undefined];
  /** By memory: what it says. */
  readonly #memoryContents: (MemoryContent | undefined)[] = [undefined];
  /** By memory: whether it is another one in a cluster with other uids; undefined: not tried yet. */
  readonly #isMadeOfUids: (boolean | undefined)[] = [];
  readonly #interned = new Interned();
  readonly #mutations = new Map<string, CacheMutation>();
  readonly #memo = new Map<string, Strand | ProcessStopped>();
  readonly #path: MachinePath<Node>;
  #runs = 0;
  #steps = 0;

  /** @param fresh makes another machine with the same program, its modules evaluated. @throws {ProcessStopped} */
  constructor(fresh: () => Reconciler) {
    this.#fresh = fresh;
    this.#reconciler = fresh();
    this.#path = new MachinePath<Node>(this.#reconciler.vm.journal, ({ step }) => this.#run(step));
    this.#evaluations = new Evaluations(this.#reconciler);
    if (this.#reconciler.options.style === "defined") this.definition = readDefinition(this.#reconciler);
    else this.takesEvent = taggedFunction(this.#reconciler).takesEvent;
  }

  get informers(): readonly string[] {
    return this.#reconciler.informers;
  }

  get drawsRandom(): boolean {
    return this.#reconciler.hasDrawn;
  }

  get readsClock(): boolean {
    return this.#reconciler.traits.readsClock;
  }

  get readsEvents(): boolean {
    return this.#reconciler.traits.readsEvents;
  }

  get cacheMutations(): readonly CacheMutation[] {
    return [...this.#mutations.values()];
  }

  get stats(): { readonly runs: number; readonly steps: number } {
    return { runs: this.#runs, steps: this.#steps };
  }

  start(input: ReconcileInput, memory = 0): Strand {
    const before = this.#memoryNodes[memory];
    if (memory !== 0 && before === undefined) throw new RangeError(`there is no memory ${memory}`);
    return this.#remembered(`s${memory} ${this.#interned.of(input)}`, before, { kind: "start", input });
  }

  answer(strand: Strand, call: number, answer: CallAnswer): Strand {
    const node = this.#nodes[strand.id];
    if (node === undefined) throw new RangeError(`there is no strand ${strand.id}`);
    return this.#remembered(`${strand.id} ${call} ${this.#interned.of(answer)}`, node, { kind: "answer", call, answer });
  }

  mayRemember(memory: number, text: string): boolean {
    const mayKnow = this.#reconciler.traits.hashes || this.#memoryContents[memory]?.mayKnow(text) !== false;
    return mayKnow && (memory === 0 || !isUid(text) || this.#isOtherWithOtherUids(memory));
  }

  /** Module state that comes out the same in a cluster with other uids has nothing in it that is worked out of one. */
  #isOtherWithOtherUids(memory: number): boolean {
    const known = this.#isMadeOfUids[memory];
    if (known !== undefined) return known;
    const isOther = this.#memoryWithOtherUids(this.#memoryNodes[memory]) !== memory;
    this.#isMadeOfUids[memory] = isOther;
    return isOther;
  }

  /** -1: the code does something else there. @throws {ProcessStopped} A limit strikes. */
  #memoryWithOtherUids(node: Node | undefined): number {
    const { journal } = this.#reconciler.vm;
    this.#path.goTo(undefined);
    const { mark } = journal;
    try {
      for (const step of allStepsTo(node)) this.#run(withOtherUids(step));
      const words = memoryWords(this.#reconciler);
      return words.length === 0 ? 0 : this.#memories.find(words.buffer, words.length) + 1;
    } catch (error) {
      if (error instanceof ProcessStopped && error.failure.limit !== undefined) throw error;
      return -1;
    } finally {
      journal.undoTo(mark);
    }
  }

  evaluate(name: string, args: readonly Json[]): Evaluated {
    return this.#evaluations.evaluate(name, args, () => this.#path.goTo(undefined));
  }

  audit(): ProcessFailure | undefined {
    return differingStrand(this.#nodes, this.#fresh);
  }

  #remembered(key: string, before: Node | undefined, step: Step): Strand {
    this.#steps += 1;
    const known = this.#memo.get(key);
    if (known instanceof ProcessStopped) throw known;
    if (known) return known;
    try {
      this.#path.goTo(before);
      this.#take(step);
      const strand = this.#strandNow(before, step);
      this.#memo.set(key, strand);
      return strand;
    } catch (error) {
      if (error instanceof ProcessStopped && error.failure.limit === undefined) this.#memo.set(key, error);
      throw error;
    }
  }

  /** @throws {ProcessStopped} The machine is then where it was before. */
  #take(step: Step): void {
    this.#path.take(() => this.#run(step));
  }

  #run(step: Step): void {
    this.#runs += 1;
    takeStep(this.#reconciler, step);
  }

  #strandNow(parent: Node | undefined, step: Step): Strand {
    const reconciler = this.#reconciler;
    const { events } = reconciler;
    this.#noteMutations(events);
    const ending = endingOf(reconciler);
    const memory = this.#memoryNow();
    const pending = pendingOf(reconciler);
    const isStuck = pending.length === 0 && ending === undefined;
    const words = stateWords(reconciler, ending);
    const before = this.#states.size;
    const id = this.#states.add(words.buffer, words.length);
    const known = this.#nodes[id];
    const own = {
      id,
      memory,
      ...(ending ? { ending } : {}),
      events: isStuck ? [...events, { kind: "stuck" as const, ...(reconciler.answered ? { at: reconciler.answered } : {}) }] : events,
    };
    if (id < before && known) return { ...own, pending: known.strand.pending };
    const told = this.#withOrigins(pending, parent, step);
    const node: Node = { parent, step, depth: (parent?.depth ?? 0) + 1, strand: { ...own, pending: told } };
    this.#nodes[id] = node;
    this.#path.name(node);
    if (memory > 0) this.#memoryNodes[memory] ??= node;
    if (step.kind === "start" && this.restless === undefined) this.#noteRestless(node);
    return node.strand;
  }

  #noteMutations(events: readonly StrandEvent[]): void {
    for (const event of events) {
      if (event.kind !== "cache-mutated") continue;
      const place = JSON.stringify(event.at);
      if (!this.#mutations.has(place)) this.#mutations.set(place, event);
    }
  }

  /** Each of several reconciles has begun with other module state than those before: what is another one. */
  #noteRestless(node: Node): void {
    const begun = beginningsBefore(node);
    if (begun.length < reconcilesUntilRestless) return;
    const { vm, keys } = this.#reconciler;
    const [after, before] = [0, 1].map((index) => {
      this.#path.goTo(begun[index]);
      return rememberedNow(vm, keys.changedCells());
    }) as [Remembered, Remembered];
    this.#path.goTo(node);
    this.restless = nameOfDifference(before, after) ?? "";
  }

  #memoryNow(): number {
    const words = memoryWords(this.#reconciler);
    if (words.length === 0) return 0;
    this.hasSharedState = true;
    const memory = this.#memories.add(words.buffer, words.length) + 1;
    this.#memoryContents[memory] ??= new MemoryContent(this.#reconciler.keys.changedCells());
    return memory;
  }

  /** Calls with those of their texts that come of random values, or of uids. */
  #withOrigins(pending: readonly PendingCall[], parent: Node | undefined, step: Step): readonly PendingCall[] {
    const { state, traits } = this.#reconciler;
    if (pending.length === 0) return pending;
    const steps = stepsTo(parent, step);
    const uid = traits.hashes ? firstUid(steps) : undefined;
    const drawing = state.draws > 0 ? this.#otherwise(parent, steps, withOtherSeed) : [];
    const renamed = uid === undefined ? [] : this.#otherwise(parent, steps, withOtherUids);
    return pending.map((call, index) => {
      const [other, twin] = [drawing[index], renamed[index]];
      const drawn = other && drawnTexts(call, other);
      const madeOf = twin && uid !== undefined ? textsMadeOf(uid, call, twin) : [];
      return { ...call, ...(drawn ? { drawn } : {}), ...(madeOf.length > 0 ? { madeOf } : {}) };
    });
  }

  /** Takes the same steps with a difference, to see which texts come of it; then the present ones again. The code may then ask for something else altogether. */
  #otherwise(parent: Node | undefined, steps: readonly Step[], change: (step: Step) => Step): readonly PendingCall[] {
    const before = ancestor(parent, steps.length - 1);
    this.#path.goTo(before);
    const { journal } = this.#reconciler.vm;
    const { mark } = journal;
    const calls = this.#callsAfter(steps.map(change));
    journal.undoTo(mark);
    this.#path.goTo(parent);
    this.#take(steps.at(-1) as Step);
    return calls;
  }

  #callsAfter(steps: readonly Step[]): readonly PendingCall[] {
    try {
      for (const step of steps) {
        this.#runs += 1;
        takeStep(this.#reconciler, step);
      }
      return pendingOf(this.#reconciler);
    } catch {
      return [];
    }
  }
}

/** The steps of one reconcile, from its start. */
function stepsTo(parent: Node | undefined, step: Step): readonly Step[] {
  const steps = [step];
  for (let before = parent; steps[0]?.kind !== "start" && before; before = before.parent) steps.unshift(before.step);
  return steps;
}

/** Where this reconcile and those before it began, each with module state of its own, the last one first. */
function beginningsBefore(node: Node): readonly Node[] {
  const found: Node[] = [];
  const memories = new Set<number>();
  for (let at: Node | undefined = node; at?.parent && found.length < reconcilesUntilRestless; at = at.parent) {
    const { memory } = at.parent.strand;
    if (at.step.kind !== "start" || memories.has(memory)) continue;
    memories.add(memory);
    found.push(at.parent);
  }
  return found;
}

const reconcilesUntilRestless = 8;

/** From where the modules have just been evaluated. */
function allStepsTo(node: Node | undefined): readonly Step[] {
  const steps: Step[] = [];
  for (let at = node; at; at = at.parent) steps.push(at.step);
  return steps.reverse();
}

function ancestor(node: Node | undefined, generations: number): Node | undefined {
  let at = node;
  for (let count = 0; count < generations; count += 1) at = at?.parent;
  return at;
}

const withOtherSeed = (step: Step): Step => (step.kind === "start" ? { kind: "start", input: { ...step.input, seed: otherSeed } } : step);

/** No search counts so far. */
const otherSeed = 0x7fff_0001;
