import { constants } from "node:fs";
import { strideOf } from "../protocol/layout.ts";
import { type OpenAnswer, type Request, revoked, sizeChanged } from "../protocol/messages.ts";
import type { MountSettings } from "../protocol/settings.ts";
import type { Client, Open } from "./client.ts";
import type { Placement } from "./placement.ts";
import { lost, Refused } from "./refused.ts";
import { SizeWords } from "./size-words.ts";
import { type Entry, factsOf, type FileEntry, type Tree } from "./tree.ts";

/** Who has what open: keys at the memory nodes, the token of the one writer, and flags that tell agents what others did. */
export class Opens {
  readonly #tree: Tree;
  readonly #placement: Placement;
  readonly #leaseMs: number;
  readonly #byFile = new Map<FileEntry, Set<Open>>();
  readonly #words = new SizeWords();
  #numbers = 0;

  constructor(tree: Tree, placement: Placement, leaseMs: number) {
    this.#tree = tree;
    this.#placement = placement;
    this.#leaseMs = leaseMs;
  }

  /** In the order of Linux. @throws {Refused} as open(2) says; EBUSY: another has the token; ENFILE: all size words are taken. */
  async open(client: Client, { path, flags, mode, index }: Request & { kind: "open" }): Promise<OpenAnswer> {
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
    const file = entry ?? this.#newFile(client, mount, mode);
    if (!entry && place.parent) this.#tree.put(place.parent, place.name, file);
    const mayWrite = mount.access !== "ro";
    const truncates = entry !== undefined && (flags & constants.O_TRUNC) !== 0 && mayWrite;
    const word = writes && mayWrite ? this.#words.of(client, file) : 0;
    const open = this.#add(client, file, { index, writes, usesAtomics: writes && mount.access === "rw+atomic" });
    await this.#register(open, file, truncates);
    if (writes) this.#tree.touch(file);
    if (truncates) await this.flag(file, sizeChanged, open);
    const rights = { word, mayWrite, mayUseAtomics: open.usesAtomics };
    const { id, key } = open;
    return { kind: "file", open: id, replicas: file.replicas, regionSize: mount.regionSize, key, ...rights, ...factsOf(file) };
  }

  #openDirectory(client: Client, entry: Entry, index: number, writes: boolean): OpenAnswer {
    if (writes) throw new Refused("EISDIR");
    const open = this.#add(client, undefined, { index, writes: false, usesAtomics: false });
    return { kind: "directory", open: open.id, ...factsOf(entry) };
  }

  /** The canary tries what is intercepted, it takes no memory from the program. */
  #newFile(client: Client, mount: MountSettings, mode: number): FileEntry {
    return this.#tree.newFile(mount, mode, client.isCanary ? [] : this.#placement.take(mount));
  }

  #add(client: Client, file: FileEntry | undefined, given: Pick<Open, "index" | "writes" | "usesAtomics">): Open {
    const id = (this.#numbers += 1);
    const open: Open = { id, client, file, key: id, isRevoked: false, ...given };
    client.opens.set(id, open);
    if (file) this.#byFile.set(file, (this.#byFile.get(file) ?? new Set()).add(open));
    return open;
  }

  #requireToken(file: FileEntry): void {
    if (file.mount.writers === "multi" || file.mount.access === "ro") return;
    if (this.#of(file).some(({ writes }) => writes)) throw new Refused("EBUSY");
  }

  async #register(open: Open, file: FileEntry, truncates: boolean): Promise<void> {
    const stride = strideOf(file.mount.regionSize);
    const asked = this.#placement.ask(file, (base) => ({ kind: "register", base, stride, key: open.key, truncates }));
    const done = await Promise.allSettled(asked);
    if (file.replicas.length === 0 || done.some(({ status }) => status === "fulfilled")) return;
    const failed = done.find((one) => one.status === "rejected");
    this.close(open);
    throw failed?.reason instanceof Refused ? failed.reason : lost();
  }

  /** Its key is no longer valid. The memory node is told, nobody waits for it. */
  close(open: Open): void {
    const { file } = open;
    open.client.opens.delete(open.id);
    if (!file) return;
    const others = this.#byFile.get(file);
    others?.delete(open);
    if (others?.size === 0) this.#byFile.delete(file);
    for (const told of this.#placement.ask(file, () => ({ kind: "deregister", key: open.key }))) told.catch(() => undefined);
  }

  /** A client is gone: its files are closed, its tokens given back. */
  drop(client: Client): void {
    for (const open of client.opens.values()) this.close(open);
    this.#words.drop(client);
  }

  /** @throws {Refused} EBADF, EINVAL: a directory, ESTALE: the key was taken back. */
  valid(client: Client, id: number): Open & { readonly file: FileEntry } {
    const open = client.opens.get(id);
    if (!open) throw new Refused("EBADF");
    const { file } = open;
    if (!file) throw new Refused("EINVAL");
    if (open.isRevoked) throw new Refused("ESTALE", "REM_ACCESS");
    return { ...open, file };
  }

  /** Sets bits in the flags of all who have a file open, but one. Resolves when their agents have them. */
  async flag(file: FileEntry, bits: number, except?: Open): Promise<void> {
    const others = this.#of(file).filter((open) => open !== except);
    if (bits & revoked) for (const open of others) open.isRevoked = true;
    await Promise.all(others.map((open) => open.client.flag(open, bits, this.#leaseMs)));
  }

  #of(file: FileEntry): readonly Open[] {
    return [...(this.#byFile.get(file) ?? [])].filter(({ isRevoked }) => !isRevoked);
  }

  /** Has anybody a file open, even one whose key was taken back? */
  has(file: FileEntry): boolean {
    return this.#byFile.has(file);
  }

  /** The file is no more. */
  forget(file: FileEntry): void {
    this.#words.forget(file);
  }
}
