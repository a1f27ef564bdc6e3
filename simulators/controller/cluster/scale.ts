import type { Json, JsonObject } from "../../../protocol/json.ts";
import { contentType, jsonBody } from "./body.ts";
import { invalidValue } from "./causes.ts";
import { decodeMetadata } from "./kinds/object-meta.ts";
import { isObject, textOf, validateObjectMeta } from "./metadata.ts";
import { subdomainName } from "./names.ts";
import { patchOptions, writeOptions } from "./options.ts";
import { applyJsonPatch, readJsonPatch } from "./patch/json.ts";
import { mergePatch } from "./patch/merge.ts";
import { answered, type Call, metadataOf, storedAt, withMetadata } from "./request.ts";
import type { ScalePaths } from "./resources.ts";
import { valueAt, withValueAt } from "./scale-paths.ts";
import {
  badRequest,
  conflict,
  invalid,
  methodNotAllowed,
  notFound,
  Refusal,
  unknownError,
  unprocessable,
  unsupportedMediaType,
} from "./status.ts";
import type { Handled, StoredObject } from "./types.ts";
import { change, checkName } from "./update.ts";

/** `/scale`: the replicas of an object, in the same shape for all kinds. */
export function scale(call: Call, paths: ScalePaths): Handled | Refusal {
  const before = storedAt(call);
  if (call.request.method === "GET")
    return before === undefined ? notThere(call) : answered(call.cluster, 200, scaleOf(call, before, paths));
  if (call.request.method !== "PUT" && call.request.method !== "PATCH") return methodNotAllowed();
  const options = call.request.method === "PUT" ? writeOptions(call.request, "UpdateOptions") : patchOptions(call.request, false);
  if (options instanceof Refusal) return options;
  if (before === undefined) return notThere(call);
  const wanted = call.request.method === "PUT" ? bodyOf(call) : patched(call, scaleOf(call, before, paths));
  if (wanted instanceof Refusal) return wanted;
  const refused = checkName(call, wanted) ?? checkScale(call, wanted, before);
  if (refused !== undefined) return refused;
  const next = scaled(call, wanted, before, paths);
  const done = change(call, call.resource.strategy, { isDryRun: options.isDryRun, mayCreate: false, next: () => next });
  if (done instanceof Refusal || done.answer.body === undefined) return done;
  return { ...done, answer: { code: done.answer.code, body: scaleOf(call, done.answer.body, paths) } };
}

/** Some workloads name the subresource where they are not found. */
const notThere = ({ resource, name }: Call): Refusal =>
  notFound(
    resource.plural === "deployments" || resource.plural === "replicasets" ? { ...resource, plural: `${resource.plural}/scale` } : resource,
    name,
  );

function scaleOf(call: Call, object: JsonObject, paths: ScalePaths): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadataOf(object);
  const replicas = numberAt(object, paths.specReplicas);
  const selector = selectorText(paths.selector === undefined ? undefined : valueAt(object, paths.selector));
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, ...(call.resource.isNamespaced ? { namespace } : {}), uid, resourceVersion, creationTimestamp } as JsonObject,
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: numberAt(object, paths.statusReplicas), ...(selector === "" ? {} : { selector }) },
  };
}

const numberAt = (object: JsonObject, path: string): number => {
  const value = valueAt(object, path);
  return typeof value === "number" ? value : 0;
};

/** A selector as text: custom resources keep it so; workloads keep it as an object. */
function selectorText(value: Json | undefined): string {
  if (typeof value === "string") return value;
  if (!isObject(value)) return "";
  const labels = isObject(value["matchLabels"])
    ? Object.entries(value["matchLabels"]).map(([key, text]) => ({ key, text: `${key}=${textOf(text)}` }))
    : [];
  const expressions = Array.isArray(value["matchExpressions"])
    ? (value["matchExpressions"] as readonly JsonObject[]).map(expressionText)
    : [];
  return [...labels, ...expressions]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ text }) => text)
    .join(",");
}

