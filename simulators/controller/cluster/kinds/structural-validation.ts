import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { type Cause, invalidValue, notSupported, required } from "../causes.ts";
import { isSameJson } from "../frozen.ts";
import { isObject } from "./draft.ts";
import { fitsFormat } from "./structural-formats.ts";
import type { Schema } from "./structural-schema.ts";

/**
 * What a schema says against a custom resource, metadata aside, in the words and with the fields of apiextensions 1.20.
 *
 * There the fields of items carry no index (`spec.ports.port`), and a violated `oneOf` and its like have no field at all.
 */
export const validateSchema = (object: JsonObject, schema: Schema): readonly Cause[] => {
  const { metadata: _, ...rest } = object;
  return schemaCauses(rest, withoutMetadata(schema), "");
};

/** The names of these are judged elsewhere. */
const withoutMetadata = (schema: Schema): Schema => ({
  ...schema,
  properties: new Map([...schema.properties].filter(([name]) => name !== "metadata")),
  required: schema.required.filter((name) => name !== "metadata"),
  additionalProperties: schema.additionalProperties === false ? undefined : schema.additionalProperties,
});

function schemaCauses(value: Json, schema: Schema, field: string): readonly Cause[] {
  const own = [...typeCauses(value, schema, field), ...enumCauses(value, schema, field)];
  if (value === null) return own;
  return [
    ...own,
    ...combinationCauses(value, schema, field),
    ...(typeof value === "string" ? stringCauses(value, schema, field) : []),
    ...(typeof value === "number" ? numberCauses(value, schema, field) : []),
    ...(Array.isArray(value) ? listCauses(value as readonly Json[], schema, field) : []),
    ...(isObject(value) ? objectCauses(value, schema, field) : []),
  ];
}

const where = (field: string): string => (field === "" ? "<nil>" : field);

const wrong = (field: string, value: Json, text: string): Cause => invalidValue(where(field), value, `${field} in body ${text}`);

function typeCauses(value: Json, schema: Schema, field: string): readonly Cause[] {
  if (value === null) {
    const mayBeNull = schema.isNullable || (schema.type === "" && !schema.isIntOrString);
    return mayBeNull ? [] : [wrong(field, "null", `must be of type ${schema.type || "integer,string"}: "null"`)];
  }
  const type = typeName(value);
  if (schema.isIntOrString) {
    return type === "integer" || type === "string" ? [] : [wrong(field, type, `must be of type integer,string: "${type}"`)];
  }
  if (schema.type === "" || schema.type === type || (schema.type === "number" && type === "integer"))
    return typeof value === "string" && !fitsFormat(value, schema.format)
      ? [wrong(field, value, `must be of type ${schema.format}: ${JSON.stringify(value)}`)]
      : [];
  return [wrong(field, type, `must be of type ${schema.type}: "${type}"`)];
}

function typeName(value: Exclude<Json, null>): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function enumCauses(value: Json, { enum: allowed }: Schema, field: string): readonly Cause[] {
  if (!allowed || allowed.some((item) => isSameJson(item, value))) return [];
  return [
    notSupported(
      where(field),
      value,
      allowed.map((item) => (typeof item === "string" ? item : JSON.stringify(item))),
    ),
  ];
}

function combinationCauses(value: Json, schema: Schema, field: string): readonly Cause[] {
  const count = (schemas: readonly Schema[]): number => schemas.filter((item) => schemaCauses(value, item, field).length === 0).length;
  const nameless = (text: string): Cause => invalidValue("<nil>", "", `"${field}" ${text}`);
  const causes: Cause[] = [];
  if (schema.anyOf.length > 0 && count(schema.anyOf) === 0)
    causes.push(nameless("must validate at least one schema (anyOf)"), ...nearest(value, schema.anyOf, field));
  if (schema.oneOf.length > 0) {
    const matches = count(schema.oneOf);
    if (matches === 0)
      causes.push(nameless("must validate one and only one schema (oneOf). Found none valid"), ...nearest(value, schema.oneOf, field));
    if (matches > 1) causes.push(nameless(`must validate one and only one schema (oneOf). Found ${matches} valid alternatives`));
  }
  const broken = schema.allOf.filter((item) => schemaCauses(value, item, field).length > 0);
  if (broken.length > 0) {
    causes.push(...broken.flatMap((item) => schemaCauses(value, item, field)));
    causes.push(nameless("must validate all the schemas (allOf)"));
  }
  if (schema.not && schemaCauses(value, schema.not, field).length === 0) causes.push(nameless("must not validate the schema (not)"));
  return causes;
}

