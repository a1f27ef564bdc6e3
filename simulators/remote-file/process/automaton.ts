import { MachinePath, type Met } from "../../core/program/machine-path.ts";
import { WordSet } from "../../core/explore/word-set.ts";
import type { Identifier } from "../search/identify.ts";
import type { ProcessMachine, Query } from "./machine.ts";
import { takeStep } from "./steps.ts";
import { ProcessStopped } from "../../core/program/stopped.ts";
import type { Arrival, Input, ProcessState, ProcessStep, Surroundings } from "./types.ts";
import { endingText, isOver, stateWords } from "./words.ts";

/** Where a state was met first: the step that leads there. */
interface Node extends Met<Node> {
  /** Number of the process. */
  readonly process: number;
  readonly state: ProcessState;
  /** Undefined: the process has not started. */
  readonly taken: Taken | undefined;
  /** By the number of what happens: steps from here that were taken, for each thing that surroundings answered. */
  readonly known: Map<number, Remembered[]>;
  /** Bytes of buffers that were asked for. */
  readonly bytes: Map<string, Uint8Array>;
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

/**
 * Processes of the user's as states and steps. They share one machine, which is in the state of one of them at a time; none sees the others.
 *
 * What was asked once is remembered, so that code runs once for each state and answer, however often the search comes by.
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
  readonly #path: MachinePath<Node>;
  #made = 0;
  /** How often code ran. */
  runs = 0;

  /** @param machine Its modules have been evaluated. @param names Exports that are the processes, by their numbers. */
  constructor(machine: ProcessMachine, names: readonly string[], identifier: Identifier) {
    this.#machine = machine;
    this.#names = names;
    this.#identifier = identifier;
    this.#path = new MachinePath<Node>(machine.vm.journal, ({ process, taken }) => {
      const { input, arrivals, queries } = taken as Taken;
      this.#run(process, input, arrivals, toldAgain(queries, machine.options.disks.empty));
    });
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
    this.#path.goTo(node.taken && node);
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
      this.#path.goTo(node.taken && node);
      this.#path.take(() => this.#run(node.process, input, arrivals, surroundings));
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
    const node = this.#newNode(parent.process, made, parent.taken && parent, taken);
    this.#nodes.set(id, node);
    this.#path.name(node);
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
    const node: Node = { process, state, parent, taken, known: new Map(), bytes: new Map() };
    this.#byState.set(state, node);
    return node;
  }

  #run(process: number, input: Input, arrivals: readonly Arrival[], surroundings: Surroundings): void {
    this.runs += 1;
    takeStep(this.#machine, { number: process, name: this.#names[process] ?? "" }, input, arrivals, surroundings);
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
