/** What a call was about, as Node tells it in its errors. */
export interface Subject {
  readonly syscall: string;
  /** As the program wrote it. */
  readonly path?: string;
  readonly dest?: string;
}

/** `ENOENT: no such file or directory, open '/rdma/a'` */
export function errorMessage(code: string, text: string, { syscall, path, dest }: Subject): string {
  const where = path === undefined ? "" : ` '${path}'${dest === undefined ? "" : ` -> '${dest}'`}`;
  return `${code}: ${text}, ${syscall}${where}`;
}

/** Node's errors that have a system error inside: their message says both. */
export function nestedError(code: string, prefix: string, info: NestedInfo): Error {
  const message = `${prefix}: ${info.syscall} returned ${info.code} (${info.message}) ${info.path}`;
  const error = Object.assign(new Error(message), { code, info, errno: info.errno, syscall: info.syscall, path: info.path });
  return Object.defineProperty(error, "name", { value: "SystemError", writable: true, enumerable: false, configurable: true });
}

interface NestedInfo {
  readonly code: string;
  readonly message: string;
  readonly path: string;
  readonly syscall: string;
  readonly errno: number;
}

/** `fs.rm` of a directory without `recursive`. */
export const removesDirectory = (path: string): Error =>
  nestedError("ERR_FS_EISDIR", "Path is a directory", { code: "EISDIR", message: "is a directory", path, syscall: "rm", errno: 21 });

/** Where libuv has no words, or wrong ones. */
export const ownTexts = {
  ESTALE: "stale file handle",
  ENOTSUP: "operation not supported",
} as const;

/**
 * Numbers and words of the errors that calls on files end with: by code, the number of Linux, and what Node says.
 *
 * @see libuv, `UV_ERRNO_MAP`, and `ownTexts`
 */
export const systemErrors: Readonly<Record<string, readonly [errno: number, text: string]>> = {
  EPERM: [1, "operation not permitted"],
  ENOENT: [2, "no such file or directory"],
  EIO: [5, "i/o error"],
  EBADF: [9, "bad file descriptor"],
  EAGAIN: [11, "resource temporarily unavailable"],
  ENOMEM: [12, "not enough memory"],
  EACCES: [13, "permission denied"],
  EFAULT: [14, "bad address in system call argument"],
  EBUSY: [16, "resource busy or locked"],
  EEXIST: [17, "file already exists"],
  EXDEV: [18, "cross-device link not permitted"],
  ENOTDIR: [20, "not a directory"],
  EISDIR: [21, "illegal operation on a directory"],
  EINVAL: [22, "invalid argument"],
  EMFILE: [24, "too many open files"],
  EFBIG: [27, "file too large"],
  ENOSPC: [28, "no space left on device"],
  ESPIPE: [29, "invalid seek"],
  EROFS: [30, "read-only file system"],
  ENAMETOOLONG: [36, "name too long"],
  ENOTEMPTY: [39, "directory not empty"],
  ELOOP: [40, "too many symbolic links encountered"],
  EMSGSIZE: [90, "message too long"],
  ENOTSUP: [95, ownTexts.ENOTSUP],
  ETIMEDOUT: [110, "connection timed out"],
  ESTALE: [116, ownTexts.ESTALE],
};
