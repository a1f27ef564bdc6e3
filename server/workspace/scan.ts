import { readdir } from "node:fs/promises";
import { join } from "node:path";

export interface ScanOptions {
  /** Absolute path. */
  readonly folder: string;
  /** By path relative to `folder`, with `/`. */
  readonly claims: (path: string) => boolean;
  /** Entries looked at, at most. */
  readonly maximumEntries: number;
  readonly signal: AbortSignal;
}

/** Never looked into, besides hidden folders: dependencies and what tools make. */
const ignored = new Set(["node_modules", "dist", "out", "coverage", "test-output"]);

const isIgnoredFolder = (name: string): boolean => ignored.has(name) || name.startsWith(".");

/** Does a path, relative with `/`, lead through a folder that a scan does not look into? */
export function isIgnored(path: string): boolean {
  return path.split("/").slice(0, -1).some(isIgnoredFolder);
}

/**
 * Files of a folder that a simulator claims, in the order of their names; folders that cannot be read are passed over.
 * Links to folders are not followed, so that there is no loop.
 *
 * @returns Absolute paths, and whether the limit cut the walk short.
 */
export async function scan({
  folder,
  claims,
  maximumEntries,
  signal,
}: ScanOptions): Promise<{ readonly files: readonly string[]; readonly isCut: boolean }> {
  const files: string[] = [];
  const open: string[] = [""];
  let seen = 0;
  while (open.length > 0) {
    if (signal.aborted) return { files, isCut: true };
    const relative = open.pop() ?? "";
    const entries = await readdir(join(folder, relative), { withFileTypes: true }).catch(() => []);
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const folders: string[] = [];
    for (const entry of entries) {
      seen += 1;
      if (maximumEntries < seen) return { files, isCut: true };
      const path = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!isIgnoredFolder(entry.name)) folders.push(path);
      } else if (claims(path)) files.push(join(folder, path));
    }
    open.push(...folders.reverse());
  }
  return { files, isCut: false };
}
