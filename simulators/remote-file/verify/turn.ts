import { begin } from "../nodes/agent.ts";
import type { Answer, Call } from "../nodes/calls.ts";
import type { RunEvent } from "../nodes/events.ts";
import { crashedNodes } from "../nodes/observe.ts";
import { nodeOf } from "../nodes/site.ts";
import { apply, moveClock, nextAlarm } from "../nodes/step.ts";
import type { Ended, Turned } from "../nodes/turn.ts";
import { firstFd } from "../nodes/world.ts";
import { bufferOfOwner, processOfOwner } from "../process/machine.ts";
import type { Arrival, Input, Surroundings, WaitingCall } from "../process/types.ts";
import { type Book, enterCall, entryOf, leaveCall, noteEvent, occurrenceOf } from "./book.ts";
import { choiceOf } from "./moves.ts";
import { restAt } from "./rounds.ts";
import type { Stage } from "./stage.ts";
import type { RunningProcess, RunState } from "./state.ts";
import type { Happening, Move, Substitution } from "./types.ts";

/** What a move leads to. */
export interface Advanced {
  readonly state: RunState;
  readonly book: Book;
  readonly happenings: readonly Happening[];
}

/** Takes a move, and lets the processes that are woken by it run until they can only wait again. @throws {ProcessStopped} */
export function advance(stage: Stage, state: RunState, book: Book, move: Move, substitutions: readonly Substitution[] = []): Advanced {
  const turn = new RunTurn(stage, state, book, substitutions);
  turn.take(move);
  return turn.done();
}

/** A call that is over. */
interface Released {
  readonly process: number;
  readonly slot: number;
  readonly entry: NonNullable<ReturnType<typeof entryOf>>;
  readonly answer: Answer;
}

class RunTurn {
  readonly #stage: Stage;
  readonly #substitutions: readonly Substitution[];
  #world: RunState["world"];
  #processes: RunningProcess[];
  #disks: RunState["disks"];
  #rests: RunState["rests"];
  #book: Book;
  readonly #happenings: Happening[] = [];
  /** Calls that are over and whose processes do not know it yet. */
  readonly #released: Released[] = [];

  constructor(stage: Stage, { world, processes, disks, rests }: RunState, book: Book, substitutions: readonly Substitution[]) {
    this.#stage = stage;
    this.#substitutions = substitutions;
    this.#world = world;
    this.#processes = [...processes];
    this.#disks = disks;
    this.#rests = rests;
    this.#book = book;
  }

  done(): Advanced {
    return {
      state: { world: this.#world, processes: this.#processes, disks: this.#disks, rests: this.#rests },
      book: this.#book,
      happenings: this.#happenings,
    };
  }

  take(move: Move): void {
    const { site } = this.#stage;
    const choice = choiceOf(move);
    if (choice) this.#follow(apply(site, this.#world, choice, this.#takeBytes));
    else if (move.kind === "start") this.#run(move.process, { kind: "start" });
    else if (move.kind === "alarm") this.#follow(moveClock(site, this.#world, nextAlarm(this.#world) ?? 0, this.#takeBytes));
    else if (move.kind === "timer") this.#fire(move.process);
    if (move.kind === "crash") this.#stopProcesses();
    this.#answerAll();
  }

  /** Goes on with what a function of the nodes led to. */
  #follow({ world, events, ended }: Turned): void {
    this.#world = world;
    for (const event of events) this.#tell(event);
    for (const one of ended) this.#release(one);
  }

  /** A call is over: its number may be given out again at once, even before its answer is told. */
  #release({ process, operation, answer }: Ended): void {
    const entry = entryOf(this.#book, process, operation);
    const { operations } = this.#process(process);
    const slot = operations.indexOf(operation);
    this.#book = leaveCall(this.#book, process, operation);
    // A process that has ended itself waits for nothing.
    if (slot < 0 || !entry) return;
    this.#set(process, { operations: trimmed(operations.with(slot, -1)) });
    this.#released.push({ process, slot, entry, answer });
  }

  #tell(event: RunEvent): void {
    this.#book = noteEvent(this.#book, event);
    const occurrence = occurrenceOf(this.#book, event);
    this.#happenings.push(occurrence ? { kind: "event", event, occurrence } : { kind: "event", event });
    if (event.action !== "nic.deliver" || event.owner === undefined) return;
    const process = processOfOwner(event.owner);
    this.#arrive(process, { buffer: bufferOfOwner(event.owner), offset: event.offset, bytes: event.bytes });
  }

