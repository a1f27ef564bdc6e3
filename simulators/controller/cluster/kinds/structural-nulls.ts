import type { Draft } from "./draft.ts";
import type { Schema } from "./structural-schema.ts";

/**
 * Removes null where a field may not be null and has no default: it counts as not given.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/prunenulls.go
 */
export function pruneNulls(value: Draft, schema: Schema | undefined): void {
  if (Array.isArray(value)) {
    for (const item of value) pruneNulls(item, schema?.items);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const property = memberSchema(schema, name);
    if (member === null && property !== undefined && !property.isNullable && property.default === undefined) delete value[name];
    else pruneNulls(member, property);
  }
}

function memberSchema(schema: Schema | undefined, name: string): Schema | undefined {
  const additional = schema?.additionalProperties;
  return schema?.properties.get(name) ?? (typeof additional === "object" ? additional : undefined);
}
