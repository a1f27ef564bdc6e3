import type { CallAnswer, PendingCall, Strand } from "../process/types.ts";
import type { ObjectChange } from "../properties/types.ts";
import { isCached, isDue } from "./due.ts";
import { resourceOfPath } from "./kinds.ts";
import { callLabel, event, label, slotBits, slotWord, variant, word } from "./layout.ts";
import { Steps } from "./steps.ts";
import type { Delivered } from "./strands.ts";

/** What the controller does: its reconciles begin, their calls are answered, and it starts anew. */
export abstract class ControllerSteps extends Steps {
  /** Set by a listener that needs no further steps: calls and faults that have not been tried yet are left out. */
  isEnough = false;
  /** By strand: which of its first 31 calls have been looked at, a bit for each. */
  readonly #seen: number[] = [];

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
    const strand = this.world.strands.get(id - 1);
    for (let pending = 0; pending < strand.pending.length && !this.isEnough; pending += 1) {
      const call = strand.pending[pending] as PendingCall;
      if (isDue(call, strand)) this.call(slot, strand, pending, variant.normal, emit);
    }
  }

  protected call(slot: number, strand: Strand, pending: number, which: number, emit: (code: number) => void): void {
    const { world, next } = this;
    const call = strand.pending[pending] as PendingCall;
    const seen = this.#seen[strand.id] ?? 0;
    if (pending > 30 || (seen & (1 << pending)) === 0) this.#see(strand, pending, seen);
    const start = world.slotAt(slot);
    const cluster = this.word(word.cluster);
    const view = isCached(call) ? this.#view(slot, call, cluster) : cluster;
    const place = { cluster: view, external: this.word(word.external), graves: this.word(word.graves), by: world.makerOf(slot) };
    const delivered = world.attempt(() => world.strands.deliver(strand, pending, place, which));
    if (delivered === undefined) return;
    const truth = view === cluster ? undefined : this.#trueAnswer(slot, call, cluster);
    const isOutdated = truth !== undefined && truth !== delivered.answer;
    const twin = this.word(start + slotWord.twin);
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

  #see({ id, pending }: Strand, index: number, seen: number): void {
    const call = pending[index] as PendingCall;
    if (index <= 30) this.#seen[id] = seen | (1 << index);
    if (call.target.kind === "api") this.world.surroundings.sees(resourceOfPath(call.target.request.path));
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
    if (strand.ending === undefined || (strand.pending.length > 0 && strand.ending.kind !== "exited")) {
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

const none: readonly ObjectChange[] = [];
