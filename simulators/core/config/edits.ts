import type { Json } from "../../../protocol/json.ts";
import type { TextEdit } from "../../../protocol/problem.ts";
import { rangeBetween } from "../lines.ts";
import type { Body, Pointer } from "./node.ts";
import { removal } from "./removal.ts";
import { renderKey, renderProperty, renderValue } from "./render.ts";
import { spanAt, type Spans } from "./spans.ts";
import { commaAfter, commentBehind, endOfLine, indentOf, lineBreakOf, skipTrivia } from "./trivia.ts";

/** A configuration that can be edited: its text and where things stand in it. */
export interface ConfigDocument {
  readonly path: string;
  readonly text: string;
  readonly spans: Spans;
}

/*
 * Each function answers with the edits that make one change and keep everything else as it is: comments, quotes,
 * trailing commas, indentation; in JSON, YAML and TypeScript. No edits: there is nothing at `pointer` to edit.
 * What an alias or an identifier stands for is edited where it is written, the alias itself when it is the value.
 */

/** Replaces the value at `pointer`. */
export function setValue(document: ConfigDocument, pointer: Pointer, value: Json): readonly TextEdit[] {
  const span = spanAt(document.spans, pointer);
  if (!span) return [];
  const { format } = document.spans;
  const newText = renderValue(value, format, span.style);
  const isOnlyKey = span.key?.start === span.start && span.key.end === span.end;
  if (!isOnlyKey) return [edit(document, span.start, span.end, newText)];
  // `{ pods }` becomes `{ pods: 4 }`; a key without a value (YAML) has no token to replace.
  return format === "typescript" ? [edit(document, span.end, span.end, `: ${newText}`)] : [];
}

/** Gives the property at `pointer` another name. */
export function renameProperty(document: ConfigDocument, pointer: Pointer, name: string): readonly TextEdit[] {
  const key = spanAt(document.spans, pointer)?.key;
  if (!key) return [];
  const quote = /^["']/.exec(document.text.charAt(key.start))?.[0] ?? "";
  return [edit(document, key.start, key.end, renderKey(name, document.spans.format, quote))];
}

/** Adds a property to the object at `pointer`, behind the others. */
export function insertProperty(document: ConfigDocument, pointer: Pointer, name: string, value: Json): readonly TextEdit[] {
  return insert(document, pointer, renderProperty(name, value, document.spans.format), "");
}

/** Adds an element to the array at `pointer`, behind the others. */
export function insertElement(document: ConfigDocument, pointer: Pointer, value: Json): readonly TextEdit[] {
  return insert(document, pointer, renderValue(value, document.spans.format), "- ");
}

/** Replaces the value at `pointer`, or adds it with all objects around it that are not there yet. */
export function setOrInsert(document: ConfigDocument, pointer: Pointer, value: Json): readonly TextEdit[] {
  if (spanAt(document.spans, pointer)) return setValue(document, pointer, value);
  const name = pointer.at(-1);
  if (typeof name !== "string") return [];
  const around = pointer.slice(0, -1);
  if (spanAt(document.spans, around)) return insertProperty(document, around, name, value);
  return setOrInsert(document, around, { [name]: value });
}

/** Takes out the property or the element at `pointer`. */
export function removeMember(document: ConfigDocument, pointer: Pointer): readonly TextEdit[] {
  return removal(document, pointer).map(({ start, end, text }) => edit(document, start, end, text));
}

/** Replaces the text between two offsets. */
export function edit({ path, spans }: ConfigDocument, start: number, end: number, newText: string): TextEdit {
  return { path, range: rangeBetween(spans.lines, start, end), newText };
}

function insert(document: ConfigDocument, pointer: Pointer, member: string, dash: string): readonly TextEdit[] {
  const span = spanAt(document.spans, pointer);
  if (!span?.body) return [];
  return [span.body.isBlock ? insertInBlock(document, span.body, dash + member) : insertInBrackets(document, span.body, member)];
}

/** On a line of its own behind the last member, at the column of the first. */
function insertInBlock(document: ConfigDocument, body: Body, member: string): TextEdit {
  const { text } = document;
  const indent = indentOf(text, body.open).padEnd(body.open - text.lastIndexOf("\n", body.open - 1) - 1);
  const lineBreak = lineBreakOf(text);
  if (text[body.lastEnd - 1] === "\n") return edit(document, body.lastEnd, body.lastEnd, `${indent}${member}${lineBreak}`);
  const end = endOfLine(text, body.lastEnd);
  return edit(document, end, end, `${lineBreak}${indent}${member}`);
}

function insertInBrackets(document: ConfigDocument, body: Body, member: string): TextEdit {
  const { text, spans } = document;
  if (body.lastEnd === -1) return insertFirst(document, body, member);
  const comma = commaAfter(text, body.lastEnd, spans.format);
  const from = comma === undefined ? body.lastEnd : comma + 1;
  const isTall = text.slice(body.open, body.lastEnd).includes("\n") && text.slice(body.lastEnd, body.close).includes("\n");
  if (!isTall) return edit(document, from, from, comma === undefined ? `, ${member}` : ` ${member}`);
  // A comment at the end of the line belongs to the member before it and stays there.
  const tail = commentBehind(text, from, spans.format);
  const before = comma === undefined ? "," : text.slice(body.lastEnd, from);
  const added = `${before}${tail}${lineBreakOf(text)}${memberIndent(document, body)}${member}${comma === undefined ? "" : ","}`;
  return edit(document, body.lastEnd, from + tail.length, added);
}

function insertFirst(document: ConfigDocument, body: Body, member: string): TextEdit {
  const interior = document.text.slice(body.open + 1, body.close - 1);
  const isObject = document.text[body.open] === "{";
  if (interior.trim() === "") return edit(document, body.open + 1, body.close - 1, isObject ? ` ${member} ` : member);
  return edit(document, body.open + 1, body.open + 1, ` ${member}`);
}

/** Members stand as deep as the first one does, unless it shares the line of the bracket. */
function memberIndent({ text, spans }: ConfigDocument, body: Body): string {
  const first = skipTrivia(text, body.open + 1, spans.format);
  return indentOf(text, endOfLine(text, body.open) < first ? first : body.lastEnd);
}
