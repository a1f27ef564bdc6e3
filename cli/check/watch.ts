import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";
import { count } from "../../server/export/words.ts";
import type { Round } from "./round.ts";
import type { Stop } from "../stop.ts";
import type { Terminal } from "../terminal.ts";
import { simulators } from "../../simulators/registry.ts";

/** Changes often come in a bunch: so long after the last one the check starts. Milliseconds. */
const quietMs = 150;

/**
 * Checks, and again after each change in the folders looked at, until Ctrl-C. A change during a check stops that check.
 * @returns The exit status of the last check.
 */
export async function watchAndRepeat(stop: Stop, terminal: Terminal, checkOnce: (round: Round) => Promise<number>): Promise<number> {
  const watched = new Map<string, FSWatcher>();
  const changes = changeSignal();
  let folders: readonly string[] = [];
  let imported: readonly string[] = [];
  const watchAll = () => rewatch(watched, [...folders, ...imported.map((file) => dirname(file))], tellRelevant);
  const tellRelevant = (name: string | null) => {
    if (isRelevant(name) || imported.some((file) => basename(file) === name)) changes.tell();
  };
  try {
    for (;;) {
      const outdated = new AbortController();
      const release = changes.onChange(() => outdated.abort());
      const signal = AbortSignal.any([stop.signal, outdated.signal]);
      const status = await checkOnce({
        signal,
        status: () => stop.status(),
        onFolders(found) {
          folders = found;
          watchAll();
        },
        onImports(files) {
          imported = files;
          watchAll();
        },
      });
      release();
      if (stop.signal.aborted) return status;
      if (!outdated.signal.aborted) terminal.tell(`watching ${count(watched.size, "folder")}; Ctrl-C ends`);
      if (!(await changes.next(stop.signal))) return status === 0 ? (stop.status() ?? 0) : status;
    }
  } finally {
    for (const watcher of watched.values()) watcher.close();
  }
}

/** May a change of an entry of this name change the answer? Files that some simulator reads, and folders, which mostly have no dot. */
function isRelevant(name: string | null): boolean {
  return name === null || !name.includes(".") || simulators.some((simulator) => simulator.claims(name));
}

/** Watches exactly these folders from now on. */
function rewatch(watched: Map<string, FSWatcher>, folders: readonly string[], tell: (name: string | null) => void): void {
  const wanted = new Set(folders);
  for (const [folder, watcher] of watched) {
    if (wanted.has(folder)) continue;
    watcher.close();
    watched.delete(folder);
  }
  for (const folder of wanted) {
    if (watched.has(folder)) continue;
    try {
      const watcher = watch(folder, (_, name) => tell(name));
      watcher.on("error", () => watched.delete(folder));
      watched.set(folder, watcher);
    } catch {
      // The folder has just gone, or the system allows no more watches: its neighbours still tell.
    }
  }
}

/** Remembers that something changed until somebody asks. */
function changeSignal() {
  const listeners = new Set<() => void>();
  let isChanged = false;
  const tell = () => {
    isChanged = true;
    for (const listener of listeners) listener();
  };
  const onChange = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  /** Resolves to true when something has changed and it has been quiet since; to false when stopped. */
  const next = (signal: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const end = (answer: boolean) => {
        clearTimeout(timer);
        release();
        isChanged = false;
        resolve(answer);
      };
      const restart = () => {
        clearTimeout(timer);
        timer = setTimeout(() => end(true), quietMs);
      };
      const release = onChange(restart);
      signal.addEventListener("abort", () => end(false), { once: true });
      if (signal.aborted) end(false);
      else if (isChanged) restart();
    });
  return { tell, onChange, next };
}
