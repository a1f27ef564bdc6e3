import type ts from "typescript";
import type { Fix } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import type { Context } from "../rules/context.ts";
import { indentOf, newlineOf, stepOf } from "./lines.ts";

/** `throw error;` in an empty `catch`. */
export function rethrown({ parsed }: Context, clause: ts.CatchClause): readonly Fix[] {
  const { compiler, source, text } = parsed;
  const { variableDeclaration, block } = clause;
  if (variableDeclaration && !compiler.isIdentifier(variableDeclaration.name)) return [];
  const name = variableDeclaration ? variableDeclaration.name.getText(source) : "error";
  const newline = newlineOf(parsed);
  const indent = indentOf(parsed, clause);
  const start = clause.getStart(source);
  const close = block.end - 1;
  const kept = text.slice(block.getStart(source) + 1, close).trimEnd();
  const edits = [
    ...(variableDeclaration ? [] : [editOf(parsed, start + "catch".length, start + "catch".length, ` (${name})`)]),
    editOf(parsed, block.getStart(source) + 1, close, `${kept}${newline}${indent}${stepOf(parsed)}throw ${name};${newline}${indent}`),
  ];
  return [{ title: "Throw the error again", edits, preferred: true }];
}
