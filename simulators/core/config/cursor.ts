import { getLocation } from "jsonc-parser";
import { parseJsonc } from "./jsonc.ts";
import type { ConfigNode, Pointer } from "./node.ts";
import { skipTrivia } from "./trivia.ts";

/** Where somebody is typing. */
export interface Cursor {
  /** The property or element that is being written. */
  readonly pointer: Pointer;
  readonly isKey: boolean;
  /** The text that a completion replaces. */
  readonly start: number;
  readonly end: number;
  /** The quotation mark before `start`; the completion ends with it. Empty: there is none, so it brings both, if it needs them. */
  readonly quote: string;
  /** The key has its colon (and value) already. */
  readonly hasValue: boolean;
  /** Another member follows without a comma before it. */
  readonly needsComma: boolean;
  /** The configuration as far as it can be read. */
  readonly root: ConfigNode | undefined;
}

/** The cursor in JSON; undefined in a comment, or where nothing may be completed. */
export function cursorInJson(text: string, offset: number): Cursor | undefined {
  const tree = parseJsonc(text);
  // Too deep to be read is too deep for what follows.
  if (!tree.root || isInComment(text, offset)) return undefined;
  const { path, isAtPropertyKey, previousNode } = getLocation(text, offset);
  const token =
    previousNode && previousNode.offset <= offset && offset <= previousNode.offset + previousNode.length ? previousNode : undefined;
  const isText = token !== undefined && text[token.offset] === '"';
  const isClosed = isText && 1 < token.length && text[token.offset + token.length - 1] === '"';
  const start = isText ? Math.min(offset, token.offset + 1) : startOfWord(text, offset);
  const end = token && (isClosed || !isText) ? token.offset + token.length : offset;
  const behind = skipTrivia(text, end, "json");
  return {
    pointer: path,
    isKey: isAtPropertyKey,
    start,
    end: Math.max(start, end),
    quote: isText ? '"' : "",
    hasValue: text[behind] === ":",
    needsComma: /["{[\d]/.test(text.charAt(behind)),
    root: tree.root,
  };
}

function startOfWord(text: string, offset: number): number {
  let start = offset;
  while (0 < start && /[\w.$*/-]/.test(text.charAt(start - 1))) start--;
  return start;
}

/** From the start of the text to `offset`, outside of strings: is a comment open? */
function isInComment(text: string, offset: number): boolean {
  let at = 0;
  while (at < offset) {
    if (text[at] === '"') at = endOfString(text, at);
    else if (text.startsWith("//", at) || text.startsWith("/*", at)) {
      const isLine = text[at + 1] === "/";
      const close = isLine ? text.indexOf("\n", at) : text.indexOf("*/", at + 2);
      if (close === -1 || (isLine ? offset <= close : offset < close + 2)) return true;
      at = close;
    }
    at++;
  }
  return false;
}

function endOfString(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"' || text[at] === "\n") return at;
  }
  return text.length;
}