  #arrive(process: number, arrival: Arrival): void {
    const { arrivals } = this.#process(process);
    this.#set(process, { arrivals: withArrival(arrivals, arrival) });
  }

  #answerAll(): void {
    for (let next = this.#released.shift(); next; next = this.#released.shift()) this.#answer(next);
  }

  #answer({ process, slot, entry: { occurrence, call, at }, answer }: Released): void {
    const substitution = this.#substitutions.find(({ read }) => read.process === process && read.index === occurrence.index);
    if (substitution && answer.kind === "read") this.#replace(process, call, substitution.bytes);
    const bytes = answer.kind === "read" ? this.#bytesOf(process, call, answer.count) : undefined;
    this.#happenings.push({ kind: "answer", occurrence, call, answer, at, ...(bytes ? { bytes } : {}) });
    this.#run(process, { kind: "answer", slot, answer: plain(answer) });
  }

  /** What a read has got becomes something else before the process sees it. */
  #replace(process: number, call: Call, bytes: Uint8Array): void {
    if (call.kind !== "read") return;
    let from = 0;
    for (const { owner, offset, length } of call.buffers) {
      const part = bytes.slice(from, from + length);
      from += length;
      if (owner !== undefined && part.length > 0) this.#arrive(process, { buffer: bufferOfOwner(owner), offset, bytes: part });
    }
  }

  #bytesOf(process: number, call: Call, count: number): readonly Uint8Array[] {
    if (call.kind !== "read") return [];
    let left = count;
    return call.buffers.map(({ owner = 0, offset, length }) => {
      const taken = Math.min(left, length);
      left -= taken;
      return this.#bytesNow(process, bufferOfOwner(owner), offset, taken);
    });
  }

  readonly #takeBytes = (owner: number, offset: number, length: number): Uint8Array =>
    this.#bytesNow(processOfOwner(owner), bufferOfOwner(owner), offset, length);

  /** What lies in a buffer now, with what has arrived since its process ran last. */
  #bytesNow(process: number, buffer: number, offset: number, length: number): Uint8Array {
    const { state, arrivals } = this.#process(process);
    const touching = arrivals.filter(
      (one) => one.buffer === buffer && one.offset < offset + length && offset < one.offset + one.bytes.length,
    );
    const [only] = touching;
    if (touching.length === 1 && only && only.offset === offset && only.bytes.length === length) return only.bytes;
    if (touching.length === 0) return this.#stage.automaton.bytesOf(state, buffer, offset, length);
    const bytes = isCovered(touching, offset, length)
      ? new Uint8Array(length)
      : this.#stage.automaton.bytesOf(state, buffer, offset, length).slice();
    for (const one of touching) overlay(bytes, offset, one);
    return bytes;
  }

  /** So much time passes as until the timer is due; of a loop that only waits for an alarm, many rounds at once. */
  #fire(process: number): void {
    const rested = restAt(this.#stage, this.done().state);
    const { rounds } = rested;
    this.#rests = rested.state.rests;
    this.#world = rested.state.world;
    this.#processes = [...rested.state.processes];
    if (rounds > 0) this.#happenings.push({ kind: "rounds", rounds });
    const { timers, state } = this.#process(process);
    const [first, ...rest] = timers;
    if (!first) return;
    const { verbs } = this.#world;
    this.#world = { ...this.#world, verbs: { ...verbs, now: Math.max(verbs.now, first.due) } };
    const period = state.timers.find(({ id }) => id === first.id)?.period ?? 0;
    this.#set(process, { timers: period > 0 ? insert(rest, { id: first.id, due: first.due + period }) : rest });
    this.#happenings.push({ kind: "timer", process });
    this.#run(process, { kind: "timer", id: first.id });
  }

  /** Code of the process runs until it can only wait. */
  #run(process: number, input: Input): void {
    const before = this.#process(process);
    const node = this.#world.processes[process]?.node ?? -1;
    const step = this.#stage.automaton.step(before.state, input, before.arrivals, this.#surroundings(process, node));
    const { now } = this.#world.verbs;
    const left = before.timers.filter(({ id }) => step.state.timers.some((timer) => timer.id === id));
    const timers = step.timersSet.reduce<RunningProcess["timers"]>(
      (all, { id, delay }) => (step.state.timers.some((timer) => timer.id === id) ? insert(all, { id, due: now + delay }) : all),
      left,
    );
    const isOver = step.state.waiting.length === 0 && step.state.ending?.kind === "exited";
    this.#set(process, {
      state: step.state,
      hasStarted: true,
      arrivals: [],
      timers,
      ...(isOver ? { operations: [] } : {}),
    });
    if (step.disk !== this.#disks[node]) this.#disks = this.#disks.with(node, step.disk);
    for (const note of step.notes) this.#happenings.push({ kind: "note", process, note });
    for (const call of step.calls) this.#begin(process, call);
    const { ending } = step.state;
    if (ending && !before.state.ending) this.#happenings.push({ kind: "end", process, ending });
  }

  #begin(process: number, { slot, call, isSync, at }: WaitingCall): void {
    const begun = begin(this.#stage.site, this.#world, process, call, this.#takeBytes);
    const { operation } = begun;
    this.#book = enterCall(this.#book, process, operation, { call, isSync, at });
    const occurrence = entryOf(this.#book, process, operation)?.occurrence ?? { process, index: -1 };
    this.#happenings.push({ kind: "call", occurrence, operation, call, isSync, at });
    const { operations } = this.#process(process);
    const filled = [...operations];
    while (filled.length <= slot) filled.push(-1);
    filled[slot] = operation;
    this.#set(process, { operations: filled });
    this.#follow(begun);
  }

  #surroundings(process: number, node: number): Surroundings {
    const world = this.#world;
    const { site } = this.#stage;
    return {
      now: () => world.verbs.now,
      inode: (fd) => world.processes[process]?.files[fd - firstFd]?.file,
      capacity() {
        const crashed = crashedNodes(world);
        const live = site.memoryNodes.filter((one) => !crashed.includes(one));
        const bytes = live.reduce((sum, one) => sum + nodeOf(site, one).memory, 0);
        const used = world.directory.files.reduce(
          (sum, file) =>
            sum +
            (file
              ? file.replicas.filter((extent) => live.includes(extent.node)).length *
                (site.configuration.mounts[file.mount]?.regionSize ?? 0)
              : 0),
          0,
        );
        return [bytes, Math.max(0, bytes - used)];
      },
      disk: this.#disks[node] ?? this.#stage.start.disks[node] ?? (this.#disks[0] as RunState["disks"][number]),
    };
  }

  /** The processes of a node that has crashed. */
  #stopProcesses(): void {
    const crashed = crashedNodes(this.#world);
    for (const [number, { node }] of this.#world.processes.entries()) {
      if (!crashed.includes(node) || !this.#process(number).isAlive) continue;
      this.#set(number, { isAlive: false, arrivals: [], operations: [], timers: [] });
    }
  }

  #process(number: number): RunningProcess {
    const process = this.#processes[number];
    if (!process) throw new Error(`there is no process ${number}`);
    return process;
  }

  #set(number: number, change: Partial<RunningProcess>): void {
    this.#processes[number] = { ...this.#process(number), ...change };
  }
}

