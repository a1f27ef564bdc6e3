import fs, { type BigIntStats, type Dirent, type Stats, type StatsFs } from "node:fs";
import type { FileFacts } from "../protocol/messages.ts";
import { host, nullFile } from "./host.ts";

/** What `stat` says of a file or directory. Reads and writes leave no trace in the times: nobody sees them. */
export function statsOf(facts: FileFacts, size: number | undefined, options: unknown): Stats | BigIntStats {
  const isBig = (options as { bigint?: boolean } | null | undefined)?.bigint === true;
  const numbers = {
    dev: device,
    mode: (size === undefined ? fs.constants.S_IFDIR : fs.constants.S_IFREG) | facts.mode,
    nlink: size === undefined ? 2 : 1,
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
    rdev: 0,
    blksize: 4096,
    ino: facts.id,
    size: size ?? 4096,
    blocks: Math.ceil((size ?? 0) / 512),
    atimeMs: facts.changed,
    mtimeMs: facts.changed,
    ctimeMs: facts.changed,
    birthtimeMs: facts.born,
  };
  // One of this version of Node's own, with other content.
  const stats = host.fstatSync(nullFile(), { bigint: isBig } as { bigint: true }) as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(numbers)) stats[name] = isBig ? BigInt(value) : value;
  for (const [name, value] of Object.entries(times)) {
    stats[name] = new Date(facts[value]);
    if (isBig) stats[`${name}Ns`] = BigInt(facts[value]) * 1_000_000n;
  }
  return stats as unknown as Stats | BigIntStats;
}

/** Which device numbers are shown for mounts: any that the host does not use. */
const device = 0x464c;

const times = { atime: "changed", mtime: "changed", ctime: "changed", birthtime: "born" } as const;

/** What `statfs` says of a mount: the memory nodes together, in pages. */
export function statfsOf(given: { bytes: number; free: number; files: number; freeFiles: number }, options: unknown): StatsFs {
  const isBig = (options as { bigint?: boolean } | null | undefined)?.bigint === true;
  const pages = { blocks: Math.floor(given.bytes / 4096), bfree: Math.floor(given.free / 4096), bavail: Math.floor(given.free / 4096) };
  const numbers = { type: device, bsize: 4096, ...pages, files: given.files, ffree: given.freeFiles };
  const stats = host.statfsSync("/", { bigint: isBig } as { bigint: true }) as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(numbers)) stats[name] = isBig ? BigInt(value) : value;
  return stats as unknown as StatsFs;
}

/** An entry of a directory, of the class that Node shows. */
export function direntOf(name: string, kind: "file" | "directory", parent: string): Dirent {
  const DirentClass = fs.Dirent as unknown as new (name: string, type: number, path: string) => Dirent;
  return new DirentClass(name, kind === "file" ? direntFile : direntDirectory, parent);
}

/** Kinds of entries. @see libuv, `uv_dirent_type_t` */
const direntFile = 1;
const direntDirectory = 2;
