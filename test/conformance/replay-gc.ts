import type { JsonObject } from "../../protocol/json.ts";
import type { Difference } from "./replay-store.ts";
import type { GcSequence } from "./sequence.ts";

/** Replays a sequence in which the built-in controllers act too. */
export function replayGc(sequence: GcSequence, _definitions: readonly JsonObject[]): Difference | undefined {
  return { seed: sequence.seed, profile: sequence.profile, at: "flavour", want: "gc", got: "not replayed yet" };
}
