import { adapterOf, peek, poke, revokeKey, zero } from "../verbs/adapter.ts";
import { wordBytes } from "../verbs/memory.ts";
import { withNumber } from "../verbs/state.ts";
import type { Errno } from "../verbs/status.ts";
import { setAlarm } from "./alarms.ts";
import { wordBytesOfSize } from "./allocate.ts";
import { failed, type ManagerAnswer, type NameCall } from "./calls.ts";
import { isBelowFile, isDirectory, keepParent, makeDirectory, namesIn, removeDirectory, renameName } from "./directory.ts";
import { managerOf, mountAt, mountOfPath, type Site } from "./site.ts";
import { nanosecondsPerMillisecond, type Turn } from "./turn.ts";
import type { Extent, File, World } from "./world.ts";

/** What a manager answers to everything but an open. */
export function answerOf(turn: Turn, call: NameCall): ManagerAnswer {
  switch (call.kind) {
    case "truncate":
      return truncate(turn, call.path, call.length);
    case "stat":
      return stat(turn, call.path);
    case "unlink":
      return unlink(turn, call.path);
    case "rename":
      return rename(turn, call.path, call.to);
    case "mkdir":
      return changeNames(turn, makeDirectory(turn.world.directory, call.path, call.isRecursive, rootsOf(turn.site)));
    case "rmdir":
      return changeNames(turn, removeDirectory(turn.world.directory, call.path, rootsOf(turn.site)));
    case "readdir":
      return readDirectory(turn, call.path);
  }
}

export const rootsOf = ({ configuration }: Site): readonly string[] => configuration.mounts.map(({ prefix }) => prefix);

export function fileAt({ directory }: World, number: number): File {
  const file = directory.files[number];
  if (!file) throw new Error(`there is no file ${number}`);
  return file;
}

/** The file of that name. One whose copies are all lost is not there any more. */
export function fileNamed({ world }: Turn, path: string): number | undefined {
  const number = world.directory.names.get(path);
  return number !== undefined && liveReplicas(world, fileAt(world, number)).length > 0 ? number : undefined;
}

export const liveReplicas = ({ verbs }: World, { replicas }: File): readonly Extent[] =>
  replicas.filter(({ node }) => adapterOf(verbs, node).isAlive);

/** The size word of a copy. Bytes. */
export function sizeAt({ verbs }: World, { node, address }: Extent): number {
  const bytes = peek(verbs, node, address, wordBytesOfSize);
  return Number(new DataView(bytes.buffer).getBigUint64(0, true));
}

function truncate(turn: Turn, path: string, length: number): ManagerAnswer {
  const file = fileNamed(turn, path);
  if (file === undefined) return failed(missing(turn, path));
  return resize(turn, file, length);
}

/** Sets the size word on every copy; what is cut off becomes 0. Nothing is revoked. */
export function resize(turn: Turn, number: number, length: number): ManagerAnswer {
  const file = fileAt(turn.world, number);
  const mount = mountAt(turn.site, file.mount);
  if (mount.access === "ro") return failed("EACCES");
  if (mount.regionSize < length) return failed("EFBIG");
  for (const extent of liveReplicas(turn.world, file)) {
    const { node, address } = extent;
    const cut = Math.max(0, sizeAt(turn.world, extent) - length);
    turn.verbs = zero(turn.verbs, node, address + wordBytesOfSize + length, Math.min(cut, mount.regionSize - length));
    turn.verbs = poke(turn.verbs, node, address, wordBytes(BigInt(length)));
  }
  return { kind: "done" };
}

function stat(turn: Turn, path: string): ManagerAnswer {
  const file = fileNamed(turn, path);
  if (file !== undefined) {
    const [first] = liveReplicas(turn.world, fileAt(turn.world, file));
    const size = first ? sizeAt(turn.world, first) : 0;
    return { kind: "stat", stat: { isDirectory: false, size, file } };
  }
  const errno = missing(turn, path);
  return errno === "EISDIR" ? { kind: "stat", stat: { isDirectory: true, size: 0, file: -1 } } : failed(errno);
}

