import type { StoredObject } from "../cluster/types.ts";
import type { ObjectChange } from "../properties/types.ts";
import { behindLabel, event, label, progress, read, slotBits, slotWord, word, write } from "./layout.ts";
import { ControllerSteps, type DueCall } from "./controller-steps.ts";
import { collector, type Release } from "./environment.ts";
import type { Progressed } from "./externals.ts";
import { lookingSlot } from "./due.ts";
import type { Executed } from "./server.ts";
import type { Reduction } from "./reduction.ts";
import type { World } from "./world.ts";

/**
 * All steps from a state, always in the same order: first those of the controller and its surroundings, then the user's, then faults.
 * Of each, the words of the state afterwards stand in `next` and what it was about in `info`, valid until the following one.
 */
export class Transitions extends ControllerSteps {
  readonly #canDelete: boolean;
  readonly #reduction: Reduction | undefined;
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
    if (alone >= 0) return this.calls(alone, emit);
    for (let slot = 0; slot < world.slots; slot += 1) this.calls(slot, emit);
    this.#builtin(emit);
    this.#others(emit);
    for (let slot = 0; slot < world.slots; slot += 1) this.start(slot, emit);
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
    const progressed = world.externals.progress(this.word(word.external));
    for (let index = 0; index < progressed.length; index += 1) {
      const { system, external } = progressed[index] as Progressed;
      this.copy();
      next[word.external] = external;
      this.emit(label.progress | (index << 4), { changes: none, system }, emit);
    }
    const releases = world.surroundings.releases(this.word(word.cluster));
    for (let index = 0; index < releases.length; index += 1) {
      const release = releases[index] as Release;
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
    if (edits < world.setup.edits.length) {
      const edited = world.surroundings.edit(cluster, edits);
      this.#take(label.edit | (edits << 4), edited, write(value, progress.edits, edits + 1), emit);
    }
    if (deletion === 0) this.#take(label.delete, world.surroundings.delete(cluster), write(value, progress.deletion, 1), emit);
    if (deletion === 1) {
      const created = world.surroundings.createAgain(cluster, edits, this.word(word.graves));
      this.#take(label.createAgain, created, write(value, progress.deletion, 2), emit);
    }
  }

  #take(code: number, executed: Executed | undefined, after: number, emit: (code: number) => void): void {
    if (executed === undefined) return;
    this.copy();
    this.next[word.cluster] = executed.cluster;
    this.next[word.progress] = after;
    this.after.apply(executed.changes, this.word(word.cluster));
    this.emit(code, { changes: executed.changes }, emit);
  }

  // What goes wrong.

  #faults(emit: (code: number) => void): void {
    const { world } = this;
    for (let slot = 0; slot < world.slots; slot += 1) {
      const id = this.word(world.slotAt(slot) + slotWord.strand);
      if (id === 0) continue;
      const due = this.due(id - 1);
      for (let index = 0; index < due.length && !this.isEnough; index += 1) {
        const call = due[index] as DueCall;
        for (const which of call.faults) this.call(slot, call, which, (code) => this.#costly(code, emit));
      }
    }
    for (let process = 0; process < world.setup.replicas; process += 1) {
      this.copy();
      this.restart(process);
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
