import type ts from "typescript";
import type { Parsed, Stretch } from "../../../core/source/parse.ts";

/** A statement with the rest of its lines, when nothing else stands on them. */
export function lineOf({ text, source }: Parsed, statement: ts.Node): Stretch {
  const start = statement.getStart(source);
  const { end } = statement;
  const before = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  const isFirst = start - before === 0 || text[start - before - 1] === "\n";
  const after = /^[ \t]*(?:\/\/[^\n]*)?\r?\n/.exec(text.slice(end))?.[0].length ?? 0;
  return isFirst && after > 0 ? { start: start - before, end: end + after } : { start, end };
}

/** The white space before the first thing of a node's line. */
export function indentOf({ text, source }: Parsed, node: ts.Node): string {
  const start = node.getStart(source);
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", start - 1) + 1, start))?.[0] ?? "";
}

/** One step deeper: as the file does it. */
export const stepOf = ({ text }: Parsed): string => /\n(\t|[ ]{2,8})\S/.exec(text)?.[1] ?? "  ";

export const newlineOf = ({ text }: Parsed): string => (text.includes("\r\n") ? "\r\n" : "\n");

/** Text with one more step in front of each line that has some. */
export const deeper = (text: string, step: string): string => text.replace(/^(?=[^\r\n])/gm, step);
