import type { Range } from "../../protocol/source.ts";
import { columnsOf } from "./columns.ts";
import { escapeControls } from "./escape.ts";
import type { Paint, Style } from "./paint.ts";

/**
 * The line of source that a range starts in, with the range underlined:
 *
 * ```
 *   |
 * 4 |   "redundancy": 4,
 *   |                 ^
 * ```
 *
 * Of a range over several lines the part in the first one is underlined. Long lines are cut around the range.
 *
 * @param gutter Columns for the line number, so that frames of one problem stand below each other.
 * @param width Columns of the terminal.
 * @returns Lines; none when the text has no such line (the file has changed since).
 */
export function codeFrame(
  text: string,
  range: Range,
  look: { paint: Paint; style: Style; gutter: number; width: number },
): readonly string[] {
  const { paint, style, gutter, width } = look;
  const line = text.split(/\r\n|\n|\r/)[range.start.line];
  if (line === undefined) return [];
  const marked = markedLine(line, range, Math.max(20, width - gutter - 3));
  const bar = paint("dim", "|");
  const empty = `${" ".repeat(gutter)} ${bar}`;
  return [
    empty,
    `${paint("dim", String(range.start.line + 1).padStart(gutter))} ${bar} ${marked.text}`.trimEnd(),
    `${empty} ${" ".repeat(marked.before)}${paint(style, "^".repeat(marked.length))}`,
  ];
}

interface MarkedLine {
  readonly text: string;
  /** Columns before the mark. */
  readonly before: number;
  readonly length: number;
}

/** Three parts: before, marked, after; each shortened where they do not fit together. */
function markedLine(line: string, range: Range, width: number): MarkedLine {
  const start = Math.min(range.start.character, line.length);
  const end = range.end.line > range.start.line ? line.trimEnd().length : Math.min(range.end.character, line.length);
  const token = cutEnd(shown(line.slice(start, Math.max(start, end))), Math.floor(width / 2));
  const after = shown(line.slice(Math.max(start, end)));
  const before = cutStart(shown(line.slice(0, start)), Math.max(Math.floor(width / 4), width - columnsOf(token) - columnsOf(after)));
  const text = cutEnd(before + token + after, width);
  return { text, before: columnsOf(before), length: Math.max(1, columnsOf(token)) };
}

const shown = (text: string): string => escapeControls(text.replaceAll("\t", "  "));

const cutEnd = (text: string, columns: number): string =>
  columnsOf(text) <= columns
    ? text
    : `${Array.from(text)
        .slice(0, columns - 1)
        .join("")}…`;

const cutStart = (text: string, columns: number): string =>
  columnsOf(text) <= columns
    ? text
    : `…${Array.from(text)
        .slice(1 - columns)
        .join("")}`;
