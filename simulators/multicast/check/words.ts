import { formatCount } from "../../core/config/words.ts";

/**
 * A list as in a sentence: "a", "a and b", "a, b and c", "a, b, c and 4 more".
 *
 * @param most How many are named before the rest is only counted; one more is named when that saves nothing.
 */
export function listed(items: readonly string[], most = 3): string {
  const named = items.length <= most + 1 ? items : items.slice(0, most);
  const rest = items.length - named.length;
  const parts = rest > 0 ? [...named, `${formatCount(rest)} more`] : named;
  const last = parts.at(-1) ?? "none";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

/** A count at the beginning of a title, small numbers in letters: "Six hosts". */
export function spelled(count: number, singular: string, plural = `${singular}s`): string {
  const word = letters[count] ?? formatCount(count);
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} ${count === 1 ? singular : plural}`;
}

/** At most `digits` decimals, no trailing zeros: 1.28, 100, 0.005. */
export function decimal(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** As `decimal`, with as many more digits as tell the value from another one that it is compared with: "10.0000015", not "10", beside 10. */
export function decimalBeyond(value: number, other: number, digits = 2): string {
  if (value === other) return decimal(value, digits);
  let more = digits;
  while (more < 12 && value.toFixed(more) === other.toFixed(more)) more++;
  return decimal(value, more);
}

const letters = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
