import type { Budget } from "../../core/budget.ts";
import type { Program } from "../../core/simulator.ts";
import type { Choice } from "../machine/choices.ts";
import type { Failure } from "../machine/failure.ts";
import type { Recorder } from "../machine/recorder.ts";
import type { Names, World, WorldOptions } from "../machine/world.ts";
import { Sharing } from "../machine/sharing.ts";
import type { Payload } from "../payload.ts";
import { loadWorld } from "./load.ts";

/** A run as what happened next, not as numbers of choices: it can be followed in a world that offers others besides. */
export type Schedule = readonly Move[];

export interface Move {
  readonly kind: Choice["kind"];
  readonly strand: number;
  readonly event?: string;
}

export interface Run {
  readonly choices: readonly number[];
  readonly schedule: Schedule;
  /** Switches from a thread that could go on, and events. */
  readonly cost: number;
  /** Index of the first choice that cost something; -1: none did. */
  readonly firstSwitch: number;
  /** Set when the property failed at the end of the run. */
  readonly failure?: Failure;
}

/** What runs of one program are made with. */
export interface Stage {
  readonly program: Program;
  readonly payload: Payload;
  readonly options: WorldOptions;
  readonly names: Names;
  readonly budget: Budget;
}

/**
 * A world at its start that stops where the search did: one of its own, in which nothing was searched. It is made once for a stage and taken
 * back to its start each time; what was got from it earlier is no longer true then.
 * Symbols are others in another world, so places are handed over as data.
 */
export function worldAtStart(stage: Stage, sharing: Sharing, recorder?: Recorder): World {
  let known = worlds.get(stage);
  if (!known) {
    const { program, payload, names, budget } = stage;
    const places = Sharing.import(sharing.export());
    const loaded = loadWorld(program, payload, { ...stage.options, tracksAllFlow: true }, names, budget, places);
    if (loaded.kind === "failed") throw new Error(`a program that could be loaded no longer can: ${loaded.message}`);
    known = { world: loaded.world, start: loaded.world.mark(), options: loaded.world.options };
    worlds.set(stage, known);
  }
  known.world.undoTo(known.start);
  known.world.options = recorder ? { ...known.options, recorder } : known.options;
  return known.world;
}

const worlds = new WeakMap<Stage, { readonly world: World; readonly start: number; readonly options: WorldOptions }>();

/** Follows choices by number to their end. */
export function follow(world: World, choices: readonly number[], target: Failure | undefined): Run {
  const schedule: Move[] = [];
  let cost = 0;
  let firstSwitch = -1;
  let failure: Failure | undefined;
  for (const [index, choice] of choices.entries()) {
    schedule.push(moveOf(world.alternatives()[choice] as Choice));
    const price = world.costOf(choice);
    if (price > 0 && firstSwitch < 0) firstSwitch = index;
    cost += price;
    world.take(choice);
    failure = target && world.failures.find((other) => isSame(other, target));
  }
  return { choices, schedule, cost, firstSwitch, ...(failure ? { failure } : {}) };
}

/** Follows a schedule as far as it fits, leaves out what does not, and goes on by itself until the property fails or nothing is left. */
export function guide(world: World, schedule: Schedule, target: Failure, maximum: number): Run {
  const choices: number[] = [];
  const made: Move[] = [];
  let cost = 0;
  let next = 0;
  while (choices.length < maximum) {
    const alternatives = world.alternatives();
    if (alternatives.length === 0) break;
    let choice = -1;
    while (next < schedule.length && choice < 0) {
      choice = alternatives.findIndex((one) => fits(one, schedule[next] as Move));
      next += 1;
    }
    const taken = Math.max(0, choice);
    choices.push(taken);
    made.push(moveOf(alternatives[taken] as Choice));
    cost += world.costOf(taken);
    world.take(taken);
    const failure = world.failures.find((other) => isSame(other, target));
    if (failure) return { choices, schedule: made, cost, firstSwitch: -1, failure };
    if (world.notModelled || world.misuse) break;
  }
  return { choices, schedule: made, cost, firstSwitch: -1 };
}

export const isSame = (a: Failure, b: Failure): boolean => a.property === b.property && a.code === b.code;

const moveOf = (choice: Choice): Move => ({
  kind: choice.kind,
  strand: choice.strand,
  ...(choice.kind === "event" ? { event: choice.event } : {}),
});

const fits = (choice: Choice, { kind, strand, event }: Move): boolean =>
  choice.kind === kind && choice.strand === strand && (choice.kind !== "event" || choice.event === event);
