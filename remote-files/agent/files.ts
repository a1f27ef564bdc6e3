import { threadId } from "node:worker_threads";
import { dataAt, sizeOf, sizeWordAt, sizeWordBytes, sizeWords, writeWord } from "../protocol/layout.ts";
import { type OpenAnswer, type OpenedFile, type Replica, revoked, sizeChanged } from "../protocol/messages.ts";
import type { AgentSettings } from "../protocol/settings.ts";
import { Channel } from "./channel.ts";
import { type Call, fileError } from "./errors.ts";
import { host } from "./host.ts";
import type { Link } from "./link.ts";
import type { RemotePath } from "./mounts.ts";
import { appends, type FileRecord, type OpenFile, reads, writes } from "./open-file.ts";
import { mostFiles } from "./shared.ts";

/** File numbers of remote files: never a number of the host's, which begin at 0. Each thread has a range of its own. */
export const firstFd = 0x2000_0000 + (threadId % 4096) * mostFiles;

export const isRemoteFd = (fd: unknown): fd is number => typeof fd === "number" && 0x2000_0000 <= fd && fd < 0x3000_0000;

/** What a thread has open, and the reads and writes on it: the memory of the memory nodes is read and written directly, nobody is asked. */
export class Files {
  readonly channels: readonly Channel[];
  readonly #link: Link;
  readonly #open: (OpenFile | undefined)[] = [];
  readonly #records = new Map<number, FileRecord>();
  readonly #header = new DataView(new ArrayBuffer(sizeWords * sizeWordBytes));
  readonly #word = new DataView(new ArrayBuffer(sizeWordBytes));
  #work = 0;

  constructor(settings: AgentSettings, link: Link) {
    this.#link = link;
    this.channels = settings.memoryNodes.map((address, node) => new Channel(node, address));
  }

  /** The number that the next open gets: the lowest that is free. @throws EMFILE */
  reserve(call: Call): number {
    let index = this.#open.findIndex((file) => file === undefined);
    if (index < 0) index = this.#open.length;
    if (index >= mostFiles) throw fileError("EMFILE", call);
    // Taken until `add` or `release`: another open may be under way.
    this.#open[index] = reserved;
    this.#link.takeFlags(index, -1);
    return index;
  }

  release(index: number): void {
    this.#open[index] = undefined;
  }

  /** Puts an open file into the map. */
  add(index: number, { shown, mount }: RemotePath, flags: number, answer: OpenAnswer): OpenFile {
    const opened = answer.kind === "file" ? answer : undefined;
    const file: OpenFile = {
      fd: firstFd + index,
      index,
      shown,
      flags,
      record: opened && this.#recordOf(opened, mount),
      facts: answer,
      open: answer.open,
      key: opened?.key ?? 0,
      mayWrite: opened?.mayWrite ?? false,
      mayUseAtomics: opened?.mayUseAtomics ?? false,
      position: 0,
    };
    this.#open[index] = file;
    if (file.record) file.record.opens += 1;
    this.#link.counters.add("opens");
    return file;
  }

  /** @throws EBADF it is closed, or belongs to another thread. */
  get(fd: number, syscall: string): OpenFile {
    const file = this.#open[fd - firstFd];
    if (file === undefined || file === reserved) throw fileError("EBADF", { syscall });
    return file;
  }

  /** Takes an open file out of the map. Its number is free after `release`. */
  remove(file: OpenFile): void {
    this.#open[file.index] = reserved;
    const { record } = file;
    if (!record) return;
    record.opens -= 1;
    if (record.opens === 0) this.#records.delete(record.id);
  }

  /** @returns Bytes read: fewer than `length` only at the end of the file. */
  read(file: OpenFile, buffer: NodeJS.ArrayBufferView, offset: number, length: number, position: number | null): number {
    const record = file.record;
    if (!reads(file)) throw fileError("EBADF", { syscall: "read" });
    if (!record) throw fileError("EISDIR", { syscall: "read" });
    if (this.#link.flags(file.index) !== 0) this.#obeyFlags(file, record, "read");
    const from = position ?? file.position;
    const replica = this.#replica(file, record, "read");
    if (from + length > record.size) record.size = this.#readSize(replica.channel.fd, replica.base);
    const wanted = Math.min(length, record.size - from);
    const got = wanted > 0 ? host.readSync(replica.channel.fd, buffer, offset, wanted, dataAt(replica.base) + from) : 0;
    if (position === null) file.position += got;
    this.#link.counters.read(got);
    return got;
  }

  /** @returns `length`. @throws EFBIG it would end behind the region; nothing is written then. */
  write(file: OpenFile, buffer: NodeJS.ArrayBufferView, offset: number, length: number, position: number | null): number {
    const record = file.record;
    if (!writes(file) || !record) throw fileError("EBADF", { syscall: "write" });
    if (!file.mayWrite) throw fileError("EACCES", { syscall: "write" });
    if (this.#link.flags(file.index) !== 0) this.#obeyFlags(file, record, "write");
    if (length === 0) return 0;
    const from = appends(file) ? record.size : (position ?? file.position);
    if (from + length > record.regionSize) throw fileError("EFBIG", { syscall: "write" });
    this.#post(file, record, "write", (fd, base) => {
      for (let done = 0; done < length; ) done += host.writeSync(fd, buffer, offset + done, length - done, dataAt(base) + from + done);
    });
    if (from + length > record.size) this.#grow(file, record, from + length);
    // As pwrite(2): a write at a position leaves the file where it stands, even one that was put at the end.
    if (position === null) file.position = from + length;
    this.#link.counters.write(length);
    return length;
  }

