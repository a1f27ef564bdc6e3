import { constants } from "node:fs";
import { sizeWords, strideOf } from "../protocol/layout.ts";
import type { Answers, FromMemoryNode, MemoryRequest, OpenAnswer, Replica, Request, StatAnswer } from "../protocol/messages.ts";
import { revoked, sizeChanged } from "../protocol/messages.ts";
import type { MountSettings, RunSettings } from "../protocol/settings.ts";
import type { Client, Open } from "./client.ts";
import { Memory } from "./memory.ts";
import type { RemoteMemory } from "./remote-memory.ts";
import { bytesOf, type Entry, type FileEntry, Refused, Tree } from "./tree.ts";

/** Names, places, keys and tokens of a run. Reads and writes never come here. */
export class Manager {
  readonly #settings: RunSettings;
  readonly #tree: Tree;
  readonly #memories: readonly Memory[];
  readonly #nodes: readonly RemoteMemory[];
  readonly #opens = new Map<number, Open>();
  /** Which client writes which size word, by file. */
  readonly #words = new Map<number, Map<Client, number>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #numbers = 0;

  constructor(settings: RunSettings, nodes: readonly RemoteMemory[]) {
    this.#settings = settings;
    this.#nodes = nodes;
    this.#tree = new Tree(settings.mounts, () => Date.now());
    this.#memories = settings.memoryNodes.map(({ name, memory }) => new Memory(name, memory));
  }

