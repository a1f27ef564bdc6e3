import type { Json, JsonObject } from "../../../protocol/json.ts";
import { isSameJson } from "./frozen.ts";
import { decodeMetadata } from "./kinds/object-meta.ts";
import { readStructural } from "./kinds/structural.ts";
import { isObject, itemsOf, textOf, validateObjectMeta, validateObjectMetaUpdate } from "./metadata.ts";
import { type Cause, invalidValue, required } from "./causes.ts";
import { subdomainName } from "./names.ts";
import { metadataOf, withMetadata } from "./request.ts";
import type { Resource, ScalePaths, Subresource } from "./resources.ts";
import { validateScalePaths } from "./scale-paths.ts";
import type { Decoded, Strategy, StructuralSchema, UpdateStrategy } from "./strategy.ts";
import type { StoredObject } from "./types.ts";

/**
 * The resources that a CustomResourceDefinition makes: one for each served version.
 *
 * @param definition Of `apiextensions.k8s.io/v1`, as stored; the same definition gives the same resources.
 */
export function customResources(definition: StoredObject): readonly Resource[] {
  const known = remembered.get(definition);
  if (known !== undefined) return known;
  const spec = isObject(definition["spec"]) ? definition["spec"] : {};
  const versions = itemsOf(spec["versions"]).filter(isObject);
  const made = versions.map((version) => customResource(spec, version));
  const storage = made[versions.findIndex((version) => version["storage"] === true)];
  const served = made.filter((_, index) => versions[index]?.["served"] !== false);
  const resources = Object.freeze(served.map((resource) => (resource === storage ? resource : storedAs(resource, storage))));
  remembered.set(definition, resources);
  return resources;
}

const storedAs = (resource: Resource, storage: Resource | undefined): Resource =>
  storage?.fromVersion === undefined ? resource : { ...resource, toStored: (object) => storage.fromVersion?.(object) ?? object };

const remembered = new WeakMap<StoredObject, readonly Resource[]>();

function customResource(spec: JsonObject, version: JsonObject): Resource {
  const names = isObject(spec["names"]) ? spec["names"] : {};
  const schemaHolder = version["schema"];
  const schema = isObject(schemaHolder) && isObject(schemaHolder["openAPIV3Schema"]) ? schemaHolder["openAPIV3Schema"] : undefined;
  const keepsUnknown = spec["preserveUnknownFields"] === true || schema === undefined;
  const structural = readStructural(keepsUnknown ? { ...schema, type: "object", "x-kubernetes-preserve-unknown-fields": true } : schema);
  const subresources = isObject(version["subresources"]) ? version["subresources"] : {};
  const scale = scaleOf(subresources["scale"]);
  const kind = textOf(names["kind"]);
  const group = textOf(spec["group"]);
  const apiVersion = `${group}/${textOf(version["name"])}`;
  const shape = {
    kind,
    apiVersion,
    isNamespaced: spec["scope"] === "Namespaced",
    hasStatus: isObject(subresources["status"]),
    scale,
    structural,
  };
  const strategy = customStrategy(shape);
  return {
    group,
    version: textOf(version["name"]),
    kind,
    plural: textOf(names["plural"]),
    singular: textOf(names["singular"]) || kind.toLowerCase(),
    listKind: textOf(names["listKind"]) || `${kind}List`,
    shortNames: itemsOf(names["shortNames"]).map(textOf),
    isNamespaced: shape.isNamespaced,
    subresources: [
      ...(shape.hasStatus ? (["status"] as const) : []),
      ...(scale === undefined ? [] : (["scale"] as const)),
    ] as readonly Subresource[],
    isCustom: true,
    type: structural.type,
    strategy,
    ...(scale === undefined ? {} : { scale }),
    fromVersion: reader(apiVersion, strategy),
  };
}

/** Objects that were written in another version of the resource: the same fields, read by this version's schema. */
function reader(apiVersion: string, strategy: Strategy): (object: JsonObject) => JsonObject {
  const read = new WeakMap<JsonObject, JsonObject>();
  return (object) => {
    if (object["apiVersion"] === apiVersion) return object;
    const known = read.get(object);
    if (known !== undefined) return known;
    const decoded = strategy.decode({ ...object, apiVersion });
    const shown = "error" in decoded ? { ...object, apiVersion } : decoded.object;
    read.set(object, shown);
    return shown;
  };
}

