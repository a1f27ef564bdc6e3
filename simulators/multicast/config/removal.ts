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
  const own = childrenAt(spans, pointer.slice(0, -1)).filter((child) => body.open <= (child.key?.start ?? child.start) && child.end <= body.close);
  if (own.length < 2) return [];
  const lineStart = startOfLine(text, start);
  const dash = span.key ? /^\s*$/ : /^\s*-\s+([&!]\S+\s+)*$/;
  if (!dash.test(text.slice(lineStart, start))) return [];
  const end = text[span.end - 1] === "\n" ? span.end : nextLine(text, span.end);
  return [{ start: lineStart, end, text: "" }];
}

function cutFromBrackets(document: ConfigDocument, pointer: Pointer, body: Body, start: number, end: number): readonly Replacement[] {
  const { text, spans } = document;
  const comma = commaAfter(text, end, spans.format);
  const behind = comma === undefined ? end : comma + 1;
  const before = memberBefore(document, pointer, body, start);
  const isAlone =
    text.slice(startOfLine(text, start), start).trim() === "" && endOfLine(text, behind) <= skipTrivia(text, behind, spans.format);
  if (isAlone && start !== 0) {
    const line = { start: startOfLine(text, start), end: nextLine(text, behind), text: "" };
    const loose = comma === undefined && before !== undefined ? commaAfter(text, before, spans.format) : undefined;
    return loose === undefined ? [line] : [{ start: loose, end: loose + 1, text: "" }, line];
  }
  if (comma !== undefined) return [{ start, end: skipBlanks(text, behind), text: "" }];
  return [{ start: before ?? start, end, text: "" }];
}

/** Where the member before this one ends, if one is written in the same brackets. */
function memberBefore({ spans }: ConfigDocument, pointer: Pointer, body: Body, start: number): number | undefined {
  const ends = childrenAt(spans, pointer.slice(0, -1)).map(({ end }) => end);
  const before = Math.max(...ends.filter((end) => body.open < end && end <= start));
  return Number.isFinite(before) ? before : undefined;
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