/** Copies that the answer brings are for buffers outside of a heap. */
const plain = (answer: Answer): Answer => (answer.kind === "read" ? { ...answer, bytes: [] } : answer);

function trimmed(operations: readonly number[]): readonly number[] {
  let { length } = operations;
  while (length > 0 && operations[length - 1] === -1) length -= 1;
  return operations.slice(0, length);
}

function insert(timers: RunningProcess["timers"], timer: RunningProcess["timers"][number]): RunningProcess["timers"] {
  const behind = timers.findIndex(({ due }) => timer.due < due);
  return timers.toSpliced(behind < 0 ? timers.length : behind, 0, timer);
}

/** In the order of the places, as long as none is written twice: then it makes no difference which came first. */
function withArrival(arrivals: readonly Arrival[], arrival: Arrival): readonly Arrival[] {
  const end = arrival.offset + arrival.bytes.length;
  const left = arrivals.filter(
    (one) => one.buffer !== arrival.buffer || one.offset < arrival.offset || one.offset + one.bytes.length > end,
  );
  const meets = left.some((one) => one.buffer === arrival.buffer && one.offset < end && arrival.offset < one.offset + one.bytes.length);
  if (meets) return [...left, arrival];
  const behind = left.findIndex((one) => one.buffer > arrival.buffer || (one.buffer === arrival.buffer && one.offset > arrival.offset));
  return left.toSpliced(behind < 0 ? left.length : behind, 0, arrival);
}

function isCovered(arrivals: readonly Arrival[], offset: number, length: number): boolean {
  let at = offset;
  for (const one of arrivals.toSorted((a, b) => a.offset - b.offset)) {
    if (one.offset > at) return false;
    at = Math.max(at, one.offset + one.bytes.length);
  }
  return at >= offset + length;
}

function overlay(bytes: Uint8Array, offset: number, arrival: Arrival): void {
  const from = Math.max(offset, arrival.offset);
  const to = Math.min(offset + bytes.length, arrival.offset + arrival.bytes.length);
  bytes.set(arrival.bytes.subarray(from - arrival.offset, to - arrival.offset), from - offset);
}
