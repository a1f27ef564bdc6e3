import type { Instruction } from "../../core/vm/code.ts";
import { Footprint, type Found, isLasting, type Read, type Write } from "../../core/vm/footprint.ts";
import type { Frame } from "../../core/vm/frame.ts";
import type { Stop } from "../../core/vm/host.ts";
import { hole } from "../../core/vm/value.ts";
import type { History } from "./flow.ts";
import type { Standing, Strand } from "./thread.ts";
import { judgeBit } from "./sharing.ts";
import { assign } from "../../core/program/assign.ts";
import type { WorldOptions } from "./options.ts";
import type { World } from "./world.ts";

/**
 * What slices outside sections did before: the search comes to the same frames again and again, by other ways. From the same frames, and with the same
 * values wherever it looks, a slice does the same; so its effect is looked up instead of executed (`Footprint`).
 *
 * Data flow: only slices that begin and end without a value that is marked with reads. What they mark in between comes from their own reads, of which
 * none can be stale; versions are counted as if they were executed.
 *
 * Frames that are equal are made one (by their word in `StateKeys`), so that what is known can be kept with them. Each strand has its own, because
 * what `Sharing` learns from a slice it learns from the first of each strand.
 */
export class KnownSlices {
  /** Slices that did not have to be executed. */
  repeated = 0;
  readonly #world: World;
  /** One frame of all that are equal, by word and strand. */
  readonly #frames = new Map<number, Frame>();
  readonly #merits = new Map<Instruction, Merit>();
  #options: WorldOptions | undefined;
  #edition = -1;
  /** Is anything to be remembered with these options? */
  #isOn = false;
  /** What is known belongs to it; another one, and it is forgotten. */
  #era = 0;
  #count = 0;
  #footprint: Footprint | undefined;
  #from = 0;
  #start: Frame | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** Runs the strand's next slice, if its effect is known. */
  repeat(strand: Strand): Stop | undefined {
    this.#footprint = undefined;
    if (!this.#applies(strand)) return undefined;
    const { top } = strand.task;
    const known = top && this.#knownOf(top);
    if (known === undefined) return undefined;
    let step = known.first;
    while (step instanceof Fork) step = step.ways.get(step.read.now());
    if (step === undefined || !isInitialised(step)) return undefined;
    known.merit.repeated += 1;
    this.repeated += 1;
    return this.#perform(strand, step);
  }

  /** To be handed to the machine with the slice that is executed now; undefined: nothing is to be noted. */
  begin(strand: Strand): Footprint | undefined {
    const { top } = strand.task;
    if (top === undefined || !this.#applies(strand) || this.#knownOf(top) === undefined || !isWorthwhile(this.#meritOf(top)))
      return undefined;
    this.#start = top;
    this.#from = this.#world.vm.journal.mark;
    this.#footprint = new Footprint(this.#world.options.tracksFlow);
    return this.#footprint;
  }

  /** The slice was executed; the strand's frames are saved. */
  end(strand: Strand, stop: Stop): void {
    const footprint = this.#footprint;
    const start = this.#start;
    this.#footprint = undefined;
    if (this.#isOn) this.#unify(strand);
    if (footprint === undefined || start === undefined) return;
    const merit = this.#meritOf(start);
    merit.noted += 1;
    const effect = footprint.isWhole && this.#isExplained(footprint) ? this.#effectOf(strand, stop, footprint) : undefined;
    if (effect === undefined) return;
    merit.kept += 1;
    this.#keep(start, footprint.found, effect);
  }

  #applies({ index, depth, standing, section }: Strand): boolean {
    const world = this.#world;
    if (world.options !== this.#options || world.sharing.edition !== this.#edition) this.#renew();
    return this.#isOn && depth === 0 && section === undefined && standing.kind === "access" && index < world.threadCount;
  }

  #renew(): void {
    const { options, sharing, isAsync } = this.#world;
    this.#options = options;
    this.#edition = sharing.edition;
    this.#isOn = !isAsync && options.tracksAllFlow !== true && options.recorder === undefined && options.repeatsNothing !== true;
    this.#forget();
  }

  #forget(): void {
    this.#era += 1;
    this.#count = 0;
    this.#frames.clear();
    this.#merits.clear();
  }

  #perform(strand: Strand, { top, stop, standing, changes }: Effect): Stop {
    const { vm, memory, state, sharing, flow } = this.#world;
    const { journal } = vm;
    memory.checkpoint = strand.task.top;
    journal.save(strand.task, "top");
    strand.task.top = top;
    for (const { write, value, history } of changes) {
      journal.save(write.list, write.index);
      write.list[write.index] = value;
      if (history !== undefined) flow.write(history, strand.index);
      if (!state.isDirty && sharing.isRead(write.cell, write.place, judgeBit)) assign(journal, state, "isDirty", true);
    }
    vm.context = strand.index;
    memory.stopped = standing;
    return stop;
  }

