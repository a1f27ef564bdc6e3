import type { Json, JsonObject } from "../../../../protocol/json.ts";
import { type Cause, invalidValue, notSupported, required } from "../causes.ts";
import type { NameRule } from "../names.ts";
import { numberAt, textAt } from "./read.ts";

/** Numbers of these fields must not be negative. Missing ones are not looked at. */
export const notNegative = (object: JsonObject | undefined, field: string, ...names: readonly string[]): readonly Cause[] =>
  names.flatMap((name) => {
    const value = numberAt(object, name);
    return value !== undefined && value < 0 ? [invalidValue(`${field}.${name}`, value, "must be greater than or equal to 0")] : [];
  });

/** A count: neither negative nor, as a percentage, ill-formed. @see `ValidatePositiveIntOrPercent` */
export function countOrPercent(value: Json | undefined, field: string): readonly Cause[] {
  if (typeof value === "number") return value < 0 ? [invalidValue(field, value, "must be greater than or equal to 0")] : [];
  if (typeof value !== "string" || /^[0-9]+%$/.test(value)) return [];
  return [invalidValue(field, value, "a valid percent string must be a numeric string followed by an ending '%'")];
}

/** The percentage of a text such as `25%`; undefined for anything else. */
export function percentOf(value: Json | undefined): number | undefined {
  return typeof value === "string" && /^[0-9]+%$/.test(value) ? Number(value.slice(0, -1)) : undefined;
}

export const notMoreThanAll = (value: Json | undefined, field: string): readonly Cause[] =>
  (percentOf(value) ?? 0) > 100 ? [invalidValue(field, value, "must not be greater than 100%")] : [];

export const isPortNumber = (value: number): boolean => 1 <= value && value <= 65535;

export const portNumber = (value: number, field: string): readonly Cause[] =>
  isPortNumber(value) ? [] : [invalidValue(field, value, "must be between 1 and 65535, inclusive")];

/** A port by number or by name. @see `ValidatePortNumOrName` */
export function portNumberOrName(value: Json | undefined, field: string): readonly Cause[] {
  if (typeof value === "string") return portNameProblems(value).map((text) => invalidValue(field, value, text));
  return portNumber(typeof value === "number" ? value : 0, field);
}

/** @see `IsValidPortName`, RFC 6335: at most 15 characters, a letter among them. */
export const portNameProblems = (name: string): readonly string[] => [
  ...(name.length > 15 ? ["must be no more than 15 characters"] : []),
  ...(/^[-a-z0-9]+$/.test(name) ? [] : ["must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"]),
  ...(/[a-z]/.test(name) ? [] : ["must contain at least one letter or number (a-z, 0-9)"]),
  ...(name.includes("--") ? ["must not contain consecutive hyphens"] : []),
  ...(name.startsWith("-") || name.endsWith("-") ? ["must not begin or end with a hyphen"] : []),
];

/** A text that must be one of some. `missing`: what is said when it is empty; "unsupported" takes it for any other text. */
export function oneOf(
  object: JsonObject | undefined,
  field: string,
  name: string,
  supported: readonly string[],
  missing: "required" | "unsupported" | "allowed",
): readonly Cause[] {
  const value = textAt(object, name);
  if (value === "" && missing === "allowed") return [];
  if (value === "" && missing === "required") return [required(`${field}.${name}`)];
  return supported.includes(value) ? [] : [notSupported(`${field}.${name}`, value, supported)];
}

export const named = (value: string, field: string, rule: NameRule): readonly Cause[] =>
  rule(value, false).map((text) => invalidValue(field, value, text));

/** An IP address, version 4 or 6. */
export const isAddress = (text: string): boolean => isAddress4(text) || isAddress6(text);

const isAddress4 = (text: string): boolean => /^(25[0-5]|2[0-4]\d|1\d\d|\d{1,2})(\.(25[0-5]|2[0-4]\d|1\d\d|\d{1,2})){3}$/.test(text);

function isAddress6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2 || !text.includes(":")) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const width = groups.length + (isAddress4(last) ? 1 : 0);
  const isWide = halves.length === 2 ? width < 8 : width === 8;
  return isWide && groups.every((group, index) => /^[0-9a-fA-F]{1,4}$/.test(group) || (index === groups.length - 1 && isAddress4(group)));
}