/** Why there is no file of that name: EISDIR, it is a directory. */
export function missing({ site, world: { directory } }: Turn, path: string): Errno {
  if (isBelowFile(directory, path)) return "ENOTDIR";
  return isDirectory(directory, path, rootsOf(site)) ? "EISDIR" : "ENOENT";
}

function unlink(turn: Turn, path: string): ManagerAnswer {
  const file = fileNamed(turn, path);
  if (file === undefined) return failed(missing(turn, path));
  const { directory } = turn.world;
  const names = new Map(directory.names);
  names.delete(path);
  const directories = keepParent(new Map(directory.directories), directory, path, rootsOf(turn.site));
  turn.setDirectory({ ...directory, names, directories });
  abandon(turn, file, "unlink");
  return { kind: "done" };
}

function rename(turn: Turn, from: string, to: string): ManagerAnswer {
  if (mountOfPath(turn.site, from) !== mountOfPath(turn.site, to)) return failed("EXDEV");
  const renamed = renameName(turn.world.directory, from, to, rootsOf(turn.site));
  if (typeof renamed === "string") return failed(renamed);
  turn.setDirectory(renamed.directory);
  for (const [path, number] of renamed.directory.names) {
    const file = fileAt(turn.world, number);
    const manager = managerOf(turn.site, path);
    if (file.manager !== manager) setFile(turn, number, { ...file, manager });
  }
  if (renamed.replaced !== undefined) abandon(turn, renamed.replaced, "rename");
  return { kind: "done" };
}

/** The name is gone, so are the keys; the bytes are used again after the grace, when nobody has a lease. */
function abandon(turn: Turn, number: number, cause: "unlink" | "rename"): void {
  const file = fileAt(turn.world, number);
  for (const { process, keys } of file.openers) {
    for (const { node, data, size } of keys) {
      turn.verbs = revokeKey(revokeKey(turn.verbs, node, data), node, size);
      turn.tell({ action: "manager.revoke", target: node, rkey: data, process, cause });
    }
  }
  setFile(turn, number, { ...file, isUnlinked: true });
  turn.verbs = setAlarm(turn.verbs, "recycle", number, turn.site.configuration.recycleGraceMs * nanosecondsPerMillisecond);
}

/** The grace of an unlinked file is over. What a manager that is gone had to do stays undone. */
export function recycleWhenFree(turn: Turn, number: number): void {
  const file = fileAt(turn.world, number);
  if (!adapterOf(turn.verbs, file.manager).isAlive) return;
  setFile(turn, number, { ...file, isDue: true });
  recycle(turn, number);
}

/** Gives the bytes of a file back, zeroed, if its time has come. */
export function recycle(turn: Turn, number: number): void {
  const { isDue, openers, replicas, mount } = fileAt(turn.world, number);
  if (!isDue || openers.length > 0) return;
  const length = mountAt(turn.site, mount).regionSize + wordBytesOfSize;
  for (const { node, address } of replicas) {
    if (!adapterOf(turn.verbs, node).isAlive) continue;
    turn.verbs = zero(turn.verbs, node, address, length);
    turn.tell({ action: "manager.recycle", target: node, address, length });
  }
  setFile(turn, number, undefined);
}

export function setFile(turn: Turn, number: number, file: File | undefined): void {
  const { directory } = turn.world;
  turn.setDirectory({ ...directory, files: withNumber(directory.files, number, file) });
}

function changeNames(turn: Turn, changed: World["directory"] | Errno): ManagerAnswer {
  if (typeof changed === "string") return failed(changed);
  turn.setDirectory(changed);
  return { kind: "done" };
}

function readDirectory(turn: Turn, path: string): ManagerAnswer {
  const { directory } = turn.world;
  if (directory.names.has(path) || isBelowFile(directory, path)) return failed("ENOTDIR");
  if (!isDirectory(directory, path, rootsOf(turn.site))) return failed("ENOENT");
  return { kind: "names", names: namesIn(directory, path) };
}
