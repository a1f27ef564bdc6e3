import { boolean, type Field, int64, intOrString, list, map, number, type StructType, string, type Type, untyped } from "./schema.ts";
import type { Schema } from "./structural-schema.ts";
import { objectMeta } from "./tables/meta.ts";

/** The shape of a custom resource, for patches and field managers. */
export function typeOfResource(schema: Schema): StructType {
  const fields: Record<string, Field> = {
    ...fieldsOf(schema),
    apiVersion: { type: string, presence: "present" },
    kind: { type: string, presence: "present" },
    metadata: { type: objectMeta, presence: "present" },
  };
  return { kind: "struct", fields, ...(schema.preservesUnknown ? { preservesUnknown: true } : {}) };
}

function typeOf(schema: Schema): Type {
  if (schema.isIntOrString) return intOrString;
  switch (schema.type) {
    case "object":
      return objectType(schema);
    case "array":
      return listTypeOf(schema);
    case "string":
      return string;
    case "boolean":
      return boolean;
    case "integer":
      return int64;
    case "number":
      return number;
    default:
      return untyped;
  }
}

function objectType(schema: Schema): Type {
  const isAtomic = schema.isAtomicMap ? ({ isAtomic: true } as const) : {};
  if (schema.properties.size === 0) {
    const { additionalProperties } = schema;
    if (typeof additionalProperties === "object") return { ...map(typeOf(additionalProperties)), ...isAtomic };
    // A map whose values are each taken as one.
    if (additionalProperties === true || schema.preservesUnknown) return { kind: "struct", fields: {}, preservesUnknown: true };
  }
  const embedded: Record<string, Field> = schema.isEmbeddedResource ? { metadata: { type: objectMeta, presence: "present" } } : {};
  return {
    kind: "struct",
    fields: { ...fieldsOf(schema), ...embedded },
    ...isAtomic,
    ...(schema.preservesUnknown || schema.isEmbeddedResource ? { preservesUnknown: true } : {}),
  };
}

function listTypeOf(schema: Schema): Type {
  const item = schema.items ? typeOf(schema.items) : untyped;
  return schema.listType === "atomic"
    ? list(item)
    : { kind: "list", item, listType: schema.listType, keys: schema.listType === "map" ? schema.listKeys : [], patchStrategy: "replace" };
}

const fieldsOf = (schema: Schema): Record<string, Field> =>
  Object.fromEntries([...schema.properties].map(([name, property]) => [name, { type: typeOf(property), presence: "present" } as const]));
