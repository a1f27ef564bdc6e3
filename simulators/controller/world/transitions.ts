import type { StoredObject } from "../cluster/types.ts";
import type { CallAnswer, PendingCall, Strand } from "../process/types.ts";
import type { ObjectChange } from "../properties/types.ts";
import { behindLabel, callLabel, event, label, progress, read, slotBits, slotWord, variant, word, write } from "./layout.ts";
import { resourceOfPath } from "./kinds.ts";
import { collector } from "./environment.ts";
import { isCached, isDue, lookingSlot } from "./due.ts";
import type { Reduction } from "./reduction.ts";
import { type Delivered, faultsOf } from "./strands.ts";
import { Steps } from "./steps.ts";
import type { World } from "./world.ts";

/**
 * All steps from a state, always in the same order: first those of the controller and its surroundings, then the user's, then faults.
 * Of each, the words of the state afterwards stand in `next` and what it was about in `info`, valid until the following one.
 */
export class Transitions extends Steps {
  /** Set by a listener that needs no further steps: calls and faults that have not been tried yet are left out. */
  isEnough = false;
  readonly #canDelete: boolean;
  readonly #reduction: Reduction | undefined;
  /** By strand: which of its first 31 calls have been looked at, a bit for each. */
  readonly #seen: number[] = [];
  readonly #older = (kind: number): readonly number[] => {
    const now = this.held(kind);
    return this.world.past.shelves(this.word(word.past), kind).filter((shelf) => shelf !== now);
  };
  #olderOf = this.#older;

  /**
   * @param canDelete Whether somebody else may delete what the controller owns.
   * @param reduction Leaves out steps that are not needed to find what there is to be found. Absent: all steps.
   */
  constructor(world: World, canDelete: boolean, reduction?: Reduction) {
    super(world, reduction === undefined);
    this.#canDelete = canDelete;
    this.#reduction = reduction;
  }

  /** The state in the beginning: everything is listed for the first time. */
  initial(faults: number): Int32Array {
    const { world } = this;
    const words = new Int32Array(world.width);
    words[word.cluster] = world.first;
    words[word.progress] = write(0, progress.faults, faults);
    const cluster = world.contents.clusterOf(world.first);
    for (let slot = 0; slot < world.slots; slot += 1) {
      if (world.resourceOf(cluster, world.keyOf(slot))) words[world.slotAt(slot) + slotWord.bits] = event.added;
    }
    return words;
  }

  /** @param emit Gets the label of each step. */
  each(from: Int32Array, at: number, emit: (code: number) => void): void {
    this.calm(from, at, emit);
    this.costly(from, at, emit);
  }

  /** The steps that cost no fault. */
  calm(from: Int32Array, at: number, emit: (code: number) => void): void {
    this.from = from;
    this.at = at;
    const { world } = this;
    if (this.#isCollecting()) return this.#builtin(emit);
    const alone = this.#reduction?.isAlone(from, at) === true ? 0 : lookingSlot(world, from, at);
    if (alone >= 0) return this.#calls(alone, emit);
    for (let slot = 0; slot < world.slots; slot += 1) this.#calls(slot, emit);
    this.#builtin(emit);
    this.#others(emit);
    for (let slot = 0; slot < world.slots; slot += 1) this.#start(slot, emit);
    if (this.#reduction?.mayUserAct(from, at) ?? true) this.#user(emit);
  }

  /**
   * Faults, as far as any are left.
   *
   * @param older The older contents of a kind that a cache may go back to, in order. Absent: those of the state.
   */
  costly(from: Int32Array, at: number, emit: (code: number) => void, older = this.#older): void {
    this.from = from;
    this.at = at;
    this.#olderOf = older;
    if (this.#isCollecting() || lookingSlot(this.world, from, at) >= 0) return;
    if (read(this.word(word.progress), progress.faults) > 0) this.#faults(emit);
  }

  // What the controller does.

  #start(slot: number, emit: (code: number) => void): void {
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

  #calls(slot: number, emit: (code: number) => void): void {
    const id = this.word(this.world.slotAt(slot) + slotWord.strand);
    if (id === 0) return;
    const strand = this.world.strands.get(id - 1);
    for (let pending = 0; pending < strand.pending.length && !this.isEnough; pending += 1) {
      const call = strand.pending[pending] as PendingCall;
      if (isDue(call, strand)) this.#call(slot, strand, pending, variant.normal, emit);
    }
  }

  #call(slot: number, strand: Strand, pending: number, which: number, emit: (code: number) => void): void {
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
    if (strand.ending.kind === "exited") this.#restart(process);
  }

  // What the cluster does.

  /** The garbage collector is prompt: as long as it has something to take away, nobody else acts. */
  #isCollecting(): boolean {
    return this.world.surroundings.builtin(this.word(word.cluster), this.word(word.graves))?.controller === collector;
  }

  #builtin(emit: (code: number) => void): void {
    const step = this.world.surroundings.builtin(this.word(word.cluster), this.word(word.graves));
    if (step === undefined) return;
    this.copy();
    this.next[word.cluster] = step.executed.cluster;
    this.after.apply(step.executed.changes, this.word(word.cluster));
    this.emit(label.builtin, { changes: step.executed.changes, builtin: step }, emit);
  }

  #others(emit: (code: number) => void): void {
    const { world, next } = this;
    for (const [index, { system, external }] of world.externals.progress(this.word(word.external)).entries()) {
      this.copy();
      next[word.external] = external;
      this.emit(label.progress | (index << 4), { changes: none, system }, emit);
    }
    for (const [index, release] of world.surroundings.releases(this.word(word.cluster)).entries()) {
      this.copy();
      next[word.cluster] = release.executed.cluster;
      this.after.apply(release.executed.changes, this.word(word.cluster));
      this.emit(label.release | (index << 4), { changes: release.executed.changes, release }, emit);
    }
    const window = read(this.word(word.progress), progress.window);
    if (window !== 0 && (this.#reduction?.mayCatchUp(this.from, this.at) ?? true)) this.#catchUp(emit);
  }

  #catchUp(emit: (code: number) => void): void {
    const { world, next } = this;
    const value = this.word(word.progress);
    const kind = read(value, progress.window) - 1;
    const process = read(value, progress.windowProcess);
    const resource = world.kinds.watched[kind]?.served.resource ?? "";
    this.copy();
    next[word.progress] = write(write(value, progress.window, 0), progress.windowProcess, 0);
    next[word.shelf] = 0;
    const shown = world.contents.shelfOf(this.word(word.shelf));
    const held = world.contents.clusterOf(this.word(word.cluster)).list(resource);
    this.after.tell(process, kind, world.impacts.between(resource, shown, held));
    this.after.release(process);
    this.emit(label.caughtUp, { changes: none, shows: { resource, objects: held } }, emit);
  }

  // What the user does.

  #user(emit: (code: number) => void): void {
    const { world } = this;
    const value = this.word(word.progress);
    const cluster = this.word(word.cluster);
    const edits = read(value, progress.edits);
    const deletion = read(value, progress.deletion);
    const take = (
      code: number,
      executed: { readonly cluster: number; readonly changes: readonly ObjectChange[] } | undefined,
      after: number,
    ): void => {
      if (executed === undefined) return;
      this.copy();
      this.next[word.cluster] = executed.cluster;
      this.next[word.progress] = after;
      this.after.apply(executed.changes, cluster);
      this.emit(code, { changes: executed.changes }, emit);
    };
    if (edits < world.setup.edits.length) {
      take(label.edit | (edits << 4), world.surroundings.edit(cluster, edits), write(value, progress.edits, edits + 1));
    }
    if (deletion === 0) take(label.delete, world.surroundings.delete(cluster), write(value, progress.deletion, 1));
    if (deletion === 1) {
      take(label.createAgain, world.surroundings.createAgain(cluster, edits, this.word(word.graves)), write(value, progress.deletion, 2));
    }
  }

  // What goes wrong.

  #faults(emit: (code: number) => void): void {
    const { world } = this;
    for (let slot = 0; slot < world.slots; slot += 1) {
      const id = this.word(world.slotAt(slot) + slotWord.strand);
      if (id === 0) continue;
      const strand = world.strands.get(id - 1);
      for (let pending = 0; pending < strand.pending.length && !this.isEnough; pending += 1) {
        const call = strand.pending[pending] as PendingCall;
        if (isDue(call, strand))
          for (const which of faultsOf(call)) this.#call(slot, strand, pending, which, (code) => this.#costly(code, emit));
      }
    }
    for (let process = 0; process < world.setup.replicas; process += 1) {
      this.copy();
      this.#restart(process);
      this.emit(label.crash | (process << 4), { changes: none }, (code) => this.#costly(code, emit));
    }
    for (let slot = 0; slot < world.slots; slot += 1) this.#duplicate(slot, emit);
    if (read(this.word(word.progress), progress.window) === 0) this.#windows(emit);
    if (!this.#canDelete) return;
    for (const [index, deletion] of world.surroundings.deletions(this.word(word.cluster)).entries()) {
      this.copy();
      this.next[word.cluster] = deletion.executed.cluster;
      this.after.apply(deletion.executed.changes, this.word(word.cluster));
      this.emit(label.deleteOwned | (index << 4), { changes: deletion.executed.changes, deletion }, (code) => this.#costly(code, emit));
    }
  }

  #costly(code: number, emit: (code: number) => void): void {
    const value = this.next[word.progress] as number;
    this.next[word.progress] = write(value, progress.faults, read(value, progress.faults) - 1);
    this.after.settle();
    emit(code);
  }

  /** The process starts anew: it lists everything, and knows nothing else. */
  #restart(process: number): void {
    const { world, next } = this;
    next[word.fixed + process] = 0;
    for (let slot = 0; slot < world.slots; slot += 1) {
      if (world.processOf(slot) !== process) continue;
      const start = world.slotAt(slot);
      next.fill(0, start, start + slotWord.count);
      if (this.shown(slot) !== undefined) next[start + slotWord.bits] = event.added;
    }
  }

  #duplicate(slot: number, emit: (code: number) => void): void {
    const { world, next } = this;
    const start = world.slotAt(slot);
    const bits = this.word(start + slotWord.bits);
    if ((bits & slotBits.queued) !== 0 || this.shown(slot) === undefined) return;
    this.copy();
    next[start + slotWord.bits] = bits | event.modified;
    this.emit(label.duplicate | (slot << 4), { changes: none, slot }, (code) => this.#costly(code, emit));
  }

  #windows(emit: (code: number) => void): void {
    const { world } = this;
    for (let process = 0; process < world.setup.replicas; process += 1) {
      for (const [kind, { served }] of world.kinds.watched.entries()) {
        if (!world.read.has(kind) || this.#reduction?.mayShowAnother(this.from, this.at, process, kind) === false) continue;
        const held = world.contents.clusterOf(this.word(word.cluster)).list(served.resource);
        for (const [index, shelf] of [this.held(kind), ...this.#olderOf(kind)].entries()) {
          if (index < mostOlder) this.#window(process, kind, shelf, held, behindLabel(process, kind, index), emit);
          else world.isCut = true;
        }
      }
    }
  }

  #window(process: number, kind: number, shelf: number, held: readonly StoredObject[], code: number, emit: (code: number) => void): void {
    const { world, next } = this;
    const resource = world.kinds.watched[kind]?.served.resource ?? "";
    this.copy();
    next[word.progress] = write(write(this.word(word.progress), progress.window, kind + 1), progress.windowProcess, process);
    next[word.shelf] = shelf;
    const objects = world.contents.shelfOf(shelf);
    this.after.tell(process, kind, world.impacts.between(resource, held, objects));
    this.emit(code, { changes: none, shows: { resource, objects } }, (each) => this.#costly(each, emit));
  }
}

const none: readonly ObjectChange[] = [];
/** So many contents of one kind have a label. */
const mostOlder = 128;
