import type { Replay } from "../../protocol/trace.ts";

/** What a replay found, for the panel and for a message. */
export interface ReplayText {
  readonly text: string;
  readonly isGood: boolean;
}

/** @param property Property that the trace violates; undefined for a run of the main path. */
export function replayText(replay: Replay, property: string | undefined): ReplayText {
  switch (replay.kind) {
    case "fails-again":
      return { text: `Fails again: ${replay.trace.title}`, isGood: false };
    case "no-longer-fails":
      return { text: property ? `No longer fails: ${property} holds on this run` : "Runs as before", isGood: true };
    case "does-not-fit":
      return { text: `Does not fit any more at step ${replay.step + 1}: ${replay.message}`, isGood: false };
  }
}
