import { deepestNesting, type SyntaxProblem } from "./node.ts";

/**
 * Finds the bracket that goes deeper than any configuration does, outside of strings and comments of JSON.
 * Looked for before parsing, since parsers recurse.
 */
export function tooDeep(text: string): SyntaxProblem | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (unit === '"') at = endOfString(text, at);
    else if (unit === "/" && text[at + 1] === "/") at = endOrLast(text.indexOf("\n", at), text);
    else if (unit === "/" && text[at + 1] === "*") at = endOrLast(text.indexOf("*/", at + 2), text);
    else if (unit === "]" || unit === "}") depth--;
    else if ((unit === "[" || unit === "{") && deepestNesting < ++depth) return nestingProblem(at);
  }
  return undefined;
}

export function nestingProblem(at: number): SyntaxProblem {
  return { start: at, end: at + 1, message: `Brackets are nested more than ${deepestNesting} deep` };
}

/** A string ends at its quotation mark, or at the end of the line when that is missing. */
function endOfString(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const unit = text[at];
    if (unit === "\\") at++;
    else if (unit === '"' || unit === "\n" || unit === "\r") return at;
  }
  return text.length;
}

const endOrLast = (at: number, text: string): number => (at === -1 ? text.length : at);
