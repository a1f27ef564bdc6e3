import { bindWindow, isRefused } from "../verbs/adapter.ts";
import { access, lowestFree } from "../verbs/state.ts";
import type { Errno } from "../verbs/status.ts";
import { allocate, wordBytesOfSize } from "./allocate.ts";
import type { OpenFlags } from "./flags.ts";
import { fileAt, fileNamed, liveReplicas, missing, resize, setFile, sizeAt } from "./manager.ts";
import { managerOf, mountAt } from "./site.ts";
import type { Turn } from "./turn.ts";
import type { Extent, Keys } from "./world.ts";

/** What the manager tells of a file that was opened: where its copies are and the keys for them. */
export interface Opened {
  readonly file: number;
  /** Bytes. */
  readonly size: number;
  readonly replicas: readonly (Extent & Keys)[];
  /** Sum of `access` flags of the key for the bytes. */
  readonly access: number;
}

/**
 * Steps C2 and C3 of claim 1 at the manager: finds the file or makes it, takes the writer's token, binds keys.
 *
 * @param mount Number of the mount that `path` is under.
 * @param fd Number that the agent will give to the open file.
 */
export function openAtManager(turn: Turn, mount: number, path: string, flags: OpenFlags, process: number, fd: number): Opened | Errno {
  const existing = fileNamed(turn, path);
  const refusal = refusalOf(turn, mount, path, flags, existing);
  if (refusal) return refusal;
  const file = existing ?? create(turn, mount, path);
  if (file === undefined) return "ENOSPC";
  // Under `ro` nothing changes a file, so it is opened as it is.
  if (existing !== undefined && flags.truncate && mountAt(turn.site, mount).access !== "ro") resize(turn, file, 0);
  return grant(turn, file, flags, process, fd);
}

function refusalOf(turn: Turn, mount: number, path: string, flags: OpenFlags, existing: number | undefined): Errno | undefined {
  if (existing === undefined) {
    const errno = missing(turn, path);
    if (errno === "EISDIR" && flags.exclusive) return "EEXIST";
    return errno === "ENOENT" && flags.create ? undefined : errno;
  }
  if (flags.exclusive) return "EEXIST";
  const { openers } = fileAt(turn.world, existing);
  const { access: mountAccess, writers } = mountAt(turn.site, mount);
  // Under `ro` nobody writes: there is nothing to have a token for.
  const needsToken = flags.write && writers === "single" && mountAccess !== "ro";
  return needsToken && openers.some((one) => one.isWriter && !one.isClosed) ? "EBUSY" : undefined;
}

/** A file of size 0. @returns Undefined: there is no room. @param wanted Memory node of its first copy. */
export function create(turn: Turn, mount: number, path: string, wanted?: number): number | undefined {
  const replicas = allocate(turn.site, turn.world, mount, wanted);
  if (!replicas) return undefined;
  const number = lowestFree(turn.world.directory.files);
  setFile(turn, number, { mount, manager: managerOf(turn.site, path), replicas, openers: [] });
  const { directory } = turn.world;
  turn.setDirectory({ ...directory, names: new Map(directory.names).set(path, number) });
  return number;
}

function grant(turn: Turn, number: number, flags: OpenFlags, process: number, fd: number): Opened {
  const file = fileAt(turn.world, number);
  const { access: mountAccess, regionSize } = mountAt(turn.site, file.mount);
  const canWrite = flags.write && mountAccess !== "ro";
  const data =
    (flags.read ? access.remoteRead : 0) |
    (canWrite ? access.remoteWrite : 0) |
    (canWrite && mountAccess === "rw+atomic" ? access.remoteAtomic : 0);
  const sizeWord = access.remoteRead | (canWrite ? access.remoteAtomic : 0);
  const live = liveReplicas(turn.world, file);
  const replicas = live.map(({ node, address }) => ({
    node,
    address,
    data: bind(turn, process, node, address + wordBytesOfSize, regionSize, data),
    size: bind(turn, process, node, address, wordBytesOfSize, sizeWord),
  }));
  const keys = replicas.map(({ node, data: dataKey, size }): Keys => ({ node, data: dataKey, size }));
  const openers = [...file.openers, { process, fd, isWriter: flags.write, keys }].sort((a, b) => a.process - b.process || a.fd - b.fd);
  setFile(turn, number, { ...file, openers });
  const [first] = live;
  return { file: number, size: first ? sizeAt(turn.world, first) : 0, replicas, access: data };
}

/** The whole memory of a node is its region 0. Keys of a process have numbers of their own: see `connect`. */
function bind(turn: Turn, process: number, node: number, address: number, length: number, flags: number): number {
  const bound = bindWindow(
    turn.verbs,
    node,
    { region: 0, address, length, access: flags },
    { first: process, stride: turn.site.processes.length },
  );
  if (isRefused(bound)) throw new Error("a file lies outside the memory of its node");
  turn.verbs = bound.verbs;
  return bound.rkey;
}
