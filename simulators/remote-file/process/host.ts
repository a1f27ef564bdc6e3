import type { VObject } from "../../core/vm/cell.ts";
import type { Host } from "../../core/vm/host.ts";
import type { Value } from "../../core/vm/value.ts";
import { Random } from "../../core/random.ts";
import type { ProcessMachine } from "./machine.ts";
import { assign } from "../../core/program/assign.ts";

/** Milliseconds since 1970 at which every run begins. */
export const startOfTime = Date.UTC(2026, 0, 1);

const nanosecondsPerMillisecond = 1e6;

/** What surrounds the user's code: virtual time, drawn random values, calls that wait. */
export function createHost(machine: ProcessMachine): Host {
  return {
    environment: Object.fromEntries(machine.options.environment),
    timeOrigin: startOfTime,
    // Nothing is shared between processes but files: no access of memory is a moment at which others may come in.
    access: () => true,
    union: (a) => a,
    enqueue: (job) => assign(machine.vm.journal, machine.state, "queue", [...machine.state.queue, job]),
    rejection(promise, kind) {
      const { state, vm } = machine;
      const others = state.unhandled.filter((other) => other !== promise);
      assign(vm.journal, state, "unhandled", kind === "unhandled" ? [...others, promise] : others);
    },
    setTimer: (callee, args, delay, repeats) => setTimer(machine, callee, args, delay, repeats),
    clearTimer(id) {
      const { state, vm, learnt } = machine;
      learnt.clearsTimers = true;
      const left = state.timers.filter((timer) => timer.id !== id);
      if (left.length < state.timers.length) assign(vm.journal, state, "timers", left);
    },
    wait: () => machine.vm.notModelled("`Atomics.wait` would block the only thread of a process for ever"),
    notify: () => 0,
    now: () => startOfTime + Math.floor(machine.now() / nanosecondsPerMillisecond),
    random: () => draw(machine),
    effect(_what, text) {
      const at = machine.place();
      machine.note({ kind: "log", text, ...(at ? { at } : {}) });
    },
    exit(code) {
      machine.exitRequest = code;
    },
  };
}

function setTimer(machine: ProcessMachine, callee: VObject, args: readonly Value[], delay: number, repeats: boolean): number {
  const { state, vm } = machine;
  const id = newTimer(machine);
  const wait = Number.isFinite(delay) && delay > 0 ? delay : 0;
  const period = repeats ? Math.max(1, wait) * nanosecondsPerMillisecond : 0;
  assign(vm.journal, state, "timers", [...state.timers, { id, callee, args, period }]);
  machine.timersSet.push({ id, period, delay: wait * nanosecondsPerMillisecond });
  return id;
}

/**
 * The lowest number that is free, so that a program that waits in a loop comes back to the same state.
 * Who clears timers may do so when they have fired long ago: then every number is a new one.
 */
function newTimer({ state, vm, learnt }: ProcessMachine): number {
  let id = state.nextTimer;
  if (learnt.clearsTimers) assign(vm.journal, state, "nextTimer", id + 1);
  else for (id = 1; state.timers.some((timer) => timer.id === id); ) id += 1;
  return id;
}

/** Each process draws its own sequence. */
function draw(machine: ProcessMachine): number {
  const { state, vm, options, number } = machine;
  assign(vm.journal, state, "draws", state.draws + 1);
  return new Random(options.seed + number * 0x9e37_79b9, state.draws).uint32();
}
