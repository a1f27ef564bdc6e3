import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../protocol/json.ts";
import { recordingsIn, sequencesOf } from "./read.ts";
import { type Difference, replayStore } from "./replay-store.ts";
import { replayGc } from "./replay-gc.ts";
import type { Sequence } from "./sequence.ts";

/** What to replay; every list empty: everything. */
export interface Selection {
  readonly flavour?: string;
  readonly profiles: readonly string[];
  readonly kinds: readonly string[];
  readonly seeds: readonly string[];
  /** Sequences with such a tag are left out: a tag, or what stands before its colon. */
  readonly skippedTags: readonly string[];
  /** Steps with such a tag are not compared. */
  readonly ignoredTags: readonly string[];
  readonly limit: number;
  /** Only one in so many. Default 1. */
  readonly every?: number;
}

export interface Result {
  readonly sequences: number;
  readonly requests: number;
  readonly differences: readonly Difference[];
}

/** Replays the recordings of a folder against the simulated API server. Definitions: `crds.json` of the folder, else those of the committed sample. */
export async function replayFolder(folder: string, sample: string, selection: Selection): Promise<Result> {
  const own = join(folder, "crds.json");
  const definitions = JSON.parse(readFileSync(existsSync(own) ? own : join(sample, "crds.json"), "utf8")) as readonly JsonObject[];
  const ignored = matcher(selection.ignoredTags);
  const differences: Difference[] = [];
  let sequences = 0;
  let requests = 0;
  let selected = 0;
  for (const file of recordingsIn(folder)) {
    for await (const sequence of sequencesOf(file)) {
      if (!isSelected(sequence, selection) || selected++ % (selection.every ?? 1) !== 0 || sequences >= selection.limit) continue;
      sequences++;
      requests += requestsIn(sequence);
      const difference = replay(sequence, definitions, ignored);
      if (difference !== undefined) differences.push(difference);
    }
  }
  return { sequences, requests, differences };
}

/** A sequence that makes our own code throw differs too: the others still count. */
function replay(sequence: Sequence, definitions: readonly JsonObject[], isIgnored: (tag: string) => boolean): Difference | undefined {
  try {
    return sequence.flavour === "store" ? replayStore(sequence, definitions, isIgnored) : replayGc(sequence, definitions);
  } catch (error) {
    const got = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { seed: sequence.seed, profile: sequence.profile, at: "exception", want: "an answer", got };
  }
}

const requestsIn = (sequence: Sequence): number =>
  sequence.flavour === "store" ? sequence.steps.length : sequence.phases.reduce((sum, { requests }) => sum + requests.length, 0);

/** `version` matches `version:anything`. */
const matcher =
  (tags: readonly string[]) =>
  (tag: string): boolean =>
    tags.some((wanted) => tag === wanted || tag.startsWith(`${wanted}:`));

function isSelected(sequence: Sequence, { flavour, profiles, kinds, seeds, skippedTags }: Selection): boolean {
  const has = (wanted: readonly string[], values: readonly string[]): boolean =>
    wanted.length === 0 || wanted.some((value) => values.includes(value));
  return (
    (flavour === undefined || sequence.flavour === flavour) &&
    has(profiles, [sequence.profile]) &&
    has(seeds, [String(sequence.seed)]) &&
    (sequence.flavour !== "store" || has(kinds, sequence.kinds)) &&
    !(sequence.tags ?? []).some(matcher(skippedTags))
  );
}