  /** Completes what was written before. Writes are placed when they return: nothing is left to do but to say what is wrong. */
  flush(file: OpenFile, syscall: string): void {
    if (!file.record) return;
    if (this.#link.flags(file.index) !== 0) this.#obeyFlags(file, file.record, syscall);
    this.#replica(file, file.record, syscall);
  }

  /** The size now, from its words. */
  size(file: OpenFile, syscall: string): number {
    const { record } = file;
    if (!record) return 0;
    if (this.#link.flags(file.index) !== 0) this.#obeyFlags(file, record, syscall);
    const { channel, base } = this.#replica(file, record, syscall);
    record.size = this.#readSize(channel.fd, base);
    return record.size;
  }

  /** The size of a file that is not open here. */
  sizeAt(replicas: readonly Replica[], call: Call): number {
    const live = replicas.find(({ node }) => !this.#link.isMemoryNodeLost(node));
    const channel = live && this.channels[live.node];
    if (!live || !channel) throw fileError("ETIMEDOUT", call, { status: "RETRY_EXC", qpn: 0, wrId: 0, rkey: 0 });
    return this.#readSize(channel.fd, live.base);
  }

  /** What the memory node's atomic has written may lie behind the size that was known. */
  reached(file: OpenFile, end: number): void {
    if (file.record && end > file.record.size && end > this.size(file, "write")) this.#grow(file, file.record, end);
  }

  #recordOf(opened: OpenedFile, mount: RemotePath["mount"]): FileRecord {
    const known = this.#records.get(opened.id);
    if (known) {
      known.word ||= opened.word;
      this.#refresh(known);
      return known;
    }
    const replicas = opened.replicas.flatMap(({ node, base }) => {
      const channel = this.channels[node];
      return channel ? [{ channel, base }] : [];
    });
    const { id, regionSize, word } = opened;
    const record: FileRecord = { id, regionSize, mount, replicas, size: 0, word, opens: 0 };
    this.#refresh(record);
    this.#records.set(id, record);
    return record;
  }

  /** The size is read at each open. */
  #refresh(record: FileRecord): void {
    const first = record.replicas.find(({ channel }) => !this.#link.isMemoryNodeLost(channel.node));
    if (first) record.size = this.#readSize(first.channel.fd, first.base);
  }

  #obeyFlags(file: OpenFile, record: FileRecord, syscall: string): void {
    const flags = this.#link.flags(file.index);
    if (flags & revoked) throw fileError("ESTALE", { syscall }, this.#cause("REM_ACCESS", file, 0));
    if (!(flags & sizeChanged)) return;
    this.#link.takeFlags(file.index, sizeChanged);
    const { channel, base } = this.#replica(file, record, syscall);
    record.size = this.#readSize(channel.fd, base);
  }

  /** The first replica that lives. */
  #replica(file: OpenFile, record: FileRecord, syscall: string): FileRecord["replicas"][number] {
    for (const replica of record.replicas) if (!this.#link.isMemoryNodeLost(replica.channel.node)) return replica;
    throw this.#lost(file, record, syscall);
  }

  #lost(file: OpenFile, record: FileRecord, syscall: string): NodeJS.ErrnoException {
    const channel = record.replicas[0]?.channel;
    const status = channel?.fail() ?? "WR_FLUSH";
    return fileError(status === "RETRY_EXC" ? "ETIMEDOUT" : "EIO", { syscall }, this.#cause(status, file, channel?.node ?? 0));
  }

  #cause(status: string, file: OpenFile, node: number) {
    return { status, qpn: node + 1, wrId: (this.#work += 1), rkey: file.key };
  }

  /** Does the same on all replicas that live; `ack` of the mount says how many there must be. */
  #post(file: OpenFile, record: FileRecord, syscall: string, work: (fd: number, base: number) => void): void {
    const { replicas, mount } = record;
    const live = replicas.filter(({ channel }) => !this.#link.isMemoryNodeLost(channel.node));
    for (const { channel, base } of live) work(channel.fd, base);
    const wanted = { one: 1, majority: Math.floor(replicas.length / 2) + 1, all: replicas.length }[mount.ack];
    if (live.length < wanted) throw this.#lost(file, record, syscall);
  }

  /** Behind the data: who sees the size sees the bytes. */
  #grow(file: OpenFile, record: FileRecord, size: number): void {
    writeWord(this.#word, 0, size);
    this.#post(file, record, "write", (fd, base) => host.writeSync(fd, this.#word, 0, sizeWordBytes, sizeWordAt(base, record.word)));
    record.size = size;
  }

  #readSize(fd: number, base: number): number {
    host.readSync(fd, this.#header, 0, this.#header.byteLength, base);
    return sizeOf(this.#header);
  }
}

/** A number that an open under way has taken. */
const reserved = { index: -1 } as OpenFile;
