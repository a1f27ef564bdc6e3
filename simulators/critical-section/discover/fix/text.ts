import type ts from "typescript";
import type { Parsed, Stretch } from "../../../core/source/parse.ts";

/** Blanks in front of the line that an offset is on. */
export function indentAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}

/** One step of indentation, as the file has it. */
export function indentStep(text: string): string {
  const first = /^(?:\t|( {2,8})(?=\S))/m.exec(text);
  if (!first) return "  ";
  return first[1] === undefined ? "\t" : first[1].length >= 8 ? "  " : first[1];
}

export const lineEnd = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");

/** Does the file end its statements with semicolons? */
export const semicolon = ({ source, text }: Parsed): ";" | "" =>
  source.statements.length === 0 || source.statements.some((statement) => text[statement.end - 1] === ";") ? ";" : "";

/** Text of the file moved by one step to the right; text within multi-line templates is left where it is. */
export function indented(parsed: Parsed, { start, end }: Stretch): string {
  const slice = parsed.text.slice(start, end);
  return hasLongTemplate(parsed, start, end) ? slice : slice.replace(/(\r?\n)(?=[ \t]*\S)/g, `$1${indentStep(parsed.text)}`);
}

function hasLongTemplate({ compiler, source }: Parsed, start: number, end: number): boolean {
  const visit = (node: ts.Node): boolean => {
    if (node.end < start || end < node.pos) return false;
    if (compiler.isTemplateLiteral(node)) return node.getText(source).includes("\n");
    return compiler.forEachChild(node, visit) ?? false;
  };
  return visit(source);
}

/** A statement with its line, when it has one of its own: what goes when it is deleted. Comments directly above stay. */
export function wholeLine(text: string, { start, end }: Stretch): Stretch {
  const indent = indentAt(text, start);
  const lineStart = start - indent.length;
  const isFirst = lineStart === 0 || /[\n\r]/.test(text[lineStart - 1] ?? "");
  const rest = /^[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(end))?.[0];
  return isFirst && rest !== undefined ? { start: lineStart, end: end + rest.length } : { start, end };
}

/** A name that the text does not have yet. */
export function freshName(text: string, wanted: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}${number}`;
    if (!new RegExp(`(?<![\\w$])${name.replace(/[$]/g, "\\$")}(?![\\w$])`).test(text)) return name;
  }
}
