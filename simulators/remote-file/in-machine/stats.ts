import { device } from "./numbers.ts";

/** What `stat` says of a file or directory. Reads and writes leave no trace in the times: nobody sees them. */
export function statsOf({ isDirectory, size, file }: RawStat, isRemote: boolean, isBig: unknown): Stats | BigIntStats {
  const numbers: Numbers = [
    isRemote ? device.remote : device.disk,
    (isDirectory ? kinds.directory : kinds.file) | (isDirectory ? 0o755 : 0o644),
    isDirectory ? 2 : 1,
    0,
    0,
    0,
    4096,
    file + 1,
    isDirectory ? 4096 : size,
    Math.ceil(size / 512),
  ];
  return isBig === true ? new BigIntStats(numbers) : new Stats(numbers);
}

type Numbers = readonly [number, number, number, number, number, number, number, number, number, number];

/** @see inode(7) */
const kinds = {
  mask: 0o170_000,
  socket: 0o140_000,
  link: 0o120_000,
  file: 0o100_000,
  blockDevice: 0o060_000,
  directory: 0o040_000,
  characterDevice: 0o020_000,
  pipe: 0o010_000,
};

abstract class StatsBase<Of extends number | bigint> {
  declare dev: Of;
  declare mode: Of;
  declare nlink: Of;
  declare uid: Of;
  declare gid: Of;
  declare rdev: Of;
  declare blksize: Of;
  declare ino: Of;
  declare size: Of;
  declare blocks: Of;

  isDirectory(): boolean {
    return isKind(this.mode, kinds.directory);
  }
  isFile(): boolean {
    return isKind(this.mode, kinds.file);
  }
  isBlockDevice(): boolean {
    return isKind(this.mode, kinds.blockDevice);
  }
  isCharacterDevice(): boolean {
    return isKind(this.mode, kinds.characterDevice);
  }
  isSymbolicLink(): boolean {
    return isKind(this.mode, kinds.link);
  }
  isFIFO(): boolean {
    return isKind(this.mode, kinds.pipe);
  }
  isSocket(): boolean {
    return isKind(this.mode, kinds.socket);
  }
}

const isKind = (mode: number | bigint, kind: number): boolean => (Number(mode) & kinds.mask) === kind;

const names = ["dev", "mode", "nlink", "uid", "gid", "rdev", "blksize", "ino", "size", "blocks"] as const;
const times = ["atime", "mtime", "ctime", "birthtime"] as const;

export class Stats extends StatsBase<number> {
  constructor(numbers: Numbers) {
    super();
    const fields = this as unknown as Record<string, unknown>;
    for (const [index, name] of names.entries()) fields[name] = numbers[index];
    for (const name of times) fields[`${name}Ms`] = $startOfTime;
    for (const name of times) fields[name] = new Date($startOfTime);
  }
}

export class BigIntStats extends StatsBase<bigint> {
  constructor(numbers: Numbers) {
    super();
    const fields = this as unknown as Record<string, unknown>;
    for (const [index, name] of names.entries()) fields[name] = BigInt(numbers[index] ?? 0);
    for (const name of times) fields[`${name}Ms`] = BigInt($startOfTime);
    for (const name of times) fields[`${name}Ns`] = BigInt($startOfTime) * 1_000_000n;
    for (const name of times) fields[name] = new Date($startOfTime);
  }
}

/** What `statfs` says: the memory nodes together, in pages; of the virtual disk, that it is empty. */
export class StatFs {
  declare readonly type: number | bigint;

  constructor(isRemote: boolean, isBig: unknown) {
    const [bytes, free] = isRemote ? $capacity() : [0, 0];
    const [blocks, left] = [Math.floor(bytes / 4096), Math.floor(free / 4096)];
    const numbers = {
      type: isRemote ? device.remote : device.disk,
      bsize: 4096,
      blocks,
      bfree: left,
      bavail: left,
      files: blocks,
      ffree: left,
    };
    for (const [name, value] of Object.entries(numbers))
      (this as unknown as Record<string, unknown>)[name] = isBig === true ? BigInt(value) : value;
  }
}

/** An entry of a directory. */
export class Dirent {
  readonly name: unknown;
  readonly parentPath: string;
  readonly path: string;
  readonly #isDirectory: boolean;

  constructor(name: unknown, isDirectory: boolean, parent: string) {
    this.name = name;
    this.parentPath = parent;
    this.path = parent;
    this.#isDirectory = isDirectory;
  }

  isDirectory(): boolean {
    return this.#isDirectory;
  }
  isFile(): boolean {
    return !this.#isDirectory;
  }
  isBlockDevice(): boolean {
    return false;
  }
  isCharacterDevice(): boolean {
    return false;
  }
  isSymbolicLink(): boolean {
    return false;
  }
  isFIFO(): boolean {
    return false;
  }
  isSocket(): boolean {
    return false;
  }
}
