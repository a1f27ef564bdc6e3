/** What is asked of names alone. What takes names away says which files have none any more. */

import type { Answers, StatAnswer } from "../protocol/messages.ts";
import { Refused } from "./refused.ts";
import { type Entry, factsOf, type FileEntry, type Tree } from "./tree.ts";

/** @throws {Refused} ENOENT, ENOTDIR */
export function stat(tree: Tree, path: string): StatAnswer {
  const { entry, wantsDirectory } = tree.find(path);
  if (!entry) throw new Refused("ENOENT");
  if (entry.kind === "directory") return { kind: "directory", ...factsOf(entry) };
  if (wantsDirectory) throw new Refused("ENOTDIR");
  return { kind: "file", ...factsOf(entry), replicas: entry.replicas };
}

/** @throws {Refused} ENOENT, ENOTDIR */
export function readdir(tree: Tree, path: string): Answers["readdir"] {
  const { entry } = tree.find(path);
  if (!entry) throw new Refused("ENOENT");
  if (entry.kind === "file") throw new Refused("ENOTDIR");
  return { entries: [...entry.children].map(([name, { kind }]) => ({ name, kind })) };
}

/** @throws {Refused} EEXIST, ENOENT, ENOTDIR */
export function mkdir(tree: Tree, path: string, mode: number, recursive: boolean): Answers["mkdir"] {
  const first = recursive ? tree.firstMissing(path) : null;
  const place = tree.find(path, recursive);
  if (place.entry) {
    if (recursive && place.entry.kind === "directory") return { first: null };
    if (recursive && place.wantsDirectory) throw new Refused("ENOTDIR");
    throw new Refused("EEXIST");
  }
  if (!place.parent) throw new Refused("EEXIST");
  tree.put(place.parent, place.name, tree.newDirectory(mode));
  return { first };
}

/** @throws {Refused} ENOENT, ENOTDIR, EBUSY, ENOTEMPTY */
export function rmdir(tree: Tree, path: string): null {
  const { entry, parent, name } = tree.find(path);
  if (!entry) throw new Refused("ENOENT");
  if (entry.kind === "file") throw new Refused("ENOTDIR");
  if (!parent) throw new Refused("EBUSY");
  if (entry.children.size > 0) throw new Refused("ENOTEMPTY");
  tree.remove(parent, name);
  return null;
}

/** @throws {Refused} ENOENT, EISDIR, ENOTDIR */
export function unlink(tree: Tree, path: string): FileEntry {
  const { entry, parent, name, wantsDirectory } = tree.find(path);
  if (!entry) throw new Refused("ENOENT");
  if (entry.kind === "directory" || !parent) throw new Refused("EISDIR");
  if (wantsDirectory) throw new Refused("ENOTDIR");
  tree.remove(parent, name);
  return entry;
}

/** The directory of a mount stays, and what is in it goes. @throws {Refused} ENOENT, ENOTDIR, ERR_FS_EISDIR */
export function rm(tree: Tree, path: string, recursive: boolean, force: boolean): { gone: readonly FileEntry[]; isMount: boolean } {
  const { entry, parent, name, wantsDirectory } = tree.find(path);
  if (!entry && force) return { gone: [], isMount: false };
  if (!entry) throw new Refused("ENOENT");
  if (entry.kind === "file" && wantsDirectory) throw new Refused("ENOTDIR");
  if (entry.kind === "directory" && !recursive) throw new Refused("ERR_FS_EISDIR");
  const gone = tree.filesOf(entry);
  if (parent) tree.remove(parent, name);
  else if (entry.kind === "directory") entry.children.clear();
  return { gone, isMount: !parent };
}

/** @returns The file that had the new name. @throws {Refused} as rename(2) says. */
export function rename(tree: Tree, path: string, to: string): FileEntry | undefined {
  const from = tree.find(path);
  const target = tree.find(to);
  if (!from.entry) throw new Refused("ENOENT");
  if (from.mount !== target.mount) throw new Refused("EXDEV");
  if (!from.parent || !target.parent) throw new Refused("EBUSY");
  const wantsDirectory = from.wantsDirectory || target.wantsDirectory;
  if (from.entry === target.entry && !(wantsDirectory && from.entry.kind === "file")) return undefined;
  checkRename(from.entry, target.entry, { path, to, wantsDirectory });
  tree.remove(from.parent, from.name);
  tree.put(target.parent, target.name, from.entry);
  tree.touch(from.entry);
  return target.entry?.kind === "file" ? target.entry : undefined;
}

/** In the order of Linux. */
function checkRename(from: Entry, target: Entry | undefined, paths: { path: string; to: string; wantsDirectory: boolean }): void {
  const isFolder = from.kind === "directory";
  const [path, to] = [paths.path, paths.to].map((text) => `${text.replace(/\/+$/, "")}/`) as [string, string];
  if (!isFolder && paths.wantsDirectory) throw new Refused("ENOTDIR");
  if (isFolder && to.startsWith(path)) throw new Refused("EINVAL");
  if (path.startsWith(to)) throw new Refused("ENOTEMPTY");
  if (!isFolder && target?.kind === "directory") throw new Refused("EISDIR");
  if (isFolder && target?.kind === "file") throw new Refused("ENOTDIR");
  if (isFolder && target?.kind === "directory" && target.children.size > 0) throw new Refused("ENOTEMPTY");
}
