/** `1048576` as `1,048,576`. */
export function formatCount(count: number): string {
  const [whole = "", fraction] = String(count).split(".");
  if (!/^-?\d+$/.test(whole)) return String(count);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `1 host`, `2 hosts`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** The user's own text in a message: in back quotes, cut when it is long, without what would break the line. */
export function quote(value: string | number | boolean | null): string {
  const plain = typeof value === "string" ? JSON.stringify(value).slice(1, -1) : String(value);
  // oxlint-disable-next-line no-control-regex -- these are the characters that must not reach a message
  const text = plain.replaceAll("`", "'").replace(/[\u007f-\u009f\u2028\u2029]/g, "?");
  return `\`${text.length <= longest ? text : `${text.slice(0, longest - 1)}…`}\``;
}

const longest = 60;

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[], joint = "or"): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} ${joint} ${words.at(-1)}`;
}
