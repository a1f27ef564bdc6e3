import type { Json } from "../../../protocol/json.ts";
import type { Schema } from "./schema.ts";

/** What stands behind the colon of a new property, with stops for the fields to fill in. */
export function propertySnippet(schema: Schema, format: "json" | "yaml"): string {
  const [first = schema] = schema.oneOf ?? [];
  const words = first.const === undefined ? first.enum : [first.const];
  const value = schema.default ?? first.default;
  if (words) {
    const choice = words.length === 1 ? stop(String(words[0])) : `\${1|${words.join(",")}|}`;
    return typeof words[0] === "number" ? choice : text(choice, format);
  }
  return ofType(first, value, format);
}

function ofType(schema: Schema, value: Json | undefined, format: "json" | "yaml"): string {
  const { type } = schema;
  if (type === undefined) return "$1";
  switch (type) {
    case "object":
      return format === "json" ? "{ $1 }" : "\n  $1";
    case "array":
      return arraySnippet(schema, value, format);
    case "string":
      return text("$1", format);
    case "number":
    case "integer":
      return typeof value === "number" ? stop(String(value)) : "$1";
    case "boolean":
      return "${1|true,false|}";
  }
}

function arraySnippet(schema: Schema, value: Json | undefined, format: "json" | "yaml"): string {
  if (Array.isArray(value)) return `[${stop(value.map((element) => JSON.stringify(element)).join(", "))}]`;
  const isObjects = schema.items?.type === "object" || schema.items?.oneOf?.some(({ type }) => type === "object");
  if (!isObjects) return "[$1]";
  return format === "json" ? "[\n  { $1 }\n]" : "\n  - $1";
}

const stop = (value: string): string => `\${1:${value.replace(/[\\$}]/g, "\\$&")}}`;

const text = (value: string, format: "json" | "yaml"): string => (format === "json" ? `"${value}"` : value);
