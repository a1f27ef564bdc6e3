import type { Agent } from "../agent.ts";
import { fileError } from "../errors.ts";
import { host, nullFile } from "../host.ts";
import type { OpenFile } from "../open-file.ts";
import { ask, type Steps } from "../steps.ts";
import { type Form, readRange, vector, writeRange } from "./arguments.ts";

/** `[bytesRead, buffer]`. The file is looked up last, as Node does: wrong arguments come first. */
export function read(agent: Agent, fd: number, args: readonly unknown[], form: Form): readonly [number, NodeJS.ArrayBufferView] {
  const { buffer, offset, length, position } = readRange(args, form);
  if (length === 0) return [0, buffer];
  return [timedRead(agent, agent.files.get(fd, "read"), buffer, offset, length, position), buffer];
}

/** As {@link Files.read}; now and then with a look at the clock. */
export function timedRead(
  { files, link: { counters } }: Agent,
  file: OpenFile,
  buffer: NodeJS.ArrayBufferView,
  offset: number,
  length: number,
  position: number | null,
): number {
  if (!counters.isTimed) return files.read(file, buffer, offset, length, position);
  const start = performance.now();
  const got = files.read(file, buffer, offset, length, position);
  counters.readTook((performance.now() - start) * 1000);
  return got;
}

export function write({ files }: Agent, fd: number, args: readonly unknown[]): number {
  const { buffer, offset, length, position } = writeRange(args);
  return files.write(files.get(fd, "write"), buffer, offset, length, position);
}

export function readv({ files }: Agent, fd: number, list: unknown, at: unknown): number {
  const { buffers, position } = vector(list, at);
  const file = files.get(fd, "read");
  // As readv(2) of nothing.
  if (buffers.length === 0) throw fileError("EINVAL", { syscall: "read" });
  checkTotal(buffers, "read");
  let total = 0;
  for (const buffer of buffers) {
    const got = files.read(file, buffer, 0, buffer.byteLength, position === null ? null : position + total);
    total += got;
    if (got < buffer.byteLength) break;
  }
  return total;
}

export function writev({ files }: Agent, fd: number, list: unknown, at: unknown): number {
  const { buffers, position } = vector(list, at);
  const file = files.get(fd, "write");
  checkTotal(buffers, "write");
  let total = 0;
  for (const buffer of buffers) total += files.write(file, buffer, 0, buffer.byteLength, position === null ? null : position + total);
  return total;
}

/** A message has at most 2^31 bytes. @throws EMSGSIZE */
function checkTotal(buffers: readonly NodeJS.ArrayBufferView[], syscall: string): void {
  if (buffers.reduce((total, { byteLength }) => total + byteLength, 0) > 2 ** 31) throw fileError("EMSGSIZE", { syscall });
}

export function flush({ files }: Agent, fd: number, syscall: "fsync" | "fdatasync"): void {
  files.flush(files.get(fd, syscall), syscall);
}

/** Sets the size: the memory node takes part, for what is behind it becomes 0. */
export function* ftruncate(agent: Agent, fd: number, length: unknown): Steps<void> {
  const size = lengthOf(length);
  const call = { syscall: "ftruncate" };
  const file = agent.files.get(fd, call.syscall);
  if (!file.record || !isOpenForWriting(file)) throw fileError("EINVAL", call);
  if (!file.mayWrite) throw fileError("EACCES", call);
  if (size > file.record.regionSize) throw fileError("EFBIG", call);
  agent.files.flush(file, call.syscall);
  yield* ask({ kind: "truncate", open: file.open, size }, call);
}

/** @throws As Node. */
export function lengthOf(length: unknown): number {
  if (length === undefined || length === null) return 0;
  if (!Number.isSafeInteger(length)) host.ftruncateSync(nullFile(), length as number);
  return Math.max(0, length as number);
}

const isOpenForWriting = ({ flags }: OpenFile): boolean => (flags & 3) !== 0;
