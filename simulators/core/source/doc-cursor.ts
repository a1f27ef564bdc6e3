import type { Position, Range } from "../../../protocol/source.ts";
import { lineStarts, offsetAt, rangeBetween } from "../lines.ts";
import type { SourceUnit } from "../simulator.ts";
import { docCommentsOf } from "./comments.ts";
import { parse } from "./parse.ts";

/** A cursor in a doc comment, behind a tag or in one. */
export interface DocCursor {
  /** What stands before it on its line, without the leading star. */
  readonly line: string;
  /** The word that is being typed. */
  readonly typed: string;
  /** The last tag that is complete on the line; empty: none. */
  readonly tag: string;
  /** The typed word without its first characters. */
  readonly rangeBehind: (skip: number) => Range;
}

/** Undefined outside of doc comments, and in prose. The comment may not be closed yet. @param isOurs Which tags have options. */
export function docCursorAt(unit: SourceUnit, position: Position, isOurs: (tag: string) => boolean): DocCursor | undefined {
  const { text } = unit;
  const lines = lineStarts(text);
  const offset = offsetAt(lines, text, position);
  const opened = text.lastIndexOf("/**", offset - 1);
  if (opened === -1 || offset < opened + 3 || text.slice(opened, offset).includes("*/")) return undefined;
  const line = /[^\n\r]*$/.exec(text.slice(opened + 3, offset))?.[0].replace(/^\s*\**\s*/, "") ?? "";
  const typed = /\S*$/.exec(line)?.[0] ?? "";
  const tag = [...line.matchAll(/(?:^|\s)@([A-Za-z]+)(?=\s)/g)].at(-1)?.[1] ?? "";
  if (!typed.startsWith("@") && !isOurs(tag)) return undefined;
  const parsed = parse(unit);
  const isInComment = parsed && docCommentsOf(parsed).some(({ start, end }) => start < offset && offset <= end);
  if (!isInComment) return undefined;
  return { line, typed, tag, rangeBehind: (skip) => rangeBetween(lines, offset - typed.length + skip, offset) };
}

/** Tags that a line has already. */
export const tagsOn = (line: string): readonly string[] => [...line.matchAll(/@([A-Za-z]+)\s/g)].map((match) => match[1] ?? "");
