import { errorMessage, type Subject, systemErrors } from "../surface/errors.ts";

export interface FileError extends Error {
  code: string;
  errno?: number;
  syscall?: string;
  path?: string;
  dest?: string;
  rdma?: RawCause;
}

/** An error as Node's `fs` throws it; with `rdma` where a completion is behind it. */
export function fileError(code: string, subject: Subject, rdma?: RawCause): FileError {
  const { syscall, path, dest } = subject;
  const [errno, text] = systemErrors[code] ?? [undefined, "unknown error"];
  const error = new Error(errorMessage(code, text, subject)) as FileError;
  if (errno !== undefined) error.errno = -errno;
  error.code = code;
  error.syscall = syscall;
  if (path !== undefined) error.path = path;
  if (dest !== undefined) error.dest = dest;
  if (rdma !== undefined) error.rdma = { status: rdma.status, qpn: rdma.qpn, wrId: rdma.wrId, rkey: rdma.rkey };
  return error;
}

/** An error with a code of Node's own (`ERR_…`). */
export function coded<Kind extends Error>(error: Kind, code: string): Kind {
  return Object.assign(error, { code });
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

/** A signal has stopped the operation. */
export function abortError(signal: AbortSignal): Error {
  const error = coded(new Error("The operation was aborted", { cause: signal.reason }), "ABORT_ERR");
  return Object.assign(error, { name: "AbortError" });
}

/** Something failed, and then the close failed too. */
export function bothErrors(first: unknown, second: unknown): unknown {
  if (second === undefined || second === first) return first;
  const { message, code } = first as FileError;
  return coded(new AggregateError([first, second], message), code);
}

export type { Subject } from "../surface/errors.ts";
