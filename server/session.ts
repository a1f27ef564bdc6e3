import { performance } from "node:perf_hooks";
import { URI, Utils } from "vscode-uri";
import type { Notice, Settings } from "../protocol/requests.ts";
import type { InputFile, Scenario, Simulator, SourceUnit } from "../simulators/core/simulator.ts";
import type { TypeScript } from "../simulators/core/source/typescript.ts";
import { analyse, notRead } from "./analyse.ts";
import { createFileCache, noCache, type ResultCache } from "./cache.ts";
import { createEngineHost, type EngineHost } from "./engine/host.ts";
import { slotsOf } from "./engine/slots.ts";
import { type ExecuteContext, executeInParts, hashOf, recall } from "./execute.ts";
import { createFiles, type Files } from "./files.ts";
import { reproduceWith } from "./reproduce.ts";
import { loadBundler } from "./bundler.ts";
import { createPrograms } from "./program/programs.ts";
import { createRuns, type Runs } from "./runs.ts";
import { budgetOf, readSettings } from "./settings.ts";
import type { FileState, Track } from "./track.ts";
import { fileOf, type Folder, normalise, pathOf } from "./workspace/addresses.ts";
import { findUpwards, upwardsFrom } from "./workspace/nearest.ts";

export interface SessionOptions {
  readonly simulators: readonly Simulator[];
  readonly engineEntry: string;
  /** See `EngineOptions`. */
  readonly codeFolder?: () => string | undefined;
  /** Our own `dist`: where the bundler is. */
  readonly dist: string;
  readonly version: string;
  readonly typescript: () => TypeScript;
  readonly onChanged: (file: FileState, what: "result" | "work") => void;
  readonly onNotice: (notice: Notice) => void;
  readonly log: (line: string) => void;
}

/** What the server knows and does, without a word of LSP. */
export interface Session {
  readonly files: Files;
  readonly runs: Runs;
  readonly engine: EngineHost;
  readonly version: string;
  settings(): Settings;
  folders(): readonly Folder[];
  /** Simulators that are enabled. */
  simulators(): readonly Simulator[];
  isTrusted(): boolean;
  /** Before the first file. */
  begin(start: {
    readonly folders: readonly Folder[];
    readonly isTrusted: boolean;
    readonly cacheFolder?: string;
    readonly settings: unknown;
  }): void;
  /** Texts of all files that are open in the editor, by path on this machine: asked for whenever something is bundled. */
  setOpenTexts(openTexts: () => Iterable<readonly [file: string, text: string]>): void;
  /** A file is no longer as it was; `text`: as the editor has it, unknown: as it is on disk. */
  dependencyChanged(uri: string, text: string | undefined): void;
  /** Is it of a name that some file was looked for by? Of files in which nothing was found nothing is kept: only a scan finds them again. */
  isSought(uri: string): boolean;
  /** Files have come or gone, or what decides where imports lead has changed. */
  dependenciesChanged(): void;
  /** The scenario of a track, with its program where it has one. @throws Our own code failed. */
  prepared(file: FileState, track: Track): Promise<Scenario>;
  setFolders(folders: readonly Folder[]): void;
  setSettings(value: unknown): void;
  grantTrust(): void;
  readonly claims: (path: string) => boolean;
  /** A file that cannot be taken in. */
  refuse(uri: string, message: string): void;
  /** The same file as a simulator sees it. */
  unitOf(file: FileState): SourceUnit;
  reproduce(scenario: Scenario): string;
  /** Is the file found by a scan rather than edited, while this runs? */
  quietly<Answer>(act: () => Answer): Answer;
  dispose(): Promise<void>;
}

