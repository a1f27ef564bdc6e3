/** The user's own text in a message: in back quotes, on one line, cut when it is long. */
export function quote(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters that must not reach a message
  const plain = text.replaceAll("`", "'").replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
  return `\`${plain.length <= longest ? plain : `${plain.slice(0, longest - 1)}…`}\``;
}

const longest = 60;

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
