import type { Fix, Problem } from "../../../protocol/problem.ts";
import type { ConfigDocument } from "./edits.ts";
import type { ConfigNode, ConfigScalar, Pointer } from "./node.ts";
import { changeTo, complain, fixOf } from "./problems.ts";
import { setValue } from "./edits.ts";
import type { Schema, SchemaRules } from "./schema.ts";
import { either, quote } from "./words.ts";

/** A value of another kind than any of the schemas allows. */
export function wrongKind(
  document: ConfigDocument,
  rules: SchemaRules,
  pointer: Pointer,
  node: ConfigNode,
  schemas: readonly Schema[],
): Problem {
  const message = `${nameOf(pointer)} must be ${either([...new Set(schemas.flatMap(describe))])}, not ${describeValue(node)}`;
  return complain(document, rules.code, "error", pointer, message, { fixes: conversions(document, pointer, node, schemas) });
}

/** A text where one fixed word, or something else than a text, may stand. */
export function wrongBranchValue(
  document: ConfigDocument,
  rules: SchemaRules,
  pointer: Pointer,
  node: ConfigScalar,
  schemas: readonly Schema[],
): Problem {
  const word = schemas.find((schema) => schema.const !== undefined)?.const;
  return {
    ...wrongKind(document, rules, pointer, node, schemas),
    ...(word === undefined ? {} : { fixes: [changeTo(document, pointer, word)] }),
  };
}

/** `pods`, `receivers[2]`, or the whole. */
export function nameOf(pointer: Pointer): string {
  const name = pointer.findLastIndex((step) => typeof step === "string");
  if (name === -1) return "The configuration";
  return `\`${String(pointer[name])}${pointer
    .slice(name + 1)
    .map((index) => `[${index}]`)
    .join("")}\``;
}

function describe(schema: Schema): readonly string[] {
  if (schema.oneOf) return schema.oneOf.flatMap(describe);
  if (schema.const !== undefined) return [`\`${schema.const}\``];
  if (schema.enum) return schema.enum.map((word) => `\`${word}\``);
  return schema.type === undefined ? [] : [kinds[schema.type]];
}

const kinds = {
  object: "an object",
  array: "a list",
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "`true` or `false`",
};

function describeValue(node: ConfigNode): string {
  switch (node.kind) {
    case "object":
      return "an object";
    case "array":
      return "a list";
    case "null":
      return node.style === "plain" && node.key?.start === node.start ? "left out" : "`null`";
    case "string":
      return `the text ${quote(node.value)}`;
    case "number":
    case "boolean":
      return quote(node.value);
  }
}

/** The same value as the kind that is wanted: a number out of its quotes, a text into them, one thing as a list of one. */
function conversions(document: ConfigDocument, pointer: Pointer, node: ConfigNode, schemas: readonly Schema[]): readonly Fix[] {
  if (node.kind === "object" || node.kind === "array" || node.kind === "null") return [];
  const types = new Set(schemas.flatMap((schema) => [schema, ...(schema.oneOf ?? [])]).map(({ type }) => type));
  const number = typeof node.value === "string" && /^\d{1,15}(\.\d{1,9})?$/.test(node.value) ? Number(node.value) : undefined;
  if (number !== undefined && (types.has("number") || (types.has("integer") && Number.isInteger(number)))) {
    return [changeTo(document, pointer, number, true)];
  }
  if (types.has("string")) return [fixOf("Put it in quotes", setValue(document, pointer, String(node.value)), true)];
  if (types.has("array") && types.size === 1) return [fixOf("Make it a list", setValue(document, pointer, [node.value]), true)];
  return [];
}