function scaleOf(value: Json | undefined): ScalePaths | undefined {
  if (!isObject(value)) return undefined;
  const selector = textOf(value["labelSelectorPath"]);
  return {
    specReplicas: textOf(value["specReplicasPath"]),
    statusReplicas: textOf(value["statusReplicasPath"]),
    ...(selector === "" ? {} : { selector }),
  };
}

interface Shape {
  readonly kind: string;
  readonly apiVersion: string;
  readonly isNamespaced: boolean;
  readonly hasStatus: boolean;
  readonly scale: ScalePaths | undefined;
  readonly structural: StructuralSchema;
}

/** @see k8s.io/apiextensions-apiserver/pkg/registry/customresource (strategy.go, validator.go, status_strategy.go) */
function customStrategy(shape: Shape): Strategy {
  const { structural, hasStatus } = shape;
  return {
    decode: (body) => decode(shape, body, (object) => structural.dropNulls(object)),
    decodeApplied: (body) => decode(shape, body, (object) => object),
    prepareForCreate: (object) => withMetadata(hasStatus ? without(object, "status") : object, { generation: 1 }),
    validate: (object) => {
      const type = typeCauses(shape, object);
      if (type.length > 0) return type;
      const metadata = validateObjectMeta(metadataOf(object), shape.isNamespaced, subdomainName);
      return [...metadata, ...structural.validate(object), ...validateScalePaths(object, shape.scale, "all")];
    },
    prepareForUpdate: (next, before) => counted(hasStatus ? withMember(next, "status", before["status"]) : next, before),
    validateUpdate: (next, before) => validateUpdate(shape, next, before, "all"),
    allowsUnconditionalUpdate: false,
    ...(hasStatus ? { status: statusRules(shape) } : {}),
  };
}

function statusRules(shape: Shape): UpdateStrategy {
  return {
    prepareForUpdate: (next, before) => {
      const { managedFields } = metadataOf(next);
      return withMember(withMetadata(before, { managedFields }), "status", next["status"]);
    },
    validateUpdate: (next, before) => validateUpdate(shape, next, before, "status"),
    allowsUnconditionalUpdate: false,
  };
}

function validateUpdate(shape: Shape, next: JsonObject, before: JsonObject, which: "all" | "status"): readonly Cause[] {
  const type = typeCauses(shape, next);
  if (type.length > 0) return type;
  const metadata = validateObjectMetaUpdate(metadataOf(next), metadataOf(before));
  return [...metadata, ...shape.structural.validate(next), ...validateScalePaths(next, shape.scale, which)];
}

function decode({ kind, structural }: Shape, body: JsonObject, clean: (object: JsonObject) => JsonObject): Decoded {
  const metadata = decodeMetadata(body["metadata"]);
  if ("error" in metadata) return metadata;
  // Only what says that it is of this kind is trimmed; anything else will be refused by validation.
  const trimmed = body["kind"] === kind ? clean(structural.prune(body)) : body;
  return { object: { ...structural.applyDefaults(trimmed), metadata: metadata.object } };
}

/** A change of anything but metadata makes a new generation. */
function counted(next: JsonObject, before: JsonObject): JsonObject {
  if (isSameJson(without(next, "metadata"), without(before, "metadata"))) return next;
  return withMetadata(next, { generation: (metadataOf(before).generation ?? 0) + 1 });
}

function typeCauses({ kind, apiVersion }: Shape, object: JsonObject): readonly Cause[] {
  const own = textOf(object["kind"]);
  return [
    ...(own === "" ? [required("kind", "must not be empty")] : own === kind ? [] : [invalidValue("kind", own, `must be ${kind}`)]),
    ...(object["apiVersion"] === apiVersion ? [] : [invalidValue("apiVersion", object["apiVersion"], `must be ${apiVersion}`)]),
  ];
}

const without = (object: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

const withMember = (object: JsonObject, name: string, value: Json | undefined): JsonObject =>
  value === undefined ? without(object, name) : { ...object, [name]: value };
