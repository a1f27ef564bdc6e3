import type { Replica } from "../protocol/messages.ts";
import type { MountSettings } from "../protocol/settings.ts";

/** A directory of a mount. */
export interface DirectoryEntry {
  readonly kind: "directory";
  readonly id: number;
  readonly mode: number;
  readonly born: number;
  changed: number;
  readonly children: Map<string, Entry>;
}

/** A file: its name is here, its bytes and its size lie with the memory nodes. */
export interface FileEntry {
  readonly kind: "file";
  readonly id: number;
  readonly mode: number;
  readonly born: number;
  changed: number;
  readonly mount: MountSettings;
  readonly replicas: readonly Replica[];
}

export type Entry = DirectoryEntry | FileEntry;

/** A request that cannot be done. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: string;
  readonly status: string | undefined;

  constructor(code: string, status?: string) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

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
  readonly #roots: readonly { readonly mount: MountSettings; readonly prefix: string; readonly root: DirectoryEntry }[];
  readonly #now: () => number;
  #ids = 1;

  /** @param now Milliseconds since 1970. */
  constructor(mounts: readonly MountSettings[], now: () => number) {
    this.#now = now;
    const byLength = mounts.toSorted((a, b) => b.prefix.length - a.prefix.length);
    this.#roots = byLength.map((mount) => ({ mount, prefix: bytesOf(mount.prefix), root: this.newDirectory(0o755) }));
  }

  newId(): number {
    return (this.#ids += 1);
  }

  newDirectory(mode: number): DirectoryEntry {
    const now = this.#now();
    return { kind: "directory", id: this.newId(), mode, born: now, changed: now, children: new Map() };
  }

  /** @throws {Refused} ENOENT a directory on the way is missing, ENOTDIR it is a file. */
  find(path: string, makesParents = false): Place {
    const found = this.#roots.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
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

/** NAME_MAX of Linux. */
const longestName = 255;

/** The bytes of a text, one character for each. */
export const bytesOf = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

function forgetBelow(directory: DirectoryEntry, isLost: (file: FileEntry) => boolean): void {
  for (const [name, child] of directory.children) {
    if (child.kind === "directory") forgetBelow(child, isLost);
    else if (isLost(child)) directory.children.delete(name);
  }
}
