import type { Json, JsonObject } from "../../../protocol/json.ts";
import { type Cause, forbiddenValue, immutable, invalidValue, required, tooLong } from "./causes.ts";
import { isSameJson } from "./frozen.ts";
import { labelName, labelValueProblems, type NameRule, qualifiedNameProblems } from "./names.ts";

/**
 * What is wrong with an object's metadata (`ValidateObjectMeta`). The server itself calls it with the rule for path segments on every create and update;
 * kinds call it with the rule for their own names.
 *
 * @param metadata As decoded: of the right types.
 * @see k8s.io/apimachinery/pkg/api/validation/objectmeta.go
 */
export function validateObjectMeta(metadata: JsonObject, isNamespaced: boolean, rule: NameRule, at = "metadata"): readonly Cause[] {
  const name = textOf(metadata["name"]);
  const prefix = textOf(metadata["generateName"]);
  return [
    ...(prefix === "" ? [] : rule(prefix, true).map((text) => invalidValue(`${at}.generateName`, prefix, text))),
    ...(name === ""
      ? [required(`${at}.name`, "name or generateName is required")]
      : rule(name, false).map((text) => invalidValue(`${at}.name`, name, text))),
    ...namespaceCauses(textOf(metadata["namespace"]), isNamespaced, at),
    ...(numberOf(metadata["generation"]) < 0
      ? [invalidValue(`${at}.generation`, metadata["generation"], "must be greater than or equal to 0")]
      : []),
    ...validateLabels(metadata["labels"], `${at}.labels`),
    ...validateAnnotations(metadata["annotations"], `${at}.annotations`),
    ...validateOwnerReferences(metadata["ownerReferences"], `${at}.ownerReferences`),
    ...validateFinalizers(metadata["finalizers"], `${at}.finalizers`),
  ];
}