/** Of alternatives that all fail, the causes of the one with the fewest. */
function nearest(value: Json, schemas: readonly Schema[], field: string): readonly Cause[] {
  const all = schemas.map((item) => schemaCauses(value, item, field));
  return all.reduce((best, causes) => (causes.length < best.length ? causes : best), all[0] ?? []);
}

function stringCauses(value: string, schema: Schema, field: string): readonly Cause[] {
  const length = Array.from(value).length;
  const { minLength, maxLength } = schema.limits;
  return [
    ...(maxLength !== undefined && length > maxLength ? [wrong(field, value, `should be at most ${maxLength} chars long`)] : []),
    ...(minLength !== undefined && length < minLength ? [wrong(field, value, `should be at least ${minLength} chars long`)] : []),
    ...(schema.pattern && !schema.pattern.test(value) ? [wrong(field, value, `should match '${schema.pattern.source}'`)] : []),
  ];
}

function numberCauses(value: number, schema: Schema, field: string): readonly Cause[] {
  const { minimum, maximum, multipleOf } = schema.limits;
  const isMultiple = multipleOf === undefined || multipleOf <= 0 || Number.isInteger(value / multipleOf);
  const isBelow = minimum !== undefined && (schema.isMinimumExclusive ? value <= minimum : value < minimum);
  const isAbove = maximum !== undefined && (schema.isMaximumExclusive ? value >= maximum : value > maximum);
  return [
    ...(isMultiple ? [] : [wrong(field, value, `should be a multiple of ${multipleOf}`)]),
    ...(isAbove ? [wrong(field, value, `should be less than ${schema.isMaximumExclusive ? "" : "or equal to "}${maximum}`)] : []),
    ...(isBelow ? [wrong(field, value, `should be greater than ${schema.isMinimumExclusive ? "" : "or equal to "}${minimum}`)] : []),
  ];
}

function listCauses(items: readonly Json[], schema: Schema, field: string): readonly Cause[] {
  const { minItems, maxItems } = schema.limits;
  const { items: itemSchema } = schema;
  const hasDouble = schema.hasUniqueItems && items.some((item, index) => items.slice(0, index).some((other) => isSameJson(other, item)));
  return [
    ...(itemSchema ? items.flatMap((item) => schemaCauses(item, itemSchema, field)) : []),
    ...(minItems !== undefined && items.length < minItems ? [wrong(field, items.length, `should have at least ${minItems} items`)] : []),
    ...(maxItems !== undefined && items.length > maxItems ? [wrong(field, items.length, `should have at most ${maxItems} items`)] : []),
    ...(hasDouble ? [wrong(field, [...items], "shouldn't contain duplicates")] : []),
  ];
}

function objectCauses(object: JsonObject, schema: Schema, field: string): readonly Cause[] {
  const { minProperties, maxProperties } = schema.limits;
  const { additionalProperties } = schema;
  const size = Object.keys(object).length;
  const child = (name: string): string => (field === "" ? name : `${field}.${name}`);
  return [
    ...(minProperties !== undefined && size < minProperties
      ? [wrong(field, size, `should have at least ${minProperties} properties`)]
      : []),
    ...(maxProperties !== undefined && size > maxProperties ? [wrong(field, size, `should have at most ${maxProperties} properties`)] : []),
    ...Object.entries(object).flatMap(([name, value]) => {
      const property = schema.properties.get(name) ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
      return property ? schemaCauses(value, property, child(name)) : [];
    }),
    ...schema.required.filter((name) => object[name] === undefined).map((name) => required(child(name))),
  ];
}
