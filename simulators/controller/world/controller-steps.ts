import type { CallAnswer, PendingCall, Strand } from "../process/types.ts";
import type { ObjectChange } from "../properties/types.ts";
import { firesEarly, isCached, isDue } from "./due.ts";
import { resourceOfPath } from "./kinds.ts";
import { callLabel, event, label, slotBits, slotWord, variant, word } from "./layout.ts";
import { Steps } from "./steps.ts";
import { columnOf, type Delivered, faultsOf, isRunning, type Place } from "./strands.ts";
import type { StepInfo } from "./world.ts";

/** What the controller does: its reconciles begin, their calls are answered, and it starts anew. */
export abstract class ControllerSteps extends Steps {
  /** Set by a listener that needs no further steps: calls and faults that have not been tried yet are left out. */
  isEnough = false;
  /** By strand: its calls that may be answered. */
  readonly #due: (readonly DueCall[] | undefined)[] = [];
  /** The last step, if it was a call that changed nothing but its strand. */
  readonly #looked: { slot: number; due: DueCall | undefined; delivered: number } = { slot: 0, due: undefined, delivered: 0 };

  protected start(slot: number, emit: (code: number) => void): void {
    const { world, next } = this;
    const start = world.slotAt(slot);
    const bits = this.word(start + slotWord.bits);
    const queued = bits & slotBits.queued;
    if (this.isEnough || queued === event.none || this.word(start + slotWord.strand) !== 0) return;
    if (world.strands.areAlone && !this.#isFree(world.processOf(slot))) return;
    const gone = this.word(start + slotWord.gone);
    const isTagged = world.setup.style === "tagged";
    const parameter = !isTagged ? undefined : queued === event.deleted ? world.contents.objectOf(gone) : this.shown(slot);
    if (isTagged && parameter === undefined) return;
    const cluster = this.word(word.cluster);
    const memory = this.word(word.fixed + world.processOf(slot));
    const strand = world.attempt(() => world.strands.start(world.keyOf(slot), parameter, queued, memory, cluster));
    if (strand === undefined) return;
    const truth = isTagged && queued !== event.deleted ? this.truth(slot) : undefined;
    const isOutdated = truth !== undefined && truth !== parameter;
    const mate = isOutdated ? world.attempt(() => world.strands.start(world.keyOf(slot), truth, queued, memory, cluster)) : undefined;
    const twin = mate?.id ?? strand.id;
    this.copy();
    next[start + slotWord.twin] = twin === strand.id ? 0 : twin + 1;
    const generation = parameter?.metadata.generation ?? 0;
    const hidden = bits & slotBits.hidden;
    next[start + slotWord.bits] =
      hidden | (queued << slotBits.run) | (isOutdated ? slotBits.outdated : 0) | (generation << slotBits.generation);
    if (queued !== event.deleted) next[start + slotWord.gone] = 0;
    this.#goOn(slot, strand);
    const started = { strand, event: queued, ...(parameter ? { parameter } : {}), ...(isOutdated ? { truth } : {}) };
    this.emit(label.start | (slot << 4), { changes: none, slot, started }, emit);
  }

  #isFree(process: number): boolean {
    const { world } = this;
    for (let slot = 0; slot < world.slots; slot += 1) {
      if (world.processOf(slot) === process && this.word(world.slotAt(slot) + slotWord.strand) !== 0) return false;
    }
    return true;
  }

  protected calls(slot: number, emit: (code: number) => void): void {
    const id = this.word(this.world.slotAt(slot) + slotWord.strand);
    if (id === 0) return;
    const due = this.due(id - 1);
    for (let index = 0; index < due.length && !this.isEnough; index += 1) {
      const call = due[index] as DueCall;
      if (!call.isEarly) this.call(slot, call, variant.normal, emit);
    }
  }

  /** The calls of a strand that may be answered now. */
  protected due(id: number): readonly DueCall[] {
    return (this.#due[id] ??= this.#dueOf(this.world.strands.get(id)));
  }

  #dueOf(strand: Strand): readonly DueCall[] {
    return strand.pending.flatMap((call, pending): readonly DueCall[] => {
      if (!isDue(call, strand)) return [];
      const isEarly = firesEarly(call, strand);
      const faults = isEarly ? [variant.late] : faultsOf(call);
      return [{ strand, call, pending, isCached: isCached(call), isEarly, faults, isSeen: false, by: -1, number: -1 }];
    });
  }

