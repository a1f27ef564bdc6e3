import type ts from "typescript";
import type { Fix } from "../../../../protocol/problem.ts";
import { comparePositions } from "../../../../protocol/source.ts";
import { suspensions } from "../awaits.ts";
import { editOf } from "../../../core/source/complaint.ts";
import type { Parsed, Stretch } from "../../../core/source/parse.ts";
import { importOf } from "./imports.ts";
import { escapesOf, isBody, mayBeWrapped, type Run, runAround, stretchOfRun, withUsers } from "./runs.ts";
import { indentAt, indented, indentStep, lineEnd, semicolon } from "./text.ts";

const wrapTitle = "Wrap in a critical section";

/** Makes one section of the statements that contain all of these places. Nothing where they are suspended or jump out. */
export function wrapInSection(parsed: Parsed, places: readonly Stretch[]): readonly Fix[] {
  const found = places.length > 0 ? runAround(parsed, places) : undefined;
  const section = found && importOf(parsed, "criticalSection");
  if (!found || !section) return [];
  const edit = "statements" in found ? wrapRun(parsed, found, section.local) : wrapExpression(parsed, found, section.local);
  return edit ? [{ title: wrapTitle, edits: [...section.edits, edit], preferred: true }] : [];
}

/** Makes a section of each group of places, which stand in functions of their own. Nothing unless all of them can be one. */
export function wrapEach(parsed: Parsed, groups: readonly (readonly Stretch[])[]): readonly Fix[] {
  const fixes = groups.map((group) => wrapInSection(parsed, group)[0]);
  const edits = new Map(fixes.flatMap((fix) => fix?.edits ?? []).map((edit) => [JSON.stringify(edit), edit]));
  if (groups.length < 2 || fixes.includes(undefined) || overlap([...edits.values()])) return [];
  return [{ title: wrapTitle, edits: [...edits.values()] }];
}

function overlap(edits: Fix["edits"]): boolean {
  const sorted = [...edits].sort((a, b) => comparePositions(a.range.start, b.range.start));
  return sorted.some((edit, at) => {
    const next = sorted[at + 1];
    return next !== undefined && comparePositions(next.range.start, edit.range.end) < 0;
  });
}

function wrapExpression(parsed: Parsed, body: ts.Expression, criticalSection: string): Fix["edits"][number] | undefined {
  if (suspensions(parsed, body).length > 0) return undefined;
  const { start, end } = { start: body.getStart(parsed.source), end: body.end };
  return editOf(parsed, start, end, `${criticalSection}(() => ${parsed.text.slice(start, end)})`);
}

function wrapRun(parsed: Parsed, found: Run, criticalSection: string): Fix["edits"][number] | undefined {
  const { text } = parsed;
  const run = withUsers(parsed, found);
  const { statements, block } = run;
  if (statements.some((statement) => suspensions(parsed, statement).length > 0 || !mayBeWrapped(parsed, statement))) return undefined;
  const { returns, jumps } = escapesOf(parsed, statements);
  const isTail = isBody(parsed, block) && block.statements.at(-1) === statements.at(-1);
  if (jumps || (returns && !isTail)) return undefined;
  const { start, end } = stretchOfRun(parsed, statements);
  const indent = indentAt(text, start);
  const line = lineEnd(text);
  const only = soleReturn(parsed, statements);
  if (only) return editOf(parsed, start, end, `return ${criticalSection}(() => ${only})${semicolon(parsed)}`);
  const opening = `${returns ? "return " : ""}${criticalSection}(() => {`;
  const body = indented(parsed, { start, end });
  return editOf(parsed, start, end, `${opening}${line}${indent}${indentStep(text)}${body}${line}${indent}})${semicolon(parsed)}`);
}

/** `return expression;` and nothing else: the text of the expression. */
function soleReturn({ compiler, source }: Parsed, statements: readonly ts.Statement[]): string | undefined {
  const [only, ...others] = statements;
  if (!only || others.length > 0 || !compiler.isReturnStatement(only) || !only.expression) return undefined;
  const text = only.expression.getText(source);
  return compiler.isObjectLiteralExpression(only.expression) ? `(${text})` : text;
}
