import type { Json } from "../../../../protocol/json.ts";
import { canonicalBase64, isBase64 } from "./base64.ts";
import { copyOf, type Draft, type DraftObject, isObject } from "./draft.ts";
import { canonicalQuantity } from "./quantity.ts";
import type { Field, ScalarType, StructType, Type } from "./schema.ts";

/** What decoding has found: an object as the server would write it, or why it cannot be read. */
export type Decoded =
  | { readonly kind: "decoded"; readonly value: DraftObject }
  /** Where and what: `spec.replicas: expects an integer, found "three"`. */
  | { readonly kind: "malformed"; readonly message: string };

/**
 * Reads JSON as a Go struct is read, and writes it as it is written: unknown fields, nulls and zero values are gone, quantities canonical.
 *
 * The result is a copy. Decoding it again gives the same.
 */
export function decode(type: StructType, json: Json): Decoded {
  const problems: string[] = [];
  const value = structOf(type, json, "", problems);
  const [message] = problems;
  return message === undefined ? { kind: "decoded", value } : { kind: "malformed", message };
}

function structOf(type: StructType, json: Json | undefined, path: string, problems: string[]): DraftObject {
  const result: DraftObject = {};
  if (json !== undefined && json !== null && !isObject(json)) problems.push(mismatch(path, "an object", json));
  const given = isObject(json) ? json : {};
  for (const [name, field] of Object.entries(type.fields)) {
    const value = fieldOf(field, Object.hasOwn(given, name) ? given[name] : undefined, path === "" ? name : `${path}.${name}`, problems);
    if (value !== undefined) result[name] = value;
  }
  if (type.preservesUnknown) for (const [name, value] of Object.entries(given)) result[name] ??= copyOf(value);
  return result;
}

/** Undefined: the server leaves the field out. */
function fieldOf({ type, presence }: Field, json: Json | undefined, path: string, problems: string[]): Draft | undefined {
  if (json === undefined || json === null) {
    if (presence === "present") return undefined;
    return presence === "always" || isAlwaysWritten(type) ? zeroOf(type, path, problems) : undefined;
  }
  const value = valueOf(type, json, path, problems);
  if (presence === "present") return value;
  if (presence === "always") return Array.isArray(value) && value.length === 0 ? null : value;
  return isZero(type, value) ? undefined : value;
}

/** Structs, times and amounts have no zero value that Go's encoder would leave out. */
const isAlwaysWritten = (type: Type): boolean =>
  type.kind === "struct" || type.kind === "time" || type.kind === "microTime" || type.kind === "quantity" || type.kind === "intOrString";

function isZero(type: Type, value: Draft): boolean {
  if (isAlwaysWritten(type)) return false;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === "object") return value === null || (type.kind === "map" && Object.keys(value).length === 0);
  return value === "" || value === 0 || value === false;
}

function zeroOf(type: Type, path: string, problems: string[]): Draft {
  switch (type.kind) {
    case "struct":
      return structOf(type, undefined, path, problems);
    case "string":
    case "bytes":
      return "";
    case "boolean":
      return false;
    case "quantity":
      return "0";
    case "int32":
    case "int64":
    case "number":
    case "intOrString":
      return 0;
    case "list":
    case "map":
    case "time":
    case "microTime":
    case "untyped":
      return null;
  }
}

function valueOf(type: Type, json: Json, path: string, problems: string[]): Draft {
  switch (type.kind) {
    case "untyped":
      return copyOf(json);
    case "struct":
      return structOf(type, json, path, problems);
    case "list":
      if (!Array.isArray(json)) return refuse(problems, mismatch(path, "a list", json), null);
      return json.map((item: Json, index) => itemOf(type.item, item, `${path}[${index}]`, problems));
    case "map": {
      if (!isObject(json)) return refuse(problems, mismatch(path, "an object", json), null);
      const result: DraftObject = {};
      for (const [key, value] of Object.entries(json)) result[key] = itemOf(type.value, value, `${path}.${key}`, problems);
      return result;
    }
    case "string":
    case "boolean":
    case "int32":
    case "int64":
    case "number":
    case "quantity":
    case "intOrString":
    case "time":
    case "microTime":
    case "bytes":
      return scalarOf(type, json, path, problems);
  }
}

/** Null within a list or a map is the zero value of Go. */
const itemOf = (type: Type, json: Json, path: string, problems: string[]): Draft =>
  json === null ? zeroOf(type, path, problems) : valueOf(type, json, path, problems);

function scalarOf({ kind }: ScalarType, json: Json, path: string, problems: string[]): Draft {
  switch (kind) {
    case "string":
      return typeof json === "string" ? json : refuse(problems, mismatch(path, "a string", json), "");
    case "boolean":
      return typeof json === "boolean" ? json : refuse(problems, mismatch(path, "true or false", json), false);
    case "int32":
    case "int64":
      return isInteger(json, kind) ? json : refuse(problems, mismatch(path, `an integer of ${kind.slice(3)} bits`, json), 0);
    case "number":
      return typeof json === "number" ? json : refuse(problems, mismatch(path, "a number", json), 0);
    case "intOrString":
      return typeof json === "string" || isInteger(json, "int32")
        ? json
        : refuse(problems, mismatch(path, "an integer or a string", json), 0);
    case "quantity": {
      const text = typeof json === "number" || typeof json === "string" ? canonicalQuantity(String(json).trim()) : undefined;
      return text ?? refuse(problems, mismatch(path, "a quantity", json), "0");
    }
    case "time":
    case "microTime":
      return typeof json === "string" && isTime(json) ? json : refuse(problems, mismatch(path, "a time as in RFC 3339", json), null);
    case "bytes":
      return typeof json === "string" && isBase64(json) ? canonicalBase64(json) : refuse(problems, mismatch(path, "base64", json), "");
  }
}

const isInteger = (json: Json, kind: "int32" | "int64"): json is number =>
  typeof json === "number" && Number.isInteger(json) && (kind === "int64" ? Math.abs(json) <= 2 ** 63 : json === (json | 0));

const isTime = (text: string): boolean =>
  /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text);

const mismatch = (path: string, wanted: string, json: Json): string => `${path}: expects ${wanted}, found ${JSON.stringify(json)}`;

function refuse(problems: string[], message: string, zero: Draft): Draft {
  problems.push(message);
  return zero;
}
