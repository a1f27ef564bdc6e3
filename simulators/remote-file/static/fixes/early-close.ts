import type ts from "typescript";
import type { Fix } from "../../../../protocol/problem.ts";
import { editOf } from "../../../core/source/complaint.ts";
import { type Context, statementAround } from "../rules/context.ts";
import { lineOf } from "./lines.ts";

/** Takes out a statement that only closes, with the `if` that stands for it alone. */
export function withoutEarlyClose(context: Context, close: ts.Node): readonly Fix[] {
  const { parsed } = context;
  const { compiler } = parsed;
  let statement: ts.Statement = statementAround(context, close);
  if (!compiler.isExpressionStatement(statement)) return [];
  const { parent } = statement;
  if (compiler.isIfStatement(parent)) {
    if (parent.elseStatement) return [];
    statement = parent;
  } else if (!compiler.isBlock(parent) && !compiler.isSourceFile(parent)) return [];
  const { start, end } = lineOf(parsed, statement);
  return [{ title: "Remove the early `close`", edits: [editOf(parsed, start, end, "")] }];
}
