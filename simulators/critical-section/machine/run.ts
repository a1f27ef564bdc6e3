import type { Frame } from "../../core/vm/frame.ts";
import type { Value } from "../../core/vm/value.ts";
import type { Task } from "../../core/vm/vm.ts";
import type { Job, Stop } from "../../core/vm/host.ts";
import type { EventKind } from "../payload.ts";
import { judgeInvariants } from "./judge.ts";
import { insertTimer } from "./outside.ts";
import { interruptHandlerInstance, interruptThread, finishHandler } from "./upcall.ts";
import { promiseState, settledValue } from "./promises.ts";
import { cutSection, takeBack } from "./section.ts";
import { assign, assignAt } from "./state.ts";
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

export function setTask(world: World, strand: Strand, top: Frame | undefined): void {
  world.vm.journal.save(strand.task, "top");
  strand.task.top = top;
  if (top !== undefined) world.vm.save(strand.task);
}

/** What the end of a slice means. `from`: where the slice begins in the journal. */
export function finishSlice(world: World, strand: Strand, stop: Stop, from: number): void {
  extendSection(world, strand, from);
  switch (stop.kind) {
    case "done":
      return finishTask(world, strand, stop.value);
    case "threw":
      return finishByException(world, strand, stop.value);
    case "access":
      return stopBeforeAccess(world, strand);
    case "pause":
      return world.memory.waiting ? standWaiting(world, strand, world.memory.waiting) : stand(world, strand, stop.why as Standing);
    case "budget":
      return goOnLater(world, strand);
    case "not-modelled":
      return world.giveUp(strand, stop.message);
  }
}

export function stand(world: World, strand: Strand, standing: Standing): void {
  assign(world.vm.journal, strand, "standing", standing);
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
  if (times >= maximumSlices) return world.giveUp(strand, `${strand.name} runs on and on here without touching shared memory`);
  stand(world, strand, { kind: "busy", times });
}

/** The journal's range of this slice belongs to the section that is open at its end. */
function extendSection(world: World, strand: Strand, from: number): void {
  const { section } = strand;
  if (!section) return;
  const begun = world.sectionStart;
  const slices = begun >= 0 ? [begun, world.vm.journal.mark] : [...section.slices, from, world.vm.journal.mark];
  assign(world.vm.journal, strand, "section", { ...section, slices });
}

function finishTask(world: World, strand: Strand, value: Value): void {
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

/** A thread without a task has finished when nothing can come any more of the call: its promise, if it is one, is settled. */
export function settleStrands(world: World): void {
  for (const strand of world.threads) {
    if (strand.standing.kind !== "idle" || strand.jobs.length > 0) continue;
    const state = promiseState(strand.result);
    if (state === "pending") continue;
    stand(world, strand, { kind: "finished" });
    if (state === "rejected") {
      const reason = settledValue(strand.result);
      assign(world.vm.journal, strand, "hasThrown", true);
      world.failWithException(strand, reason);
    }
  }
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

/** model=async: runs the micro-tasks until there are none; invariants are looked at after each. */
export function drain(world: World): void {
  const { state, vm } = world;
  let known: Int32Array | undefined;
  for (let count = 0; state.queue.length > 0 && !world.notModelled; count += 1) {
    if (count >= suspicious && world.threadCount > 0) {
      if (known && isState(world, known)) return starve(world);
      // Compared with ever later states (Brent 1980), so that a chain of any length comes to light.
      if ((count & (count - 1)) === 0) known = world.words().buffer.slice(0, world.words().length);
    }
    const [job, ...rest] = state.queue as readonly [Job, ...Job[]];
    assign(vm.journal, state, "queue", rest);
    if (count > maximumJobs) return world.giveUp(world.ownerOf(job.context) ?? world.strand(0), "micro-tasks without end");
    runJob(world, job);
    judgeInvariants(world);
  }
}

/** After so many micro-tasks in one turn it is looked whether states repeat. A power of two. */
const suspicious = 32;

function isState(world: World, known: Int32Array): boolean {
  const { buffer, length } = world.words();
  if (length !== known.length) return false;
  for (let at = 0; at < length; at += 1) if (buffer[at] !== known[at]) return false;
  return true;
}

/** Micro-tasks that call for one another for ever let nothing else run: neither timers nor what comes from outside. */
function starve(world: World): void {
  const [job] = world.state.queue;
  const owner = job && world.ownerOf(job.context);
  assign(world.vm.journal, world.state, "isStarved", true);
  world.fail({ code: "FL1021", property: "progress", strand: owner?.index ?? -1, offset: -1 });
}

/** So many micro-tasks in one turn are taken for an endless chain. */
const maximumJobs = 100_000;

/** Runs a micro-task to its end, undivided. */
export function runJob(world: World, job: Job): void {
  runUndivided(world, world.ownerOf(job.context) ?? world.strand(0), () => world.vm.startJob(job));
}

function runUndivided(world: World, strand: Strand, start: () => Task): void {
  const stop = runTaskUndivided(world, strand, start);
  if (stop.kind === "threw") world.failWithException(strand, stop.value);
}

/** Runs a task of its own on behalf of a thread to its end, undivided. */
export function runTaskUndivided(world: World, strand: Strand, start: () => Task): Stop {
  const { vm } = world;
  vm.context = strand.index;
  world.memory.enter(strand, true);
  const task = start();
  for (let times = 0; ; times += 1) {
    const stop = vm.run(task, sliceInstructions);
    if (stop.kind === "budget" && times < maximumSlices && !world.mustStop()) continue;
    world.memory.leave();
    if (stop.kind === "not-modelled") world.giveUpAt(task, stop.message);
    else if (stop.kind === "budget" && !world.mustStop()) world.giveUpAt(task, "this does not come to an end");
    else if (stop.kind === "access" || stop.kind === "pause") world.giveUpAt(task, "this would block the event loop for ever");
    return stop;
  }
}

/** Instructions of a slice until it is looked at anew. */
export const sliceInstructions = 20_000;
/** And so many of them without an access to shared memory: 20 million instructions. */
export const maximumSlices = 1000;

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
