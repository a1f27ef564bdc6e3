import type { World } from "../nodes/world.ts";
import type { Candidate, RecordedRun, Replayer, Setup } from "../verify/types.ts";
import type { Breach } from "./breach.ts";
import type { History } from "./history.ts";

/** Something in a run that may break a property. */
export interface Suspicion extends Candidate {
  /** Equal for what is one and the same within a run. */
  readonly id: string;
  /** Decides once the run has ended; undefined: nothing is broken. */
  decide(trial: Trial): Breach | undefined;
  /** Equal where the decision is the same in every run with the same outcome; absent: deciding costs nothing. */
  memory?(trial: Trial): string;
}

/** What decides. `history` is that of the whole run. */
export interface Trial extends Scene {
  readonly run: RecordedRun;
  readonly replay: Replayer;
}

/** Looks at what has been added to a history since a moment. */
export type Detector = (scene: Scene, since: number) => readonly Suspicion[];

/** What detectors look at. */
export interface Scene {
  readonly setup: Setup;
  /** The nodes as they started. */
  readonly initial: World;
  readonly history: History;
}

/** The last things of a list, from a moment on. */
export function added<Item extends { readonly moment: number }>(list: readonly Item[], since: number): readonly Item[] {
  let from = list.length;
  while (from > 0 && (list[from - 1]?.moment ?? -1) >= since) from -= 1;
  return from === list.length ? none : list.slice(from);
}

const none: readonly never[] = [];
