import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { URI } from "vscode-uri";
import { fileOf, type Folder, isInside, normalise } from "./addresses.ts";
import { decodeSource, maximumFileBytes } from "./read.ts";

/** A file that was found by its name. */
export interface NearestFile {
  /** Absolute. */
  readonly file: string;
  /** Empty where it cannot be taken in: whoever claims it says why. */
  readonly text: string;
}

export interface Upwards {
  /** Absolute: looked into first. */
  readonly folder: string;
  /** The last folder that is looked into; absent: the root. */
  readonly top?: string;
  /** Text of a file that is newer than what is on disk. */
  readonly newer?: (file: string) => string | undefined;
}

/** The file of this name in a folder, or in the nearest one above it that has one. Never throws. */
export function findUpwards(name: string, { folder, top, newer }: Upwards): NearestFile | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, name);
    const text = newer?.(file) ?? textOf(file);
    if (text !== undefined) return { file, text };
    if (at === top || at === dirname(at)) return undefined;
  }
}

function textOf(file: string): string | undefined {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return undefined;
    if (maximumFileBytes < stats.size) return "";
    const source = decodeSource(readFileSync(file));
    return source.kind === "text" ? source.text : "";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : "";
  }
}

/** Names that a file was looked at with, and where each was found: by URI, normalised. */
export type Sought = Map<string, string | undefined>;

/** May what was found be another, now that something has changed, come or gone? @param fileUri Of the file that sought. */
export function mayFindAnother(sought: Sought, fileUri: string, changedUri: string): boolean {
  if (sought.size === 0) return false;
  const changed = normalise(changedUri);
  for (const [name, found] of sought) {
    // It, or a folder above it.
    if (found !== undefined && isInside(found, changed)) return true;
    if (basename(URI.parse(changed).path) === name && isInside(fileUri, parentOf(changed))) return true;
  }
  return false;
}

const parentOf = (uri: string): string => {
  const parsed = URI.parse(uri);
  return parsed.with({ path: dirname(parsed.path) }).toString();
};

/**
 * Where a file's search begins and ends: within its folder of the workspace; outside of all, up to the root.
 * A document that was never saved is taken to lie in the first folder.
 */
export function upwardsFrom(uri: string, folder: Folder | undefined, folders: readonly Folder[]): Omit<Upwards, "newer"> | undefined {
  const file = fileOf(uri);
  if (file === undefined) {
    const first = folders[0] && fileOf(folders[0].uri);
    return first === undefined ? undefined : { folder: first, top: first };
  }
  const top = folder && fileOf(folder.uri);
  return { folder: dirname(file), ...(top === undefined ? {} : { top }) };
}
