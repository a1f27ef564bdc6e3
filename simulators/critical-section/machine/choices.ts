import type { EventKind } from "../payload.ts";
import type { Operation, Strand, Timer } from "./thread.ts";
import type { World } from "./world.ts";

/** One thing that may happen next. `strand` is the thread it belongs to. */
export type Choice =
  | { readonly kind: "run"; readonly strand: number }
  /** The CPU detects an event while this strand runs on it. */
  | { readonly kind: "event"; readonly strand: number; readonly event: EventKind }
  | { readonly kind: "abort"; readonly strand: number }
  | { readonly kind: "effect" | "completion"; readonly strand: number; readonly operation: Operation }
  | { readonly kind: "timer"; readonly strand: number; readonly timer: Timer };

/** All that may happen in the present state: first what goes on with the strand that ran last, then by strand; events last. */
export function choicesOf(world: World): readonly Choice[] {
  const { state } = world;
  if (state.isStarved) return [];
  return runsOf(world) ?? allOf(world);
}

/** When nothing but slices of strands may happen: the list is the same whenever the same may run after the same. */
function runsOf(world: World): readonly Choice[] | undefined {
  const { state, payload, options } = world;
  if (state.operations.length + state.timers.length > 0 || state.strands.length > 31) return undefined;
  if (options.isSerial === true || options.isUnitwise === true || options.aborts !== undefined) return undefined;
  let count = 0;
  for (let cpu = 0; cpu < payload.machine.cpus; cpu += 1) count = addReady(world, cpu, ready, count);
  let bits = 0;
  for (let at = 0; at < count; at += 1) {
    const strand = ready[at] as Strand;
    if (canBeInterrupted(world, strand)) return undefined;
    bits |= 1 << strand.index;
  }
  const key = bits * 64 + state.last + 1;
  let list = world.runLists.get(key);
  if (list === undefined) world.runLists.set(key, (list = allOf(world)));
  return list;
}

/** Used again for each state, and never made shorter: that is slow. */
const ready: Strand[] = [];

function allOf(world: World): readonly Choice[] {
  const { state, payload } = world;
  const choices: Choice[] = [];
  const events: Choice[] = [];
  const inside = world.options.isUnitwise ? world.threads.find(({ section }) => section !== undefined) : undefined;
  if (inside) addStrand(world, inside, choices, events);
  else for (let cpu = 0; cpu < payload.machine.cpus; cpu += 1) addCpu(world, cpu, choices, events);
  for (const operation of state.operations) {
    const kind = operation.state === "called" ? "effect" : "completion";
    choices.push({ kind, strand: operation.thread, operation });
  }
  if (world.options.isSerial) keepOneCall(world, choices);
  if (state.timers.length > 0) addTimer(world, choices);
  putFirst(choices, state.last);
  for (const event of events) choices.push(event);
  return choices;
}

/** The clock moves only when nothing can run (of the one call, in a serial order); pending operations do not hold it. */
function addTimer(world: World, choices: Choice[]): void {
  const { operations, timers } = world.state;
  if (choices.some(({ kind }) => kind === "run" || kind === "abort") || isOver(world, operations.length)) return;
  const [timer] = timers;
  if (timer) choices.push({ kind: "timer", strand: timer.wakes ?? timer.thread, timer });
}

/** Moves those of a strand to the front; the order is kept otherwise. */
function putFirst(choices: Choice[], strand: number): void {
  let front = 0;
  for (let at = 0; at < choices.length; at += 1) {
    const choice = choices[at] as Choice;
    if (choice.strand !== strand) continue;
    for (let to = at; to > front; to -= 1) choices[to] = choices[to - 1] as Choice;
    choices[front] = choice;
    front += 1;
  }
}

/** 0 for going on with what ran last or when that can't go on; 1 for a switch; one more for an event. */
export function costOf(world: World, choices: readonly Choice[], index: number): number {
  const choice = choices[index] as Choice;
  const { last } = world.state;
  if (choice.kind === "event") return 1;
  return choice.strand === last || choices[0]?.strand !== last ? 0 : 1;
}

