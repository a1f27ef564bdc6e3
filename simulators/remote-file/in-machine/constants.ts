import { fileFlags } from "../surface/flags.ts";
import { copyFlags } from "./copy.ts";

/** `fs.constants` of Linux. @see fcntl.h, sys/stat.h, libuv's uv.h */
export const constants: Readonly<Record<string, number>> = /* @__PURE__ */ makeConstants();

function makeConstants(): Record<string, number> {
  return Object.assign(Object.create(null) as Record<string, number>, {
    UV_FS_SYMLINK_DIR: 1,
    UV_FS_SYMLINK_JUNCTION: 2,
    UV_DIRENT_UNKNOWN: 0,
    UV_DIRENT_FILE: 1,
    UV_DIRENT_DIR: 2,
    UV_DIRENT_LINK: 3,
    UV_DIRENT_FIFO: 4,
    UV_DIRENT_SOCKET: 5,
    UV_DIRENT_CHAR: 6,
    UV_DIRENT_BLOCK: 7,
    EXTENSIONLESS_FORMAT_JAVASCRIPT: 0,
    EXTENSIONLESS_FORMAT_WASM: 1,
    S_IFMT: 0o170_000,
    S_IFREG: 0o100_000,
    S_IFDIR: 0o040_000,
    S_IFCHR: 0o020_000,
    S_IFBLK: 0o060_000,
    S_IFIFO: 0o010_000,
    S_IFLNK: 0o120_000,
    S_IFSOCK: 0o140_000,
    ...fileFlags,
    UV_FS_O_FILEMAP: 0,
    O_NOCTTY: 0o400,
    O_NOATIME: 0o1_000_000,
    O_NOFOLLOW: 0o400_000,
    O_DSYNC: 0o10_000,
    O_DIRECT: 0o40_000,
    O_NONBLOCK: 0o4000,
    S_IRWXU: 0o700,
    S_IRUSR: 0o400,
    S_IWUSR: 0o200,
    S_IXUSR: 0o100,
    S_IRWXG: 0o070,
    S_IRGRP: 0o040,
    S_IWGRP: 0o020,
    S_IXGRP: 0o010,
    S_IRWXO: 0o007,
    S_IROTH: 0o004,
    S_IWOTH: 0o002,
    S_IXOTH: 0o001,
    F_OK: 0,
    R_OK: 4,
    W_OK: 2,
    X_OK: 1,
    UV_FS_COPYFILE_EXCL: copyFlags.COPYFILE_EXCL,
    UV_FS_COPYFILE_FICLONE: copyFlags.COPYFILE_FICLONE,
    UV_FS_COPYFILE_FICLONE_FORCE: copyFlags.COPYFILE_FICLONE_FORCE,
    ...copyFlags,
  });
}

export const F_OK = 0;
export const R_OK = 4;
export const W_OK = 2;
export const X_OK = 1;
