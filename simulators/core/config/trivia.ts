import type { Format } from "./node.ts";

/** The first offset from `at` on that is neither white space nor in a comment. */
export function skipTrivia(text: string, at: number, format: Format): number {
  let offset = at;
  for (;;) {
    while (offset < text.length && /\s/.test(text.charAt(offset))) offset++;
    if (format === "yaml" ? text[offset] === "#" : text.startsWith("//", offset)) offset = endOfLine(text, offset);
    else if (format !== "yaml" && text.startsWith("/*", offset)) {
      const close = text.indexOf("*/", offset + 2);
      offset = close === -1 ? text.length : close + 2;
    } else return offset;
  }
}

/** Offset of the comma that comes next after white space and comments. */
export function commaAfter(text: string, at: number, format: Format): number | undefined {
  const offset = skipTrivia(text, at, format);
  return text[offset] === "," ? offset : undefined;
}

/** The rest of the line, when it is nothing but comments that end on it; else the empty text. */
export function commentBehind(text: string, at: number, format: Format): string {
  const rest = text.slice(at, endOfLine(text, at));
  const pattern = format === "yaml" ? /^\s+#.*$/ : /^\s*(\/\*([^*]|\*(?!\/))*\*\/\s*)*(\/\/.*)?$/;
  return pattern.test(rest) ? rest.trimEnd() : "";
}

/** Offset of the line break that ends the line of `at`, or of the end of the text. */
export function endOfLine(text: string, at: number): number {
  const feed = text.indexOf("\n", at);
  if (feed === -1) return text.length;
  return at < feed && text[feed - 1] === "\r" ? feed - 1 : feed;
}

export function startOfLine(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}

/** White space at the start of the line of `at`. */
export function indentOf(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(startOfLine(text, at), at))?.[0] ?? "";
}

/** The line break that this text uses. */
export function lineBreakOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
