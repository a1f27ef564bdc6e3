import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { isObject } from "./draft.ts";
import { stringsAt, textAt } from "./read.ts";

/**
 * A JSON schema of OpenAPI v3 as CustomResourceDefinitions have it.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1: `JSONSchemaProps`
 */
export interface Schema {
  /** "" when none is said: anything goes. */
  readonly type: string;
  readonly format: string;
  readonly isNullable: boolean;
  /** Undefined: no default. */
  readonly default: Json | undefined;
  readonly enum: readonly Json[] | undefined;
  readonly properties: ReadonlyMap<string, Schema>;
  /** `true`: any further property is allowed. */
  readonly additionalProperties: Schema | boolean | undefined;
  readonly items: Schema | undefined;
  readonly required: readonly string[];
  readonly allOf: readonly Schema[];
  readonly anyOf: readonly Schema[];
  readonly oneOf: readonly Schema[];
  readonly not: Schema | undefined;
  readonly pattern: RegExp | undefined;
  /** `minimum`, `maxLength` and their like, as far as they are numbers. */
  readonly limits: Readonly<Record<Limit, number | undefined>>;
  readonly isMinimumExclusive: boolean;
  readonly isMaximumExclusive: boolean;
  readonly hasUniqueItems: boolean;
  readonly preservesUnknown: boolean;
  readonly isEmbeddedResource: boolean;
  readonly isIntOrString: boolean;
  readonly listType: "atomic" | "set" | "map";
  readonly listKeys: readonly string[];
  readonly isAtomicMap: boolean;
}

export type Limit = (typeof limitNames)[number];

const limitNames = [
  "minimum",
  "maximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
] as const;

/** Reads a schema; what has the wrong type counts as not said. */
export function readSchema(json: JsonObject): Schema {
  const properties = json["properties"];
  const additional = json["additionalProperties"];
  const listType = textAt(json, "x-kubernetes-list-type");
  const enumeration = json["enum"];
  return {
    type: textAt(json, "type"),
    format: textAt(json, "format"),
    isNullable: json["nullable"] === true,
    default: json["default"] ?? undefined,
    enum: Array.isArray(enumeration) && enumeration.length > 0 ? (enumeration as readonly Json[]) : undefined,
    properties: new Map(
      isObject(properties)
        ? Object.entries(properties).flatMap(([name, value]) => (isObject(value) ? [[name, readSchema(value)]] : []))
        : [],
    ),
    additionalProperties: isObject(additional) ? readSchema(additional) : typeof additional === "boolean" ? additional : undefined,
    items: schemaAt(json, "items"),
    required: stringsAt(json, "required"),
    allOf: schemasAt(json, "allOf"),
    anyOf: schemasAt(json, "anyOf"),
    oneOf: schemasAt(json, "oneOf"),
    not: schemaAt(json, "not"),
    pattern: patternOf(textAt(json, "pattern")),
    limits: Object.fromEntries(limitNames.map((name) => [name, numberOf(json[name])])) as Record<Limit, number | undefined>,
    isMinimumExclusive: json["exclusiveMinimum"] === true,
    isMaximumExclusive: json["exclusiveMaximum"] === true,
    hasUniqueItems: json["uniqueItems"] === true,
    preservesUnknown: json["x-kubernetes-preserve-unknown-fields"] === true,
    isEmbeddedResource: json["x-kubernetes-embedded-resource"] === true,
    isIntOrString: json["x-kubernetes-int-or-string"] === true,
    listType: listType === "set" || listType === "map" ? listType : "atomic",
    listKeys: stringsAt(json, "x-kubernetes-list-map-keys"),
    isAtomicMap: textAt(json, "x-kubernetes-map-type") === "atomic",
  };
}

const numberOf = (json: Json | undefined): number | undefined => (typeof json === "number" ? json : undefined);

function schemaAt(json: JsonObject, name: string): Schema | undefined {
  const value = json[name];
  return isObject(value) ? readSchema(value) : undefined;
}

function schemasAt(json: JsonObject, name: string): readonly Schema[] {
  const value = json[name];
  return Array.isArray(value) ? value.flatMap((item: Json) => (isObject(item) ? [readSchema(item)] : [])) : [];
}

/** A pattern of Go's dialect, as far as it is one of ours. */
function patternOf(text: string): RegExp | undefined {
  if (text === "") return undefined;
  try {
    return new RegExp(text.replace(/^\(\?i\)/, ""), text.startsWith("(?i)") ? "iu" : "u");
  } catch {
    return undefined;
  }
}
