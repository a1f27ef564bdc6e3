import { type Dirent, readdirSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { errorText } from "./error-text.ts";

/** A file that may hold scenarios. */
export interface FoundFile {
  /** Relative to the working directory, with `/`. */
  readonly path: string;
  readonly absolute: string;
  /** Named by the user, not met in a folder. */
  readonly isNamed: boolean;
}

export interface Unreadable {
  readonly path: string;
  readonly message: string;
  readonly isNamed: boolean;
}

export interface FoundFiles {
  /** By path. */
  readonly files: readonly FoundFile[];
  readonly unreadable: readonly Unreadable[];
  /** Every folder looked into, or with a named file in it, absolute: what `--watch` watches. */
  readonly folders: readonly string[];
}

/**
 * The files under `paths` that `claims` accepts; files named directly need no claim.
 *
 * Left out in folders: `node_modules`, `dist`, hidden folders and files, and symbolic links:
 * what a link within the folder leads to is found anyway, and what lies outside is not ours to check.
 *
 * @param cwd Absolute.
 * @param paths As written; with `\` too, where no such file exists. None: the working directory.
 */
export async function findFiles(
  cwd: string,
  paths: readonly string[],
  claims: (path: string) => boolean,
  signal?: AbortSignal,
): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const unreadable: Unreadable[] = [];
  const folders = new Set<string>();
  for (const written of paths.length > 0 ? paths : ["."]) {
    const named = lookUp(cwd, written);
    if ("message" in named) unreadable.push({ path: written, message: named.message, isNamed: true });
    else if (!named.isFolder) {
      files.set(named.absolute, { path: relativePath(cwd, named.absolute), absolute: named.absolute, isNamed: true });
      folders.add(dirname(named.absolute));
    } else {
      for await (const found of filesUnder(named.absolute, signal)) {
        const path = relativePath(cwd, found.absolute);
        if (found.kind === "folder") folders.add(found.absolute);
        else if (found.kind === "unreadable") unreadable.push({ path, message: found.message, isNamed: found.absolute === named.absolute });
        else if (claims(path) && !files.has(found.absolute)) files.set(found.absolute, { path, absolute: found.absolute, isNamed: false });
      }
    }
  }
  return { files: [...files.values()].sort((a, b) => compareText(a.path, b.path)), unreadable, folders: [...folders] };
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `path` from `cwd`, with `/` on every system. */
export function relativePath(cwd: string, path: string): string {
  const below = relative(cwd, path);
  return (below === "" ? "." : below).split(sep).join("/");
}

function lookUp(cwd: string, written: string): { readonly absolute: string; readonly isFolder: boolean } | { readonly message: string } {
  const candidates = written.includes("\\") && sep === "/" ? [written, written.replaceAll("\\", "/")] : [written];
  let message = "";
  for (const candidate of candidates) {
    const absolute = isAbsolute(candidate) ? resolve(candidate) : resolve(cwd, candidate);
    try {
      const stats = statSync(absolute);
      if (stats.isDirectory() || stats.isFile()) return { absolute, isFolder: stats.isDirectory() };
      message ||= "is neither a file nor a folder";
    } catch (error) {
      message ||= errorText(error);
    }
  }
  return { message };
}

type Found =
  | { readonly kind: "file" | "folder"; readonly absolute: string }
  | { readonly kind: "unreadable"; readonly absolute: string; readonly message: string };

/** Breadth first, and now and then a breath for signals. */
async function* filesUnder(root: string, signal: AbortSignal | undefined): AsyncIterable<Found> {
  const waiting = [root];
  for (let index = 0; index < waiting.length; index += 1) {
    if (index % 64 === 63) await setImmediate();
    if (signal?.aborted) return;
    const folder = waiting[index] ?? root;
    let entries: readonly Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      yield { kind: "unreadable", absolute: folder, message: errorText(error) };
      continue;
    }
    yield { kind: "folder", absolute: folder };
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      const absolute = join(folder, entry.name);
      if (entry.isFile()) yield { kind: "file", absolute };
      else if (entry.isDirectory() && !skippedFolders.has(entry.name)) waiting.push(absolute);
    }
  }
}

const skippedFolders = new Set(["node_modules", "dist"]);
