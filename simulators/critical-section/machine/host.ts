import type { Cell, VObject } from "../../core/vm/cell.ts";
import type { Host, Job } from "../../core/vm/host.ts";
import { Continuation } from "../../core/vm/run/async.ts";
import type { Value } from "../../core/vm/value.ts";
import { insertTimer } from "./outside.ts";
import { assign } from "../../core/program/assign.ts";
import { noteSuspension } from "./suspension.ts";
import type { Strand, Timer } from "./thread.ts";
import type { World } from "./world.ts";

/** The world as the machine sees it. */
export function createHost(world: World): Host {
  return {
    environment: Object.fromEntries(world.payload.environment),
    access: (cell, place, kind) => world.memory.access(cell, place, kind),
    union: (a, b) => world.flow.union(a, b),
    worked: (tag) => world.flow.newest(tag),
    enqueue: (job) => enqueue(world, job),
    rejection: (promise, kind) => noteRejection(world, promise, kind),
    setTimer: (callee, args, delay, repeats) => setTimer(world, callee, args, delay, repeats),
    clearTimer(id) {
      const { state, vm } = world;
      world.learnt.clearsTimers = true;
      const left = state.timers.filter((timer) => timer.id !== id);
      if (left.length < state.timers.length) assign(vm.journal, state, "timers", left);
    },
    wait: (cell, index, isEqual, timeout) => wait(world, cell, index, isEqual, timeout),
    suspends(by) {
      noteSuspension(world);
      if (by === "await") world.options.recorder?.suspends(world.ownerOf(world.vm.context), world.currentOffset());
    },
    notify: (cell, index, count) => notify(world, cell, index, count),
    now() {
      world.learnt.readsClock = true;
      return world.state.clock;
    },
    random: () => random(world),
    effect: (what, text) => world.effect(what, text),
  };
}

const offsetOf = ({ frame }: Continuation): number => frame.code.instructions[frame.pc]?.offset ?? -1;

function enqueue(world: World, job: Job): void {
  const { state, vm } = world;
  if (job.callee instanceof Continuation) world.options.recorder?.resumes(offsetOf(job.callee));
  const owner = world.ownerOf(job.context);
  if (world.isAsync || owner === undefined) return assign(vm.journal, state, "queue", [...state.queue, job]);
  if (owner.standing.kind === "finished") assign(vm.journal, owner, "standing", { kind: "idle" });
  assign(vm.journal, owner, "jobs", [...owner.jobs, job]);
}

function noteRejection(world: World, promise: VObject, kind: "unhandled" | "handled"): void {
  const { state, vm } = world;
  const others = state.unhandled.filter((other) => other !== promise);
  assign(vm.journal, state, "unhandled", kind === "unhandled" ? [...others, promise] : others);
}

function setTimer(world: World, callee: VObject, args: readonly Value[], delay: number, repeats: boolean): number {
  const { state, vm } = world;
  world.effect("a timer", "");
  const id = state.nextTimer;
  assign(vm.journal, state, "nextTimer", id + 1);
  const wait = Number.isFinite(delay) && delay > 0 ? delay : 0;
  const timer: Timer = {
    id,
    thread: world.ownerOf(vm.context)?.index ?? 0,
    due: state.clock + wait,
    period: repeats ? Math.max(1, wait) : 0,
    callee,
    args,
  };
  assign(vm.journal, state, "timers", insertTimer(state.timers, timer));
  return id;
}

function wait(world: World, cell: Cell, index: number, isEqual: boolean, timeout: number): "ok" | "not-equal" | "timed-out" | undefined {
  const { memory } = world;
  const { strand } = memory;
  if (!strand) return "timed-out";
  if (strand.standing.kind === "wait" && strand.standing.isWoken && memory.takeWake())
    return strand.standing.isTimedOut ? "timed-out" : "ok";
  if (!isEqual) return "not-equal";
  memory.waiting = { kind: "wait", cell, index, isWoken: false, timeout };
  return undefined;
}

function notify(world: World, cell: Cell, index: number, count: number): number {
  const { state, vm } = world;
  world.effect("Atomics.notify", "");
  const woken = state.waiters.filter((waiter) => waitsAt(world.strand(waiter), cell, index)).slice(0, count);
  assign(
    vm.journal,
    state,
    "waiters",
    state.waiters.filter((waiter) => !woken.includes(waiter)),
  );
  for (const waiter of woken) {
    const strand = world.strand(waiter);
    if (strand.standing.kind === "wait") assign(vm.journal, strand, "standing", { ...strand.standing, isWoken: true });
    assign(
      vm.journal,
      state,
      "timers",
      state.timers.filter(({ wakes }) => wakes !== waiter),
    );
  }
  return woken.length;
}

const waitsAt = ({ standing }: Strand, cell: Cell, index: number): boolean =>
  standing.kind === "wait" && standing.cell === cell && standing.index === index;

/** A small generator whose state is part of the machine's: taken back with it. */
function random(world: World): number {
  const { state, vm } = world;
  let word = state.randomness < 0 ? 0x2545f491 : state.randomness;
  word ^= word << 13;
  word ^= word >>> 17;
  word ^= word << 5;
  assign(vm.journal, state, "randomness", word >>> 0);
  return word >>> 0;
}