  protected call(slot: number, due: DueCall, which: number, emit: (code: number) => void): void {
    const { world, next } = this;
    const { strand, call, pending } = due;
    if (!due.isSeen) this.#see(due);
    const start = world.slotAt(slot);
    const cluster = this.word(word.cluster);
    const view = due.isCached ? this.#view(slot, call, cluster) : cluster;
    const twin = this.word(start + slotWord.twin);
    const external = this.word(word.external);
    const graves = this.word(word.graves);
    const place = columnOf(call, view, external);
    const number = world.strands.delivered(this.#numberOf(due, which, world.makerOf(slot)), place, graves);
    const after = number < 0 ? 0 : world.strands.onlyStrand;
    // Most calls only look.
    if (after !== 0 && view === cluster && twin === 0 && which !== variant.conflict) {
      this.copy();
      next[start + slotWord.strand] = after;
      this.#looked.slot = slot;
      this.#looked.due = due;
      this.#looked.delivered = number;
      this.emit(callLabel(slot, pending, which), undefined, emit);
      return;
    }
    const delivered =
      number < 0
        ? this.#delivered(strand, pending, { cluster: view, external, graves, by: world.makerOf(slot) }, which)
        : world.strands.deliveredOf(number);
    if (delivered === undefined) return;
    const truth = view === cluster ? undefined : this.#trueAnswer(slot, call, cluster);
    const isOutdated = truth !== undefined && truth !== delivered.answer;
    const mate = twin === 0 ? -1 : this.#mate(twin - 1, call);
    this.copy();
    if (view === cluster && delivered.cluster >= 0) next[word.cluster] = delivered.cluster;
    if (delivered.external >= 0) next[word.external] = delivered.external;
    this.after.apply(delivered.changes, cluster);
    if (which === variant.conflict) this.after.touched(call, cluster);
    next[start + slotWord.twin] = this.#twinAfter(twin, mate, strand, pending, delivered, isOutdated ? truth : undefined);
    if (isOutdated) (next[start + slotWord.bits] as number) |= slotBits.outdated;
    this.#goOn(slot, delivered.strand);
    const isTogether = mate >= 0;
    const about = isOutdated
      ? { before: strand, pending: call, delivered, twin, isTogether, truth }
      : { before: strand, pending: call, delivered, twin, isTogether };
    this.emit(callLabel(slot, pending, which), { changes: delivered.changes, slot, call: about }, emit);
  }

  /** What such a step was about. */
  protected override looked(): StepInfo {
    const { slot, due, delivered: number } = this.#looked;
    const { strand: before, call: pending } = due as DueCall;
    const delivered = this.world.strands.deliveredOf(number);
    return { changes: delivered.changes, slot, call: { before, pending, delivered, twin: 0, isTogether: false } };
  }

  /** The number of its answer, of one caller, is kept beside the call. */
  #numberOf(due: DueCall, which: number, by: number): number {
    if (which === variant.normal && due.by === by) return due.number;
    const number = this.world.strands.callNumber(due.strand.id, due.pending, which, by);
    if (which === variant.normal) {
      due.by = by;
      due.number = number;
    }
    return number;
  }

