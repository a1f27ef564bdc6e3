import { type Answers, type Request, revoked, sizeChanged } from "../protocol/messages.ts";
import { toBytes } from "../protocol/paths.ts";
import type { RunSettings } from "../protocol/settings.ts";
import type { Client } from "./client.ts";
import { mkdir, readdir, rename, rm, rmdir, stat, unlink } from "./names.ts";
import { Opens } from "./opens.ts";
import { Placement } from "./placement.ts";
import { Recycling } from "./recycling.ts";
import { lost, Refused } from "./refused.ts";
import type { RemoteMemory } from "./remote-memory.ts";
import { type FileEntry, Tree } from "./tree.ts";

/** Names, places, keys and tokens of a run. Reads and writes never come here. */
export class Manager {
  readonly #settings: RunSettings;
  readonly #tree: Tree;
  readonly #placement: Placement;
  readonly #opens: Opens;
  readonly #recycling: Recycling;

  constructor(settings: RunSettings, nodes: readonly RemoteMemory[]) {
    this.#settings = settings;
    this.#tree = new Tree(settings.mounts, () => Date.now());
    this.#placement = new Placement(settings.memoryNodes, nodes);
    this.#opens = new Opens(this.#tree, this.#placement, settings.leaseMs);
    this.#recycling = new Recycling(this.#opens, this.#placement, settings.recycleGraceMs);
  }

  /** Puts the files of the configuration in place. @throws {Refused} ENOSPC, EFBIG */
  async fill(): Promise<void> {
    for (const { path, content, node } of this.#settings.files) {
      const place = this.#tree.find(toBytes(path), true);
      if (!place.parent || place.entry) throw new Refused("EEXIST");
      if (content.length > place.mount.regionSize) throw new Refused("EFBIG");
      const file = this.#tree.newFile(place.mount, 0o644, this.#placement.take(place.mount, node));
      this.#tree.put(place.parent, place.name, file);
      const base64 = Buffer.from(content).toString("base64");
      await Promise.all(this.#placement.ask(file, (base) => ({ kind: "fill", base, base64 })));
    }
  }

  /** @throws {Refused} */
  async answer(client: Client, request: Request): Promise<Answers[keyof Answers]> {
    switch (request.kind) {
      case "open":
        return this.#opens.open(client, request);
      case "close":
        return this.#close(client, request.open);
      case "stat":
        return stat(this.#tree, request.path);
      case "unlink":
        return this.#revoke([unlink(this.#tree, request.path)]);
      case "mkdir":
        return mkdir(this.#tree, request.path, request.mode, request.recursive);
      case "rmdir":
        return rmdir(this.#tree, request.path);
      case "rm":
        return this.#rm(request);
      case "rename":
        return this.#rename(request);
      case "readdir":
        return readdir(this.#tree, request.path);
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
    this.#opens.drop(client);
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
    this.#tree.forget((file) => this.#placement.isLost(file));
    for (const client of clients) client.push({ kind: "memory-node-lost", node });
  }

  stop(): void {
    this.#recycling.stop();
  }

  #close(client: Client, id: number): null {
    const open = client.opens.get(id);
    if (open) this.#opens.close(open);
    return null;
  }

  async #rm({ path, recursive, force }: Request & { kind: "rm" }): Promise<null> {
    const { gone, isMount } = rm(this.#tree, path, recursive, force);
    await this.#revoke(gone);
    if (isMount) throw new Refused("EBUSY");
    return null;
  }

  async #rename({ path, to }: Request & { kind: "rename" }): Promise<null> {
    const replaced = rename(this.#tree, path, to);
    return this.#revoke(replaced ? [replaced] : []);
  }

  /** Their names are gone: keys are taken back, and their memory is used again. */
  async #revoke(files: readonly FileEntry[]): Promise<null> {
    await Promise.all(
      files.map(async (file) => {
        await this.#opens.flag(file, revoked);
        this.#recycling.add(file);
      }),
    );
    return null;
  }

  async #truncate(client: Client, id: number, size: number): Promise<null> {
    const { file } = this.#opens.valid(client, id);
    if (size > file.mount.regionSize) throw new Refused("EFBIG");
    const asked = this.#placement.ask(file, (base) => ({ kind: "truncate", base, size }), !client.isCanary);
    if (asked.length === 0) throw lost();
    await Promise.all(asked);
    this.#tree.touch(file);
    await this.#opens.flag(file, sizeChanged);
    return null;
  }

  #statfs(path: string): Answers["statfs"] {
    const { mount } = this.#tree.find(path);
    const { offered, free } = this.#placement;
    const files = Math.floor(offered / mount.regionSize);
    return { bytes: offered, free, files, freeFiles: files - this.#tree.files.length };
  }

  async #atomic(client: Client, { open: id, offset, operation }: Request & { kind: "atomic" }): Promise<Answers["atomic"]> {
    const { file, key, usesAtomics } = this.#opens.valid(client, id);
    if (!usesAtomics) throw new Refused("EACCES", "REM_ACCESS");
    if (offset % 8 !== 0) throw new Refused("EINVAL", "REM_INV_REQ");
    if (offset + 8 > file.mount.regionSize) throw new Refused("EFBIG");
    const answers = await Promise.all(this.#placement.ask(file, (base) => ({ kind: "atomic", base, key, offset, operation })));
    const before = answers[0]?.before;
    if (before === undefined) throw lost();
    return { before };
  }
}
