import type { VObject } from "../../core/vm/cell.ts";
import type { Change } from "../../core/vm/journal.ts";
import { setTask, stand } from "./standing.ts";
import { assign } from "../../core/program/assign.ts";
import { assignAt } from "./state.ts";
import type { Strand } from "./thread.ts";
import type { World } from "./world.ts";

/**
 * Takes an open section back: every change that it has made to memory, then its registers: it stands before its begin again.
 *
 * @see US10922128B1, claim 1: the writes that the CPU performed in the section are reverted before the trap.
 */
export function restartSection(world: World, strand: Strand, why: "event" | "conflict" | "quantum" | "abort"): void {
  const { section, pending, effects } = strand;
  if (!section) return;
  world.options.recorder?.revert(strand, why);
  const isBlamed = why === "event" || why === "quantum";
  takeBack(world, strand);
  // What another CPU has written meanwhile has not been looked at yet: the revert takes back the section's changes, not that.
  assign(world.vm.journal, world.state, "isDirty", true);
  assignAt(world.vm.journal, world.state.hidden, strand.index, undefined);
  leaveSection(world, strand);
  setTask(world, strand, section.checkpoint);
  stand(world, strand, { kind: "begin" });
  const [effect] = effects;
  if (isBlamed && effect) {
    const text = `${effect.what} has happened already, and happens again when ${strand.name} starts its section again`;
    world.fail({ code: "FL1005", property: "restart-safe", strand: strand.index, offset: effect.offset, text });
  }
  if (isBlamed) for (const write of pending) blame(world, strand, write);
}

/** What another CPU has done with a write that is taken back (C2.3, `isolation`). */
function blame(world: World, strand: Strand, { cell, place, seenBy, overwrittenBy }: Strand["pending"][number]): void {
  const other = overwrittenBy ?? seenBy;
  if (other === undefined) return;
  const name = world.strand(other).name;
  const text =
    overwrittenBy === undefined ? `${name} has seen a value that is taken back` : `what ${name} has written is taken back as well`;
  world.fail({ code: "FL1015", property: "isolation", strand: strand.index, offset: -1, text, cell, place });
}

/** The changes of memory that an open section has made, undone as new changes. */
export function takeBack(world: World, strand: Strand): readonly Change[] {
  const slices = strand.section?.slices ?? [];
  const changes: Change[] = [];
  for (let at = slices.length - 2; at >= 0; at -= 2) {
    changes.unshift(...world.vm.journal.revertRange(slices[at] as number, slices[at + 1] as number));
  }
  return changes;
}

/** The outermost end: what the section has written is there to stay. */
export function closeSection(world: World, strand: Strand): void {
  leaveSection(world, strand);
  world.closed |= 1 << strand.index;
}

function leaveSection(world: World, strand: Strand): void {
  const { journal } = world.vm;
  assign(journal, strand, "depth", 0);
  assign(journal, strand, "section", undefined);
  assign(journal, strand, "pending", []);
  assign(journal, strand, "effects", []);
  assign(journal, strand, "accesses", 0);
}

/** The timer that comes when a section has used up the quantum (FL1007); it is not counted as an event. */
export function cutSection(world: World, strand: Strand): void {
  if (world.options.recorder) world.options.recorder.event(strand, "timer");
  restartSection(world, strand, "quantum");
}

/** At its begin the section is given up: its entry throws. */
export function abortAtBegin(world: World, strand: Strand): void {
  assign(world.vm.journal, world.state, "events", world.state.events + 1);
  abortSection(world, strand, world.abortError("timer", world.state.events));
}

/** The section's entry throws; nothing of it has happened. */
export function abortSection(world: World, strand: Strand, error: VObject): void {
  const { vm } = world;
  world.learnt.hasAborted = true;
  assign(vm.journal, strand, "attempts", 0);
  // Given up, it is left all the same.
  world.closed |= 1 << strand.index;
  const { top } = strand.task;
  setTask(world, strand, top);
  vm.throwInto(strand.task, error);
  vm.save(strand.task);
  stand(world, strand, { kind: "busy", times: 0 });
}

/** Is there anything to try between the last access of a section and its end? */
export function stopsAtEnd(world: World, strand: Strand): boolean {
  const { payload, state } = world;
  if (world.options.isUnitwise) return false;
  if (payload.machine.cpus > 1) return true;
  if (payload.machine.maxEvents <= state.events || world.kinds.length === 0) return false;
  return payload.handler !== undefined || strand.effects.length > 0;
}
