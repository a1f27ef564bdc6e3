import type { Json, JsonObject } from "../../../protocol/json.ts";
import { contentType, jsonBody } from "./body.ts";
import { invalidValue } from "./causes.ts";
import { tracking } from "./create.ts";
import { isObject, textOf } from "./metadata.ts";
import { patchOptions } from "./options.ts";
import { apply } from "./patch/apply.ts";
import { withResidue } from "./patch/apply-residue.ts";
import { applyJsonPatch, readJsonPatch } from "./patch/json.ts";
import { withResetNamed } from "./patch/managed-fields.ts";
import { mergePatch } from "./patch/merge.ts";
import { strategicMerge } from "./patch/strategic.ts";
import { type Call, metadataOf } from "./request.ts";
import { apiVersionOf, type Resource } from "./resources.ts";
import { badRequest, conflict, invalid, notFound, Refusal, unknownError, unprocessable, unsupportedMediaType } from "./status.ts";
import { formAfterStrategicMerge, withMissingBytes } from "./stored-form.ts";
import type { UpdateStrategy } from "./strategy.ts";
import type { Handled, StoredObject } from "./types.ts";
import { admitted, change, checkName } from "./update.ts";

const jsonType = "application/json-patch+json";
const mergeType = "application/merge-patch+json";
const strategicType = "application/strategic-merge-patch+json";
const applyType = "application/apply-patch+yaml";

/** Custom resources have no Go type, which is what a strategic merge patch goes by. */
const patchTypes = (resource: Resource): readonly string[] => [
  jsonType,
  mergeType,
  ...(resource.isCustom ? [] : [strategicType]),
  applyType,
];

/** `PATCH` on an object or its status. An apply creates what is not there, but never through a subresource. */
export function patch(call: Call, rules: UpdateStrategy, isMain: boolean): Handled | Refusal {
  const type = contentType(call.request);
  const accepted = patchTypes(call.resource);
  if (!accepted.includes(type)) return unsupportedMediaType(accepted);
  const options = patchOptions(call.request, type === applyType);
  if (options instanceof Refusal) return options;
  return change(call, rules, {
    isDryRun: options.isDryRun,
    mayCreate: isMain && type === applyType,
    ...(type === strategicType ? { form: (object: JsonObject) => formAfterStrategicMerge(call.resource, object) } : {}),
    next: (before) => {
      const next = type === applyType ? applied(call, before, options.force) : patched(call, before, type);
      if (next instanceof Refusal) return next;
      const { uid } = metadataOf(next);
      if (before === undefined && (uid ?? "") !== "") {
        const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
        return conflict(call.resource, call.name, why);
      }
      return checkName(call, next) ?? admitted(call, before, next);
    },
  });
}

function patched(call: Call, before: StoredObject | undefined, type: string): JsonObject | Refusal {
  if (before === undefined) return notFound(call.resource, call.name);
  const result = patchedJson(call, before, type);
  if (result instanceof Refusal) return result;
  const decoded = decodePatched(call.resource, result);
  if (decoded instanceof Refusal) return decoded;
  const isMerged = type === strategicType && isObject(result);
  return tracking(call, before, isMerged ? withMissingBytes(call.resource, before, result, decoded) : decoded);
}

function patchedJson(call: Call, before: StoredObject, type: string): Json | Refusal {
  const body = jsonBody(call.request);
  switch (type) {
    case jsonType: {
      const operations = readJsonPatch(body);
      if (operations === undefined) return badRequest("json: cannot unmarshal the body into Go value of type jsonpatch.Patch");
      const result = applyJsonPatch(before, operations);
      return "error" in result ? unprocessable(result.error) : result.value;
    }
    case mergeType:
      return mergePatch(before, body) ?? unknownError("Invalid JSON Patch");
    default:
      if (!isObject(body)) return badRequest("json: cannot unmarshal the body into Go value of type map[string]interface {}");
      return strategicMerge(call.resource.type, before, body);
  }
}

/** The result of a patch is read as a body is, but what does not fit is the fault of the patch. */
function decodePatched(resource: Resource, value: Json): JsonObject | Refusal {
  const wrong = (error: string): Refusal => invalid("", "", "", [invalidValue("patch", JSON.stringify(value), error)]);
  if (!isObject(value)) return wrong("couldn't get version/kind; json parse error");
  const version = apiVersionOf(resource);
  const { apiVersion, kind } = value;
  if (typeof kind !== "string" || kind === "") return wrong("Object 'Kind' is missing");
  if (apiVersion !== version || (!resource.isCustom && kind !== resource.kind))
    return wrong(`no kind "${kind}" is registered for version "${textOf(apiVersion)}"`);
  const decoded = resource.strategy.decode(withResetNamed(value));
  return "error" in decoded ? wrong(decoded.error) : decoded.object;
}

function applied(call: Call, before: StoredObject | undefined, force: boolean): JsonObject | Refusal {
  const body = jsonBody(call.request);
  if (!isObject(body)) return badRequest("error decoding YAML: the body is not an object");
  const { resource, request, environment } = call;
  const result = apply(before, body, {
    manager: request.query?.["fieldManager"] ?? "",
    apiVersion: apiVersionOf(resource),
    type: resource.type,
    now: environment.mint.now(),
    force,
  });
  if (result instanceof Refusal) return result;
  const { strategy } = resource;
  const decoded = strategy.decodeApplied?.(result) ?? strategy.decode(result);
  if ("error" in decoded) return unknownError(decoded.error);
  return resource.isCustom && environment.tracksManagedFields !== false ? withResidue(decoded.object, result) : decoded.object;
}
