import type { JsonObject } from "../../../protocol/json.ts";
import type { Cause } from "./causes.ts";

/**
 * A request that the server turns down: what a `Status` body says.
 *
 * A value, not an exception: functions answer `X | Refusal`, callers ask `instanceof Refusal`.
 */
export class Refusal {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details: JsonObject | undefined;
  /** Of the list that was refused: where another one may go on. */
  readonly continueAt: string | undefined;

  constructor(code: number, reason: string, message: string, details?: JsonObject, continueAt?: string) {
    this.code = code;
    this.reason = reason;
    this.message = message;
    this.details = details;
    this.continueAt = continueAt;
  }
}

/** Group and plural, as errors of the store name them; without group: the core group. */
export interface GroupResource {
  readonly group: string;
  readonly plural: string;
}

/** The `Status` object of a refusal. */
export function statusBody(refusal: Refusal): JsonObject {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: refusal.continueAt === undefined ? {} : { continue: refusal.continueAt },
    status: "Failure",
    message: refusal.message,
    ...(refusal.reason === "" ? {} : { reason: refusal.reason }),
    ...(refusal.details === undefined ? {} : { details: refusal.details }),
    code: refusal.code,
  };
}

const details = (group: string, kind: string, name: string): JsonObject => ({
  ...(name === "" ? {} : { name }),
  ...(group === "" ? {} : { group }),
  ...(kind === "" ? {} : { kind }),
});

const ofResource = ({ group, plural }: GroupResource, name: string): JsonObject => details(group, plural, name);

/** `deployments.apps`, `pods`. */
export const qualified = ({ group, plural }: GroupResource): string => (group === "" ? plural : `${plural}.${group}`);

export const notFound = (resource: GroupResource, name: string): Refusal =>
  new Refusal(404, "NotFound", `${qualified(resource)} "${name}" not found`, ofResource(resource, name));

/** The path is one that the server does not serve, inside a group that it does. */
export const noSuchResource = (): Refusal => new Refusal(404, "NotFound", "the server could not find the requested resource", {});

export const alreadyExists = (resource: GroupResource, name: string, prefix = ""): Refusal =>
  new Refusal(409, "AlreadyExists", `${prefix}${qualified(resource)} "${name}" already exists`, ofResource(resource, name));

export const conflict = (resource: GroupResource, name: string, why: string): Refusal =>
  new Refusal(409, "Conflict", `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`, ofResource(resource, name));

/** The write carried a resourceVersion that is not the current one. */
export const modified = (resource: GroupResource, name: string): Refusal =>
  conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

export const badRequest = (message: string): Refusal => new Refusal(400, "BadRequest", message);

export const forbidden = (resource: GroupResource, name: string, why: string, causes: readonly JsonObject[] = []): Refusal =>
  new Refusal(403, "Forbidden", `${qualified(resource)} "${name}" is forbidden: ${why}`, {
    ...ofResource(resource, name),
    ...(causes.length === 0 ? {} : { causes }),
  });

/** Validation has found something: `kind` is the kind (not the plural). */
export function invalid(group: string, kind: string, name: string, causes: readonly Cause[]): Refusal {
  const texts = causes.map(({ field, message }) => `${field}: ${message}`);
  const text = texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(", ")}]`;
  const subject = group === "" ? kind : `${kind}.${group}`;
  return new Refusal(422, "Invalid", `${subject} "${name}" is invalid: ${text}`, {
    ...details(group, kind, name),
    causes: causes.map(({ type, message, field }) => ({ reason: type, message, field })),
  });
}

export const methodNotAllowed = (): Refusal =>
  new Refusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {});

export const unsupportedMediaType = (accepted: readonly string[]): Refusal =>
  new Refusal(
    415,
    "UnsupportedMediaType",
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`,
  );

/** A resourceVersion or a page that is no longer known. */
export const expired = (message: string, continueAt?: string): Refusal => new Refusal(410, "Expired", message, undefined, continueAt);

/** A resourceVersion of the future. */
export const tooLarge = (version: string, current: string): Refusal =>
  new Refusal(504, "Timeout", `Too large resource version: ${version}, current: ${current}`, {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    retryAfterSeconds: 1,
  });

/** A 500 without a reason, as errors of the storage layer are reported. */
export const unknownError = (message: string): Refusal => new Refusal(500, "", message, {});

/** A 422 with a reason but no causes, as JSON patches that do not fit are reported. */
export const unprocessable = (message: string): Refusal =>
  new Refusal(422, "Invalid", `the server rejected our request due to an error in our request: ${message}`, {});
