import type { ConfigDocument } from "./edits.ts";
import type { Body, Pointer } from "./node.ts";
import { childrenAt, spanAt, type Span } from "./spans.ts";
import { commaAfter, endOfLine, skipTrivia, startOfLine } from "./trivia.ts";

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What to cut so that the member at `pointer` goes with its line, its comma and the comment behind it. */
export function removal(document: ConfigDocument, pointer: Pointer): readonly Replacement[] {
  const span = spanAt(document.spans, pointer);
  const body = spanAt(document.spans, pointer.slice(0, -1))?.body;
  if (!span || !body) return [];
  const start = span.key?.start ?? span.start;
  // A member that an alias or a spread brought in is written elsewhere.
  if (start < body.open || body.close < span.end) return [];
  return body.isBlock ? cutFromBlock(document, pointer, body, span, start) : cutFromBrackets(document, pointer, body, start, span.end);
}

/** Whole lines, when the member has them for itself and is not the only one. */
function cutFromBlock(document: ConfigDocument, pointer: Pointer, body: Body, span: Span, start: number): readonly Replacement[] {
  const { text, spans } = document;
  if (!hasNeighbour(spans, pointer, body, start)) return [];
  const lineStart = startOfLine(text, start);
  const dash = span.key ? /^\s*$/ : /^\s*-\s+([&!]\S+\s+)*$/;
  if (!dash.test(text.slice(lineStart, start))) return [];
  const end = text[span.end - 1] === "\n" ? span.end : nextLine(text, span.end);
  return [{ start: lineStart, end, text: "" }];
}

/** Is there another member in the same block? */
function hasNeighbour(spans: ConfigDocument["spans"], pointer: Pointer, body: Body, start: number): boolean {
  for (const child of childrenAt(spans, pointer.slice(0, -1))) {
    const childStart = child.key?.start ?? child.start;
    if (childStart !== start && body.open <= childStart && child.end <= body.close) return true;
  }
  return false;
}

function cutFromBrackets(document: ConfigDocument, pointer: Pointer, body: Body, start: number, end: number): readonly Replacement[] {
  const { text, spans } = document;
  const comma = commaAfter(text, end, spans.format);
  const behind = comma === undefined ? end : comma + 1;
  const before = comma === undefined ? memberBefore(document, pointer, body, start) : undefined;
  const isAlone =
    text.slice(startOfLine(text, start), start).trim() === "" && endOfLine(text, behind) <= skipTrivia(text, behind, spans.format);
  if (isAlone && start !== 0) {
    const line = { start: startOfLine(text, start), end: nextLine(text, behind), text: "" };
    const loose = before === undefined ? undefined : commaAfter(text, before, spans.format);
    return loose === undefined ? [line] : [{ start: loose, end: loose + 1, text: "" }, line];
  }
  if (comma !== undefined) return [{ start, end: skipBlanks(text, behind), text: "" }];
  return [{ start: before ?? start, end, text: "" }];
}

/** Where the member before this one ends, if one is written in the same brackets. */
function memberBefore({ spans }: ConfigDocument, pointer: Pointer, body: Body, start: number): number | undefined {
  let before: number | undefined;
  for (const { end } of childrenAt(spans, pointer.slice(0, -1))) {
    if (body.open < end && end <= start && (before ?? 0) < end) before = end;
  }
  return before;
}

function nextLine(text: string, at: number): number {
  const feed = text.indexOf("\n", at);
  return feed === -1 ? text.length : feed + 1;
}

function skipBlanks(text: string, at: number): number {
  let offset = at;
  while (text[offset] === " " || text[offset] === "\t") offset++;
  return offset;
}
