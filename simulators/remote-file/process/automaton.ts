import type { TakenBack } from "../../core/vm/journal.ts";
import { WordSet } from "../../core/explore/word-set.ts";
import type { Identifier } from "../search/identify.ts";
import type { ProcessMachine, Query } from "./machine.ts";
import { takeStep } from "./steps.ts";
import { ProcessStopped } from "../../core/program/stopped.ts";
import type { Arrival, Input, ProcessState, ProcessStep, Surroundings } from "./types.ts";
import { endingText, isOver, stateWords } from "./words.ts";

/** Where a state was met first: the step that leads there. */
interface Node {
  /** Number of the process. */
  readonly process: number;
  readonly state: ProcessState;
  /** Undefined: the modules have just been evaluated. */
  readonly parent: Node | undefined;
  readonly taken: Taken | undefined;
  /** By the number of what happens: steps from here that were taken, for each thing that surroundings answered. */
  readonly known: Map<number, Remembered[]>;
  /** Bytes of buffers that were asked for. */
  readonly bytes: Map<string, Uint8Array>;
  /** What its step changes, while the machine is elsewhere and it is kept. */
  again: TakenBack | undefined;
}

/** A step, with all that it depends on. */
interface Taken {
  readonly input: Input;
  readonly arrivals: readonly Arrival[];
  readonly queries: readonly Query[];
}

interface Remembered {
  readonly queries: readonly Query[];
  readonly step: ProcessStep | ProcessStopped;
}

/** A step on the machine's present path, and the journal before it. */
interface OnPath {
  /** Undefined: the state that it leads to has been met elsewhere. */
  node: Node | undefined;
  readonly mark: number;
}

/**
 * Processes of the user's as states and steps. They share one machine, which is in the state of one of them at a time; none sees the others.
 *
 * A suspended function cannot be copied: it is the list of what has happened to it. To go on from a state, the machine goes back to where its path
 * and that of the state part, and takes the rest of the steps again. What was asked once is remembered, so that code runs once for each state
 * and answer, however often the search comes by.
 */
export class Automaton {
  readonly #machine: ProcessMachine;
  readonly #names: readonly string[];
  readonly #identifier: Identifier;
  readonly #words = new WordSet();
  readonly #nodes = new Map<number, Node>();
  readonly #byState = new Map<ProcessState, Node>();
  /** Processes that are over, by how they have ended. */
  readonly #over = new Map<string, ProcessState>();
  /** Before each process starts. */
  readonly #roots: readonly Node[];
  #path: OnPath[] = [];
  /** Nodes with `again`, in the order in which they were left. */
  readonly #kept = new Set<Node>();
  #keptWords = 0;
  #made = 0;
  /** How often code ran. */
  runs = 0;

  /** @param machine Its modules have been evaluated. @param names Exports that are the processes, by their numbers. */
  constructor(machine: ProcessMachine, names: readonly string[], identifier: Identifier) {
    this.#machine = machine;
    this.#names = names;
    this.#identifier = identifier;
    this.#roots = names.map((_, process) => this.#newNode(process, { id: this.#nextId(), waiting: [], timers: [] }, undefined, undefined));
  }

  /** Of each process, before it starts. */
  get beginnings(): readonly ProcessState[] {
    return this.#roots.map(({ state }) => state);
  }

  /** @throws {ProcessStopped} What it does is not modelled, does not end, or a limit strikes. */
  step(state: ProcessState, input: Input, arrivals: readonly Arrival[], surroundings: Surroundings): ProcessStep {
    const node = this.#byState.get(state);
    // What is over goes on with nothing.
    if (!node) return { state, calls: [], timersSet: [], notes: [], disk: surroundings.disk };
    const key = this.#identifier.idOf([input, arrivals]);
    const known = node.known.get(key)?.find(({ queries }) => queries.every((query) => isSame(query, surroundings)));
    if (known) {
      if (known.step instanceof ProcessStopped) throw known.step;
      return { ...known.step, disk: known.step.disk.id < 0 ? surroundings.disk : known.step.disk };
    }
    return this.#takeNew(node, key, { input, arrivals, queries: [] }, surroundings);
  }

  /** What lies in a buffer that the process lends, in one of its states. Offset and length in bytes. */
  bytesOf(state: ProcessState, buffer: number, offset: number, length: number): Uint8Array {
    const node = this.#byState.get(state);
    if (!node) return new Uint8Array(length);
    const key = `${buffer} ${offset} ${length}`;
    const known = node.bytes.get(key);
    if (known) return known;
    this.#goTo(node);
    const bytes = this.#machine.state.buffers[buffer]?.bytes.slice(offset, offset + length) ?? new Uint8Array(length);
    node.bytes.set(key, bytes);
    return bytes;
  }

