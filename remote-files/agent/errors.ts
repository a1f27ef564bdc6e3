import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";
import { errorMessage, ownTexts, type Subject } from "../../simulators/remote-file/surface/errors.ts";
import type { Refusal } from "../protocol/messages.ts";

export type Call = Subject;

/** What the completion said, for those who want to know more than the code. */
export interface RdmaCause {
  readonly status: string;
  readonly qpn: number;
  readonly wrId: number;
  readonly rkey: number;
}

/** An error as Node's `fs` throws it: code, errno, syscall, path, dest; and `rdma` where a completion is behind it. */
export function fileError(code: string, call: Call, rdma?: RdmaCause): NodeJS.ErrnoException {
  const errno = constants.errno[code as keyof typeof constants.errno];
  const message = errorMessage(code, systemText(code, errno), call);
  const error: NodeJS.ErrnoException & { dest?: string; rdma?: RdmaCause } = new Error(message);
  if (errno !== undefined) error.errno = -errno;
  error.code = code;
  error.syscall = call.syscall;
  if (call.path !== undefined) error.path = call.path;
  if (call.dest !== undefined) error.dest = call.dest;
  if (rdma) error.rdma = rdma;
  return error;
}

/** The refusal of something that the agent does not do (FL4010). */
export function notSupported(syscall: string, path?: string): NodeJS.ErrnoException {
  return fileError("ENOTSUP", path === undefined ? { syscall } : { syscall, path });
}

/** A manager's refusal, at a call. The status stays where it says more than the code. */
export function refusalError({ code, status }: Refusal, call: Call): NodeJS.ErrnoException {
  return fileError(code, call, status === undefined ? undefined : { status, qpn: 0, wrId: 0, rkey: 0 });
}

function systemText(code: string, errno: number | undefined): string {
  if (code in ownTexts) return ownTexts[code as keyof typeof ownTexts];
  const known = errno === undefined ? undefined : getSystemErrorMap().get(-errno);
  return known?.[0] === code ? known[1] : "unknown error";
}
