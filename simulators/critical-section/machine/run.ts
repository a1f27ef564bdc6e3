import type { Value } from "../../core/vm/value.ts";
import type { Stop } from "../../core/vm/host.ts";
import type { EventKind } from "../payload.ts";
import { drain, maximumSlices, settleStrands, sliceInstructions } from "./jobs.ts";
import { insertTimer } from "./outside.ts";
import { interruptHandlerInstance, interruptThread, finishHandler } from "./upcall.ts";
import { cutSection, takeBack } from "./section.ts";
import { setTask, stand } from "./standing.ts";
import { assign } from "../../core/program/assign.ts";
import { assignAt } from "./state.ts";
import type { Standing, Strand } from "./thread.ts";
import type { World } from "./world.ts";

/** Gets a strand's task ready to run: begins the thread, or takes its next micro-task. */
export function startStrand(world: World, strand: Strand): void {
  const { vm } = world;
  wakeYielding(world, strand);
  if (strand.standing.kind === "unstarted") {
    world.options.recorder?.start(strand);
    setTask(world, strand, vm.start(world.functionOf(strand), undefined, []).top);
  } else if (strand.standing.kind === "idle") {
    const [job, ...rest] = strand.jobs;
    if (!job) return;
    assign(vm.journal, strand, "jobs", rest);
    assign(vm.journal, strand, "isInJob", true);
    setTask(world, strand, vm.startJob(job).top);
  }
}

/**
 * How many pieces of `sliceInstructions` the strand's slice has. What goes on and on gets longer slices: after each of them the whole state
 * is looked at, which grows with it.
 */
export function piecesOf({ isAsync }: World, { standing }: Strand): number {
  if (isAsync) return maximumSlices;
  return standing.kind === "busy" ? 2 ** standing.times : 1;
}

/** One instruction after the other, so that it is known where the handler has returned: when it has, its frames are gone. */
export function runStepwise(world: World, { task }: Strand, pieces: number): Stop {
  const { vm } = world;
  for (let left = sliceInstructions * pieces; ; left -= 1) {
    const places = vm.stack(task);
    if (places.length > 0) world.handlerPlaces = places;
    const stop = vm.run(task, 1);
    if (stop.kind !== "budget" || left <= 1) return stop;
  }
}

/** What the end of a slice means. `from`: where the slice begins in the journal. */
export function finishSlice(world: World, strand: Strand, stop: Stop, from: number): void {
  extendSection(world, strand, from);
  switch (stop.kind) {
    case "done":
      return leave(world, strand, stop.value);
    case "threw":
      return finishByException(world, strand, stop.value);
    case "access":
      return stopBeforeAccess(world, strand);
    case "pause":
      return world.memory.waiting ? standWaiting(world, strand, world.memory.waiting) : stand(world, strand, stop.why as Standing);
    case "budget":
      return goOnLater(world, strand);
    case "not-modelled":
      return world.giveUp(strand, stop.message, stop.isEndless);
  }
}

/** In `Atomics.wait`, until somebody notifies or the time is over. */
function standWaiting(world: World, strand: Strand, standing: Extract<Standing, { kind: "wait" }>): void {
  const { state, vm } = world;
  stand(world, strand, standing);
  if (strand.depth > 0)
    assign(vm.journal, strand, "effects", [...strand.effects, { what: "Atomics.wait", offset: world.offsetOf(strand) }]);
  assign(vm.journal, state, "waiters", [...state.waiters, strand.index]);
  world.options.recorder?.wait(strand);
  if (!Number.isFinite(standing.timeout)) return;
  const id = state.nextTimer;
  assign(vm.journal, state, "nextTimer", id + 1);
  const due = state.clock + Math.max(0, standing.timeout);
  assign(
    vm.journal,
    state,
    "timers",
    insertTimer(state.timers, { id, thread: strand.index, due, period: 0, callee: undefined, args: [], wakes: strand.index }),
  );
}

function stopBeforeAccess(world: World, strand: Strand): void {
  const { stopped } = world.memory;
  if (stopped) return stand(world, strand, stopped);
  // Longer than the quantum: the timer cuts it here, every time. Or larger than its buffer, which has been said.
  if (!world.memory.hasOverflown)
    world.fail({ code: "FL1007", property: "progress", strand: strand.index, offset: world.offsetOf(strand) });
  cutSection(world, strand);
}