  /** Puts the files of the configuration in place. @throws {Refused} ENOSPC, EFBIG */
  async fill(): Promise<void> {
    for (const { path, content, node } of this.#settings.files) {
      const place = this.#tree.find(bytesOf(path), true);
      if (!place.parent || place.entry) throw new Refused("EEXIST");
      if (content.length > place.mount.regionSize) throw new Refused("EFBIG");
      const file = this.#newFile(place.mount, 0o644, node);
      this.#tree.put(place.parent, place.name, file);
      const base64 = Buffer.from(content).toString("base64");
      await Promise.all(this.#onReplicas(file, (base) => ({ kind: "fill", base, base64 })));
    }
  }

  /** @throws {Refused} */
  async answer(client: Client, request: Request): Promise<Answers[keyof Answers]> {
    switch (request.kind) {
      case "open":
        return this.#open(client, request);
      case "close":
        return this.#close(client, request.open);
      case "stat":
        return this.#stat(request.path);
      case "unlink":
        return this.#unlink(request.path);
      case "mkdir":
        return this.#mkdir(request.path, request.mode, request.recursive);
      case "rmdir":
        return this.#rmdir(request.path);
      case "rm":
        return this.#rm(request.path, request.recursive, request.force);
      case "rename":
        return this.#rename(request.path, request.to);
      case "readdir":
        return this.#readdir(request.path);
      case "truncate":
        return this.#truncate(client, request.open, request.size);
      case "statfs":
        return this.#statfs(request.path);
      case "atomic":
        return this.#atomic(client, request);
      case "counters":
        client.counters = request.counters;
        return null;
    }
  }

  /** A client is gone: its files are closed, its tokens given back. */
  drop(client: Client): void {
    for (const open of client.opens.values()) this.#forget(open);
    client.opens.clear();
    for (const words of this.#words.values()) words.delete(client);
    client.gone();
  }

  /** The lease of a client has ended: it loses its files, and is told so in case it still lives. */
  expire(client: Client): void {
    for (const open of client.opens.values()) {
      open.isRevoked = true;
      client.push({ kind: "flag", index: open.index, open: open.id, bits: revoked, acknowledge: 0 });
    }
    this.drop(client);
  }

  /** Files all of whose replicas are lost are no more. */
  nodeLost(clients: Iterable<Client>, node: number): void {
    this.#tree.forget((file) => this.#isLost(file));
    for (const client of clients) client.push({ kind: "memory-node-lost", node });
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #open(client: Client, { path, flags, mode, index }: Request & { kind: "open" }): Promise<OpenAnswer> {
    const creates = (flags & constants.O_CREAT) !== 0;
    const writes = (flags & (constants.O_WRONLY | constants.O_RDWR)) !== 0;
    const place = this.#tree.find(path, creates);
    const { entry, mount } = place;
    if (creates && path.endsWith("/")) throw new Refused("EISDIR");
    if (entry && creates && flags & constants.O_EXCL) throw new Refused("EEXIST");
    if (entry?.kind === "directory") return this.#openDirectory(client, entry, index, writes || creates);
    if (place.wantsDirectory) throw new Refused(entry ? "ENOTDIR" : "ENOENT");
    if (!entry && (!creates || !place.parent)) throw new Refused("ENOENT");
    if (flags & constants.O_DIRECTORY) throw new Refused("ENOTDIR");
    if (entry && writes) this.#requireToken(entry);
    // The canary tries what is intercepted, it takes no memory from the program.
    const file = entry ?? (client.isCanary ? this.#named(mount, mode, []) : this.#newFile(mount, mode));
    if (!entry && place.parent) this.#tree.put(place.parent, place.name, file);
    const mayWrite = mount.access !== "ro";
    const truncates = entry !== undefined && (flags & constants.O_TRUNC) !== 0 && mayWrite;
    const open = this.#newOpen(client, file, { index, writes, usesAtomics: writes && mount.access === "rw+atomic" });
    const word = writes && mayWrite ? this.#wordOf(client, file) : 0;
    await this.#register(open, file, truncates);
    if (writes) this.#tree.touch(file);
    if (truncates) await this.#flagOthers(file, open, sizeChanged);
    const { id, born, changed, replicas } = file;
    const rights = { word, mayWrite, mayUseAtomics: open.usesAtomics };
    return {
      kind: "file",
      open: open.id,
      replicas,
      regionSize: mount.regionSize,
      key: open.key,
      ...rights,
      id,
      born,
      changed,
      mode: file.mode,
    };
  }

  #openDirectory(client: Client, entry: Entry, index: number, writes: boolean): OpenAnswer {
    if (writes) throw new Refused("EISDIR");
    const open = this.#newOpen(client, undefined, { index, writes: false, usesAtomics: false });
    return { kind: "directory", open: open.id, id: entry.id, mode: entry.mode, born: entry.born, changed: entry.changed };
  }

  #newOpen(client: Client, file: FileEntry | undefined, given: Pick<Open, "index" | "writes" | "usesAtomics">): Open {
    const id = (this.#numbers += 1);
    const open: Open = { id, client, file, key: id, isRevoked: false, ...given };
    this.#opens.set(id, open);
    client.opens.set(id, open);
    return open;
  }

  #requireToken(file: FileEntry): void {
    if (file.mount.writers === "multi" || file.mount.access === "ro") return;
    if (this.#opensOf(file).some(({ writes }) => writes)) throw new Refused("EBUSY");
  }

  async #register(open: Open, file: FileEntry, truncates: boolean): Promise<void> {
    const stride = strideOf(file.mount.regionSize);
    const asked = this.#onReplicas(file, (base) => ({ kind: "register", base, stride, key: open.key, truncates }));
    const done = await Promise.allSettled(asked);
    if (file.replicas.length === 0 || done.some(({ status }) => status === "fulfilled")) return;
    const failed = done.find((one) => one.status === "rejected");
    this.#forget(open);
    throw failed?.reason instanceof Refused ? failed.reason : lost();
  }

  /** First fit on the node with the most free bytes. */
  #newFile(mount: MountSettings, mode: number, wanted?: string): FileEntry {
    const candidates = this.#memories
      .map((memory, node) => ({ memory, node }))
      .filter(({ memory, node }) => !this.#nodes[node]?.isLost && memory.free >= mount.regionSize)
      .toSorted((a, b) => Number(b.memory.name === wanted) - Number(a.memory.name === wanted) || b.memory.free - a.memory.free)
      .slice(0, mount.replicas);
    if (candidates.length < mount.replicas) throw new Refused("ENOSPC");
    const replicas = candidates.map(({ memory, node }) => ({ node, base: memory.take(mount.regionSize) ?? 0 }));
    return this.#named(mount, mode, replicas);
  }

  #named(mount: MountSettings, mode: number, replicas: readonly Replica[]): FileEntry {
    const now = Date.now();
    return { kind: "file", id: this.#tree.newId(), mode, born: now, changed: now, mount, replicas };
  }

  #wordOf(client: Client, file: FileEntry): number {
    const words = this.#words.get(file.id) ?? new Map<Client, number>();
    this.#words.set(file.id, words);
    const known = words.get(client);
    if (known !== undefined) return known;
    const taken = new Set(words.values());
    for (let word = 1; word < sizeWords; word += 1) {
      if (taken.has(word)) continue;
      words.set(client, word);
      return word;
    }
    throw new Refused("ENFILE");
  }

