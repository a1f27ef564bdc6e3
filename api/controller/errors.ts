import type { Reason } from "./types.ts";

/** A refusal by the API server, or no answer from it (`Timeout`: the write may or may not have taken place). */
export class KubeError extends Error {
  override readonly name = "KubeError";
  /** HTTP status; 504 when no answer came. */
  readonly code: number;
  readonly reason: Reason;
  readonly details?: KubeErrorDetails;

  constructor(code: number, reason: Reason, message: string, details?: KubeErrorDetails) {
    super(message);
    this.code = code;
    this.reason = reason;
    if (details !== undefined) this.details = details;
  }
}

export interface KubeErrorDetails {
  readonly kind?: string;
  readonly name?: string;
  readonly retryAfterSeconds?: number;
}

export function isNotFound(error: unknown): error is KubeError {
  return error instanceof KubeError && error.reason === "NotFound";
}

export function isAlreadyExists(error: unknown): error is KubeError {
  return error instanceof KubeError && error.reason === "AlreadyExists";
}

export function isConflict(error: unknown): error is KubeError {
  return error instanceof KubeError && error.reason === "Conflict";
}

/** The error that an answer stands for: its `Status`, or what its code says. */
export function errorOf(code: number, body: unknown): KubeError {
  const status = typeof body === "object" && body !== null ? (body as Status) : {};
  const message = status.message ?? (typeof body === "string" && body !== "" ? body.trim() : `the API server answered ${code}`);
  const given = reasons.find((reason) => reason === status.reason);
  return new KubeError(code, given ?? reasonOf(code), message, detailsOf(status));
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: KubeErrorDetails;
}

const reasons: readonly Reason[] = [
  "BadRequest",
  "Unauthorized",
  "Forbidden",
  "NotFound",
  "AlreadyExists",
  "Conflict",
  "Gone",
  "Expired",
  "Invalid",
  "TooManyRequests",
  "InternalError",
  "ServiceUnavailable",
  "ServerTimeout",
  "Timeout",
];

const reasonsByCode: Readonly<Record<number, Reason>> = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  410: "Gone",
  422: "Invalid",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
  504: "Timeout",
};

const reasonOf = (code: number): Reason => reasonsByCode[code] ?? "Unknown";

function detailsOf({ details }: Status): KubeErrorDetails | undefined {
  if (details === undefined || details === null) return undefined;
  const { kind, name, retryAfterSeconds } = details;
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(name === undefined ? {} : { name }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}