function goOnLater(world: World, strand: Strand): void {
  const times = strand.standing.kind === "busy" ? strand.standing.times + 1 : 1;
  if (2 ** times >= maximumSlices) return world.giveUp(strand, `${strand.name} runs on and on here without touching shared memory`, true);
  if (times >= longSlices || world.mustStop()) world.busyAt = world.offsetOf(strand);
  stand(world, strand, { kind: "busy", times });
}

/** A piece of code that goes on for so many slices, the last of them 80,000 instructions long, may be to blame when a limit ends the search. */
const longSlices = 3;

/** The journal's range of this slice belongs to the section that is open at its end. */
function extendSection(world: World, strand: Strand, from: number): void {
  const { section } = strand;
  if (!section) return;
  const begun = world.sectionStart;
  const slices = begun >= 0 ? [begun, world.vm.journal.mark] : [...section.slices, from, world.vm.journal.mark];
  assign(world.vm.journal, strand, "section", { ...section, slices });
}

/** Behind its last access a thread can still be interrupted: what the handler writes, or that it parks the thread, makes a difference there. */
function leave(world: World, strand: Strand, value: Value): void {
  const { payload, state, options } = world;
  const { maxEvents, events } = payload.machine;
  const mayBeHit = payload.handler !== undefined && !world.isAsync && events.length > 0 && state.events < maxEvents && strand.depth === 0;
  if (!mayBeHit || options.isUnitwise || strand.index >= world.threadCount) return finishTask(world, strand, value);
  stand(world, strand, { kind: "leave", value, frame: world.memory.checkpoint });
}

export function finishTask(world: World, strand: Strand, value: Value): void {
  const { journal } = world.vm;
  if (strand.index >= world.threadCount) return finishHandler(world, strand, value);
  if (!strand.isInJob) {
    assign(journal, strand, "result", value);
    world.options.recorder?.returned(strand, value);
  }
  assign(journal, strand, "isInJob", false);
  stand(world, strand, { kind: "idle" });
  if (world.isAsync) drain(world);
  settleStrands(world);
}

function finishByException(world: World, strand: Strand, value: Value): void {
  const { journal } = world.vm;
  const isFunction = !strand.isInJob;
  world.failWithException(strand, value);
  if (strand.index >= world.threadCount) return finishHandler(world, strand, "restart");
  if (isFunction) {
    assign(journal, strand, "hasThrown", true);
    assign(journal, strand, "result", undefined);
  }
  assign(journal, strand, "isInJob", false);
  stand(world, strand, isFunction ? { kind: "finished" } : { kind: "idle" });
  if (world.isAsync) drain(world);
  settleStrands(world);
}

/** A strand that let others go first does so until one of them has run. */
function wakeYielding(world: World, strand: Strand): void {
  for (const other of world.threads) {
    if (other !== strand && other.isYielding && other.cpu === strand.cpu) assign(world.vm.journal, other, "isYielding", false);
  }
  if (strand.isYielding) assign(world.vm.journal, strand, "isYielding", false);
}

/** isolation=buffered: what open sections of other CPUs have written is not to be seen. */
export function hideOthers(world: World, strand: Strand): void {
  if (world.payload.machine.isolation !== "buffered") return;
  const { state, vm } = world;
  for (const other of state.strands) {
    if (other === strand || !other.section || state.hidden[other.index]) continue;
    assignAt(vm.journal, state.hidden as unknown[], other.index, takeBack(world, other));
    assign(vm.journal, other, "section", { ...other.section, slices: [] });
  }
  const changes = state.hidden[strand.index];
  if (!changes || !strand.section) return;
  const from = vm.journal.mark;
  vm.journal.redo(changes);
  const to = vm.journal.mark;
  assignAt(vm.journal, state.hidden as unknown[], strand.index, undefined);
  assign(vm.journal, strand, "section", { ...strand.section, slices: [from, to] });
}

/** An event hits while this strand runs. */
export function startUpcall(world: World, strand: Strand, event: EventKind): void {
  assign(world.vm.journal, world.state, "events", world.state.events + 1);
  world.options.recorder?.event(strand, event);
  if (strand.index >= world.threadCount) interruptHandlerInstance(world, strand, event);
  else interruptThread(world, strand, event);
}
