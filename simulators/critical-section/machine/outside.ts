import { drain, runJob, runTaskUndivided, settleStrands } from "./jobs.ts";
import { stand } from "./standing.ts";
import { assign } from "../../core/program/assign.ts";
import type { Operation, Timer } from "./thread.ts";
import type { World } from "./world.ts";

/** The effect of an operation takes place: at once and undivided. */
export function runEffect(world: World, operation: Operation): void {
  const { vm, state } = world;
  const strand = world.strand(operation.thread);
  world.options.recorder?.outside(operation, "effect");
  const stop = runTaskUndivided(world, strand, () => vm.start(operation.effect, undefined, []));
  if (stop.kind !== "done" && stop.kind !== "threw") return;
  const tag = stop.kind === "done" ? stop.tag : 0;
  const done: Operation = { ...operation, state: "done", value: stop.value, tag, isError: stop.kind === "threw" };
  assign(
    vm.journal,
    state,
    "operations",
    state.operations.map((other) => (other === operation ? done : other)),
  );
}

/** Its promise settles. */
export function completeOperation(world: World, operation: Operation): void {
  const { vm, state } = world;
  world.options.recorder?.outside(operation, "completion");
  assign(
    vm.journal,
    state,
    "operations",
    state.operations.filter((other) => other !== operation),
  );
  const callee = operation.isError ? operation.reject : operation.resolve;
  runJob(world, { context: operation.thread, callee, args: [operation.value], tags: [operation.tag] });
  if (world.isAsync) drain(world);
  settleStrands(world);
}

/** The clock jumps to the time of a timer. */
export function fireTimer(world: World, timer: Timer): void {
  const { vm, state } = world;
  assign(vm.journal, state, "clock", Math.max(state.clock, timer.due));
  const others = state.timers.filter((other) => other !== timer);
  const again = timer.period > 0 ? insertTimer(others, { ...timer, due: timer.due + timer.period }) : others;
  assign(vm.journal, state, "timers", again);
  world.options.recorder?.timer(timer);
  if (timer.wakes !== undefined) return timeOut(world, timer.wakes);
  if (!timer.callee) return;
  const job = { context: timer.thread, callee: timer.callee, args: timer.args, tags: timer.args.map(() => 0) };
  if (world.isAsync) {
    runJob(world, job);
    drain(world);
  } else {
    const strand = world.strand(timer.thread);
    if (strand.standing.kind === "finished") stand(world, strand, { kind: "idle" });
    assign(vm.journal, strand, "jobs", [...strand.jobs, job]);
  }
  settleStrands(world);
}

function timeOut(world: World, index: number): void {
  const { vm, state } = world;
  const strand = world.strand(index);
  if (strand.standing.kind !== "wait") return;
  assign(
    vm.journal,
    state,
    "waiters",
    state.waiters.filter((waiter) => waiter !== index),
  );
  stand(world, strand, { ...strand.standing, isWoken: true, isTimedOut: true });
}

/** Timers by time, then in the order in which they were set. */
export function insertTimer(timers: readonly Timer[], timer: Timer): readonly Timer[] {
  const at = timers.findIndex(({ due }) => due > timer.due);
  return at < 0 ? [...timers, timer] : [...timers.slice(0, at), timer, ...timers.slice(at)];
}
