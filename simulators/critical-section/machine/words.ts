import type { Words } from "../../core/explore/system.ts";
import type { StateWriter } from "../../core/vm/state-writer.ts";
import type { Job } from "../../core/vm/host.ts";
import type { Standing, Strand, Upcall } from "./thread.ts";
import { Cell } from "../../core/vm/cell.ts";
import { type Slot, whole } from "../../core/vm/value.ts";
import type { World } from "./world.ts";

/** Takes down the present state: equal words, same future. What is for people only (attempts, numbers of operations) is left out. */
export function writeWords(world: World): Words {
  const { state, learnt } = world;
  const out = world.keys.begin(world.flow.wordOf);
  const more = moreOf(world);
  out.word(state.events * 128 + more);
  for (const strand of state.strands) writeStrand(world, out, strand);
  if ((more & parts.upcalls) !== 0) for (const upcall of state.upcalls) writeUpcall(world, out, upcall);
  if ((more & parts.outside) !== 0) writeOutside(world, out);
  if ((more & parts.looseDepth) !== 0) out.word(state.looseDepth);
  if (learnt.readsClock) out.value(state.clock);
  if ((more & parts.randomness) !== 0) out.value(state.randomness);
  return world.keys.finish();
}

/** What there is besides the strands, as bits: nothing, as a rule. */
const parts = { isDirty: 1, isStarved: 2, notModelled: 4, upcalls: 8, outside: 16, looseDepth: 32, randomness: 64 };

function moreOf({ state, notModelled }: World): number {
  const { operations, timers, queue, waiters, unhandled } = state;
  let more = state.isDirty ? parts.isDirty : 0;
  if (state.isStarved) more |= parts.isStarved;
  // Where a run ends because it can't be followed, nothing else ends.
  if (notModelled !== undefined) more |= parts.notModelled;
  for (const upcall of state.upcalls) if (upcall !== undefined) more |= parts.upcalls;
  if (operations.length + timers.length + queue.length + waiters.length + unhandled.length > 0) more |= parts.outside;
  if (state.looseDepth > 0) more |= parts.looseDepth;
  if (state.randomness >= 0) more |= parts.randomness;
  return more;
}

/** What is to come besides the strands. */
function writeOutside({ state, learnt }: World, out: StateWriter): void {
  out.word(state.operations.length);
  for (const operation of state.operations) {
    out.word(operation.thread * 4 + (operation.state === "called" ? 0 : operation.isError ? 1 : 2));
    out.cell(operation.effect);
    out.cell(operation.resolve);
    out.cell(operation.reject);
    out.value(operation.value);
    out.tag(operation.tag);
  }
  out.word(state.timers.length);
  for (const timer of state.timers) {
    out.word(timer.thread);
    if (learnt.clearsTimers) out.word(timer.id);
    out.value(timer.due - state.clock);
    out.value(timer.period);
    out.cell(timer.callee);
    out.word(timer.args.length);
    for (const argument of timer.args) out.value(argument);
  }
  writeJobs(out, state.queue);
  out.word(state.waiters.length);
  for (const waiter of state.waiters) out.word(waiter);
  out.word(state.unhandled.length);
  for (const promise of state.unhandled) out.cell(promise);
}

const standings: readonly Standing["kind"][] = ["unstarted", "access", "begin", "end", "wait", "busy", "idle", "finished", "call", "leave"];

function writeStrand(world: World, out: StateWriter, strand: Strand): void {
  const { standing } = strand;
  const flags =
    (strand.isYielding ? 1 : 0) |
    (strand.isParked ? 2 : 0) |
    (strand.hasPermit ? 4 : 0) |
    (strand.hasThrown ? 8 : 0) |
    (strand.isInJob ? 16 : 0) |
    (strand.jobs.length > 0 || strand.result !== undefined ? 32 : 0);
  out.word((standings.indexOf(standing.kind) << 10) | (flags << 4) | Math.min(strand.depth, 15));
  if (standing.kind === "wait") out.word((standing.isWoken ? 1 : 0) | (standing.isTimedOut ? 2 : 0));
  if (standing.kind === "leave") out.value(standing.value);
  if (standing.kind === "unstarted") return;
  if (strand.task.top !== undefined && standing.kind !== "finished") world.vm.writeTask(strand.task, out);
  if (strand.jobs.length > 0 || strand.result !== undefined) {
    writeJobs(out, strand.jobs);
    out.value(strand.result);
  }
  if (strand.section) writeSection(world, out, strand);
}

function writeSection(world: World, out: StateWriter, strand: Strand): void {
  out.word(strand.depth);
  out.word(strand.accesses);
  world.vm.writeTask({ top: strand.section?.checkpoint }, out);
  out.word(strand.effects.length);
  out.word(strand.pending.length);
  for (const write of strand.pending) {
    out.cell(write.cell);
    out.value(write.place === whole ? "*" : write.place);
    out.value(write.before);
    out.word((write.isRead ? 1 : 0) | (((write.seenBy ?? -1) + 1) << 1) | (((write.overwrittenBy ?? -1) + 1) << 8));
  }
  const hidden = world.state.hidden[strand.index];
  out.word(hidden ? hidden.length : -1);
  for (const { target, key, value } of hidden ?? []) {
    out.value(typeof key === "number" ? key : String(key));
    writeHidden(out, target, value);
  }
}

/** A field of the machine's own: a value of the program's, or a part of an object's inside. */
function writeHidden(out: StateWriter, target: object, value: unknown): void {
  if (target instanceof Cell) out.cell(target);
  if (value instanceof Cell) out.cell(value);
  else if (typeof value === "object" && value !== null) out.text(Object.prototype.toString.call(value));
  else out.value(value as Slot);
}

function writeUpcall(world: World, out: StateWriter, upcall: Upcall | undefined): void {
  out.word(upcall ? 1 + upcall.thread : 0);
  if (!upcall) return;
  out.word(upcall.depth * 4 + (upcall.inSection ? 1 : 0));
  out.text(upcall.event);
  out.word(upcall.lost);
  out.word(upcall.nesting);
  // Another instance may be started with the record, whether this one still has it or not.
  out.cell(upcall.parts.cpu);
  out.cell(upcall.parts.event);
  world.vm.writeTask({ top: upcall.detected }, out);
}

function writeJobs(out: StateWriter, jobs: readonly Job[]): void {
  out.word(jobs.length);
  for (const { context, callee, args, tags } of jobs) {
    out.word(context);
    out.cell(callee);
    out.word(args.length);
    for (const [index, argument] of args.entries()) {
      out.value(argument);
      out.tag(tags[index] ?? 0);
    }
  }
}
