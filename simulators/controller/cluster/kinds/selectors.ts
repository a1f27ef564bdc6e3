import type { JsonObject } from "../../../../protocol/json.ts";
import { type Cause, forbiddenValue, invalidValue, required } from "../causes.ts";
import { labelValueProblems, qualifiedNameProblems } from "../names.ts";
import { entriesAt, objectsAt, stringsAt, textAt } from "./read.ts";

type Labels = Readonly<Record<string, string>>;

/** Has it no requirement at all? Such a selector matches everything; a missing one nothing. */
export const isEmptySelector = (selector: JsonObject): boolean =>
  entriesAt(selector, "matchLabels").length === 0 && objectsAt(selector, "matchExpressions").length === 0;

/** Does a label selector of an object match these labels? Undefined (no selector) matches nothing. */
export function selectorMatches(selector: JsonObject | undefined, labels: Labels): boolean {
  if (selector === undefined) return false;
  return (
    entriesAt(selector, "matchLabels").every(([key, value]) => labels[key] === value) &&
    objectsAt(selector, "matchExpressions").every((expression) => expressionMatches(expression, labels))
  );
}

function expressionMatches(expression: JsonObject, labels: Labels): boolean {
  const label = labels[textAt(expression, "key")];
  const values = stringsAt(expression, "values");
  switch (textAt(expression, "operator")) {
    case "In":
      return label !== undefined && values.includes(label);
    case "NotIn":
      return label === undefined || !values.includes(label);
    case "Exists":
      return label !== undefined;
    case "DoesNotExist":
      return label === undefined;
    default:
      return false;
  }
}

/** @see `ValidateLabelSelector` of apimachinery. */
export const validateLabelSelector = (selector: JsonObject | undefined, field: string): readonly Cause[] => [
  ...entriesAt(selector, "matchLabels").flatMap(([key, value]) => [
    ...qualifiedNameProblems(key).map((text) => invalidValue(`${field}.matchLabels`, key, text)),
    ...labelValueProblems(value).map((text) => invalidValue(`${field}.matchLabels`, value, text)),
  ]),
  ...objectsAt(selector, "matchExpressions").flatMap((expression, index) =>
    validateRequirement(expression, `${field}.matchExpressions[${index}]`),
  ),
];

function validateRequirement(expression: JsonObject, field: string): readonly Cause[] {
  const operator = textAt(expression, "operator");
  const values = stringsAt(expression, "values");
  const key = textAt(expression, "key");
  const misused: readonly Cause[] =
    operator === "In" || operator === "NotIn"
      ? values.length === 0
        ? [required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")]
        : []
      : operator === "Exists" || operator === "DoesNotExist"
        ? values.length > 0
          ? [forbiddenValue(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")]
          : []
        : [invalidValue(`${field}.operator`, operator, "not a valid selector operator")];
  return [...misused, ...qualifiedNameProblems(key).map((text) => invalidValue(`${field}.key`, key, text))];
}