  /** From now on the strand's frames are those that were there first, if they are equal. */
  #unify(strand: Strand): void {
    const world = this.#world;
    const { top } = strand.task;
    if (top === undefined || strand.depth > 0 || strand.index >= world.threadCount) return;
    if (this.#knownOf(top) !== undefined || !isWorthwhile(this.#meritOf(top))) return;
    const word = world.keys.wordOf(strand.task);
    if (word < 0) {
      this.#meritOf(top).noted += 1;
      return;
    }
    const key = word * world.threadCount + strand.index;
    const known = this.#frames.get(key);
    if (known !== undefined) strand.task.top = known;
    else {
      this.#frames.set(key, top);
      top.watch = new Known(this.#era, this.#meritOf(top));
    }
  }

  /** Are all changes of the slice slots and elements that it was noted to have written, and what they hold there in every run? */
  #isExplained({ writes }: Footprint): boolean {
    const { vm, state, failures } = this.#world;
    if (failures.length > 0) return false;
    const histories = writes.map((write) => this.#historyOf(write));
    for (let mark = this.#from; mark < vm.journal.mark; mark += 1) {
      const target = vm.journal.targetAt(mark);
      if (target === state || writes.some(({ list }) => list === target)) continue;
      if (!histories.some((history) => target === history || target === history?.writes)) return false;
    }
    return writes.every(({ list, index }) => isLasting(list[index]));
  }

  /** Of a place whose versions are counted. */
  #historyOf({ cell, place }: Write): History | undefined {
    const { options, sharing, flow } = this.#world;
    return options.tracksFlow && sharing.isPoint(cell, place) ? flow.historyOf(cell, place) : undefined;
  }

  #effectOf(strand: Strand, stop: Stop, { writes }: Footprint): Effect | undefined {
    const { top } = strand.task;
    const changes = writes.map((write) => ({ write, value: write.list[write.index], history: this.#historyOf(write) }));
    if (stop.kind === "done") return isLasting(stop.value) && stop.tag === 0 ? { top, stop, standing: undefined, changes } : undefined;
    const standing = this.#world.memory.stopped;
    if (stop.kind !== "access" || standing === undefined || !isLasting(standing.cell)) return undefined;
    if (top === undefined || this.#knownOf(top) === undefined) return undefined;
    return { top, stop, standing, changes };
  }

  #keep(start: Frame, found: readonly Found[], effect: Effect): void {
    if (this.#count >= mostSlices) this.#forget();
    const known = this.#knownOf(start);
    if (known === undefined) return;
    this.#count += 1;
    known.first = grown(known.first, found, 0, effect);
  }

  #knownOf({ watch }: Frame): Known | undefined {
    return watch instanceof Known && watch.era === this.#era ? watch : undefined;
  }

  #meritOf({ code, pc }: Frame): Merit {
    const instruction = code.instructions[pc] as Instruction;
    let merit = this.#merits.get(instruction);
    if (merit === undefined) this.#merits.set(instruction, (merit = { noted: 0, kept: 0, repeated: 0 }));
    return merit;
  }
}

/** More are not kept: about 300 bytes each. */
const mostSlices = 200_000;

/** What is known of the slices that begin with a frame. */
class Known {
  readonly era: number;
  readonly merit: Merit;
  first: Fork | Effect | undefined = undefined;

  constructor(era: number, merit: Merit) {
    this.era = era;
    this.merit = merit;
  }
}

/** It goes on in another way for each value that is found. */
class Fork {
  readonly read: Read;
  readonly ways = new Map<unknown, Fork | Effect>();

  constructor(read: Read) {
    this.read = read;
  }
}

interface Effect {
  readonly top: Frame | undefined;
  readonly stop: Stop;
  /** Before which access it stopped; undefined: it has ended. */
  readonly standing: Extract<Standing, { readonly kind: "access" }> | undefined;
  readonly changes: readonly { readonly write: Write; readonly value: unknown; readonly history: History | undefined }[];
}

/** The same look at the same values leads to the same next look: so a path of reads is never another one's beginning. */
function grown(step: Fork | Effect | undefined, found: readonly Found[], from: number, effect: Effect): Fork | Effect {
  const next = found[from];
  if (next === undefined) return effect;
  const fork = step instanceof Fork ? step : new Fork(next.read);
  fork.ways.set(next.value, grown(fork.ways.get(next.value), found, from + 1, effect));
  return fork;
}

/** Writing a variable before it is initialised is an error. */
function isInitialised({ changes }: Effect): boolean {
  for (const { write } of changes) if (write.list[write.index] === hole) return false;
  return true;
}

/** How often slices from an instruction were noted, could be kept, and were repeated. */
interface Merit {
  noted: number;
  kept: number;
  repeated: number;
}

/** Slices from some instructions make objects or call natives, others never find the same again. */
const isWorthwhile = ({ noted, kept, repeated }: Merit): boolean =>
  noted < trials || (kept * 2 >= noted && (noted < longTrial || repeated >= noted));
const trials = 16;
const longTrial = 1024;
