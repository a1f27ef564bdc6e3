import type { RunParams, Settings, StopParams } from "../protocol/requests.ts";
import type { Result } from "../protocol/report.ts";
import type { BudgetOptions } from "../simulators/core/budget.ts";
import type { Scenario } from "../simulators/core/simulator.ts";
import { type AfterworkOptions, createAfterwork } from "./afterwork.ts";
import type { EngineHooks } from "./engine/client.ts";
import type { Executed, PartialListener } from "./execute.ts";
import type { Files } from "./files.ts";
import { pauseBefore } from "./pause.ts";
import { createQueue, type Urgency } from "./queue.ts";
import { budgetOf } from "./settings.ts";
import { type FileState, isCurrent, type Track } from "./track.ts";
import { createReadiness, type Readiness, type ReadinessOptions } from "./readiness.ts";
import { normalise } from "./workspace/addresses.ts";

export interface RunsOptions extends Pick<ReadinessOptions, "prepare" | "keyOf">, Pick<AfterworkOptions, "goesDeeper"> {
  readonly files: Files;
  readonly settings: () => Settings;
  /** May this scenario be run: is the workspace trusted, or does it execute no user code? */
  isAllowed(scenario: Scenario): boolean;
  readonly slots: () => number;
  execute(file: FileState, scenario: Scenario, options: BudgetOptions, hooks: RunHooks): Promise<Executed>;
  /** The result if it is known from before. */
  recall(file: FileState, scenario: Scenario, options: BudgetOptions): Promise<Executed | undefined>;
  /** Something about a scenario of this file has changed; its problems only with "result". */
  readonly onChanged: (file: FileState, what: "result" | "work") => void;
  /** Milliseconds from any fixed moment. */
  now(): number;
}

export interface RunHooks extends EngineHooks {
  readonly signal: AbortSignal;
  /** `EngineHooks.onPartial` as a result. */
  readonly onResultSoFar?: PartialListener;
}

/** Decides when scenarios are run, and keeps their results. */
export interface Runs extends Pick<Readiness, "outdate" | "outdateAll"> {
  /** Looks at the scenarios of a file after it was analysed. `quietly`: as part of a scan, not of an edit. */
  consider(file: FileState, gone: readonly Track[], quietly: boolean): void;
  saved(file: FileState): void;
  /** Runs these whatever the settings say; resolves when they have ended. */
  run(params: RunParams): Promise<readonly { file: FileState; track: Track }[]>;
  /** Resolves when they have stopped. */
  stop(params: StopParams): Promise<void>;
  /** After a change of trust or settings. */
  reconsider(): void;
  select(params: Omit<RunParams, "deep">): readonly { file: FileState; track: Track }[];
  readonly running: number;
  readonly queued: number;
}