/** Nothing is left to do but what repeats for ever: intervals do not count. */
function isOver(world: World, pending: number): boolean {
  const { timers } = world.state;
  return pending === 0 && timers.every(({ period }) => period > 0) && world.threads.every(({ standing }) => standing.kind === "finished");
}

function addCpu(world: World, cpu: number, running: Choice[], events: Choice[]): void {
  const strands: Strand[] = [];
  const count = addReady(world, cpu, strands, 0);
  for (const strand of strands.slice(0, count)) addStrand(world, strand, running, events);
}

/** Puts the strands that may run on a CPU now into `to`, from `from` on. @returns Where they end. */
function addReady(world: World, cpu: number, to: Strand[], from: number): number {
  const { strands, upcalls } = world.state;
  if (upcalls[cpu] !== undefined) {
    to[from] = strands[world.threadCount + cpu] as Strand;
    return from + 1;
  }
  let end = from;
  let isAnyEager = false;
  for (let index = 0; index < world.threadCount; index += 1) {
    const strand = strands[index] as Strand;
    if (strand.cpu !== cpu || !isReady(strand)) continue;
    if (strand.depth > 0 && strand.section !== undefined) {
      // A CPU in a section executes nothing else until its end or an event.
      to[from] = strand;
      return from + 1;
    }
    if (!strand.isYielding) isAnyEager = true;
    to[end++] = strand;
  }
  return isAnyEager ? withoutYielding(to, from, end) : end;
}

function withoutYielding(strands: Strand[], from: number, end: number): number {
  let kept = from;
  for (let at = from; at < end; at += 1) if (!(strands[at] as Strand).isYielding) strands[kept++] = strands[at] as Strand;
  return kept;
}

function addStrand(world: World, strand: Strand, running: Choice[], events: Choice[]): void {
  running.push(runOf(strand.index));
  if (world.options.aborts !== undefined && strand.standing.kind === "begin" && world.state.events < world.options.aborts) {
    running.push({ kind: "abort", strand: strand.index });
  }
  if (canBeInterrupted(world, strand)) {
    for (const event of world.kinds) events.push({ kind: "event", strand: strand.index, event });
  }
}

/** Made once: the search asks for them in every state. */
const runs: Choice[] = [];

function runOf(strand: number): Choice {
  for (let index = runs.length; index <= strand; index += 1) runs.push({ kind: "run", strand: index });
  return runs[strand] as Choice;
}

/** An event makes a difference only when there is a handler to be called (see `defaultHandler` in run.ts) or another CPU that may have looked. */
function canBeInterrupted(world: World, strand: Strand): boolean {
  const { payload, state } = world;
  if (payload.machine.maxEvents <= state.events || payload.machine.events.length === 0) return false;
  const { kind } = strand.standing;
  if (kind === "unstarted" || kind === "idle" || kind === "finished" || kind === "wait") return false;
  if (strand.depth > 0) return payload.handler !== undefined || payload.machine.cpus > 1 || strand.effects.length > 0;
  return payload.handler !== undefined && strand.index < world.threadCount && !world.isAsync;
}

/** Can its next slice run? */
function isReady(strand: Strand): boolean {
  if (strand.isParked) return false;
  switch (strand.standing.kind) {
    case "finished":
      return false;
    case "wait":
      return strand.standing.isWoken;
    case "idle":
      return strand.jobs.length > 0;
    case "unstarted":
    case "access":
    case "begin":
    case "end":
    case "call":
    case "busy":
    case "leave":
      return true;
  }
}

/** A call that has begun is run to its end before the next begins. */
function keepOneCall(world: World, choices: Choice[]): void {
  const begun = world.threads.find(({ standing }) => standing.kind !== "unstarted" && standing.kind !== "finished");
  if (!begun) return;
  choices.splice(0, choices.length, ...choices.filter(({ strand }) => strand === begun.index));
}
