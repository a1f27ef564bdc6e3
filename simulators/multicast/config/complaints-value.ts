import type { Problem } from "../../../protocol/problem.ts";
import { hostLimit } from "./bounds.ts";
import { nameOf } from "./complaints-kind.ts";
import type { ConfigDocument } from "./edits.ts";
import { nearest } from "./nearest.ts";
import type { Pointer } from "./node.ts";
import { changeTo, complain } from "./problems.ts";
import type { Schema } from "./schema.ts";
import { either, formatCount, quote } from "./words.ts";

/** Is a number whole, where it must be, and within its bounds? */
export function checkNumber(document: ConfigDocument, pointer: Pointer, value: number, schema: Schema): Problem | undefined {
  const { minimum, maximum, exclusiveMinimum } = schema;
  const isWhole = schema.type === "integer";
  const refuse = (bound: string, mended: number | undefined): Problem => {
    const message = `${nameOf(pointer)} is ${formatCount(value)}; it must be ${bound}`;
    return complain(
      document,
      "FL3000",
      "error",
      pointer,
      message,
      mended === undefined ? {} : { fixes: [changeTo(document, pointer, mended)] },
    );
  };
  if (Number.isNaN(value)) return refuse("a number", undefined);
  if (minimum !== undefined && value < minimum) return refuse(`at least ${formatCount(minimum)}`, minimum);
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return refuse(`more than ${formatCount(exclusiveMinimum)}`, undefined);
  if (maximum !== undefined && maximum < value) return refuse(`at most ${formatCount(maximum)}${hostNote(pointer)}`, maximum);
  if (isWhole && !Number.isSafeInteger(value)) return refuse("a whole number", mendedWhole(value, schema));
  return undefined;
}

/** The counts whose product is limited say so. */
function hostNote(pointer: Pointer): string {
  const isCount = pointer[0] === "topology" && ["pods", "leavesPerPod", "hostsPerLeaf"].includes(String(pointer[1]));
  return isCount ? ` (a fabric has at most ${formatCount(hostLimit)} hosts)` : "";
}

function mendedWhole(value: number, { minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema): number | undefined {
  const whole = Math.round(value);
  return Number.isSafeInteger(whole) && minimum <= whole && whole <= maximum ? whole : undefined;
}

/** Is a text, or the name of a property, one of those allowed and of the form that is asked for? */
export function checkText(
  document: ConfigDocument,
  pointer: Pointer,
  value: string,
  schema: Pick<Schema, "const" | "enum" | "minLength" | "pattern">,
  place: "key" | "value",
): Problem | undefined {
  const say = (message: string, meant?: string): Problem =>
    complain(document, "FL3000", "error", pointer, message, {
      ...(place === "key" ? { place } : {}),
      ...(meant === undefined ? {} : { fixes: [changeTo(document, pointer, meant, true)] }),
    });
  const words = schema.const === undefined ? schema.enum : [schema.const];
  if (words && !words.includes(value)) {
    const meant = words.length === 1 ? words[0] : nearest(value, words);
    return say(`${nameOf(pointer)} must be ${either(words.map((word) => `\`${word}\``))}, not ${quote(value)}`, meant);
  }
  if (schema.minLength !== undefined && value.length < schema.minLength) return say(`${nameOf(pointer)} must not be empty`);
  if (schema.pattern === undefined || patternOf(schema.pattern).test(value)) return undefined;
  return say(`${quote(value)} is ${forms.get(schema.pattern) ?? `not of the form ${quote(schema.pattern)}`}`);
}

const compiled = new Map<string, RegExp>();

function patternOf(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? new RegExp(pattern);
  compiled.set(pattern, known);
  return known;
}

/** What the patterns of the schema mean, to end the sentence "X is …". */
export const forms: ReadonlyMap<string, string> = new Map([
  ["^(leaf:(p\\d+\\.l\\d+|\\d+)|pod:p?\\d+)$", "no switch: write `leaf:p0.l12`, `leaf:12` or `pod:3`"],
  ["^[A-Za-z][A-Za-z0-9_-]*$", "no name: a letter, then letters, digits, `_` and `-`"],
  ["^(22[4-9]|23\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$", "no multicast address: they go from 224.0.0.0 to 239.255.255.255"],
  ["^([0-9a-f]{2})+$", "not hexadecimal: pairs of `0` to `9` and `a` to `f`"],
  ["^(p\\d+\\.l\\d+|\\d+)$", "no leaf: write `p0.l1`, or its number"],
  [
    "^(leaf:p\\d+\\.l\\d+|spine:p\\d+\\.s\\d+|core:s\\d+\\.c\\d+|host:p\\d+\\.l\\d+\\.h\\d+|link:p\\d+\\.l\\d+-p\\d+\\.s\\d+|link:p\\d+\\.s\\d+-s\\d+\\.c\\d+)$",
    "no element: write `leaf:p1.l2`, `spine:p0.s0`, `core:s1.c0`, `link:p1.l2-p1.s1`, `link:p0.s1-s1.c0` or `host:p0.l1.h2`",
  ],
]);
