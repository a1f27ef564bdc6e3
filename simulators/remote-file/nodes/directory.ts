import type { Errno } from "../verbs/status.ts";
import type { Name } from "./calls.ts";
import { ancestorsOf } from "./paths.ts";
import type { Directory } from "./world.ts";

export const emptyDirectory: Directory = { files: [], names: new Map(), directories: new Map() };

/** Made by `mkdir`, the root of a mount, or above a name. */
export function isDirectory({ names, directories }: Directory, path: string, roots: readonly string[]): boolean {
  if (directories.has(path) || roots.includes(path)) return true;
  const below = `${path}/`;
  for (const name of names.keys()) if (name.startsWith(below)) return true;
  for (const name of directories.keys()) if (name.startsWith(below)) return true;
  return false;
}

/** A file stands where a directory would have to be. */
export const isBelowFile = ({ names }: Directory, path: string): boolean => ancestorsOf(path).some((ancestor) => names.has(ancestor));

/** Names directly in a directory, in order of their bytes. */
export function namesIn({ names, directories }: Directory, path: string): readonly Name[] {
  const below = path === "/" ? "/" : `${path}/`;
  const found = new Map<string, boolean>();
  const add = (full: string, isLeafDirectory: boolean) => {
    if (!full.startsWith(below) || full === path) return;
    const rest = full.slice(below.length);
    const slash = rest.indexOf("/");
    const name = slash === -1 ? rest : rest.slice(0, slash);
    found.set(name, found.get(name) === true || slash !== -1 || isLeafDirectory);
  };
  for (const name of names.keys()) add(name, false);
  for (const name of directories.keys()) add(name, true);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, isDirectoryName]) => ({ name, isDirectory: isDirectoryName }));
}

export function makeDirectory(directory: Directory, path: string, isRecursive: boolean, roots: readonly string[]): Directory | Errno {
  if (isBelowFile(directory, path)) return "ENOTDIR";
  if (directory.names.has(path)) return "EEXIST";
  if (isDirectory(directory, path, roots)) return isRecursive ? directory : "EEXIST";
  return { ...directory, directories: new Map(directory.directories).set(path, true) };
}

export function removeDirectory(directory: Directory, path: string, roots: readonly string[]): Directory | Errno {
  if (directory.names.has(path) || isBelowFile(directory, path)) return "ENOTDIR";
  if (!isDirectory(directory, path, roots)) return "ENOENT";
  if (namesIn(directory, path).length > 0) return "ENOTEMPTY";
  if (roots.includes(path)) return "EBUSY";
  const directories = new Map(directory.directories);
  directories.delete(path);
  return { ...directory, directories: keepParent(directories, directory, path, roots) };
}

/** A directory that was there because of what was below it stays when that goes. */
export function keepParent(
  directories: Map<string, true>,
  before: Directory,
  path: string,
  roots: readonly string[],
): ReadonlyMap<string, true> {
  const parent = path.slice(0, path.lastIndexOf("/"));
  if (parent !== "" && !roots.includes(parent) && isDirectory(before, parent, roots)) directories.set(parent, true);
  return directories;
}

/** What `rename` does to names. `replaced`: the file that had the new name. */
export interface Renamed {
  readonly directory: Directory;
  readonly replaced?: number;
}

export function renameName(directory: Directory, from: string, to: string, roots: readonly string[]): Renamed | Errno {
  if (isBelowFile(directory, from) || isBelowFile(directory, to)) return "ENOTDIR";
  const file = directory.names.get(from);
  if (file !== undefined) return renameFile(directory, from, to, file, roots);
  if (!isDirectory(directory, from, roots)) return "ENOENT";
  if (roots.includes(from) || roots.includes(to)) return "EBUSY";
  if (to === from) return { directory };
  if (to.startsWith(`${from}/`)) return "EINVAL";
  if (directory.names.has(to)) return "ENOTDIR";
  if (namesIn(directory, to).length > 0) return "ENOTEMPTY";
  return { directory: moveBelow(directory, from, to, roots) };
}

function renameFile(directory: Directory, from: string, to: string, file: number, roots: readonly string[]): Renamed | Errno {
  if (isDirectory(directory, to, roots)) return "EISDIR";
  if (to === from) return { directory };
  const replaced = directory.names.get(to);
  const names = new Map(directory.names);
  names.delete(from);
  names.set(to, file);
  const directories = keepParent(new Map(directory.directories), directory, from, roots);
  return { directory: { ...directory, names, directories }, ...(replaced === undefined ? {} : { replaced }) };
}

function moveBelow(directory: Directory, from: string, to: string, roots: readonly string[]): Directory {
  const moved = (path: string) => (path === from || path.startsWith(`${from}/`) ? to + path.slice(from.length) : path);
  const names = new Map([...directory.names].map(([path, file]) => [moved(path), file] as const));
  const directories = new Map([...directory.directories].map(([path]) => [moved(path), true] as const));
  directories.set(to, true);
  return { ...directory, names, directories: keepParent(directories, directory, from, roots) };
}
