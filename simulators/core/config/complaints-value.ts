import type { Problem } from "../../../protocol/problem.ts";
import { nameOf } from "./complaints-kind.ts";
import type { ConfigDocument } from "./edits.ts";
import { nearest } from "../nearest.ts";
import type { Pointer } from "./node.ts";
import { changeTo, complain } from "./problems.ts";
import type { Schema, SchemaRules } from "./schema.ts";
import { either, formatCount, quote } from "./words.ts";

/** Is a number whole, where it must be, and within its bounds? */
export function checkNumber(
  document: ConfigDocument,
  rules: SchemaRules,
  pointer: Pointer,
  value: number,
  schema: Schema,
): Problem | undefined {
  const { minimum, maximum, exclusiveMinimum } = schema;
  const isWhole = schema.type === "integer";
  const refuse = (bound: string, mended: number | undefined): Problem => {
    const message = `${nameOf(pointer)} is ${formatCount(value)}; it must be ${bound}`;
    return complain(
      document,
      rules.code,
      "error",
      pointer,
      message,
      mended === undefined ? {} : { fixes: [changeTo(document, pointer, mended)] },
    );
  };
  if (Number.isNaN(value)) return refuse("a number", undefined);
  if (minimum !== undefined && value < minimum) return refuse(`at least ${formatCount(minimum)}`, minimum);
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return refuse(`more than ${formatCount(exclusiveMinimum)}`, undefined);
  if (maximum !== undefined && maximum < value)
    return refuse(`at most ${formatCount(maximum)}${rules.boundNote?.(pointer) ?? ""}`, maximum);
  const { enum: words, multipleOf } = schema;
  const numbers = words?.filter((word) => typeof word === "number");
  if (numbers && numbers.length > 0 && !numbers.includes(value)) return refuse(either(numbers.map(formatCount)), closest(value, numbers));
  if (multipleOf !== undefined && value % multipleOf !== 0)
    return refuse(`a multiple of ${multipleOf}`, Math.ceil(value / multipleOf) * multipleOf);
  if (isWhole && !Number.isSafeInteger(value)) return refuse("a whole number", mendedWhole(value, schema));
  return undefined;
}

const closest = (value: number, numbers: readonly number[]): number =>
  numbers.reduce((best, one) => (Math.abs(one - value) < Math.abs(best - value) ? one : best));

function mendedWhole(value: number, { minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema): number | undefined {
  const whole = Math.round(value);
  return Number.isSafeInteger(whole) && minimum <= whole && whole <= maximum ? whole : undefined;
}

/** Is a text, or the name of a property, one of those allowed and of the form that is asked for? */
export function checkText(
  document: ConfigDocument,
  rules: SchemaRules,
  pointer: Pointer,
  value: string,
  schema: Pick<Schema, "const" | "enum" | "minLength" | "pattern">,
  place: "key" | "value",
): Problem | undefined {
  const say = (message: string, meant?: string): Problem =>
    complain(document, rules.code, "error", pointer, message, {
      ...(place === "key" ? { place } : {}),
      ...(meant === undefined ? {} : { fixes: [changeTo(document, pointer, meant, true)] }),
    });
  const words = schema.const === undefined ? schema.enum?.map(String) : [schema.const];
  if (words && !words.includes(value)) {
    const meant = words.length === 1 ? words[0] : nearest(value, words);
    return say(`${nameOf(pointer)} must be ${either(words.map((word) => `\`${word}\``))}, not ${quote(value)}`, meant);
  }
  if (schema.minLength !== undefined && value.length < schema.minLength) return say(`${nameOf(pointer)} must not be empty`);
  if (schema.pattern === undefined || patternOf(schema.pattern).test(value)) return undefined;
  return say(`${quote(value)} is ${rules.forms.get(schema.pattern) ?? `not of the form ${quote(schema.pattern)}`}`);
}

const compiled = new Map<string, RegExp>();

function patternOf(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? new RegExp(pattern);
  compiled.set(pattern, known);
  return known;
}
