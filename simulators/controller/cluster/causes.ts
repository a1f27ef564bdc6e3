import type { Json } from "../../../protocol/json.ts";

/** One reason why an object is invalid (`field.Error` of the Kubernetes sources, as `Status.details.causes` shows it). */
export interface Cause {
  readonly type:
    | "FieldValueRequired"
    | "FieldValueInvalid"
    | "FieldValueForbidden"
    | "FieldValueNotSupported"
    | "FieldValueDuplicate"
    | "FieldValueNotFound"
    | "FieldValueTooLong"
    | "FieldValueTooMany"
    | "InternalError";
  /** `spec.containers[0].name`, `metadata.labels`, `data[bad key]`. */
  readonly field: string;
  readonly message: string;
}

export const required = (field: string, detail = ""): Cause => ({
  type: "FieldValueRequired",
  field,
  message: detail === "" ? "Required value" : `Required value: ${detail}`,
});

export const invalidValue = (field: string, value: Json | undefined, detail: string): Cause => ({
  type: "FieldValueInvalid",
  field,
  message: `Invalid value: ${shown(value)}: ${detail}`,
});

export const forbiddenValue = (field: string, detail: string): Cause => ({
  type: "FieldValueForbidden",
  field,
  message: detail === "" ? "Forbidden" : `Forbidden: ${detail}`,
});

export const notSupported = (field: string, value: Json | undefined, supported: readonly string[]): Cause => ({
  type: "FieldValueNotSupported",
  field,
  message: `Unsupported value: ${shown(value)}: supported values: ${supported.map((text) => JSON.stringify(text)).join(", ")}`,
});

export const duplicate = (field: string, value: Json | undefined): Cause => ({
  type: "FieldValueDuplicate",
  field,
  message: `Duplicate value: ${shown(value)}`,
});

export const notFoundValue = (field: string, value: Json | undefined): Cause => ({
  type: "FieldValueNotFound",
  field,
  message: `Not found: ${shown(value)}`,
});

/** @param limit Bytes. */
export const tooLong = (field: string, limit: number): Cause => ({
  type: "FieldValueTooLong",
  field,
  message: `Too long: must have at most ${limit} bytes`,
});

/** `before` and `next` are compared as JSON; a cause when they differ. */
export const immutable = (field: string, next: Json | undefined, isSame: boolean): readonly Cause[] =>
  isSame ? [] : [invalidValue(field, next, "field is immutable")];

const shown = (value: Json | undefined): string => (value === undefined ? "null" : JSON.stringify(value));
