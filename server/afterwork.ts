import type { Settings } from "../protocol/requests.ts";
import type { Result } from "../protocol/report.ts";
import type { Scenario } from "../simulators/core/simulator.ts";
import type { Executed } from "./execute.ts";
import type { Files } from "./files.ts";
import type { WorkQueue } from "./queue.ts";
import type { FileState, LastResult, Track } from "./track.ts";

export interface AfterworkOptions {
  readonly files: Files;
  readonly queue: WorkQueue<Track>;
  readonly settings: () => Settings;
  /** See `Simulator.goesDeeper`. */
  readonly goesDeeper: (scenario: Scenario) => string | undefined;
  readonly executeDeep: (file: FileState, scenario: Scenario, signal: AbortSignal) => Promise<Executed>;
  /** Shows a result in place of the one that was followed. */
  readonly keep: (file: FileState, track: Track, scenario: Scenario, result: Result) => void;
}

/** What is done once a result is shown: quick fixes are tried, and what holds is searched within larger bounds while there is nothing else to do. */
export interface Afterwork {
  /** `isDeep`: the result is one of the larger bounds already. */
  follow(file: FileState, track: Track, scenario: Scenario, executed: Executed, isDeep: boolean): void;
}

export function createAfterwork({ files, queue, settings, goesDeeper, executeDeep, keep }: AfterworkOptions): Afterwork {
  function follow(file: FileState, track: Track, scenario: Scenario, { result, withFixes }: Executed, isDeep: boolean): void {
    const { last } = track;
    if (!last || last.result !== result) return;
    if (withFixes) {
      track.underWay = queue.add({
        key: track,
        urgency: "fixes",
        run: (signal) => tryThem(file, track, scenario, last, withFixes, signal),
      });
      return;
    }
    const deeper = isDeep ? undefined : goesDeeper(scenario);
    if (deeper === undefined || !mayGoOn() || result.verdict !== "holds" || !result.stats.complete) return;
    void queue.add({ key: track, urgency: "idle", run: (signal) => searchDeeper(file, track, scenario, last, deeper, signal) });
  }

  /** In manual mode nothing is searched that nobody asked for. */
  const mayGoOn = (): boolean => settings().run !== "manual";

  /** Is what was followed still what is shown, of a text that has not changed since? */
  function isStill(file: FileState, track: Track, followed: LastResult, signal: AbortSignal): boolean {
    // An edit that has not been analysed yet would make this an answer to an older text.
    files.get(file.uri);
    return !signal.aborted && track.key === followed.key && track.last?.result === followed.result;
  }

  async function tryThem(
    file: FileState,
    track: Track,
    scenario: Scenario,
    followed: LastResult,
    withFixes: NonNullable<Executed["withFixes"]>,
    signal: AbortSignal,
  ): Promise<void> {
    const result = await withFixes(signal);
    if (isStill(file, track, followed, signal)) keep(file, track, scenario, result);
  }

  async function searchDeeper(
    file: FileState,
    track: Track,
    scenario: Scenario,
    followed: LastResult,
    deeper: string,
    signal: AbortSignal,
  ): Promise<void> {
    if (!mayGoOn()) return;
    const executed = await executeDeep(file, scenario, signal);
    if (!isStill(file, track, followed, signal)) return;
    const { verdict, reason } = executed.result;
    if (verdict === "holds" || verdict === "violated") {
      keep(file, track, scenario, executed.result);
      follow(file, track, scenario, executed, true);
    } else if (track.last) {
      track.last = { ...track.last, notDeeper: `Not completed: ${deeper}${reason ? ` (${reason.message})` : ""}` };
    }
  }

  return { follow };
}