  #takeNew(node: Node, key: number, { input, arrivals }: Taken, surroundings: Surroundings): ProcessStep {
    const { queries } = this.#machine;
    const remember = (step: ProcessStep | ProcessStopped) => {
      const list = node.known.get(key) ?? [];
      list.push({ queries: this.#machine.queries, step });
      node.known.set(key, list);
    };
    try {
      this.#goTo(node);
      this.#take(node.process, input, arrivals, surroundings);
    } catch (error) {
      if (error instanceof ProcessStopped && error.failure.limit === undefined && this.#machine.queries !== queries) remember(error);
      throw error;
    }
    const { calls, notes, timersSet, diskNow } = this.#machine;
    const state = this.#stateNow(node, { input, arrivals, queries: this.#machine.queries });
    const step: ProcessStep = { state, calls, timersSet, notes, disk: diskNow ?? surroundings.disk };
    remember(diskNow ? step : { ...step, disk: sameDisk });
    return step;
  }

  #stateNow(parent: Node, taken: Taken): ProcessState {
    const machine = this.#machine;
    if (isOver(machine)) return this.#overNow();
    const words = stateWords(machine, parent.process);
    const before = this.#words.size;
    const id = this.#words.add(words.buffer, words.length);
    const known = this.#nodes.get(id);
    if (id < before && known) return known.state;
    const { state } = machine;
    const made: ProcessState = {
      id: this.#nextId(),
      waiting: state.waiting.map(({ slot, call, at, promise }) => ({ slot, call, at, isSync: promise === undefined })),
      timers: state.timers.map(({ id: timer, period }) => ({ id: timer, period })),
      ...(state.ending ? { ending: state.ending } : {}),
      ...(state.blocked ? { blockedBy: state.blocked.slot } : {}),
    };
    const node = this.#newNode(parent.process, made, parent, taken);
    this.#nodes.set(id, node);
    const last = this.#path.at(-1);
    if (last) last.node = node;
    return made;
  }

  #overNow(): ProcessState {
    const text = endingText(this.#machine);
    const known = this.#over.get(text);
    if (known) return known;
    const { ending } = this.#machine.state;
    const made: ProcessState = { id: this.#nextId(), waiting: [], timers: [], ...(ending ? { ending } : {}) };
    this.#over.set(text, made);
    return made;
  }

  #nextId(): number {
    this.#made += 1;
    return this.#made - 1;
  }

  #newNode(process: number, state: ProcessState, parent: Node | undefined, taken: Taken | undefined): Node {
    const node: Node = { process, state, parent, taken, known: new Map(), bytes: new Map(), again: undefined };
    this.#byState.set(state, node);
    return node;
  }

  // ------------------------------------------------------------ the machine's place

  /** Brings the machine to a node by its present path's common part. */
  #goTo(node: Node): void {
    const steps: Node[] = [];
    for (let at: Node | undefined = node; at?.parent; at = at.parent) steps.push(at);
    steps.reverse();
    let common = 0;
    while (common < steps.length && this.#path[common]?.node === steps[common]) common += 1;
    this.#cut(common);
    for (const next of steps.slice(common)) {
      if (!this.#takeAgain(next)) {
        const { input, arrivals, queries } = next.taken as Taken;
        this.#take(next.process, input, arrivals, toldAgain(queries, this.#machine.options.disks.empty));
      }
      (this.#path.at(-1) as OnPath).node = next;
    }
  }

  /** Takes back the steps from there on; what the last ones have changed is kept for the next time. */
  #cut(length: number): void {
    const { journal } = this.#machine.vm;
    for (let last = this.#path.pop(); last !== undefined; last = this.#path.pop()) {
      if (this.#path.length < length) {
        this.#path.push(last);
        return;
      }
      if (last.node === undefined) journal.undoTo(last.mark);
      else this.#keep(last.node, journal.takeBack(last.mark));
    }
  }

  #keep(node: Node, taken: TakenBack): void {
    node.again = taken;
    this.#kept.add(node);
    this.#keptWords += taken.length;
    for (const oldest of this.#kept) {
      if (this.#keptWords <= mostKeptWords) return;
      this.#forget(oldest);
    }
  }

  #forget(node: Node): TakenBack | undefined {
    const { again } = node;
    if (again === undefined) return undefined;
    this.#keptWords -= again.length;
    this.#kept.delete(node);
    node.again = undefined;
    return again;
  }

  /** Does what the step of a node has changed, without running it. */
  #takeAgain(node: Node): boolean {
    const taken = this.#forget(node);
    if (taken === undefined) return false;
    const { journal } = this.#machine.vm;
    const { mark } = journal;
    journal.doAgain(taken);
    this.#path.push({ node, mark });
    return true;
  }

  /** @throws {ProcessStopped} The machine is then where it was before. */
  #take(process: number, input: Input, arrivals: readonly Arrival[], surroundings: Surroundings): void {
    const { journal } = this.#machine.vm;
    const { mark } = journal;
    this.runs += 1;
    try {
      takeStep(this.#machine, { number: process, name: this.#names[process] ?? "" }, input, arrivals, surroundings);
    } catch (error) {
      journal.undoTo(mark);
      throw error;
    }
    this.#path.push({ node: undefined, mark });
  }
}

function isSame(query: Query, surroundings: Surroundings): boolean {
  switch (query.kind) {
    case "now":
      return query.now === surroundings.now();
    case "inode":
      return query.inode === surroundings.inode(query.fd);
    case "capacity": {
      const [bytes, free] = surroundings.capacity();
      return query.bytes === bytes && query.free === free;
    }
    case "disk":
      return query.disk === surroundings.disk;
  }
}

/** Surroundings that tell the same as before. */
function toldAgain(queries: readonly Query[], empty: Surroundings["disk"]): Surroundings {
  let next = 0;
  const told = <Kind extends Query["kind"]>(kind: Kind): Extract<Query, { kind: Kind }> => {
    const query = queries[next];
    next += 1;
    if (query?.kind !== kind) throw new Error("code that runs again asks for something else");
    return query as Extract<Query, { kind: Kind }>;
  };
  return {
    now: () => told("now").now,
    inode: () => told("inode").inode,
    capacity: () => {
      const { bytes, free } = told("capacity");
      return [bytes, free];
    },
    get disk() {
      return queries[next]?.kind === "disk" ? told("disk").disk : empty;
    },
  };
}

/** Of a step that has not looked at the disk: whichever there is stays. */
const sameDisk = { id: -1, entries: new Map<string, Uint8Array>() } as const;

/** Three words for each change: some ten megabytes, and as much again for what was made. */
const mostKeptWords = 2_000_000;
