import type { Cursor } from "../../core/config/cursor.ts";
import type { ConfigNode, Pointer } from "../../core/config/node.ts";
import { schemasAt } from "./schema.ts";
import { endOfLine, startOfLine } from "../../core/config/trivia.ts";
import { parseYaml } from "./yaml.ts";

/**
 * The cursor in YAML: the word at it is replaced by one that nobody writes, as a key and as a value,
 * and where that ends up in the tree is where the cursor is.
 */
export function cursorInYaml(text: string, offset: number): Cursor | undefined {
  const lineStart = startOfLine(text, offset);
  if (/(^|\s)#/.test(text.slice(lineStart, offset))) return undefined;
  const { start, end, quote } = wordAt(text, offset);
  const rest = text.slice(end, endOfLine(text, end));
  const hasValue = /^\s*:(\s|$)/.test(rest);
  const isFree = /^\s*(-\s+)*$/.test(text.slice(lineStart, start - quote.length)) && rest.trim() === "";
  const attempts = hasValue ? [""] : isFree ? [": 0", ""] : ["", ": 0"];
  for (const suffix of attempts) {
    const word = `${marker}${quote}${suffix}`;
    const { root } = parseYaml(text.slice(0, start) + word + text.slice(end));
    const found = root && findMarker(root, []);
    if (!found) continue;
    const isKey = found.isKey && takesProperties(found.pointer.slice(0, -1), root);
    if (found.isKey && !isKey) continue;
    return { pointer: found.pointer, isKey, start, end, quote, hasValue, needsComma: false, root };
  }
  return undefined;
}

const marker = "faultline_cursor";

/** Does the schema have an object there? */
const takesProperties = (pointer: Pointer, root: ConfigNode): boolean => schemasAt(pointer, root).some(({ type }) => type === "object");

/** The word around the cursor. Behind a quotation mark it begins there and includes the closing one. */
function wordAt(text: string, offset: number): { readonly start: number; readonly end: number; readonly quote: string } {
  const separator = /[\s,[\]{}"'#]/;
  let start = offset;
  while (0 < start && !separator.test(text.charAt(start - 1))) start--;
  let end = offset;
  while (end < text.length && !separator.test(text.charAt(end)) && !/^:(\s|$)/.test(text.slice(end, end + 2))) end++;
  const quote = /["']/.test(text.charAt(start - 1)) ? text.charAt(start - 1) : "";
  return { start, end: quote !== "" && text[end] === quote ? end + 1 : end, quote };
}

function findMarker(node: ConfigNode, pointer: Pointer): { readonly pointer: Pointer; readonly isKey: boolean } | undefined {
  if (node.key?.name === marker) return { pointer, isKey: true };
  if (node.kind === "string") return node.value === marker ? { pointer, isKey: false } : undefined;
  if (node.kind !== "object" && node.kind !== "array") return undefined;
  for (const [index, member] of node.members.entries()) {
    const found = findMarker(member, [...pointer, member.key?.name ?? index]);
    if (found) return found;
  }
  return undefined;
}
