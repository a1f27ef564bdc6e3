import type { NativeFunction } from "../../core/vm/vm.ts";
import type { VObject } from "../../core/vm/cell.ts";
import type { Value } from "../../core/vm/value.ts";
import { insertTimer } from "./outside.ts";
import { closeSection, stopsAtEnd } from "./section.ts";
import { noteBody } from "./suspension.ts";
import { assign } from "../../core/program/assign.ts";
import type { Operation, Timer } from "./thread.ts";
import type { World } from "./world.ts";

/** Names that code may use freely (see module.ts). */
export const intrinsicNames: ReadonlySet<string> = new Set([
  "$beginSection",
  "$endSection",
  "$external",
  "$sleep",
  "$currentThread",
  "$currentCpu",
  "$unpark",
  "$register",
]);

/** Registers what `faultline/critical-section` is made of inside the machine (see module.ts). */
export function installIntrinsics(world: World): void {
  const natives: Readonly<Record<string, NativeFunction>> = {
    $beginSection: (_vm, _this, [frames]) => begin(world, typeof frames === "number" ? frames : 0),
    $endSection: (_vm, _this, [body]) => end(world, body),
    $external: (_vm, _this, [effect, resolve, reject]) => callOutside(world, effect as VObject, resolve as VObject, reject as VObject),
    $sleep: (_vm, _this, [milliseconds, resolve]) => sleep(world, Number(milliseconds), resolve as VObject),
    $currentThread: () => currentThread(world),
    $currentCpu: () => world.memory.strand?.cpu ?? 0,
    $unpark: (_vm, _this, [thread]) => unpark(world, thread as string),
    $register(_vm, _this, [name, value]) {
      if (name === "SectionAborted") world.sectionAborted = value as VObject;
      return undefined;
    },
  };
  const { vm } = world;
  for (const [name, native] of Object.entries(natives)) vm.realm.define(name, vm.native(name.slice(1), native.length, native));
}

/** @param deeper Frames that the section's own code may have more than the caller (see module.ts). */
function begin(world: World, deeper: number): undefined {
  world.learnt.hasSection = true;
  const { memory, vm } = world;
  const { strand } = memory;
  if (!strand || memory.isUndivided) {
    if (world.state.looseDepth === 0) world.looseFrames = vm.currentStack().length + deeper;
    assign(vm.journal, world.state, "looseDepth", world.state.looseDepth + 1);
    return;
  }
  if (strand.depth > 0) {
    assign(vm.journal, strand, "depth", strand.depth + 1);
    return;
  }
  if (!memory.takeGrant()) vm.pause({ kind: "begin" });
  assign(vm.journal, strand, "depth", 1);
  assign(vm.journal, strand, "attempts", strand.attempts + 1);
  const { checkpoint } = memory;
  if (checkpoint) assign(vm.journal, strand, "section", { checkpoint, slices: [], frames: vm.currentStack().length + deeper });
  world.options.recorder?.beginSection(strand);
  world.sectionStart = vm.journal.mark;
}

function end(world: World, body: Value): undefined {
  const { memory, vm, state } = world;
  const { strand } = memory;
  if (!strand || memory.isUndivided) {
    if (state.looseDepth === 0) vm.fail("RangeError", "endCritical: no section is open");
    assign(vm.journal, state, "looseDepth", state.looseDepth - 1);
    noteBody(world, body);
    return;
  }
  if (strand.depth === 0) vm.fail("RangeError", "endCritical: no section is open");
  if (strand.depth > 1) {
    assign(vm.journal, strand, "depth", strand.depth - 1);
    noteBody(world, body);
    return;
  }
  if (stopsAtEnd(world, strand) && !memory.takeGrant()) vm.pause({ kind: "end" });
  noteBody(world, body);
  world.options.recorder?.endSection(strand);
  closeSection(world, strand);
  assign(vm.journal, strand, "attempts", 0);
}

function callOutside(world: World, effect: VObject, resolve: VObject, reject: VObject): undefined {
  const { state, vm } = world;
  world.effect("external()", "");
  const id = state.nextOperation;
  assign(vm.journal, state, "nextOperation", id + 1);
  const thread = world.ownerOf(vm.context)?.index ?? 0;
  const operation: Operation = { id, thread, effect, resolve, reject, state: "called", value: undefined, tag: 0, isError: false };
  assign(vm.journal, state, "operations", [...state.operations, operation]);
  world.options.recorder?.outside(operation, "call");
}

function sleep(world: World, milliseconds: number, resolve: VObject): undefined {
  const { state, vm } = world;
  world.effect("sleep()", "");
  const id = state.nextTimer;
  assign(vm.journal, state, "nextTimer", id + 1);
  const timer: Timer = {
    id,
    thread: world.ownerOf(vm.context)?.index ?? 0,
    due: state.clock + milliseconds,
    period: 0,
    callee: resolve,
    args: [undefined],
  };
  assign(vm.journal, state, "timers", insertTimer(state.timers, timer));
}

function currentThread(world: World): string {
  return world.ownerOf(world.memory.strand?.index ?? world.vm.context)?.name ?? "main#1";
}

function unpark(world: World, name: string): undefined {
  const { vm } = world;
  const thread = world.threads.find((strand) => strand.name === name);
  if (!thread) return vm.fail("RangeError", `unpark: there is no thread "${name}"`);
  // Whether it comes before or behind an event that parks the thread makes a difference.
  const { memory } = world;
  const isFree = memory.strand !== undefined && memory.strand.index < world.threadCount && memory.strand.depth === 0;
  if (isFree && !memory.isUndivided && !memory.takeGrant()) vm.pause({ kind: "call" });
  world.effect("unpark()", "");
  if (thread.isParked) assign(vm.journal, thread, "isParked", false);
  else if (thread.standing.kind !== "finished") assign(vm.journal, thread, "hasPermit", true);
  return undefined;
}
