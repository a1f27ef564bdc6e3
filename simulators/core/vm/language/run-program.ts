import type { VObject } from "../cell.ts";
import type { Host, Job, Stop } from "../host.ts";
import { createMachine, type Machine } from "../machine.ts";
import { StateKeys } from "../state-key.ts";
import type { Value } from "../value.ts";
import type { Task } from "../vm.ts";
import { moduleOf } from "./describe.ts";

/** What a program came to. */
export interface ProgramResult {
  readonly outcome: string;
  readonly log: readonly string[];
}

interface Timer {
  readonly number: number;
  readonly due: number;
  readonly callee: VObject;
  readonly args: readonly Value[];
  readonly every: number | undefined;
  readonly store: Value;
}

/** What the host knows beside the machine. */
interface World {
  readonly log: readonly string[];
  readonly jobs: readonly Job[];
  readonly timers: readonly Timer[];
  readonly lastTimer: number;
}

const instructions = 5_000_000;

/** Runs a program on the machine (after the import declarations `imports`), as JavaScript's own rules want it: micro-tasks in order, then timers by due time. */
export function runOnMachine(program: string, imports = ""): ProgramResult {
  return new ProgramRun().run(program, imports);
}

/**
 * The same, but the program is stopped before every instruction that accesses memory. There it is run one instruction ahead, which is taken back, and
 * the state has to be the same as before, word by word. Then it goes on.
 */
export function runInterrupted(program: string, imports = ""): ProgramResult {
  return new InterruptedRun().run(program, imports);
}

class ProgramRun {
  protected world: World = { log: [], jobs: [], timers: [], lastTimer: 0 };
  protected readonly machine: Machine = createMachine(this.#host());
  #now = 0;

  run(program: string, imports: string): ProgramResult {
    const { machine } = this;
    let failure = this.#finish(machine.load(`${imports}\n${moduleOf(program)}`)) ?? this.#drain();
    for (let rounds = 0; failure === undefined && this.world.timers.length > 0 && rounds < 1000; rounds += 1) {
      const timer = this.world.timers.reduce((first, each) => (each.due < first.due ? each : first));
      this.#now = timer.due;
      const again = timer.every === undefined ? [] : [{ ...timer, due: this.#now + timer.every }];
      this.#change({ timers: [...this.world.timers.filter((each) => each !== timer), ...again] });
      failure = this.#finish(machine.start(timer.callee, undefined, timer.args, timer.store));
      // What an interval enters stays with it.
      const { asyncStore: store } = machine;
      this.#change({ timers: this.world.timers.map((each) => (each.number === timer.number ? { ...each, store } : each)) });
      failure ??= this.#drain();
    }
    const outcome = machine.exports().get("outcome")?.();
    return { outcome: failure ?? (typeof outcome === "string" ? outcome : "none"), log: this.world.log };
  }

  /** May the program access memory now? */
  protected allows(): boolean {
    return true;
  }

  /** Runs until the task has ended. */
  protected toEnd(task: Task): Stop {
    return this.machine.run(task, instructions);
  }

  #change(part: Partial<World>): void {
    this.world = { ...this.world, ...part };
  }

  #drain(): string | undefined {
    for (;;) {
      const [job, ...jobs] = this.world.jobs;
      if (job === undefined) return undefined;
      this.#change({ jobs });
      const failure = this.#finish(this.machine.startJob(job));
      if (failure !== undefined) return failure;
    }
  }

  #finish(task: Task): string | undefined {
    const stop = this.toEnd(task);
    return stop.kind === "done" ? undefined : stop.kind === "not-modelled" ? `not modelled: ${stop.message}` : stop.kind;
  }

  #host(): Host {
    return {
      access: () => this.allows(),
      union: (a, b) => a | b,
      enqueue: (job) => this.#change({ jobs: [...this.world.jobs, job] }),
      rejection: () => undefined,
      setTimer: (callee, args, delay, repeats) => {
        const number = this.world.lastTimer + 1;
        const wait = Math.max(1, delay);
        const timer = { number, due: this.#now + wait, callee, args, every: repeats ? wait : undefined, store: this.machine.asyncStore };
        this.#change({ timers: [...this.world.timers, timer], lastTimer: number });
        return number;
      },
      clearTimer: (number) => this.#change({ timers: this.world.timers.filter((timer) => timer.number !== number) }),
      wait: () => "not-equal",
      notify: () => 0,
      keepsAsyncStore: () => true,
      now: () => this.#now,
      random: () => 2 ** 31,
      effect: (what, text) => this.#change({ log: [...this.world.log, what === "console.log" ? text : `${what}: ${text}`] }),
    };
  }
}

class InterruptedRun extends ProgramRun {
  readonly #keys = new StateKeys(this.machine, this.machine.initialCells);
  /** One instruction may go on, with all that it has run: the next one, then the one with this number. */
  #isFree = false;
  #ordinal = -1;
  #stops = 0;

  protected override allows(): boolean {
    if (this.machine.instruction === this.#ordinal) return true;
    if (!this.#isFree) return false;
    this.#isFree = false;
    this.#ordinal = this.machine.instruction;
    return true;
  }

  protected override toEnd(task: Task): Stop {
    const { machine } = this;
    machine.context = 0;
    for (let stop = machine.run(task, instructions); ; stop = this.#step(task)) {
      if (stop.kind !== "access") return stop;
      this.#lookAhead(task);
    }
  }

  #step(task: Task): Stop {
    this.#isFree = true;
    return this.machine.run(task, instructions);
  }

  /** Takes one step and takes it back: by undoing, or as new changes that undo it. */
  #lookAhead(task: Task): void {
    const { journal } = this.machine;
    const { mark } = journal;
    const { world } = this;
    const before = this.#words(task);
    const top = this.machine.save(task);
    this.#step(task);
    this.#stops += 1;
    if (this.#stops % 2 === 0) journal.undoTo(mark);
    else journal.revertTo(mark);
    task.top = top;
    this.world = world;
    const after = this.#words(task);
    if (before !== after) throw new Error(`the state after taking back is another one:\n${before}\n${after}`);
  }

  #words(task: Task): string {
    const out = this.#keys.begin();
    this.machine.writeTask(task, out);
    for (const { callee, args } of this.world.jobs) {
      out.cell(callee);
      for (const value of args) out.value(value);
    }
    const { buffer, length } = this.#keys.finish();
    return buffer.slice(0, length).join();
  }
}
