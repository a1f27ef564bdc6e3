import { isAtOrBelow } from "../../simulators/remote-file/surface/paths.ts";
import type { FileFacts, Replica } from "../protocol/messages.ts";
import { toBytes } from "../protocol/paths.ts";
import type { MountSettings } from "../protocol/settings.ts";
import { Refused } from "./refused.ts";

/** A directory of a mount. */
export interface DirectoryEntry extends FileFacts {
  readonly kind: "directory";
  changed: number;
  readonly children: Map<string, Entry>;
}

/** A file: its name is here, its bytes and its size lie with the memory nodes. */
export interface FileEntry extends FileFacts {
  readonly kind: "file";
  changed: number;
  readonly mount: MountSettings;
  readonly replicas: readonly Replica[];
}

export type Entry = DirectoryEntry | FileEntry;

/** What is told of an entry. */
export const factsOf = ({ id, mode, born, changed }: Entry): FileFacts => ({ id, mode, born, changed });

/** Where a path leads to: the directory that holds its last name, and what is there. */
export interface Place {
  readonly mount: MountSettings;
  /** Undefined for the mount's own directory. */
  readonly parent: DirectoryEntry | undefined;
  readonly name: string;
  readonly entry: Entry | undefined;
  /** The path ends with a slash: only a directory will do. */
  readonly wantsDirectory: boolean;
}

/** The names under all mounts. */
export class Tree {
  readonly #roots: readonly Root[];
  readonly #now: () => number;
  #ids = 1;

  /** @param now Milliseconds since 1970. */
  constructor(mounts: readonly MountSettings[], now: () => number) {
    this.#now = now;
    const byLength = mounts.toSorted((a, b) => b.prefix.length - a.prefix.length);
    this.#roots = byLength.map((mount) => ({ mount, prefix: toBytes(mount.prefix), root: this.newDirectory(0o755) }));
  }

  newDirectory(mode: number): DirectoryEntry {
    return { kind: "directory", ...this.#newFacts(mode), children: new Map() };
  }

  /** It has no name yet. */
  newFile(mount: MountSettings, mode: number, replicas: readonly Replica[]): FileEntry {
    return { kind: "file", ...this.#newFacts(mode), mount, replicas };
  }

  #newFacts(mode: number): FileFacts {
    const now = this.#now();
    return { id: (this.#ids += 1), mode, born: now, changed: now };
  }

  /** @throws {Refused} ENOENT a directory on the way is missing, ENOTDIR it is a file. */
  find(path: string, makesParents = false): Place {
    const found = this.#rootOf(path);
    if (!found) throw new Refused("ENOENT");
    const { mount, root, prefix } = found;
    const wantsDirectory = path.endsWith("/");
    const names = path
      .slice(prefix.length)
      .split("/")
      .filter((name) => name !== "");
    const last = names.pop();
    if (last === undefined) return { mount, parent: undefined, name: "", entry: root, wantsDirectory: true };
    if (names.concat(last).some((name) => name.length > longestName)) throw new Refused("ENAMETOOLONG");
    let parent = root;
    for (const name of names) parent = this.#step(parent, name, makesParents);
    return { mount, parent, name: last, entry: parent.children.get(last), wantsDirectory };
  }

  /** The first directory on the way to a path, or at it, that is not there yet. @throws {Refused} ENOTDIR a file is on the way. */
  firstMissing(path: string): string | null {
    const names = path.replace(/\/+$/, "").split("/");
    for (let end = 2; end <= names.length; end += 1) {
      const above = names.slice(0, end).join("/");
      if (this.#rootOf(above) && !this.find(above).entry) return above;
    }
    return null;
  }

  #rootOf(path: string): Root | undefined {
    return this.#roots.find(({ prefix }) => isAtOrBelow(path, prefix));
  }

  #step(parent: DirectoryEntry, name: string, makes: boolean): DirectoryEntry {
    const next = parent.children.get(name);
    if (next?.kind === "directory") return next;
    if (next) throw new Refused("ENOTDIR");
    if (!makes) throw new Refused("ENOENT");
    const made = this.newDirectory(0o755);
    this.put(parent, name, made);
    return made;
  }

  put(parent: DirectoryEntry, name: string, entry: Entry): void {
    parent.children.set(name, entry);
    parent.changed = this.#now();
  }

  remove(parent: DirectoryEntry, name: string): void {
    parent.children.delete(name);
    parent.changed = this.#now();
  }

  touch(entry: Entry): void {
    entry.changed = this.#now();
  }

  /** Files at and below an entry. */
  filesOf(entry: Entry): readonly FileEntry[] {
    return entry.kind === "file" ? [entry] : [...entry.children.values()].flatMap((child) => this.filesOf(child));
  }

  get files(): readonly FileEntry[] {
    return this.#roots.flatMap(({ root }) => this.filesOf(root));
  }

  /** Removes the names of files for which `isLost` holds. */
  forget(isLost: (file: FileEntry) => boolean): void {
    for (const { root } of this.#roots) forgetBelow(root, isLost);
  }
}

/** A mount and its own directory. */
interface Root {
  readonly mount: MountSettings;
  /** Bytes. */
  readonly prefix: string;
  readonly root: DirectoryEntry;
}

/** NAME_MAX of Linux. */
const longestName = 255;

function forgetBelow(directory: DirectoryEntry, isLost: (file: FileEntry) => boolean): void {
  for (const [name, child] of directory.children) {
    if (child.kind === "directory") forgetBelow(child, isLost);
    else if (isLost(child)) directory.children.delete(name);
  }
}
