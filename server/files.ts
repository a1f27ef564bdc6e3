import type { Discovery, Scenario } from "../simulators/core/simulator.ts";
import { changeBetween, shiftResult, type TextChange } from "./shift.ts";
import { type FileState, isReadyAsFound, newTrack, type Track } from "./track.ts";
import { type Folder, folderOf, normalise, pathOf } from "./workspace/addresses.ts";
import { mayFindAnother } from "./workspace/nearest.ts";

export interface FilesOptions {
  /** Never throws. Notes in `FileState.sought` what else it looks at. */
  readonly analyse: (file: FileState) => Discovery;
  /** Hash of a scenario's inputs. */
  readonly keyOf: (scenario: Scenario) => string;
  /** The file has been analysed anew, or forgotten (no tracks and no problems are left then). */
  readonly onAnalysed: (file: FileState, gone: readonly Track[]) => void;
}

/** The files that are known: open ones as the editor has them, others as they are on disk. */
export interface Files {
  readonly all: ReadonlyMap<string, FileState>;
  /** Up to date with its text. */
  get(uri: string): FileState | undefined;
  /** The whole text, of an open file with its version. */
  set(uri: string, text: string, version: number | undefined): void;
  /** A file that cannot be taken in: its place holds one problem. */
  refuse(uri: string, discovery: (path: string) => Discovery): void;
  /** Changes of an open file, in order; analysed in a moment, together with those that follow at once. Of a file that is not known only places move. */
  edit(uri: string, text: string, version: number, changes: readonly TextChange[]): void;
  remove(uri: string): void;
  /** A file has changed, come or gone: those that found it, or would now, by its name are analysed in a moment. */
  seekAgain(uri: string): void;
  /** Analyses all files anew: settings or folders have changed. */
  renew(): void;
}

/** Edits within this time are analysed together, milliseconds. */
const burstMs = 10;

export function createFiles({ analyse, keyOf, onAnalysed }: FilesOptions, folders: () => readonly Folder[]): Files {
  const files = new Map<string, FileState>();
  const stale = new Set<FileState>();
  let burst: NodeJS.Timeout | undefined;

  function create(uri: string): FileState {
    const folder = folderOf(uri, folders());
    const file: FileState = { uri, folder, path: pathOf(uri, folder), text: "", discovery: nothing, tracks: new Map(), sought: new Map() };
    files.set(normalise(uri), file);
    return file;
  }

  function adopt(file: FileState, discovery: Discovery): void {
    stale.delete(file);
    file.discovery = discovery;
    const gone = new Map(file.tracks);
    file.tracks.clear();
    for (const scenario of discovery.scenarios) {
      const known = gone.get(scenario.name);
      gone.delete(scenario.name);
      const key = keyOf(scenario);
      const track: Track = known ?? newTrack(scenario, key);
      if (track.foundKey !== key || !scenario.entry) settle(track, scenario, key);
      file.tracks.set(scenario.name, track);
    }
    onAnalysed(file, [...gone.values()]);
    if (file.version === undefined && file.tracks.size === 0 && discovery.problems.length === 0) files.delete(normalise(file.uri));
  }

  function settle(track: Track, scenario: Scenario, key: string): void {
    if (track.key !== key) track.isStopped = false;
    track.found = scenario;
    track.foundKey = key;
    track.scenario = scenario;
    track.isReady = isReadyAsFound(scenario);
    track.key = key;
    // An edit that was taken back: the places are exact again.
    if (track.last?.key === key) track.last.view = track.last.result;
  }

  function analyseNow(file: FileState): void {
    file.sought.clear();
    adopt(file, analyse(file));
  }

  function move(uri: string, change: TextChange): void {
    const folder = folderOf(uri, folders());
    const path = pathOf(uri, folder);
    for (const other of files.values()) {
      if (other.folder?.uri !== folder?.uri) continue;
      for (const { last, previous, partial, scenario } of other.tracks.values()) {
        if (other.path !== path && !scenario.inputs.some((input) => input.path === path)) continue;
        for (const one of [last, previous, partial]) if (one) one.view = shiftResult(one.view, path, change);
      }
    }
  }

  function analyseStale(): void {
    clearTimeout(burst);
    burst = undefined;
    for (const file of Array.from(stale)) analyseNow(file);
  }

  return {
    all: files,
    get(uri) {
      const file = files.get(normalise(uri));
      if (file && stale.has(file)) analyseNow(file);
      return file;
    },
    set(uri, text, version) {
      const file = files.get(normalise(uri)) ?? create(uri);
      const change = changeBetween(file.text, text);
      if (change) move(uri, change);
      file.text = text;
      if (version === undefined) delete file.version;
      else file.version = version;
      analyseNow(file);
    },
    refuse(uri, discovery) {
      const file = files.get(normalise(uri)) ?? create(uri);
      file.text = "";
      delete file.version;
      adopt(file, discovery(file.path));
    },
    edit(uri, text, version, changes) {
      const file = files.get(normalise(uri));
      for (const change of changes) move(uri, change);
      if (!file) return;
      file.text = text;
      file.version = version;
      stale.add(file);
      burst ??= setTimeout(analyseStale, burstMs);
    },
    remove(uri) {
      const file = files.get(normalise(uri));
      if (!file) return;
      delete file.version;
      adopt(file, nothing);
      files.delete(normalise(uri));
    },
    seekAgain(uri) {
      for (const file of files.values()) if (mayFindAnother(file.sought, file.uri, uri)) stale.add(file);
      if (stale.size > 0) burst ??= setTimeout(analyseStale, burstMs);
    },
    renew() {
      for (const file of Array.from(files.values())) analyseNow(file);
    },
  };
}

const nothing: Discovery = { scenarios: [], problems: [] };
