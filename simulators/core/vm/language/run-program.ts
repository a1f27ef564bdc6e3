import { createMachine } from "../machine.ts";
import type { AccessKind, Host, Job, Stop } from "../host.ts";
import type { Cell, VObject } from "../cell.ts";
import type { Place, Value } from "../value.ts";
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
}

/** What hosts of tests do with an access, and when the machine has stopped for one. */
export interface AccessPolicy {
  access(cell: Cell, place: Place, kind: AccessKind): boolean;
  /** `run` continues the task. */
  stopped(task: Task, run: () => Stop): Stop;
}

/** Runs a program on the machine, as JavaScript's own rules want it: micro-tasks in order, then timers by due time. */
export function runOnMachine(program: string, policy?: AccessPolicy): ProgramResult {
  const log: string[] = [];
  const jobs: Job[] = [];
  let timers: Timer[] = [];
  let now = 0;
  let lastTimer = 0;
  const host: Host = {
    access: (cell, place, kind) => policy?.access(cell, place, kind) ?? true,
    union: (a, b) => a | b,
    enqueue: (job) => void jobs.push(job),
    rejection: () => undefined,
    setTimer(callee, args, delay, repeats) {
      lastTimer += 1;
      timers.push({ number: lastTimer, due: now + Math.max(1, delay), callee, args, every: repeats ? Math.max(1, delay) : undefined });
      return lastTimer;
    },
    clearTimer: (number) => void (timers = timers.filter((timer) => timer.number !== number)),
    wait: () => "not-equal",
    notify: () => 0,
    now: () => now,
    random: () => 2 ** 31,
    effect: (what, text) => void log.push(what === "console.log" ? text : `${what}: ${text}`),
  };
  const machine = createMachine(host);
  const finish = (task: Task): string | undefined => {
    let stop = machine.run(task, 5_000_000);
    while (stop.kind === "access" && policy !== undefined) stop = policy.stopped(task, () => machine.run(task, 5_000_000));
    return stop.kind === "done" ? undefined : stop.kind === "not-modelled" ? `not modelled: ${stop.message}` : stop.kind;
  };
  const drain = (): string | undefined => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      const failure = finish(machine.startJob(job));
      if (failure !== undefined) return failure;
    }
    return undefined;
  };
  let failure = finish(machine.load(moduleOf(program))) ?? drain();
  for (let rounds = 0; failure === undefined && timers.length > 0 && rounds < 1000; rounds += 1) {
    const timer = timers.reduce((first, each) => (each.due < first.due ? each : first));
    now = timer.due;
    timers = timers.filter((each) => each !== timer);
    if (timer.every !== undefined) timers.push({ ...timer, due: now + timer.every });
    failure = finish(machine.start(timer.callee, undefined, timer.args)) ?? drain();
  }
  const outcome = machine.exports().get("outcome")?.();
  return { outcome: failure ?? String(outcome), log };
}