export function createRuns(options: RunsOptions): Runs {
  const { files, settings, onChanged } = options;
  const queue = createQueue<Track>(options.slots);
  const pauses = new Map<FileState, NodeJS.Timeout>();
  const readiness = createReadiness({
    ...options,
    onRekeyed(file, track) {
      if (workKeys.get(track) !== track.key) drop(track);
      onChanged(file, "result");
    },
    onOutdated: (file) => consider(file, [], false),
  });

  const afterwork = createAfterwork({
    ...options,
    queue,
    executeDeep: (file, scenario, signal) => options.execute(file, scenario, budgetOf(settings(), true), { signal }),
    keep: (file, track, scenario, result) => keep(file, track, track.key, scenario, result),
  });

  /** What would have to be run now. */
  function pending(file: FileState): readonly Track[] {
    return [...file.tracks.values()].filter((track) => !isCurrent(track) && !track.isStopped && track.work.kind !== "running");
  }

  function consider(file: FileState, gone: readonly Track[], quietly: boolean): void {
    if (!quietly) queue.disturb();
    for (const track of gone) drop(track);
    for (const track of file.tracks.values()) {
      if (isCurrent(track)) continue;
      // Work that has begun was for an older text, unless this is the text it was for.
      if (workKeys.get(track) !== track.key) drop(track);
      if (!options.isAllowed(track.scenario)) track.work = { kind: "blocked" };
      else if (track.work.kind === "blocked") track.work = { kind: "none" };
    }
    void recallThenPause(file, quietly);
    onChanged(file, "result");
  }

  const workKeys = new WeakMap<Track, string>();

  function drop(track: Track): void {
    workKeys.delete(track);
    dropPartial(track);
    if (track.work.kind === "queued" || track.work.kind === "running") track.work = { kind: "none" };
    void queue.cancel(track);
  }

  /** What it had found is of an older text now: shown as such, but never taken for an answer to that text. */
  function dropPartial(track: Track): void {
    const { partial } = track;
    delete track.partial;
    if (partial?.result.verdict === "violated" && partial.key !== track.last?.key) track.last = { ...partial, key: "" };
  }

  /** What is known from before is shown at once; the rest is run after a pause in typing. */
  async function recallThenPause(file: FileState, quietly: boolean): Promise<void> {
    clearTimeout(pauses.get(file));
    pauses.delete(file);
    const since = options.now();
    const unready = [...file.tracks.values()].filter((track) => !track.isReady && track.work.kind !== "blocked");
    await Promise.all(unready.map((track) => readiness.make(file, track)));
    // Meanwhile a newer edit has come: it sees to all that is left to do.
    if (unready.some((track) => !track.isReady)) return;
    const candidates = pending(file).filter((track) => track.work.kind === "none");
    if (candidates.length === 0) return;
    const keys = candidates.map((track) => track.key);
    await Promise.all(candidates.map((track) => recallOne(file, track)));
    if (settings().run !== "onType" && !(quietly && settings().run === "onSave")) return;
    // Meanwhile a newer edit may have come: it pauses for itself.
    if (candidates.some((track, index) => track.key !== keys[index]) || !isKnown(file)) return;
    clearTimeout(pauses.get(file));
    pauses.set(
      file,
      setTimeout(
        () => {
          pauses.delete(file);
          startPending(file, quietly ? "found" : "edited");
        },
        // What was done meanwhile counts as part of the pause.
        Math.max(0, pauseBefore(candidates.map(({ took }) => took)) - (options.now() - since)),
      ),
    );
  }

  const isKnown = (file: FileState): boolean => files.all.get(normalise(file.uri)) === file;

  async function recallOne(file: FileState, track: Track): Promise<void> {
    const { key, scenario } = track;
    const executed = await options.recall(file, scenario, budgetOf(settings(), false));
    if (!executed || track.key !== key || isCurrent(track)) return;
    keep(file, track, key, scenario, executed.result);
    afterwork.follow(file, track, scenario, executed, false);
  }

  function startPending(file: FileState, urgency: Urgency): void {
    for (const track of pending(file)) {
      if (track.work.kind !== "none") continue;
      if (track.isReady) void start(file, track, urgency, false);
      else void startWhenReady(file, track, urgency);
    }
  }

  async function startWhenReady(file: FileState, track: Track, urgency: Urgency): Promise<void> {
    await readiness.make(file, track);
    if (track.isReady && track.work.kind === "none" && pending(file).includes(track)) await start(file, track, urgency, false);
  }

  /** What the user asked for is run, however often the text changes meanwhile. */
  async function startAsked(file: FileState, track: Track, deep: boolean): Promise<void> {
    while (!track.isReady && isTracked(file, track)) await readiness.make(file, track);
    if (isTracked(file, track)) await start(file, track, "asked", deep);
  }

  const isTracked = (file: FileState, track: Track): boolean => isKnown(file) && file.tracks.get(track.found.name) === track;

  function start(file: FileState, track: Track, urgency: Urgency, deep: boolean): Promise<void> {
    const { key, scenario } = track;
    workKeys.set(track, key);
    track.work = { kind: "queued" };
    track.isStopped = false;
    onChanged(file, "work");
    const ended = queue.add({ key: track, urgency, run: (signal) => work(file, track, key, scenario, deep, signal) });
    track.underWay = ended;
    return ended;
  }

  async function work(file: FileState, track: Track, key: string, scenario: Scenario, deep: boolean, signal: AbortSignal): Promise<void> {
    const isMine = () => workKeys.get(track) === key && !signal.aborted;
    /** Undefined: what is known from before took no run. */
    let since: number | undefined;
    const executed = await options.execute(file, scenario, budgetOf(settings(), deep), {
      signal,
      onStarted() {
        if (!isMine()) return;
        since ??= options.now();
        track.work = { kind: "running", since };
        onChanged(file, "work");
      },
      onProgress(progress) {
        if (!isMine() || track.work.kind !== "running") return;
        track.work = { ...track.work, progress };
        onChanged(file, "work");
      },
      onResultSoFar(result, done) {
        // An edit that has not been analysed yet drops it.
        files.get(file.uri);
        if (!isMine() || track.key !== key) return;
        track.partial = { key, result, view: result, findings: scenario.findings, done };
        onChanged(file, "result");
      },
    });
    // An edit that has not been analysed yet makes this the result of an older text.
    files.get(file.uri);
    if (workKeys.get(track) !== key || track.key !== key) return;
    workKeys.delete(track);
    track.work = { kind: "none" };
    if (since !== undefined) track.took = options.now() - since;
    keep(file, track, key, scenario, executed.result);
    afterwork.follow(file, track, scenario, executed, deep);
  }

  function keep(file: FileState, track: Track, key: string, scenario: Scenario, result: Result): void {
    delete track.partial;
    if (!scenario.notRun) delete track.previous;
    else if (track.last && !track.previous && track.last.result.verdict !== "not-run") track.previous = track.last;
    track.last = { key, result, view: result, findings: scenario.findings };
    onChanged(file, "result");
  }

  function select({ uris, scenario }: Omit<RunParams, "deep">): readonly { file: FileState; track: Track }[] {
    const chosen = uris === undefined ? [...files.all.values()] : uris.flatMap((uri) => files.get(uri) ?? []);
    return chosen.flatMap((file) =>
      [...file.tracks.values()]
        .filter((track) => scenario === undefined || track.scenario.name === scenario)
        .map((track) => ({ file, track })),
    );
  }

  return {
    consider,
    saved(file) {
      if (settings().run !== "manual") startPending(file, "edited");
    },
    outdate: (uri, text) => readiness.outdate(uri, text),
    outdateAll: () => readiness.outdateAll(),
    async run({ deep = false, ...params }) {
      const chosen = select(params);
      const allowed = chosen.filter(({ track }) => options.isAllowed(track.scenario));
      await Promise.all(
        allowed.map(({ file, track }) => (track.isReady ? start(file, track, "asked", deep) : startAsked(file, track, deep))),
      );
      return chosen;
    },
    async stop({ uri, scenario }) {
      const chosen = select({ ...(uri === undefined ? {} : { uris: [uri] }), ...(scenario === undefined ? {} : { scenario }) });
      await Promise.all(
        chosen.map(async ({ file, track }) => {
          clearTimeout(pauses.get(file));
          pauses.delete(file);
          if (track.work.kind !== "queued" && track.work.kind !== "running") return queue.cancel(track);
          const wasQueued = track.work.kind === "queued";
          await queue.cancel(track);
          if (wasQueued) drop(track);
          track.isStopped = true;
          onChanged(file, "work");
        }),
      );
    },
    reconsider() {
      for (const file of files.all.values()) consider(file, [], true);
    },
    select,
    get running() {
      return queue.running;
    },
    get queued() {
      return queue.queued;
    },
  };
}