function expressionText(expression: JsonObject): { readonly key: string; readonly text: string } {
  const key = textOf(expression["key"]);
  const values = Array.isArray(expression["values"]) ? (expression["values"] as readonly string[]).toSorted().join(",") : "";
  switch (textOf(expression["operator"])) {
    case "Exists":
      return { key, text: key };
    case "DoesNotExist":
      return { key, text: `!${key}` };
    case "In":
      return { key, text: `${key} in (${values})` };
    default:
      return { key, text: `${key} notin (${values})` };
  }
}

function bodyOf(call: Call): JsonObject | Refusal {
  const decoded = readScale(jsonBody(call.request));
  return typeof decoded === "string" ? badRequest(`Scale in version "autoscaling/v1" cannot be handled as a Scale: ${decoded}`) : decoded;
}

function patched(call: Call, current: JsonObject): JsonObject | Refusal {
  const result = patchedJson(call, current);
  if (result instanceof Refusal) return result;
  const decoded = readScale(result);
  return typeof decoded === "string" ? invalid("", "", "", [invalidValue("patch", JSON.stringify(result), decoded)]) : decoded;
}

function patchedJson(call: Call, current: JsonObject): Json | Refusal {
  const body = jsonBody(call.request);
  switch (contentType(call.request)) {
    case "application/json-patch+json": {
      const operations = readJsonPatch(body);
      if (operations === undefined) return badRequest("json: cannot unmarshal the body into Go value of type jsonpatch.Patch");
      const result = applyJsonPatch(current, operations);
      return "error" in result ? unprocessable(result.error) : result.value;
    }
    // A Scale has no lists, so that a strategic merge is a merge.
    case "application/merge-patch+json":
    case "application/strategic-merge-patch+json":
      return mergePatch(current, body) ?? unknownError("Invalid JSON Patch");
    default:
      return unsupportedMediaType([
        "application/json-patch+json",
        "application/merge-patch+json",
        "application/strategic-merge-patch+json",
      ]);
  }
}

/** A `Scale`, or what is wrong with its form. */
function readScale(value: Json | undefined): JsonObject | string {
  if (!isObject(value)) return "couldn't get version/kind; json parse error";
  const { apiVersion = "autoscaling/v1", kind = "Scale", spec = {} } = value;
  if (apiVersion !== "autoscaling/v1" || kind !== "Scale")
    return `no kind "${textOf(kind)}" is registered for version "${textOf(apiVersion)}"`;
  const metadata = decodeMetadata(value["metadata"]);
  if ("error" in metadata) return metadata.error;
  if (!isObject(spec)) return "v1.Scale.Spec: readObjectStart: expect { or n";
  const replicas = spec["replicas"] ?? 0;
  if (typeof replicas !== "number" || !Number.isInteger(replicas))
    return "v1.Scale.Spec: v1.ScaleSpec.Replicas: readUint32: unexpected character";
  return { apiVersion, kind, metadata: metadata.object, spec: { replicas } };
}

/** Custom resources are judged by their own schema alone. */
function checkScale(call: Call, wanted: JsonObject, before: StoredObject): Refusal | undefined {
  if (call.resource.isCustom) return undefined;
  const replicas = numberAt(wanted, ".spec.replicas");
  const causes = [
    ...validateObjectMeta(metadataOf(wanted), true, subdomainName),
    ...(replicas < 0 ? [invalidValue("spec.replicas", replicas, "must be greater than or equal to 0")] : []),
  ];
  if (causes.length > 0) return invalid("autoscaling", "Scale", call.name, causes);
  const { uid } = metadataOf(wanted);
  if ((uid ?? "") === "" || uid === before.metadata.uid) return undefined;
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`;
  return conflict({ ...call.resource, plural: `${call.resource.plural}/scale` }, call.name, why);
}

/** The object with the wanted replicas, under the version that the scale carries. A custom resource keeps its own when the scale carries none. */
function scaled(call: Call, wanted: JsonObject, before: StoredObject, paths: ScalePaths): JsonObject {
  const next = withValueAt(before, paths.specReplicas, numberAt(wanted, ".spec.replicas"));
  const { resourceVersion } = metadataOf(wanted);
  if ((resourceVersion ?? "") === "" && call.resource.isCustom) return next;
  return withMetadata(next, { resourceVersion });
}