  #close(client: Client, id: number): null {
    const open = client.opens.get(id);
    if (open) this.#forget(open);
    return null;
  }

  /** Its key is no longer valid. The memory node is told, nobody waits for it. */
  #forget(open: Open): void {
    this.#opens.delete(open.id);
    open.client.opens.delete(open.id);
    for (const { node } of open.file?.replicas ?? []) this.#nodes[node]?.ask({ kind: "deregister", key: open.key }).catch(() => undefined);
  }

  #opensOf(file: FileEntry): readonly Open[] {
    return [...this.#opens.values()].filter((open) => open.file === file && !open.isRevoked);
  }

  async #flagOthers(file: FileEntry, except: Open | undefined, bits: number): Promise<void> {
    const others = this.#opensOf(file).filter((open) => open !== except);
    if (bits & revoked) for (const open of others) open.isRevoked = true;
    await Promise.all(others.map((open) => open.client.flag(open, bits, this.#settings.leaseMs)));
  }

  #stat(path: string): StatAnswer {
    const { entry, wantsDirectory } = this.#tree.find(path);
    if (!entry) throw new Refused("ENOENT");
    const { id, mode, born, changed } = entry;
    if (entry.kind === "directory") return { kind: "directory", id, mode, born, changed };
    if (wantsDirectory) throw new Refused("ENOTDIR");
    return { kind: "file", id, mode, born, changed, replicas: entry.replicas };
  }

  async #unlink(path: string): Promise<null> {
    const { entry, parent, name, wantsDirectory } = this.#tree.find(path);
    if (!entry) throw new Refused("ENOENT");
    if (entry.kind === "directory" || !parent) throw new Refused("EISDIR");
    if (wantsDirectory) throw new Refused("ENOTDIR");
    this.#tree.remove(parent, name);
    await this.#revoke(entry);
    return null;
  }

  /** The name is gone. Keys are taken back, and the memory is used again after the grace and when nobody has it open. */
  async #revoke(file: FileEntry): Promise<void> {
    await this.#flagOthers(file, undefined, revoked);
    this.#recycle(file, this.#settings.recycleGraceMs);
  }

  #recycle(file: FileEntry, after: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if ([...this.#opens.values()].some((open) => open.file === file)) return this.#recycle(file, Math.max(after, shortestGrace));
      this.#words.delete(file.id);
      for (const replica of file.replicas) void this.#clear(file, replica);
    }, after);
    this.#timers.add(timer);
  }

  async #clear(file: FileEntry, { node, base }: Replica): Promise<void> {
    const { regionSize } = file.mount;
    const isCleared = await this.#nodes[node]?.ask({ kind: "clear", base, stride: strideOf(regionSize) }).then(
      () => true,
      () => false,
    );
    if (isCleared === true) this.#memories[node]?.give(base, regionSize);
  }

  #mkdir(path: string, mode: number, recursive: boolean): { readonly first: string | null } {
    const place = this.#mkdirPlace(path, recursive);
    if (place.entry) {
      if (recursive && place.entry.kind === "directory") return { first: null };
      if (recursive && place.wantsDirectory) throw new Refused("ENOTDIR");
      throw new Refused("EEXIST");
    }
    if (!place.parent) throw new Refused("EEXIST");
    this.#tree.put(place.parent, place.name, this.#tree.newDirectory(mode));
    return { first: place.first };
  }

  /** With the path of the first directory that is missing. */
  #mkdirPlace(path: string, recursive: boolean) {
    if (!recursive) return { ...this.#tree.find(path), first: null };
    const names = path.replace(/\/+$/, "").split("/");
    let first: string | null = null;
    for (let end = 2; end <= names.length && first === null; end += 1) {
      const above = names.slice(0, end).join("/");
      if (this.#isUnderMount(above) && !this.#tree.find(above).entry) first = above;
    }
    return { ...this.#tree.find(path, true), first };
  }

  #isUnderMount = (path: string): boolean => this.#settings.mounts.some(({ prefix }) => `${path}/`.startsWith(`${bytesOf(prefix)}/`));

  #rmdir(path: string): null {
    const { entry, parent, name } = this.#tree.find(path);
    if (!entry) throw new Refused("ENOENT");
    if (entry.kind === "file") throw new Refused("ENOTDIR");
    if (!parent) throw new Refused("EBUSY");
    if (entry.children.size > 0) throw new Refused("ENOTEMPTY");
    this.#tree.remove(parent, name);
    return null;
  }

  async #rm(path: string, recursive: boolean, force: boolean): Promise<null> {
    const { entry, parent, name, wantsDirectory } = this.#tree.find(path);
    if (!entry && force) return null;
    if (!entry) throw new Refused("ENOENT");
    if (entry.kind === "file" && wantsDirectory) throw new Refused("ENOTDIR");
    if (entry.kind === "directory" && !recursive) throw new Refused("ERR_FS_EISDIR");
    const files = this.#tree.filesOf(entry);
    if (parent) this.#tree.remove(parent, name);
    else if (entry.kind === "directory") entry.children.clear();
    await Promise.all(files.map((file) => this.#revoke(file)));
    if (!parent) throw new Refused("EBUSY");
    return null;
  }

  async #rename(path: string, to: string): Promise<null> {
    const from = this.#tree.find(path);
    const target = this.#tree.find(to);
    if (!from.entry) throw new Refused("ENOENT");
    if (from.mount !== target.mount) throw new Refused("EXDEV");
    if (!from.parent || !target.parent) throw new Refused("EBUSY");
    const wantsDirectory = from.wantsDirectory || target.wantsDirectory;
    if (from.entry === target.entry && !(wantsDirectory && from.entry.kind === "file")) return null;
    checkRename(from.entry, target.entry, { path, to, wantsDirectory });
    this.#tree.remove(from.parent, from.name);
    this.#tree.put(target.parent, target.name, from.entry);
    this.#tree.touch(from.entry);
    if (target.entry?.kind === "file") await this.#revoke(target.entry);
    return null;
  }

  #readdir(path: string): Answers["readdir"] {
    const { entry } = this.#tree.find(path);
    if (!entry) throw new Refused("ENOENT");
    if (entry.kind === "file") throw new Refused("ENOTDIR");
    return { entries: [...entry.children].map(([name, { kind }]) => ({ name, kind })) };
  }

  async #truncate(client: Client, id: number, size: number): Promise<null> {
    const open = this.#valid(client, id);
    const { file } = open;
    if (size > file.mount.regionSize) throw new Refused("EFBIG");
    const asked = this.#onReplicas(file, (base) => ({ kind: "truncate", base, size }), !client.isCanary);
    if (asked.length === 0) throw lost();
    await Promise.all(asked);
    this.#tree.touch(file);
    await this.#flagOthers(file, undefined, sizeChanged);
    return null;
  }

  #statfs(path: string): Answers["statfs"] {
    const { mount } = this.#tree.find(path);
    const sum = (of: (memory: Memory) => number): number => this.#memories.reduce((total, memory) => total + of(memory), 0);
    const files = Math.floor(sum(({ offered }) => offered) / mount.regionSize);
    return { bytes: sum(({ offered }) => offered), free: sum(({ free }) => free), files, freeFiles: files - this.#tree.files.length };
  }

  async #atomic(client: Client, { open: id, offset, operation }: Request & { kind: "atomic" }): Promise<Answers["atomic"]> {
    const { file, key, usesAtomics } = this.#valid(client, id);
    if (!usesAtomics) throw new Refused("EACCES", "REM_ACCESS");
    if (offset % 8 !== 0) throw new Refused("EINVAL", "REM_INV_REQ");
    if (offset + 8 > file.mount.regionSize) throw new Refused("EFBIG");
    const answers = await Promise.all(this.#onReplicas(file, (base) => ({ kind: "atomic", base, key, offset, operation })));
    const before = answers[0]?.before;
    if (before === undefined) throw lost();
    return { before };
  }

  #valid(client: Client, id: number): Open & { readonly file: FileEntry } {
    const open = client.opens.get(id);
    if (!open) throw new Refused("EBADF");
    const { file } = open;
    if (!file) throw new Refused("EINVAL");
    if (open.isRevoked) throw new Refused("ESTALE", "REM_ACCESS");
    return { ...open, file };
  }

  /** Asks the memory nodes that live and have the file. */
  #onReplicas(file: FileEntry, request: (base: number) => MemoryRequest, isBypass = false): readonly Promise<FromMemoryNode>[] {
    return file.replicas.flatMap(({ node, base }) => {
      const memory = this.#nodes[node];
      return memory && !memory.isLost ? [memory.ask(request(base), isBypass)] : [];
    });
  }

  #isLost = (file: FileEntry): boolean => file.replicas.every(({ node }) => this.#nodes[node]?.isLost);
}

/** Nobody who has the file is left. */
const lost = (): Refused => new Refused("ETIMEDOUT", "RETRY_EXC");

/** Milliseconds between looks at memory that is still open somewhere. */
const shortestGrace = 100;

/** In the order of Linux. @throws {Refused} as rename(2) says. */
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