/** What an update may not do to metadata (`ValidateObjectMetaUpdate`). */
export function validateObjectMetaUpdate(next: JsonObject, before: JsonObject, at = "metadata"): readonly Cause[] {
  const same = (field: string): readonly Cause[] =>
    immutable(`${at}.${field}`, next[field], isSameJson(zeroed(next[field]), zeroed(before[field])));
  return [
    ...(before["deletionTimestamp"] === undefined ? [] : newFinalizers(next, before, at)),
    ...(textOf(next["resourceVersion"]) === "" ? [invalidValue(`${at}.resourceVersion`, "", "must be specified for an update")] : []),
    ...(numberOf(next["generation"]) < numberOf(before["generation"])
      ? [invalidValue(`${at}.generation`, next["generation"], "must not be decremented")]
      : []),
    ...["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "clusterName"].flatMap(same),
    ...validateLabels(next["labels"], `${at}.labels`),
    ...validateAnnotations(next["annotations"], `${at}.annotations`),
    ...validateOwnerReferences(next["ownerReferences"], `${at}.ownerReferences`),
  ];
}

/** Labels, also of a template: `field` is the path of the map. */
export const validateLabels = (labels: Json | undefined, field: string): readonly Cause[] =>
  entriesOf(labels).flatMap(([key, value]) => [
    ...qualifiedNameProblems(key).map((text) => invalidValue(field, key, text)),
    ...labelValueProblems(textOf(value)).map((text) => invalidValue(field, value, text)),
  ]);

const longestAnnotations = 256 * 1024;

export function validateAnnotations(annotations: Json | undefined, field: string): readonly Cause[] {
  const entries = entriesOf(annotations);
  const size = entries.reduce((sum, [key, value]) => sum + key.length + textOf(value).length, 0);
  return [
    ...entries.flatMap(([key]) => qualifiedNameProblems(key.toLowerCase()).map((text) => invalidValue(field, key, text))),
    ...(size > longestAnnotations ? [tooLong(field, longestAnnotations)] : []),
  ];
}

/** Names need no prefix here; see `validateCoreObjectMeta`. */
export function validateFinalizers(finalizers: Json | undefined, field: string): readonly Cause[] {
  const names = itemsOf(finalizers).map(textOf);
  const isBoth = names.includes("orphan") && names.includes("foregroundDeletion");
  return [
    ...names.flatMap((name) => qualifiedNameProblems(name).map((text) => invalidValue(field, name, text))),
    ...(isBoth ? [invalidValue(field, [...names], "finalizer orphan and foregroundDeletion cannot be both set")] : []),
  ];
}

/** What built-in kinds check beside it (`ValidateObjectMeta` of the core API): finalizers are standard ones or have a prefix. */
export function validateCoreObjectMeta(metadata: JsonObject, isNamespaced: boolean, rule: NameRule, at = "metadata"): readonly Cause[] {
  const finalizers = itemsOf(metadata["finalizers"]).flatMap((item, index) => {
    const isKnown = textOf(item).includes("/") || standardFinalizers.has(textOf(item));
    const text = "name is neither a standard finalizer name nor is it fully qualified";
    return isKnown ? [] : [invalidValue(`${at}.finalizers[${index}]`, item, text)];
  });
  return [...validateObjectMeta(metadata, isNamespaced, rule, at), ...finalizers];
}

const standardFinalizers = new Set(["orphan", "foregroundDeletion", "kubernetes"]);

export function validateOwnerReferences(references: Json | undefined, field: string): readonly Cause[] {
  const items = itemsOf(references).filter(isObject);
  // A controller without a name is not counted, as in the original.
  const controllers = items.filter((item) => item["controller"] === true);
  const first = controllers.findIndex((item) => textOf(item["name"]) !== "");
  return [
    ...items.flatMap((item) => ownerCauses(item, field)),
    ...(first < 0 ? [] : controllers.slice(first + 1)).map(() =>
      invalidValue(field, references, "Only one reference can have Controller set to true"),
    ),
  ];
}

function ownerCauses(item: JsonObject, field: string): readonly Cause[] {
  const apiVersion = textOf(item["apiVersion"]);
  const kind = textOf(item["kind"]);
  const parts = apiVersion.split("/");
  return [
    ...(apiVersion === "" || parts.length > 2 || parts.at(-1) === ""
      ? [invalidValue(`${field}.apiVersion`, apiVersion, "version must not be empty")]
      : []),
    ...(kind === "" ? [invalidValue(`${field}.kind`, kind, "kind must not be empty")] : []),
    ...(textOf(item["name"]) === "" ? [invalidValue(`${field}.name`, "", "name must not be empty")] : []),
    ...(textOf(item["uid"]) === "" ? [invalidValue(`${field}.uid`, "", "uid must not be empty")] : []),
    ...(apiVersion === "v1" && kind === "Event" ? [invalidValue(field, item, "/v1, Kind=Event is disallowed from being an owner")] : []),
  ];
}

function namespaceCauses(namespace: string, isNamespaced: boolean, at: string): readonly Cause[] {
  if (!isNamespaced) return namespace === "" ? [] : [forbiddenValue(`${at}.namespace`, "not allowed on this type")];
  if (namespace === "") return [required(`${at}.namespace`)];
  return labelName(namespace, false).map((text) => invalidValue(`${at}.namespace`, namespace, text));
}

function newFinalizers(next: JsonObject, before: JsonObject, at: string): readonly Cause[] {
  const known = itemsOf(before["finalizers"]);
  const added = itemsOf(next["finalizers"]).filter((name) => !known.includes(name));
  if (added.length === 0) return [];
  return [
    forbiddenValue(
      `${at}.finalizers`,
      `no new finalizers can be added if the object is being deleted, found new finalizers ${JSON.stringify(added)}`,
    ),
  ];
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");
export const itemsOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const numberOf = (value: Json | undefined): number => (typeof value === "number" ? value : 0);
const entriesOf = (value: Json | undefined): readonly (readonly [string, Json])[] => (isObject(value) ? Object.entries(value) : []);
/** Go's zero values are no values. */
const zeroed = (value: Json | undefined): Json => (value === undefined || value === "" ? null : value);
