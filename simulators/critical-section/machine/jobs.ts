import type { Job, Stop } from "../../core/vm/host.ts";
import type { Task } from "../../core/vm/vm.ts";
import { judgeInvariants } from "./judge.ts";
import { promiseState, settledValue } from "./promises.ts";
import { stand } from "./standing.ts";
import { assign } from "../../core/program/assign.ts";
import type { Strand } from "./thread.ts";
import type { World } from "./world.ts";

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
    if (count > maximumJobs) return world.giveUp(world.ownerOf(job.context) ?? world.strand(0), "micro-tasks without end", true);
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
const maximumJobs = 20_000;

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
    if (stop.kind === "not-modelled") world.giveUpAt(task, stop.message, stop.isEndless);
    else if (stop.kind === "budget" && !world.mustStop()) world.giveUpAt(task, "this does not come to an end", true);
    else if (stop.kind === "access" || stop.kind === "pause") world.giveUpAt(task, "this would block the event loop for ever");
    return stop;
  }
}

/** Instructions of a slice until it is looked at anew. */
export const sliceInstructions = 20_000;
/** And so many of them without an access to shared memory: 20 million instructions. */
export const maximumSlices = 1000;

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
