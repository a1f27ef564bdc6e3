import type { Failure } from "../machine/failure.ts";
import type { World } from "../machine/world.ts";
import type { Places } from "../../core/places.ts";
import type { Tape, TapeEvent } from "./tape.ts";

/** What a trace is made from. */
export interface Recording {
  readonly world: World;
  readonly tape: Tape;
  readonly places: Places;
  readonly choices: readonly number[];
  /** Index of the first choice that switches away from a thread that could go on, or is an event; -1: none. */
  readonly firstSwitch: number;
  /** Index of the choice at which a lasso's loop begins. */
  readonly loop?: number;
  readonly failure?: Failure;
}

/** An event that became a step. */
export interface StepEvent {
  readonly event: TapeEvent;
  readonly index: number;
}
