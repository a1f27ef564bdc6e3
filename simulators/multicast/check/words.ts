/**
 * A list as in a sentence: "a", "a and b", "a, b and c", "a, b, c and 4 more".
 *
 * @param most How many are named before the rest is only counted; one more is named when that saves nothing.
 */
export function listed(items: readonly string[], most = 3): string {
  const named = items.length <= most + 1 ? items : items.slice(0, most);
  const rest = items.length - named.length;
  const parts = rest > 0 ? [...named, `${grouped(rest)} more`] : named;
  const last = parts.at(-1) ?? "none";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

/** "1 host", "1,234 hosts"; the plural with an s unless given. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(count)} ${count === 1 ? singular : plural}`;
}

/** The same at the beginning of a title, small numbers in letters: "Six hosts". */
export function spelled(count: number, singular: string, plural = `${singular}s`): string {
  const word = letters[count] ?? grouped(count);
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} ${count === 1 ? singular : plural}`;
}

/** Not rounded, thousands by commas: 1,234,567. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** At most `digits` decimals, no trailing zeros: 1.28, 100, 0.005. */
export function decimal(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** Names of the user stand in back quotes. */
export function quoted(name: string): string {
  return `\`${name}\``;
}

/** IPv4 in dots. */
export function addressText(address: number): string {
  return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join(".");
}

const letters = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
