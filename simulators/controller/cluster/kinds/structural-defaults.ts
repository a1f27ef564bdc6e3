import { copyOf, type Draft } from "./draft.ts";
import type { Schema } from "./structural-schema.ts";

/** Sets the defaults of a schema, from outside in. Null in a field that may not be null counts as missing where there is a default. */
export function fillIn(value: Draft, schema: Schema): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return;
    value.forEach((item, index) => {
      value[index] = orDefault(item, items);
      fillIn(value[index] ?? null, items);
    });
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [name, property] of schema.properties) {
    const given = value[name];
    const filled =
      given === undefined ? (property.default === undefined ? undefined : copyOf(property.default)) : orDefault(given, property);
    if (filled === undefined) continue;
    value[name] = filled;
    fillIn(filled, property);
  }
  const { additionalProperties } = schema;
  if (typeof additionalProperties !== "object") return;
  for (const name of Object.keys(value)) {
    if (schema.properties.has(name)) continue;
    const filled = orDefault(value[name] ?? null, additionalProperties);
    value[name] = filled;
    fillIn(filled, additionalProperties);
  }
}

const orDefault = (value: Draft, schema: Schema): Draft =>
  value === null && !schema.isNullable && schema.default !== undefined ? copyOf(schema.default) : value;