  #delivered(strand: Strand, pending: number, place: Place, which: number): Delivered | undefined {
    return this.world.attempt(() => this.world.strands.deliver(strand, pending, place, which));
  }

  #see(due: DueCall): void {
    const { world } = this;
    const { target, at } = due.call;
    due.isSeen = true;
    if (target.kind !== "api") return;
    const { method, path } = target.request;
    world.surroundings.sees(resourceOfPath(path));
    if (method === "GET" && world.kinds.isOfGroup(path))
      world.kinds.asked(path, world.strands.look(due.call, this.word(word.cluster)), at[0]);
  }

  /** The cluster as the cache of this process shows it to a read. */
  #view(slot: number, call: PendingCall, cluster: number): number {
    const { world } = this;
    const kind = world.kinds.readBy(call);
    if (kind < 0) return cluster;
    world.read.add(kind);
    if (!this.isBehind(world.processOf(slot), kind)) return cluster;
    return world.past.view(cluster, world.kinds.watched[kind]?.served.resource ?? "", kind, this.word(word.shelf));
  }

  /** What the server would answer; a resource that has gone is answered as it was last. */
  #trueAnswer(slot: number, call: PendingCall, cluster: number): CallAnswer {
    const { world } = this;
    const answer = world.strands.look(call, cluster);
    if (answer.kind !== "answer" || answer.code !== 404 || world.kinds.readBy(call) !== 0) return answer;
    const gone = this.word(word.gone);
    return gone !== 0 && world.keyNumberOf(slot) === 0 ? world.server.answer(200, world.contents.objectOf(gone)) : answer;
  }

  /** Which call of the twin asks for the same; -1: none. */
  #mate(twin: number, call: PendingCall): number {
    const { strands } = this.world;
    const number = strands.requestNumber(call);
    return strands.get(twin).pending.findIndex((each) => each.call === call.call && strands.requestNumber(each) === number);
  }

  #twinAfter(twin: number, mate: number, strand: Strand, pending: number, delivered: Delivered, truth: CallAnswer | undefined): number {
    const { strands } = this.world;
    if (twin !== 0 && mate < 0) return twin;
    if (twin === 0 && truth === undefined) return 0;
    const answered =
      twin === 0
        ? strands.answer(strand, pending, truth as CallAnswer)
        : strands.answer(strands.get(twin - 1), mate, truth ?? delivered.answer);
    return answered.id === delivered.strand.id ? 0 : answered.id + 1;
  }

  /** The slot holds this strand from now on, or is free when it has ended. */
  #goOn(slot: number, strand: Strand): void {
    const { world, next } = this;
    const start = world.slotAt(slot);
    if (strand.ending === undefined || isRunning(strand)) {
      next[start + slotWord.strand] = strand.id + 1;
      return;
    }
    const process = world.processOf(slot);
    next[word.fixed + process] = strand.memory;
    const bits = next[start + slotWord.bits] as number;
    const queued = bits & slotBits.queued;
    const run = (bits & slotBits.runMask) >> slotBits.run;
    next[start + slotWord.strand] = 0;
    next[start + slotWord.twin] = 0;
    const isAgain =
      strand.ending.kind === "threw"
        ? world.setup.requeue
        : strand.ending.kind === "returned" && strand.ending.requeueAfterSeconds !== undefined;
    const again = !isAgain ? event.none : strand.ending.kind === "threw" ? run : event.modified;
    const asked = queued === event.none ? again : queued;
    next[start + slotWord.bits] = (bits & slotBits.hidden) | asked;
    if (asked !== event.deleted) next[start + slotWord.gone] = 0;
    if (strand.ending.kind === "exited") this.restart(process);
  }

  /** The process starts anew: it lists everything, and knows nothing else. */
  protected restart(process: number): void {
    const { world, next } = this;
    next[word.fixed + process] = 0;
    for (let slot = 0; slot < world.slots; slot += 1) {
      if (world.processOf(slot) !== process) continue;
      const start = world.slotAt(slot);
      next.fill(0, start, start + slotWord.count);
      if (this.shown(slot) !== undefined) next[start + slotWord.bits] = event.added;
    }
  }
}

/** A call that may be answered, with what follows from the call alone. */
export interface DueCall {
  readonly strand: Strand;
  readonly call: PendingCall;
  /** Which of the strand's. */
  readonly pending: number;
  readonly isCached: boolean;
  /** A timer that fires before the answer of another call: only by a fault. */
  readonly isEarly: boolean;
  /** What may become of it, besides its answer. */
  readonly faults: readonly number[];
  /** What it asks for is known to be seen. */
  isSeen: boolean;
  /** By whom it was made last, and its number then (see `Strands.callNumber`). */
  by: number;
  number: number;
}

const none: readonly ObjectChange[] = [];
