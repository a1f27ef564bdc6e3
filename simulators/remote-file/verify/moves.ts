import { adapterOf } from "../verbs/adapter.ts";
import { pairOf } from "../verbs/pair.ts";
import { type Choice, choices, crashes, nextAlarm } from "../nodes/step.ts";
import { nodeOf } from "../nodes/site.ts";
import type { World } from "../nodes/world.ts";
import type { RunningProcess, RunState } from "./state.ts";
import type { Stage } from "./stage.ts";
import type { Move } from "./types.ts";
import type { Moment } from "./walk.ts";

/** A move that is possible, and whose it is (see `RecordedStep.lane`). */
export interface Alternative {
  readonly move: Move;
  readonly lane: number;
}

/**
 * All that may happen next: what the lane that acted last goes on with comes first, then the others, crashes last. None: the run is over.
 *
 * Processes begin before anything else. The clock moves only when nothing else can go on.
 */
export function movesOf(stage: Stage, { state, last }: Moment): readonly Alternative[] {
  const { site } = stage;
  const { world, processes } = state;
  const unstarted = processes.findIndex(({ hasStarted, isAlive }) => isAlive && !hasStarted);
  if (unstarted >= 0) return [{ move: { kind: "start", process: unstarted }, lane: unstarted }];
  const going = choices(site, world).map((choice): Alternative => ({ move: moveOf(choice), lane: laneOf(state, choice) }));
  const next = going.length > 0 ? ordered(going, last) : later(state);
  if (next.length === 0) return [];
  return world.crashesLeft === 0 ? next : [...next, ...faults(stage, state)];
}

/** Does it leave a lane that could go on? The alternatives are in the order of `movesOf`. */
export const isSwitchTo = ({ lane }: Alternative, alternatives: readonly Alternative[], last: number): boolean =>
  lane >= 0 && last >= 0 && lane !== last && alternatives[0]?.lane === last;

function moveOf(choice: Choice): Move {
  switch (choice.kind) {
    case "manager":
    case "crash":
      return choice;
    case "verbs":
      return choice.choice;
  }
}

/** Reverses `moveOf`. Undefined: it is no choice of the nodes. */
export function choiceOf(move: Move): Choice | undefined {
  switch (move.kind) {
    case "manager":
    case "crash":
      return move;
    case "part":
    case "store":
    case "transmit":
    case "complete":
    case "refuse":
      return { kind: "verbs", choice: move };
    case "start":
    case "alarm":
    case "timer":
      return undefined;
  }
}

export function isSameMove(a: Move, b: Move): boolean {
  if (a.kind !== b.kind) return false;
  const [x, y] = [a as Partial<Record<string, unknown>>, b as Partial<Record<string, unknown>>];
  return (
    x["process"] === y["process"] &&
    x["operation"] === y["operation"] &&
    x["qpn"] === y["qpn"] &&
    x["part"] === y["part"] &&
    x["node"] === y["node"]
  );
}

/** The process that waits for it. Work that nobody waits for is of the only process of its node, or has a lane of its own. */
function laneOf({ world, processes }: RunState, choice: Choice): number {
  switch (choice.kind) {
    case "manager":
      return choice.process;
    case "crash":
      return -1;
    case "verbs": {
      const { qpn } = choice.choice;
      const { node, queue } = pairOf(world.verbs, qpn);
      const wrId = queue[0]?.wrId ?? -1;
      const owner = ownerOf(world, node, qpn, wrId);
      return owner < 0 ? processes.length + qpn : owner;
    }
  }
}

function ownerOf(world: World, node: number, qpn: number, wrId: number): number {
  let only = -1;
  for (let process = 0; process < world.processes.length; process += 1) {
    const one = world.processes[process];
    if (one?.node !== node) continue;
    only = only === -1 ? process : -2;
    for (const operation of one.operations) {
      if (operation?.stage.kind !== "moving") continue;
      for (const work of operation.stage.works) if (work.qpn === qpn && work.wrId === wrId && !work.end) return process;
    }
  }
  return only;
}

/** Stable; there are few. */
function ordered(alternatives: readonly Alternative[], last: number): readonly Alternative[] {
  if (alternatives.length === 1) return alternatives;
  const rank = ({ lane }: Alternative) => (lane === last ? -1 : lane);
  return alternatives.toSorted((a, b) => rank(a) - rank(b));
}

/** What the clock leads to: the next alarm of a node, or the next timers of processes; those of one moment in any order. */
function later({ world, processes }: RunState): readonly Alternative[] {
  if (!processes.some(isWaiting)) return [];
  const { now } = world.verbs;
  const alarm = nextAlarm(world);
  const timers = processes.flatMap((process, number) => {
    const [first] = process.timers;
    return first && mayFire(process) ? [{ number, due: Math.max(now, first.due) }] : [];
  });
  const soonest = Math.min(alarm ?? Infinity, ...timers.map(({ due }) => due));
  if (soonest === Infinity) return [];
  const firing = timers.flatMap(({ number, due }): readonly Alternative[] =>
    due === soonest ? [{ move: { kind: "timer", process: number }, lane: number }] : [],
  );
  return alarm !== undefined && alarm <= soonest ? [{ move: { kind: "alarm" }, lane: -1 }, ...firing] : firing;
}

/** Could something still happen in it, if only time passes? */
const isWaiting = (process: RunningProcess): boolean => process.isAlive && (process.operations.some((one) => one >= 0) || mayFire(process));

/** Intervals keep no process alive that has ended, nor does anything run while the code is inside of a synchronous call. */
function mayFire({ isAlive, state, timers }: RunningProcess): boolean {
  if (!isAlive || timers.length === 0 || state.blockedBy !== undefined) return false;
  return state.ending === undefined || state.timers.some(({ period }) => period === 0);
}

/** Crashes that make a difference: of an app node only while something of it runs. */
function faults({ site }: Stage, { world, processes }: RunState): readonly Alternative[] {
  const isBusy = (node: number) =>
    world.processes.some((one, number) => one.node === node && processes[number]?.isAlive === true && !isOver(processes[number]));
  return crashes(site, world).flatMap((choice): readonly Alternative[] => {
    if (choice.kind !== "crash") return [];
    const isIdle = nodeOf(site, choice.node).role === "app" && !isBusy(choice.node);
    return isIdle || !adapterOf(world.verbs, choice.node).isAlive ? [] : [{ move: choice, lane: -1 }];
  });
}

/** It has ended, and nothing of it is under way. */
export const isOver = ({ state, operations, timers }: RunningProcess): boolean =>
  state.ending !== undefined && operations.every((one) => one < 0) && timers.length === 0;
