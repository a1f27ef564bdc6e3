import type { JsonObject } from "../../../protocol/json.ts";
import { isSameJson } from "./frozen.ts";
import { isObject, itemsOf, textOf } from "./metadata.ts";
import { type Call, metadataOf, withMetadata } from "./request.ts";
import { forbidden, notFound, type Refusal } from "./status.ts";

const namespaces = { group: "", plural: "namespaces" };

/**
 * What the admission plug-in `NamespaceLifecycle` refuses: writes into a namespace that is not there, creations in one that is terminating.
 *
 * @param operation `update`: of an object that exists.
 */
export function checkNamespace(call: Call, object: JsonObject, operation: "create" | "update"): Refusal | undefined {
  if (!call.resource.isNamespaced || call.namespace === "") return undefined;
  const namespace = call.cluster.get("/namespaces", `/${call.namespace}`);
  if (namespace === undefined) return notFound(namespaces, call.namespace);
  const status = namespace["status"];
  const isTerminating = isObject(status) && status["phase"] === "Terminating";
  if (operation === "update" || !isTerminating) return undefined;
  const { name, generateName } = metadataOf(object);
  const why = `unable to create new content in namespace ${call.namespace} because it is being terminated`;
  return forbidden(call.resource, textOf(name) || textOf(generateName), why, [
    { reason: "NamespaceTerminating", message: `namespace ${call.namespace} is being terminated`, field: "metadata.namespace" },
  ]);
}

/** Equal owner references are kept once, in the place of the first. */
export function withoutDoubleOwners(object: JsonObject): JsonObject {
  const references = itemsOf(metadataOf(object).ownerReferences);
  const single = references.filter((reference, index) => references.findIndex((other) => isSameJson(other, reference)) === index);
  return single.length === references.length ? object : withMetadata(object, { ownerReferences: single });
}