export function createSession(options: SessionOptions): Session {
  const { version, onNotice, log } = options;
  let settings = readSettings(undefined);
  let folders: readonly Folder[] = [];
  let isTrusted = true;
  let cache: ResultCache = noCache;
  let isQuiet = false;
  let openTexts: () => Iterable<readonly [file: string, text: string]> = () => [];

  const enabled = () => options.simulators.filter(({ id }) => settings.simulators[id]?.enabled !== false);
  const limits = () => ({ workers: slotsOf(settings.workers), memoryLimitMb: settings.memoryLimit });
  const unit = (file: FileState): SourceUnit => ({
    path: file.path,
    text: file.text,
    typescript: options.typescript,
    nearest: (name) => nearestOf(file, name),
  });

  const soughtNames = new Set<string>();

  /** As the editor has it, or as it is on disk. */
  function nearestOf(file: FileState, name: string): InputFile | undefined {
    const upwards = upwardsFrom(file.uri, file.folder, folders);
    const open = new Map(openTexts());
    const found = upwards && findUpwards(name, { ...upwards, newer: (path) => open.get(path) });
    const uri = found && URI.file(found.file).toString();
    file.sought.set(name, uri && normalise(uri));
    soughtNames.add(name);
    return found && uri
      ? { path: pathOf(uri, file.folder ?? (fileOf(file.uri) === undefined ? folders[0] : undefined)), text: found.text }
      : undefined;
  }

  const engine = createEngineHost(
    {
      entry: options.engineEntry,
      ...(options.codeFolder ? { codeFolder: options.codeFolder } : {}),
      log,
      onLost: (message) =>
        onNotice({
          severity: "warning",
          message: `The engine of Faultline was lost (${message}). It has been started again, and what it was at is run once more.`,
        }),
    },
    limits(),
  );

  const programs = createPrograms({
    bundler: () => loadBundler(options.dist),
    simulators: options.simulators,
    typescript: options.typescript,
    openTexts: () => openTexts(),
    now: () => performance.now(),
  });
  const prepare = (file: FileState, scenario: Scenario) =>
    programs.prepare(scenario, {
      folder: file.folder && fileOf(file.folder.uri),
      folders: folders.flatMap(({ uri }) => fileOf(uri) ?? []),
    });

  const context = (file: FileState, deep: boolean): ExecuteContext => ({
    prepare: (scenario) => prepare(file, scenario),
    engine,
    cache,
    version,
    simulators: options.simulators,
    typescript: options.typescript,
    reproduce: reproduceWith({ seed: settings.seed, deep }),
  });

  const keyOf = (scenario: Scenario) => hashOf(scenario, budgetOf(settings, false), { simulators: options.simulators, version });

  const files = createFiles(
    {
      analyse: (file) => analyse(unit(file), enabled(), version),
      keyOf,
      onAnalysed(file, gone) {
        runs.consider(file, gone, isQuiet);
        if (file.tracks.size > 0 && engine.state === "none" && settings.run !== "manual") engine.warm();
      },
    },
    () => folders,
  );

  const runs: Runs = createRuns({
    files,
    settings: () => settings,
    isAllowed: (scenario) => isTrusted || options.simulators.some(({ id, isDataOnly }) => id === scenario.simulator && isDataOnly === true),
    slots: () => limits().workers,
    prepare: (file, scenario) => prepare(file, scenario).catch(() => scenario),
    keyOf,
    execute: (file, scenario, budget, { onResultSoFar, ...hooks }) =>
      executeInParts(scenario, budget, {
        ...context(file, budget.deep),
        hooks,
        ...(onResultSoFar ? { onPartial: onResultSoFar } : {}),
      }),
    goesDeeper: ({ simulator }) => options.simulators.find(({ id }) => id === simulator)?.goesDeeper,
    recall: (file, scenario, budget) => recall(scenario, budget, context(file, budget.deep)),
    onChanged: options.onChanged,
    now: () => performance.now(),
  });

  function setSettings(value: unknown): void {
    const before = settings;
    settings = readSettings(value);
    if (JSON.stringify(before) === JSON.stringify(settings)) return;
    engine.configure(limits());
    forgetStopped(files, before, settings);
    quietly(() => files.renew());
    runs.reconsider();
  }

  function quietly<Answer>(act: () => Answer): Answer {
    const before = isQuiet;
    isQuiet = true;
    try {
      return act();
    } finally {
      isQuiet = before;
    }
  }

  return {
    files,
    runs,
    engine,
    version,
    settings: () => settings,
    folders: () => folders,
    simulators: enabled,
    isTrusted: () => isTrusted,
    begin(start) {
      folders = start.folders;
      isTrusted = start.isTrusted;
      settings = readSettings(start.settings);
      engine.configure(limits());
      if (start.cacheFolder !== undefined) cache = createFileCache(start.cacheFolder);
    },
    setOpenTexts(next) {
      openTexts = next;
    },
    dependencyChanged(uri, text) {
      programs.changed();
      files.seekAgain(uri);
      runs.outdate(uri, text);
    },
    isSought: (uri) => soughtNames.has(Utils.basename(URI.parse(uri))),
    dependenciesChanged() {
      programs.changed();
      runs.outdateAll();
    },
    prepared: (file, track) => prepare(file, track.isReady ? track.scenario : track.found),
    setFolders(next) {
      folders = next;
    },
    setSettings,
    grantTrust() {
      if (isTrusted) return;
      isTrusted = true;
      runs.reconsider();
    },
    claims: (path) => enabled().some((simulator) => simulator.claims(path)),
    refuse: (uri, message) => files.refuse(uri, (path) => ({ scenarios: [], problems: [notRead(path, message)] })),
    unitOf: unit,
    reproduce: reproduceWith({ seed: settings.seed }),
    quietly,
    dispose: async () => {
      await Promise.all([engine.dispose(), programs.dispose()]);
    },
  };
}

/** A run that was ended by a limit which is higher now deserves another try. */
function forgetStopped(files: Files, before: Settings, now: Settings): void {
  const isHigher = { time: before.timeLimit < now.timeLimit, memory: before.memoryLimit < now.memoryLimit };
  for (const file of files.all.values()) {
    for (const track of file.tracks.values()) {
      const limit = track.last?.result.reason?.limit;
      if (track.last && ((limit === "time" && isHigher.time) || (limit === "memory" && isHigher.memory)))
        track.last = { ...track.last, key: "" };
    }
  }
}
