import type { Scenario } from "../simulators/core/simulator.ts";
import type { Files } from "./files.ts";
import type { FileState, Track } from "./track.ts";
import { normalise, uriOf } from "./workspace/addresses.ts";

export interface ReadinessOptions {
  readonly files: Files;
  /** Bundles what a scenario with an entry runs. Never throws: what fails here fails again in `execute`, and is told there. */
  readonly prepare: (file: FileState, scenario: Scenario) => Promise<Scenario>;
  /** Hash of a scenario's inputs. */
  readonly keyOf: (scenario: Scenario) => string;
  /** A track is ready, and its key is another than before. */
  readonly onRekeyed: (file: FileState, track: Track) => void;
  /** Some scenarios of this file are no longer ready. */
  readonly onOutdated: (file: FileState) => void;
}

/** Keeps scenarios with an entry in step with all the files that they are made of. */
export interface Readiness {
  /** Bundles a scenario; afterwards it is ready, unless it has changed meanwhile. */
  make(file: FileState, track: Track): Promise<void>;
  /** A file is no longer as it was bundled. `text`: as the editor has it; unknown: it has changed on disk. */
  outdate(uri: string, text: string | undefined): void;
  /** Files have come or gone, or what decides where imports lead has changed. */
  outdateAll(): void;
}

/** Changes within this time are looked at together, milliseconds. */
const burstMs = 10;

/** A larger program is not kept but bundled anew when it is run, UTF-16 units. */
const largestKeptProgram = 300_000;

export function createReadiness({ files, prepare, keyOf, onRekeyed, onOutdated }: ReadinessOptions): Readiness {
  const inTurn = createTurns();
  const outdated = new Set<FileState>();
  let burst: NodeJS.Timeout | undefined;

  /** `perhaps`: it still counts as it is until it has been bundled again. */
  function unready(choose: (track: Track, file: FileState) => "no" | "perhaps" | "yes"): void {
    for (const file of files.all.values()) {
      for (const track of file.tracks.values()) {
        const choice = track.found.entry && !track.found.notRun ? choose(track, file) : "no";
        if (choice === "no") continue;
        // Another object: what is being bundled now is of older texts.
        track.found = { ...track.found };
        track.isReady = false;
        if (choice === "yes") track.key = `${track.foundKey} outdated`;
        outdated.add(file);
      }
    }
    if (outdated.size > 0) burst ??= setTimeout(tellOutdated, burstMs);
  }

  function tellOutdated(): void {
    burst = undefined;
    const all = [...outdated];
    outdated.clear();
    for (const file of all) if (files.all.get(normalise(file.uri)) === file) onOutdated(file);
  }

  return {
    async make(file, track) {
      const { found } = track;
      const isOld = () => track.found !== found || track.isReady;
      // In a large workspace many wait here: what has changed meanwhile is not bundled for nothing.
      const scenario = await inTurn(async () => (isOld() ? found : prepare(file, found)));
      if (isOld()) return;
      const key = keyOf(scenario);
      track.isReady = true;
      track.dependencies = new Map(scenario.inputs.map(({ path, text }) => [normalise(uriOf(path, file.folder)), text]));
      track.scenario = withoutLargeProgram(scenario);
      if (track.key === key) return;
      track.key = key;
      track.isStopped = false;
      // An edit that was taken back: the places are exact again.
      if (track.last?.key === key) track.last.view = track.last.result;
      onRekeyed(file, track);
    },
    outdate(uri, text) {
      const changed = normalise(uri);
      unready((track, file) => {
        // An edit of its own file finds it anew.
        if (normalise(file.uri) === changed) return "no";
        if (!track.isReady) return "perhaps";
        const before = track.dependencies.get(changed);
        if (before === undefined || before === text) return "no";
        return text === undefined ? "perhaps" : "yes";
      });
    },
    outdateAll: () => unready(() => "perhaps"),
  };
}

/** At most so many bundles are made at the same time. */
const bundlesAtOnce = 2;

/** Does work in the order in which it is asked for. It must not throw. */
function createTurns(): <Answer>(work: () => Promise<Answer>) => Promise<Answer> {
  const waiting: (() => void)[] = [];
  let free = bundlesAtOnce;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    const answer = await work();
    const next = waiting.shift();
    if (next) next();
    else free += 1;
    return answer;
  };
}

function withoutLargeProgram(scenario: Scenario): Scenario {
  if ((scenario.program?.code.length ?? 0) <= largestKeptProgram) return scenario;
  const { program: _, ...rest } = scenario;
  return rest;
}
