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
