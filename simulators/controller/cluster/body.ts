import type { Json, JsonObject } from "../../../protocol/json.ts";
import { isObject, textOf } from "./metadata.ts";
import { withResetNamed } from "./patch/managed-fields.ts";
import { apiVersionOf, type Resource } from "./resources.ts";
import { badRequest, type Refusal, unsupportedMediaType } from "./status.ts";
import type { ApiRequest } from "./types.ts";

/** Media types of whole objects. YAML is not read here: who takes YAML sends what it parsed. */
const objectTypes = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

/** The request's content type without parameters. */
export const contentType = (request: ApiRequest): string => (request.type ?? "application/json").split(";")[0]?.trim() ?? "";

/** Is there a body at all? */
export const hasBody = (request: ApiRequest): boolean => request.body !== undefined || (request.text !== undefined && request.text !== "");

/** The body as JSON; undefined: none, or a text that is not JSON. */
export function jsonBody(request: ApiRequest): Json | undefined {
  if (request.body !== undefined) return request.body;
  try {
    return request.text === undefined ? undefined : (JSON.parse(request.text) as Json);
  } catch {
    return undefined;
  }
}

/** 415 when the body of a create or update is not of a type that the server reads. */
export const checkObjectType = (request: ApiRequest): Refusal | undefined =>
  objectTypes.includes(contentType(request)) ? undefined : unsupportedMediaType(objectTypes);

/**
 * The object in the body of a create or update: typed, trimmed and with its defaults.
 *
 * Built-in kinds are decoded by their registered type, so a foreign kind or version cannot be read; of custom resources only the version is looked at
 * (a wrong kind is found by validation).
 */
export function objectOfBody(request: ApiRequest, resource: Resource): JsonObject | Refusal {
  const body = jsonBody(request);
  if (!isObject(body)) {
    return badRequest(
      `the object provided is unrecognized (must be of type ${resource.kind}): couldn't get version/kind; json parse error`,
    );
  }
  return typed(body, resource);
}

function typed(body: JsonObject, resource: Resource): JsonObject | Refusal {
  const version = apiVersionOf(resource);
  const { apiVersion = "", kind = "" } = body;
  const unreadable = (error: string): Refusal =>
    badRequest(
      `${textOf(kind) || resource.kind} in version ${JSON.stringify(textOf(apiVersion) || version)} cannot be handled as a ${resource.kind}: ${error}`,
    );
  if (typeof apiVersion !== "string" || typeof kind !== "string") return unreadable("couldn't get version/kind; json parse error");
  if (!resource.isCustom && ((apiVersion !== "" && apiVersion !== version) || (kind !== "" && kind !== resource.kind))) {
    return unreadable(`no kind "${kind || resource.kind}" is registered for version "${apiVersion || version}"`);
  }
  if (apiVersion !== "" && apiVersion !== version) {
    return badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${version})`);
  }
  const decoded = resource.strategy.decode({ ...withResetNamed(body), apiVersion: version, kind: kind === "" ? resource.kind : kind });
  return "error" in decoded ? unreadable(decoded.error) : decoded.object;
}
